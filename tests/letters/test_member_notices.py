"""What members read about their network says exactly what a person approved, by mail and on paper."""

import os
from pathlib import Path
from typing import Any

import jinja2
import pytest

from documents.notices.member_notices import write_member_notice
from models.rules.member_notices import KINDS
from models.rules.web_addresses import network_or_search

GOLDEN = Path(__file__).parent / "golden" / "to_members"
LINK = "https://binstart.oosterbeke.example/netwerken/oos-2026-0001"
NETWORK = {"network": "Kerkkwartier", "network_kind": "bin", "slug": "oos-2026-0001", "sender": "Gemeente Oosterbeke",
           "reply_to": "veiligheid@oosterbeke.example"}  # fmt: skip
DECIDED = {"reason": "Samen besproken op de jaarvergadering.\n\nDe leden waren het eens.",
           "body": "de gemeentelijke dienst", "decided_on": "2027-03-30",
           "was_suspended": False}  # fmt: skip
PART = {"part": "BIN Molen", "streets": ["Molenstraat (oneven nummers 1 tot en met 9)", "Veldweg"]}
FACTS: dict[str, dict[str, Any]] = {
    **dict.fromkeys(KINDS, DECIDED),
    "split": DECIDED | PART,
    "split_part": DECIDED | PART,
    "merge": DECIDED | {"merged": "BIN Molen"},
    "joined": DECIDED | {"merged": "BIN Molen"},
    "outside": {"active_on": "2027-09-01"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_members_read_what_was_approved(kind: str) -> None:
    link = network_or_search("https://binstart.oosterbeke.example", kind, "oos-2026-0001")
    letter = write_member_notice(kind, NETWORK | FACTS[kind], "Nele Nieuw", link)
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


def test_members_of_a_suspended_network_read_that_it_goes_on_again() -> None:
    letter = write_member_notice("continue", NETWORK | DECIDED | {"was_suspended": True}, "Nele Nieuw", LINK)

    assert letter.title == "Uw netwerk gaat opnieuw aan de slag"
    assert "niet langer geschorst" in letter.text
