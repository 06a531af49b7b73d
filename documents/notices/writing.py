"""Writes a mail: the text of its kind, filled with facts, in the frame that all mails share. Same facts, same text."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_date

from documents.filling.shared import hour, line, lines_of, municipality_name, network
from documents.language import ruled, said, speaking, spoken
from documents.limits import clean
from documents.rule_words import in_words
from documents.wording import full_date, long_date
from models.rules.languages import SOURCE
from models.rules.records.shared import OfficeRecord
from models.rules.web_addresses import case_page, support_page

FOLDER = Path(__file__).parent
OTHERS = ("fr",)  # languages in which mails are translated: folders beside the Dutch texts
# In a mail that was planned before its event kept who decided.
BODY_NOT_KEPT = {SOURCE: "de bevoegde overheid", "fr": "l’autorité compétente"}
# Facts whose value the rules chose, never somebody's own words: single words of them are said too.
CHOSEN = frozenset({"outcome", "stage", "message_kind", "survey", "tendency", "what", "capacity", "body"})
_CONDITIONS_OF = re.compile(r"^Voorwaarden van (.+):$", re.MULTILINE)  # models.rules.happenings.conditions_told
BELGIUM = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Addressed:
    """To whom: the name; on paper (`is_on_paper`) the desk delivers it, at this address if one is known. `language`: in
    which they read; where this mail has no text in it, it is Dutch."""

    name: str
    is_on_paper: bool = False
    address: str = ""
    language: str = SOURCE


@dataclass(frozen=True)
class Letter:
    """A mail as it is read. `title` is what it says in a few words, `subject` the line in the mailbox."""

    title: str
    subject: str
    text: str
    language: str = SOURCE


def write_notice(kind: str, facts: Mapping[str, Any], to: Addressed, base_url: str, officer: str = "",
                 link: str = "") -> Letter:  # fmt: skip
    """The mail of this kind. `facts`: plain values, days and moments in ISO 8601; `officer`: who delivers on paper;
    `link`: where the reader goes, if not to the page of the case.

    Raises jinja2.UndefinedError when a fact is missing that the text needs.
    """
    language = to.language if has_text(f"{kind}.txt", to.language) else SOURCE
    values = {"body": BODY_NOT_KEPT[language], **_in_words(_cleaned(facts), language)}
    case_network = network(values["network"], values["kind"], language)
    values |= {
        "network": case_network,
        "name": line(to.name),
        "link": link or case_page(base_url, values["number"]),
        "support_link": support_page(base_url, values["number"]),
        "sender": municipality_name(OfficeRecord(values["municipality"], "", "", ""), language),
    }
    own: Mapping[str, str] = facts.get("own_texts", {})
    values |= {f"own_{part}": clean(own.get(part, "")) for part in ("introduction", "closing", "signature")}
    title, body = parts(f"{kind}.txt", values, language)
    text = _rendered("frame.txt", {**values, "body": body}, language)
    if to.is_on_paper:
        address = "\n".join(lines_of(clean(to.address)))
        on_paper = {"title": title, "person": values["name"], "address": address, "letter": text}
        title, body = parts("on_paper.txt", on_paper, language)
        nothing_own = {"own_introduction": "", "own_closing": "", "own_signature": ""}
        text = _rendered("frame.txt", {**values, **nothing_own, "name": line(officer), "body": body}, language)
    return Letter(title, f"{title} – {case_network} ({values['number']})", text, language)


def has_text(template: str, language: str) -> bool:
    """Whether a mail has a text of its own in this language."""
    return language == SOURCE or (language in OTHERS and (FOLDER / language / template).is_file())


def _cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without signs that can't be seen: they could make a mail read otherwise than what was decided."""
    return {name: clean(value) if isinstance(value, str) else value for name, value in facts.items()}


def _in_words(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """What the rules say, in the language of the mail; what somebody wrote as they wrote it."""
    with speaking(language):
        return {name: _one_in_words(name, value) for name, value in facts.items()}


def _one_in_words(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {part: _one_in_words(part, one) for part, one in value.items()}
    if isinstance(value, list | tuple):
        return [_one_in_words(name, one) for one in value]
    if not isinstance(value, str):
        return value
    if name == "all_conditions":
        return _CONDITIONS_OF.sub(lambda found: said("Voorwaarden van {body}:", body=ruled(found[1])), value)
    return ruled(value) if name in CHOSEN else in_words(value, spoken())


def parts(template: str, values: Mapping[str, Any], language: str = "") -> tuple[str, str]:
    """Title and text of a mail, from its template: the first line is the title. Without a language: in the one that is
    spoken."""
    title, _, body = _rendered(template, values, language or spoken()).partition("\n")
    return line(title), unfolded(body)


def _rendered(template: str, values: Mapping[str, Any], language: str) -> str:
    return texts(language).get_template(template).render(values).strip() + "\n"


def unfolded(text: str) -> str:
    """One line per paragraph, so that a phone breaks it where it likes. What is indented or listed keeps its lines."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(_unfolded_paragraph(paragraph) for paragraph in paragraphs)


def _unfolded_paragraph(paragraph: str) -> str:
    joined: list[str] = []
    for part in paragraph.split("\n"):
        stands_alone = part.startswith((" ", "- ")) or not joined or joined[-1].startswith(" ") or "://" in part
        if stands_alone or joined[-1].endswith(":"):
            joined.append(part)
        else:
            joined[-1] += f" {part}"
    return "\n".join(joined)


def _said(text: str) -> str:
    """What somebody wrote, set apart."""
    return textwrap.indent(clean(text), "    ", lambda part: True)


def _first_up(text: str) -> str:
    """The first letter of a sentence as a capital; the others as they were."""
    return text[:1].upper() + text[1:]


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso[:10]))


def _moment(iso: str) -> str:
    at = datetime.fromisoformat(iso).astimezone(BELGIUM)
    return f"{full_date(at.date())} om {hour(at)}"


def _french_day(iso: str) -> str:
    return format_date(date.fromisoformat(iso[:10]), "d MMMM y", locale="fr")


def _french_moment(iso: str) -> str:
    at = datetime.fromisoformat(iso).astimezone(BELGIUM)
    return f"{format_date(at.date(), 'EEEE d MMMM y', locale='fr')} à {at:%H} h {at:%M}"


_WRITERS = {SOURCE: {"day": _day, "moment": _moment}, "fr": {"day": _french_day, "moment": _french_moment}}


@lru_cache
def texts(language: str) -> jinja2.Environment:
    """The texts of the mails in a language, with the filters that write as it does."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER if language == SOURCE else FOLDER / language),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(said=_said, first_up=_first_up, **_WRITERS[language])
    return environment
