"""Writes the tables of scenarios/README.md from the vocabulary: `python -m binstart.playing.manual`."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from binstart.playing.charter_vocabulary import SECTIONS
from binstart.playing.evening_vocabulary import ITEM_RESULT, SEAT
from binstart.playing.place_reading import PERSON
from binstart.playing.reading import HEADING
from binstart.playing.request_vocabulary import CONTACT, SEGMENT
from binstart.playing.shapes import Field, Group
from binstart.playing.vocabulary import EXPECT, REFUSAL, STEP, VERBS
from models.rules.journal_events import EVENTS
from models.rules.procedure import GATES
from models.rules.procedure_settings import ProcedureSettings

README = Path(__file__).parents[2] / "scenarios" / "README.md"
BEGIN, END = "<!-- begin: made by python -m binstart.playing.manual -->", "<!-- end -->"
WHO = {"one": "a person", "many": "a person, a list of them, or `everyone`", "nobody": "nobody: leave `who` out"}


def reference() -> str:
    """All tables, in Markdown."""
    parts = ["### The top of the file", "", *_table(HEADING), "", "A person:", "", *_table(PERSON)]
    parts += ["", "### A step", "", *_table(STEP), "", "`expect`:", "", *_table(EXPECT)]
    parts += ["", "`expect_refusal`:", "", *_table(REFUSAL), "", "### The verbs"]
    for name, verb in VERBS.items():
        parts += ["", f"#### `{name}`", "", f"{verb.says} Who: {WHO[verb.by]}."]
        if verb.fields:
            parts += ["", *_table(verb.fields)]
    parts += ["", "### Parts that come back"]
    for title, group in (
        ("A street part", SEGMENT),
        ("A seat", SEAT),
        ("A candidate coordinator", CONTACT),
        ("The result of an agenda item", ITEM_RESULT),
    ):
        parts += ["", f"{title}:", "", *_table(group.fields)]
    parts += ["", "### The sections of the charter", "", *_sections()]
    parts += ["", "### Settings of municipality and zone", "", *_settings()]
    parts += ["", "### Conditions, per stage", "", *_conditions()]
    return "\n".join([*parts, "", "### Events of the journal", "", *_events()])


def _table(rows: Mapping[str, Field]) -> list[str]:
    lines = ["| Name | Takes | |", "| --- | --- | --- |"]
    for name, field in rows.items():
        told = ". ".join(words for words in ("**must be there**" if field.is_required else "", field.hint) if words)
        lines.append(f"| `{name}` | {field.shape.words()} | {told} |")
    return lines


def _sections() -> list[str]:
    lines = ["| Section | Fields | |", "| --- | --- | --- |"]
    for code, field in SECTIONS.items():
        names = field.shape.fields if isinstance(field.shape, Group) else {}
        told = "; ".join(f"`{name}`: {inner.shape.words()}" for name, inner in names.items())
        lines.append(f"| `{code}` | {told} | {field.hint} |")
    return lines


def _settings() -> list[str]:
    lines = ["| Setting | By default |", "| --- | --- |"]
    for setting in fields(ProcedureSettings):
        value = setting.default
        shown = ", ".join(value) if isinstance(value, tuple) else value
        lines.append(f"| `{setting.name}` | {'yes' if shown is True else 'no' if shown is False else shown} |")
    return lines


def _conditions() -> list[str]:
    rows = [f"| {stage} | `{one.code}` | {one.sentence} |" for stage, gate in GATES.items() for one in gate]
    return ["| Stage | Condition | |", "| --- | --- | --- |", *rows]


def _events() -> list[str]:
    return ["| Event | |", "| --- | --- |", *(f"| `{event}` | {sentence} |" for event, sentence in EVENTS.items())]


def with_reference(text: str) -> str:
    """The manual with its tables written anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference()}\n\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_reference(README.read_text(encoding="utf-8")), encoding="utf-8")
