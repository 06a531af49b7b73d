"""One word per thing: stages, ends, roles and documents are in the GLOSSARY, and ARCHITECTURE shows the procedure."""

import re
from pathlib import Path

import pytest

from models.rules.access import Role
from models.rules.journal_events import EVENTS
from models.rules.procedure import GATES, OUTCOMES, STAGES, End, Stage

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text()
KINDS = sorted(folder.parent.name for folder in (ROOT / "documents").glob("*/template.html"))


@pytest.mark.parametrize("word", [*Stage, *End, *Role, *OUTCOMES, *KINDS], ids=str)
def test_the_word_is_in_the_glossary(word: str) -> None:
    assert f"`{word}`" in GLOSSARY


def test_there_are_document_kinds_to_check() -> None:
    assert "charter" in KINDS


def test_the_picture_in_architecture_is_the_procedure() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    block = re.search(r"<!-- procedure:.*?```\n(.*?)```", text, re.DOTALL)
    assert block
    drawn: dict[str, list[str]] = {}
    for line in block[1].splitlines():
        words = re.findall(r"[a-z_]+", line)
        if not line.startswith(" "):
            stage, *words = words
            drawn[stage] = []
        drawn[stage].extend(words)

    assert drawn == {stage.value: [condition.code for condition in GATES[stage]] for stage in STAGES}


def test_journal_codes_are_noun_and_past_participle() -> None:
    assert all(re.fullmatch(r"[a-z_]+:[a-z_]+", code) for code in EVENTS)


def test_nothing_says_that_a_network_is_started() -> None:
    trap = re.compile(r"BIN opstart|opstarten van (een|het) BIN", re.IGNORECASE)
    files = [
        *ROOT.glob("webapp/templates/**/*.html"),
        *ROOT.glob("documents/**/*.html"),
        *ROOT.glob("documents/**/*.txt"),
    ]

    assert [str(file.relative_to(ROOT)) for file in files if trap.search(file.read_text())] == []
