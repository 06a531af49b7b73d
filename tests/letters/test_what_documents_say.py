"""Every document says exactly what a person has approved. `make golden` rewrites the texts; review the difference."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from documents import standard_texts
from documents.kinds import FOLDER, KINDS, example, kind_of_file
from documents.press.rendering import render
from models.rules.own_texts import LETTERS
from tests.letters.reading import ALL_KINDS, PICTURE, made, squeezed, text_of_html, text_of_pdf

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_document_says_what_was_approved(kind: str) -> None:
    said = text_of_html(kind)
    golden = GOLDEN / f"{kind}.txt"
    if os.environ.get("BINSTART_GOLDEN") == "rewrite":
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(said, "utf-8")

    assert said == golden.read_text("utf-8")


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_printed_page_says_the_same_as_the_approved_text(kind: str) -> None:
    printed = squeezed(text_of_pdf(made(kind).content))

    missing = [
        part
        for line in text_of_html(kind).split("\n")
        for part in re.split(r"(?: [/|])+(?: |$)|^#+ (?:(?:Deel|Bijlage) \d+ )?|^(?:\d+|–) (?=[A-Z])", line)
        if not part.startswith(PICTURE) and squeezed(part) not in printed
    ]

    assert missing == []


@pytest.mark.parametrize("kind", ["receipt", "invitation", "charter", "launch_announcement", "minutes"])
def test_who_reads_it_is_told_to_call_101(kind: str) -> None:
    assert re.search(r"belt? meteen 101", text_of_html(kind), re.IGNORECASE)


def test_no_standard_text_promises_fewer_burglaries() -> None:
    ours = [getattr(standard_texts, name) for name in dir(standard_texts) if name.isupper()]
    ours += [path.read_text("utf-8") for path in FOLDER.glob("*/template.*")]
    promise = re.compile(
        r"(minder|daling van (het aantal )?|vermindert|voorkomt) ?(inbraken|inbraak|diefstal|feiten|criminaliteit)"
    )

    assert [text for text in ours if promise.search(str(text).lower())] == []


def test_minutes_and_reports_name_no_private_person() -> None:
    public = text_of_html("minutes") + text_of_html("evaluation_report")

    assert "Yıldız" not in public
    assert "Wiśniewski" not in public


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_kind_has_a_title_of_its_own_and_a_safe_file_name(kind: str) -> None:
    document = made(kind)

    assert kind_of_file(document.filename) == kind
    assert re.fullmatch(rf"{KINDS[kind].called}-BIN-2027-0042(-versie-(1\.0|1|2))?\.pdf", document.filename)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_own_texts_of_a_municipality_stand_in_the_letters_that_are_named_and_in_no_other(kind: str) -> None:
    context: Any = example(kind)
    if not hasattr(context, "sender"):
        pytest.skip("it has no sender")
    own = {
        "introduction": "Goed nieuws uit onze gemeente.",
        "closing": "Tot binnenkort.",
        "signature": "Uw dienst Buurt",
    }
    variants = [replace(context, sender=replace(context.sender, **own))]
    if kind == "invitation":
        variants.append(replace(variants[0], addressee=example("receipt").addressee))  # type: ignore[attr-defined]

    for one in variants:
        printed = squeezed(text_of_pdf(render(kind, one).content))
        assert [words for words in own.values() if squeezed(words) in printed] == (
            list(own.values()) if kind in LETTERS else []
        )
