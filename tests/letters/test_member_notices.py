"""What members read about their network says exactly what a person approved, by mail and on paper."""

import os
from pathlib import Path
from typing import Any

import jinja2
import pytest

from documents.notices.member_notices import write_member_notice
from models.rules.member_notices import KINDS

GOLDEN = Path(__file__).parent / "golden" / "to_members"
LINK = "https://binstart.oosterbeke.example/netwerken/oos-2026-0001"
NETWORK = {"network": "Kerkkwartier", "network_kind": "bin", "slug": "oos-2026-0001", "sender": "Gemeente Oosterbeke",
           "reply_to": "veiligheid@oosterbeke.example"}  # fmt: skip
FACTS: dict[str, dict[str, Any]] = {
    "outside": {"active_on": "2027-09-01"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_members_read_what_was_approved(kind: str) -> None:
    letter = write_member_notice(kind, NETWORK | FACTS[kind], "Nele Nieuw", LINK)
    said = f"Onderwerp: {letter.subject}\n\n{letter.text}\n"

    golden = GOLDEN / f"{kind}.txt"
    if os.environ.get("BINSTART_GOLDEN"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        golden.write_text(said, "utf-8")

    assert said == golden.read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_on_paper_stands_the_same_without_a_name(kind: str) -> None:
    mail = write_member_notice(kind, NETWORK | FACTS[kind], "Nele Nieuw", LINK)
    paper = write_member_notice(kind, NETWORK | FACTS[kind], "", LINK)

    assert paper.text == mail.text.replace("Beste Nele Nieuw", "Goeiedag")
    assert "bel 101" in paper.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_without_its_facts_is_not_written(kind: str) -> None:
    with pytest.raises(jinja2.UndefinedError):
        write_member_notice(kind, NETWORK, "Nele Nieuw", LINK)
