"""What the eye and the telephone must be able to read: QR codes, colours, a long name on the cover."""

import dataclasses
import re

import pytest
import zxingcpp

from documents.contexts.procedure import CharterContext
from documents.kinds import FOLDER, example
from documents.press.rendering import render
from tests.letters.reading import made, picture

CODES = [
    ("receipt", 1, "https://binstart.oosterbeke.example/volg/BIN-2027-0042"),
    ("invitation", 1, "https://binstart.oosterbeke.example/netwerk/molenakker"),
    ("poster", 1, "https://binstart.oosterbeke.example/steun/BIN-2027-0042"),
    ("poster_a4", 1, "https://binstart.oosterbeke.example/steun/BIN-2027-0042"),
    ("flyer", 1, "https://binstart.oosterbeke.example/steun/BIN-2027-0042"),
    ("invitation_letter", 1, "https://binstart.oosterbeke.example/u/CDFGHJKMNP"),
    ("decision", 1, "https://binstart.oosterbeke.example/volg/BIN-2027-0042"),
    ("support_sheet", 1, "https://binstart.oosterbeke.example/steun/BIN-2027-0042"),
    ("launch_leaflet", 1, "https://binstart.oosterbeke.example/netwerken/bin-2027-0042"),
    ("launch_poster", 1, "https://binstart.oosterbeke.example/netwerken/bin-2027-0042"),
    ("minutes", 1, "https://binstart.oosterbeke.example/netwerk/molenakker"),
    ("launch_announcement", 1, "https://binstart.oosterbeke.example/netwerk/molenakker"),
    (
        "charter",
        1,
        "https://binstart.oosterbeke.example/controle/50f503a74f157c4651fd17ce2f62c4af3d519981498137f1a50bc8133a77fbd7",
    ),
]
TEXT_ON = [
    *((colour, paper) for colour in ("ink", "petrol", "brick", "grey") for paper in ("white", "mist", "sand")),
    *((colour, "petrol") for colour in ("white", "light", "gold")),
    ("ink", "gold"),
]


@pytest.mark.parametrize(("kind", "number", "address"), CODES)
def test_a_telephone_reads_the_code_on_the_page(kind: str, number: int, address: str) -> None:
    read = [code.text for code in zxingcpp.read_barcodes(picture(made(kind).content, number))]

    assert read == [address]


def colours() -> dict[str, str]:
    """The palette as the style sheet says it."""
    css = (FOLDER / "look" / "base.css").read_text("utf-8")
    return {"white": "#FFFFFF"} | dict(re.findall(r"--([a-z]+): (#[0-9A-F]{6})", css))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "paper"), TEXT_ON)
def test_text_stands_out_against_its_paper(text: str, paper: str) -> None:
    palette = colours()
    light, dark = sorted((luminance(palette[text]), luminance(palette[paper])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_no_style_uses_a_colour_outside_the_palette() -> None:
    palette = set(colours().values()) | {"#FFF"}
    used = {
        colour.upper()
        for path in FOLDER.glob("*/*.css")
        for colour in re.findall(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b", path.read_text("utf-8"))
    }

    assert used <= palette


def charter_named(name: str) -> CharterContext:
    """The example of a charter for a network with another name."""
    charter = example("charter")
    assert isinstance(charter, CharterContext)
    case = dataclasses.replace(charter.case, network_name=name)
    return dataclasses.replace(charter, case=case, sections=(), streets=(), house_rules=())


@pytest.mark.parametrize(
    "name",
    [
        "Zuid",
        "Sint-Martens-Lierde Kapellestraat-Noord",
        "Industriezone en Bedrijvenpark Westveld-Noord, Kanaalkom en de straten rond de Oude Zuivelfabriek",
        "Meervoudigepersoonlijkheidsstoornissenonderzoekscentrumwijk " * 3,
    ],
)
def test_the_cover_holds_any_name(name: str) -> None:
    cover = picture(render("charter", charter_named(name)).content, 1, dpi=50)

    width, height = (length - 3 for length in cover.size)  # the last row and column lie half outside the page
    field_ends = height * 180 // 297
    right_margin = cover.crop((width * 188 // 210, height // 3, width, field_ends - 2))
    below_the_houses = cover.crop((0, height * 98 // 297, width, height * 98 // 297 + 2))
    below_the_field = cover.crop((0, field_ends + 2, width, field_ends + 8))
    for part in (right_margin, below_the_houses, below_the_field):
        assert len(part.getcolors()) == 1
