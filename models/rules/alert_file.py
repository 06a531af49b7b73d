"""The file with which members are brought into the alert tool (BE-Alert): its columns, signs and numbers.

The layout that BE-Alert's import wants is in no public source (only its portal shows it to who may sign in), so it is
a setting of the municipality or zone with a default that a person can map by hand. Nothing here is official.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from models.rules.refusals import Invalid

FIELDS = {
    "naam": "voornaam en naam",
    "voornaam": "het eerste woord van de naam",
    "achternaam": "de rest van de naam",
    "telefoon": "het eerste nummer",
    "tweede nummer": "het nummer als het eerste niet antwoordt",
    "e-mail": "het e-mailadres",
    "straat": "de straat",
    "nummer": "huisnummer met bus",
    "postcode": "de postcode",
    "gemeente": "de gemeente",
    "groep": "de naam van het netwerk",
}
PHONES = ("telefoon", "tweede nummer")  # no spreadsheet calculates with these: they hold digits only
DEFAULT_COLUMNS = (
    "Voornaam = voornaam; Achternaam = achternaam; Telefoon = telefoon; Tweede nummer = tweede nummer; "
    "E-mail = e-mail; Straat = straat; Huisnummer = nummer; Postcode = postcode; Gemeente = gemeente; Groep = groep"
)
SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t"}
ENCODINGS = {"utf_8_mark": "utf-8-sig", "utf_8": "utf-8", "windows_1252": "cp1252"}
PHONE_FORMS = {"e164": "+32470000000", "zeros": "0032470000000", "national": "0470000000"}
COUNTRY = "32"  # a number without a country is Belgian
_E164 = re.compile(r"[1-9][0-9]{7,14}")


@dataclass(frozen=True)
class Column:
    """One column: what stands above it, and what of a member stands in it."""

    head: str
    field: str


def read_columns(text: str) -> tuple[Column, ...]:
    """The columns of 'Naam = naam; Gsm = telefoon'. Raises Invalid: an unknown field, no name above one, no number."""
    columns = tuple(_column(part.strip()) for part in text.split(";") if part.strip())
    if not any(column.field == "telefoon" for column in columns):
        raise Invalid("no_phone", "Zonder een kolom met ‘telefoon’ heeft de lijst geen zin.", "alert_file_columns")
    return columns


def _column(part: str) -> Column:
    head, _, field = (piece.strip() for piece in part.rpartition("="))
    if not head or field.casefold() not in FIELDS:
        sentence = f"‘{part}’ begrijpen wij niet. Schrijf het zo: Gsm = telefoon. Wat kan: {', '.join(FIELDS)}."
        raise Invalid("unknown_column", sentence, "alert_file_columns")
    return Column(head, field.casefold())


def as_number(typed: str, form: str) -> str:
    """A telephone number as the tool wants it; empty where what was typed is none."""
    plain = re.sub(r"\(0\)", "", typed)
    digits = re.sub(r"[^0-9]", "", plain)
    if plain.strip().startswith("+"):
        whole = digits
    elif digits.startswith("00"):
        whole = digits[2:]
    else:
        whole = COUNTRY + digits[1:] if digits.startswith("0") else ""
    if not _E164.fullmatch(whole):
        return ""
    if form == "national":
        return "0" + whole.removeprefix(COUNTRY) if whole.startswith(COUNTRY) else f"00{whole}"
    return f"00{whole}" if form == "zeros" else f"+{whole}"


def split_name(name: str) -> tuple[str, str]:
    """'Paul Van den Broeck' is 'Paul' and 'Van den Broeck'; one word is a last name."""
    first, _, last = name.strip().partition(" ")
    return (first, last.strip()) if last else ("", first)


def row_of(member: Mapping[str, str], columns: tuple[Column, ...]) -> list[str]:
    """One member in the order of the columns."""
    return [member.get(column.field, "") for column in columns]
