"""Names are printed with the letters they have. Two subset files for one family once printed "Şahin" as "»ahin" while
the text layer still read well, so the glyphs themselves are compared with the font."""

import re

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from documents.kinds import FOLDER
from documents.press.pool import Job, shared_press
from documents.wording import keep_together
from tests.letters.reading import open_pdf, text_of_pdf

NAMES = ("Şahin", "Łukasz", "Țurcanu", "Čović", "Yıldız-Çelik", "Jiří", "Åkesson", "Ærø", "Œuvre", "D’Haeseleer", "€")
FONTS = {
    ("serif", "400", "normal"): "SourceSerif4-Regular.ttf",
    ("serif", "400", "italic"): "SourceSerif4-Italic.ttf",
    ("serif", "600", "normal"): "SourceSerif4-SemiBold.ttf",
    ("sans", "400", "normal"): "SourceSans3-Regular.ttf",
    ("sans", "400", "italic"): "SourceSans3-Italic.ttf",
    ("sans", "600", "normal"): "SourceSans3-SemiBold.ttf",
}


def printed_glyphs(content: bytes) -> list[int]:
    """The numbers of the glyphs in the order in which the page draws them."""
    pdf = open_pdf(content)
    glyphs: list[int] = []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) in ("TJ", "Tj"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    glyphs += [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    return glyphs


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_name_is_the_glyph_of_that_letter(name: str) -> None:
    faces = "".join(
        f'<p style="font-family: var(--{family}); font-weight: {weight}; font-style: {style}; '
        f'font-kerning: none; font-variant-ligatures: none; font-variant-numeric: normal">{name}</p>'
        for family, weight, style in FONTS
    )
    page = f'<!doctype html><html lang="nl"><title>t</title><h1>t</h1>{faces}</html>'

    sheet = shared_press().print(Job(page, ("look/base.css",), {}, "00" * 16, "2027-01-01"))

    printed = printed_glyphs(sheet.pdf)[1:]  # the first one is the heading
    expected = []
    for file in FONTS.values():
        with TTFont(FOLDER / "fonts" / file) as font:
            characters = font.getBestCmap()
            expected += [font.getGlyphID(characters[ord(char)]) for char in name]
    assert printed == expected
    assert text_of_pdf(sheet.pdf).count(name) == len(FONTS)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("om 19.30 uur in zaal 2", r"19\.30\u00a0uur in zaal 2"),
        ("op 15 april", r"15\u00a0april"),
        ("€ 1.850 per jaar", r"€\u00a01\.850 per jaar"),
        ("Vlasmarkt 15 bus 2, 9870 Oosterbeke", r"15 bus\u00a02, 9870\u00a0Oosterbeke"),
        ("Bel 101 of 112", r"Bel\u00a0101 of 112"),
    ],
)
def test_a_line_never_ends_inside_an_hour_a_day_or_an_amount(typed: str, kept: str) -> None:
    assert re.search(kept, keep_together(typed))
