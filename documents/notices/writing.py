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

from documents.filling_shared import hour, line, lines_of, municipality_name, network
from documents.limits import clean
from documents.wording import full_date, long_date
from models.rules.records.shared import OfficeRecord
from models.rules.web_addresses import case_page, support_page

FOLDER = Path(__file__).parent
BODY_NOT_KEPT = "de bevoegde overheid"  # in a mail that was planned before its event kept who decided
BELGIUM = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Addressed:
    """To whom: the name; on paper (`is_on_paper`) the desk delivers it, at this address if one is known."""

    name: str
    is_on_paper: bool = False
    address: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail as it is read. `title` is what it says in a few words, `subject` the line in the mailbox."""

    title: str
    subject: str
    text: str


def write_notice(kind: str, facts: Mapping[str, Any], to: Addressed, base_url: str, officer: str = "",
                 link: str = "") -> Letter:  # fmt: skip
    """The mail of this kind. `facts`: plain values, days and moments in ISO 8601; `officer`: who delivers on paper;
    `link`: where the reader goes, if not to the page of the case.

    Raises jinja2.UndefinedError when a fact is missing that the text needs.
    """
    values = {"body": BODY_NOT_KEPT, **_cleaned(facts)}
    case_network = network(values["network"], values["kind"])
    values |= {
        "network": case_network,
        "name": line(to.name),
        "link": link or case_page(base_url, values["number"]),
        "support_link": support_page(base_url, values["number"]),
        "sender": municipality_name(OfficeRecord(values["municipality"], "", "", "")),
    }
    own: Mapping[str, str] = facts.get("own_texts", {})
    values |= {f"own_{part}": clean(own.get(part, "")) for part in ("introduction", "closing", "signature")}
    title, body = parts(f"{kind}.txt", values)
    text = _rendered("frame.txt", {**values, "body": body})
    if to.is_on_paper:
        address = "\n".join(lines_of(clean(to.address)))
        on_paper = {"title": title, "person": values["name"], "address": address, "letter": text}
        title, body = parts("on_paper.txt", on_paper)
        nothing_own = {"own_introduction": "", "own_closing": "", "own_signature": ""}
        text = _rendered("frame.txt", {**values, **nothing_own, "name": line(officer), "body": body})
    return Letter(title, f"{title} – {case_network} ({values['number']})", text)


def _cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without signs that can't be seen: they could make a mail read otherwise than what was decided."""
    return {name: clean(value) if isinstance(value, str) else value for name, value in facts.items()}


def parts(template: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Title and text of a mail, from its template: the first line is the title."""
    title, _, body = _rendered(template, values).partition("\n")
    return line(title), unfolded(body)


def _rendered(template: str, values: Mapping[str, Any]) -> str:
    return _texts().get_template(template).render(values).strip() + "\n"


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


@lru_cache
def _texts() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(said=_said, day=_day, moment=_moment, first_up=_first_up)
    return environment
