"""Every mail has a French text that asks for the same facts as the Dutch one, written as French is written."""

import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta, nodes

FOLDER = Path(__file__).parents[2] / "documents" / "notices"
FRENCH = FOLDER / "fr"
NAMES = sorted(file.relative_to(FRENCH).as_posix() for file in FRENCH.rglob("*.txt"))
_NO_BREAK = "\u00a0"
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


def _parsed(file: Path) -> nodes.Template:
    return _texts().parse(file.read_text("utf-8"))


def _texts() -> jinja2.Environment:
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 - plain text, and nothing is rendered
    environment.filters.update(dict.fromkeys(("said", "day", "moment", "first_up"), str))
    return environment


def _asked_of(file: Path) -> set[str]:
    return set(meta.find_undeclared_variables(_parsed(file)))


def _decided_by(file: Path) -> list[str]:
    """What the text depends on: the test of each condition."""
    parsed = _parsed(file)
    blocks = [repr(one.test) for one in parsed.find_all(nodes.If)]
    return sorted(blocks + [repr(one.test) for one in parsed.find_all(nodes.CondExpr)])


def test_every_mail_has_a_french_text() -> None:
    dutch = [*FOLDER.glob("*.txt"), *(FOLDER / "to_members").glob("*.txt")]

    assert sorted(file.relative_to(FOLDER).as_posix() for file in dutch) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_french_text_asks_for_the_same_facts(name: str) -> None:
    assert _asked_of(FRENCH / name) == _asked_of(FOLDER / name)


@pytest.mark.parametrize("name", NAMES)
def test_the_french_text_depends_on_the_same_facts(name: str) -> None:
    assert _decided_by(FRENCH / name) == _decided_by(FOLDER / name)


@pytest.mark.parametrize("name", NAMES)
def test_the_french_text_is_written_as_french(name: str) -> None:
    words = _TAG.sub("x", (FRENCH / name).read_text("utf-8"))

    assert "'" not in words
    assert re.findall(rf"[^{_NO_BREAK}][:;?!»](?=\s)|«[^{_NO_BREAK}]", words) == []
    assert re.findall(r"\b(?:BIN|FOD)\b", words) == []
