"""Puts the parts that all documents share into words: the case, the sender, whom to ask. Shortens what does not fit."""

import re
from collections.abc import Iterable
from datetime import datetime

from documents.limits import FIELD_LIMIT, LINE_LIMIT
from documents.shared_contexts import Addressee, CaseReference, Contact, Person, Sender
from models.rules.languages import SOURCE
from models.rules.records.shared import CaseRecord, OfficeRecord, OfficialRecord

NETWORK_KINDS = {"bin": "BIN", "bin_z": "BIN-Z", "sector": "SIN"}
FRENCH_KINDS = {"bin": "PLP", "bin_z": "PLP-I", "sector": "réseau de secteur"}
# By party (models.rules.agreement.PARTIES); in the invitation and in the charter.
EXPECTED = {
    "residents": "Van de bewoners verwachten we",
    "police": "Van de politie verwachten we",
    "municipality": "Van de gemeente verwachten we",
}
_CUT = "\n[… de volledige tekst staat in het dossier]"
_KIND_IN_NAME = re.compile(r"^(bin-?z|bin|sin|buurtinformatienetwerk|plp-?i|plp)\b[\s:–-]*", re.IGNORECASE)


def line(text: str) -> str:
    """The text on one line, cut with an ellipsis where it is too long: nobody's long name may stop a letter."""
    text = " ".join(text.split())
    return text if len(text) <= LINE_LIMIT else text[: LINE_LIMIT - 1].rstrip() + "…"


def text(value: str) -> str:
    """A text that fits: what is too long is cut with a note, so that no answer of anybody stops a letter."""
    value = value.strip()
    return value if len(value) <= FIELD_LIMIT else value[: FIELD_LIMIT - len(_CUT)].rstrip() + _CUT


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
    """ "19.30 uur", or "20 uur"."""
    return f"{at.hour}.{at.minute:02d} uur" if at.minute else f"{at.hour} uur"


def network_name(name: str, kind: str) -> str:
    """The name without its kind, which documents print themselves: 'BIN Kerkkwartier' and 'Kerkkwartier' are one."""
    return line(_KIND_IN_NAME.sub("", name.strip()) or name)


def network(name: str, kind: str, language: str = SOURCE) -> str:
    """Kind and name as one speaks of it: 'BIN Kerkkwartier', in French 'PLP Kerkkwartier'."""
    kinds = FRENCH_KINDS if language == "fr" else NETWORK_KINDS
    return f"{kinds[kind]} {network_name(name, kind)}"


def case_reference(record: CaseRecord) -> CaseReference:
    """The case as every document names it."""
    return CaseReference(
        number=record.number,
        network_name=network_name(record.name, record.kind),
        network_kind=NETWORK_KINDS[record.kind],
        municipality=line(record.municipality.name),
        police_zone=line(record.police_zone.name),
    )


def municipality_name(office: OfficeRecord, language: str = SOURCE) -> str:
    """ "Gemeente Oosterbeke", also where the name says so already; in French "Commune de Oosterbeke"."""
    if office.shown_name:
        return line(office.shown_name)
    has_kind = office.name.lower().startswith(("gemeente ", "stad ", "commune ", "ville "))
    kind = "Commune de" if language == "fr" else "Gemeente"
    return line(office.name if has_kind else f"{kind} {office.name}")


def sender(record: CaseRecord) -> Sender:
    """The municipality sends all letters: it keeps the file."""
    office = record.municipality
    return Sender(
        organisation=municipality_name(office),
        address=lines_of(office.postal_address),
        colour=office.colour,
        logo=office.logo,
        **{part: text(words) for part, words in office.texts.items()},
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
    return tuple(Person(line(one.name), line(one.function)) for one in officials)
