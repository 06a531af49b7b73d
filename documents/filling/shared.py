"""Puts the parts that all documents share into words: the case, the sender, whom to ask. Shortens what does not fit."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from documents.contexts.shared import Addressee, CaseReference, Contact, Person, Sender
from documents.language import ruled, said, spoken, to_say
from documents.limits import FIELD_LIMIT, LINE_LIMIT
from models.rules.languages import SOURCE
from models.rules.names import of_place
from models.rules.records.shared import CaseRecord, OfficeRecord, OfficialRecord

NETWORK_KINDS = {"bin": "BIN", "bin_z": "BIN-Z", "sector": "SIN"}
FRENCH_KINDS = {"bin": "PLP", "bin_z": "PLP-I", "sector": "réseau de secteur"}
# By party (models.rules.agreement.PARTIES); in the invitation and in the charter.
EXPECTED = {
    "residents": to_say("Van de bewoners verwachten we"),
    "police": to_say("Van de politie verwachten we"),
    "municipality": to_say("Van de gemeente verwachten we"),
}
# A line of an area, as models.rules.area and models.rules.scope write it.
PARTS_OF_AREA = (
    to_say("{street} (nummer {first})"),
    to_say("{street} (nummers {first} tot en met {last})"),
    to_say("{street} (nummers vanaf {first})"),
    to_say("{street} (nummers tot en met {last})"),
    to_say("{street} (oneven nummers)"),
    to_say("{street} (oneven nummers {first} tot en met {last})"),
    to_say("{street} (oneven nummers vanaf {first})"),
    to_say("{street} (oneven nummers tot en met {last})"),
    to_say("{street} (even nummers)"),
    to_say("{street} (even nummers {first} tot en met {last})"),
    to_say("{street} (even nummers vanaf {first})"),
    to_say("{street} (even nummers tot en met {last})"),
    to_say("De leden van de sector in {municipality}"),
    to_say("Heel {municipality}"),
)
# Who decides or signs for another, as models.operations.cases.acting and models.queries.accounts.people print it.
FOR_ANOTHER = (
    to_say("{who}, namens {body}, bij delegatie van {day} ({act})"),
    to_say("namens {body}, bij delegatie van {day} ({act})"),
    to_say("namens {body}, bij delegatie"),
    to_say("plaatsvervangend voor {body}"),
)
_KIND_IN_NAME = re.compile(r"^(bin-?z|bin|sin|buurtinformatienetwerk|plp-?i|plp)\b[\s:–-]*", re.IGNORECASE)


def line(text: str) -> str:
    """The text on one line, cut with an ellipsis where it is too long: nobody's long name may stop a letter."""
    text = " ".join(text.split())
    return text if len(text) <= LINE_LIMIT else text[: LINE_LIMIT - 1].rstrip() + "…"


def text(value: str) -> str:
    """A text that fits: what is too long is cut with a note, so that no answer of anybody stops a letter."""
    value = value.strip()
    cut = "\n" + said("[… de volledige tekst staat in het dossier]")
    return value if len(value) <= FIELD_LIMIT else value[: FIELD_LIMIT - len(cut)].rstrip() + cut


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def lines_of(text: str) -> tuple[str, ...]:
    """An address in lines: at its line ends, else at its commas."""
    parts = text.split("\n") if "\n" in text else text.split(",")
    return tuple(line(part) for part in parts if part.strip())


def hour(at: datetime) -> str:
    """ "19.30 uur", or "20 uur"; in French "19 h 30"."""
    if spoken() == "fr":
        return f"{at.hour} h {at.minute:02d}" if at.minute else f"{at.hour} h"
    return f"{at.hour}.{at.minute:02d} uur" if at.minute else f"{at.hour} uur"


def area_line(text: str) -> str:
    """A line of an area in the language of the document: 'Kerkstraat (numéros impairs du 1 au 45 inclus)'."""
    words, filled = _recognised(text, PARTS_OF_AREA)
    return said(words, **filled) if words else text


def body(text: str) -> str:
    """Who decides or signs, in the language of the document: a function, also of who does it for another."""
    words, filled = _recognised(text, FOR_ANOTHER)
    return said(words, **{**filled, "body": ruled(filled["body"])}) if words else ruled(text)


def _recognised(text: str, sentences: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Which of these sentences it is, and what is filled in; nothing where it is none, or where it is to be Dutch."""
    if spoken() != SOURCE:
        for words in sentences:
            match = _shape(words).fullmatch(text)
            if match is not None:
                return words, match.groupdict()
    return "", {}


@lru_cache
def _shape(words: str) -> re.Pattern[str]:
    """What a sentence with holes looks like when they are filled."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(words)))


def network_name(name: str, kind: str) -> str:
    """The name without its kind, which documents print themselves: 'BIN Kerkkwartier' and 'Kerkkwartier' are one."""
    return line(_KIND_IN_NAME.sub("", name.strip()) or name)


def network(name: str, kind: str, language: str = "") -> str:
    """Kind and name as one speaks of it: 'BIN Kerkkwartier', in French 'PLP Kerkkwartier'. Without a language: that of
    the document."""
    return f"{_kinds(language)[kind]} {network_name(name, kind)}"


def _kinds(language: str = "") -> dict[str, str]:
    return FRENCH_KINDS if (language or spoken()) == "fr" else NETWORK_KINDS


def case_reference(record: CaseRecord) -> CaseReference:
    """The case as every document names it."""
    return CaseReference(
        number=record.number,
        network_name=network_name(record.name, record.kind),
        network_kind=_kinds(record.language)[record.kind],
        municipality=line(record.municipality.name),
        police_zone=line(record.police_zone.name),
        language=record.language,
    )


def municipality_name(office: OfficeRecord, language: str = "") -> str:
    """ "Gemeente Oosterbeke", also where the name says so already; in French "Commune d’Oosterbeke"."""
    if office.shown_name:
        return line(office.shown_name)
    has_kind = office.name.lower().startswith(("gemeente ", "stad ", "commune ", "ville "))
    if has_kind:
        return line(office.name)
    return line(f"Commune {of_place(office.name)}" if (language or spoken()) == "fr" else f"Gemeente {office.name}")


def sender(record: CaseRecord) -> Sender:
    """The municipality sends all letters: it keeps the file."""
    office = record.municipality
    own_texts = office.texts if office.language == spoken() else {}  # they stand in the language of the municipality
    return Sender(
        organisation=municipality_name(office),
        address=lines_of(office.postal_address),
        colour=office.colour,
        logo=office.logo,
        **{part: text(words) for part, words in own_texts.items()},
    )


def contact(record: CaseRecord) -> Contact:
    """Whom to ask: the municipality's service."""
    office = record.municipality
    return Contact(name=municipality_name(office), phone=line(office.phone), mail=line(office.email))


def addressee(name: str, address: str) -> Addressee:
    """To whom a letter goes, with the address as on an envelope."""
    return Addressee(name=line(name), address=lines_of(address))


def signers(officials: Iterable[OfficialRecord]) -> tuple[Person, ...]:
    """Who signs a letter."""
    return tuple(Person(line(one.name), line(body(one.function))) for one in officials)
