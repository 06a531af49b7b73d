"""Days, amounts and texts as they are written on paper, in the language of the document."""

import re
import textwrap
from base64 import b64encode
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, get_month_names
from markupsafe import Markup, escape

from documents.language import said_of, spoken
from models.rules.drawn_signature import HEIGHT, WIDTH, checked_drawing

TEXT_COLUMNS = 72

_NO_BREAK = "\u00a0"
_DUTCH_COUNTED = "|".join(
    (
        *get_month_names("wide", locale="nl").values(),
        *("uur", "jaar", "euro", "dagen", "werkdagen", "minuten", "leden", "woningen", "huishoudens"),
    )
)
_FRENCH_COUNTED = "|".join(
    (
        *get_month_names("wide", locale="fr").values(),
        *("h", "heures", "ans", "euros", "jours", "minutes", "membres", "logements", "ménages"),
    )
)
_DUTCH_BEFORE = r"(?<=€)|(?<=\bartikel)|(?<=\bnr\.)|(?<=\b[Bb]el)|(?<=\bbus)"
_FRENCH_BEFORE = r"(?<=\barticle)|(?<=\bn°)|(?<=\ble)|(?<=\bh)|(?<=\bboîte)"
_NAMES = r"(?<=\b\d{4}) (?=[A-Z])|(?<=\b(?:BIN|PLP)) (?=[A-Z0-9])"
_FRENCH_SIGNS = r" (?=[:;?!»€])|(?<=«) "  # French has a space there, at which a line must not end
_STICKY = {
    "nl": re.compile(rf"(?:{_DUTCH_BEFORE}) (?=\d)|(?<=\d) (?=(?:{_DUTCH_COUNTED})\b)|{_NAMES}"),
    "fr": re.compile(
        rf"(?:{_FRENCH_BEFORE}) (?=\d)|(?:(?<=\d)|(?<=\b1er)) (?=(?:{_FRENCH_COUNTED})\b)|{_NAMES}|{_FRENCH_SIGNS}"
    ),
}


def long_date(day: date) -> str:
    """ "14 maart 2027"; in French "1er avril 2027"."""
    written = format_date(day, "d MMMM y", locale=spoken())
    return written.replace("1 ", "1er ", 1) if spoken() == "fr" and day.day == 1 else written


def full_date(day: date) -> str:
    """ "donderdag 15 april 2027"."""
    return f"{format_date(day, 'EEEE', locale=spoken())} {long_date(day)}"


def time_of_day(at: datetime) -> str:
    """ "14.05 uur"; in French "14 h 05"."""
    return f"{at.hour} h {at.minute:02d}" if spoken() == "fr" else f"{at:%H.%M} uur"


def short_date(day: date) -> str:
    """ "15/04/2027", for tables."""
    return f"{day:%d/%m/%Y}"


def number(value: int) -> str:
    """ "1.240"; in French "1 240"."""
    return f"{value:,}".replace(",", _NO_BREAK if spoken() == "fr" else ".")


def euro(cents: int) -> str:
    """ "€ 1.850,00" for 185000 cents; in French "1 850,00 €"."""
    sign = "-" if cents < 0 else ""
    amount = f"{number(abs(cents) // 100)},{abs(cents) % 100:02d}"
    return f"{sign}{amount} €" if spoken() == "fr" else f"{sign}€ {amount}"


def counted(value: int, one: str, many: str) -> str:
    """ "1 bewoner", "3 bewoners"."""
    words = said_of(one, many, value)
    return f"{number(value)} {words}"


def joined(words: tuple[str, ...]) -> str:
    """ "a, b en c"."""
    last_two = {"nl": " en ", "fr": " et "}[spoken()]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])}{last_two}{words[-1]}" if words else ""


def apart(texts: Iterable[str]) -> str:
    """ "a; b": texts that have commas of their own; in French "a ; b"."""
    return {"nl": "; ", "fr": " ; "}[spoken()].join(texts)


def keep_together(text: str) -> str:
    """Unbreakable spaces where a line must not end: "19.30 uur", "€ 1.850", "15 april", "9870 Oosterbeke"."""
    return _STICKY[spoken()].sub(_NO_BREAK, text)


def unbroken(text: str) -> str:
    """The text on one line: a telephone number, a code."""
    return text.replace(" ", _NO_BREAK)


def drawn(path: str) -> str:
    """The address of a picture of a drawn signature (`models.rules.drawn_signature`): nothing but its lines."""
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<path d="{checked_drawing(path)}" fill="none" stroke="#10243e" stroke-width="5" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(picture.encode()).decode()


def grouped(digits: str) -> str:
    """ "50f503a7 4f157c46 …": a fingerprint in groups of eight, as it is read aloud and typed over."""
    return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))


def bare(url: str) -> str:
    """The address as people type it, without "https://"."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def paragraphs(text: str) -> list[str]:
    """The text per paragraph: an empty line separates them."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def lines(text: str) -> Markup:
    """The text with its line ends kept."""
    return Markup("<br>").join(escape(keep_together(line)) for line in text.split("\n"))


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """The text in lines of at most 72 columns; `first` is what the first line begins with."""
    return "\n".join(
        textwrap.fill(
            part,
            TEXT_COLUMNS,
            initial_indent=indent if first is None or position else first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for position, part in enumerate(text.split("\n"))
    )


def on_paper(value: Any) -> Any:
    """What every value passes before it stands in a page. A missing value must never be printed as "None"."""
    if value is None:
        raise ValueError("a missing value can't be printed")
    return keep_together(value) if isinstance(value, str) and not isinstance(value, Markup) else value
