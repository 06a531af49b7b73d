"""Is the charter complete? What every section still lacks, in a sentence and with the source that asks for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.rules.charter_sections import MESSAGE_CLASSES, NEEDED_MESSAGES, PARTY_ROLES, SECTIONS, Field, Section
from models.rules.charter_wording import unusual_wordings

Content = Mapping[str, Any]

# Without these four there is no charter: they sign it (policehesbaye.be).
NEEDED_PARTIES = ("mayor", "police_chief", "mandated_officer", "coordinator")


@dataclass(frozen=True)
class Lack:
    """Something that a section lacks. What does not block is advice. `place`: path of the field ('lines-0-amount')."""

    section: str
    code: str
    sentence: str
    source: str
    blocks: bool = True
    place: str = ""


def missing_sections(contents: Mapping[str, Content]) -> tuple[str, ...]:
    """The codes of the essential sections that are not filled, in order: the gate of the stage CHARTER."""
    return tuple(
        section.code
        for section in SECTIONS
        if section.is_essential and any(lack.blocks for lack in lacks_of(section, contents.get(section.code) or {}))
    )


def lacks(contents: Mapping[str, Content]) -> tuple[Lack, ...]:
    """Everything that is missing, section by section."""
    return tuple(lack for section in SECTIONS for lack in lacks_of(section, contents.get(section.code) or {}))


def lacks_of(section: Section, content: Content) -> tuple[Lack, ...]:
    """What one section lacks or says that it should not. An optional section may stay empty."""
    found: list[Lack] = []
    if section.is_essential:
        found += _empty_fields(section, content)
        more = _MORE.get(section.code)
        if more is not None:
            found += more(section, content)
    found += _unusual_words(section, content)
    return tuple(found)


def _unusual_words(section: Section, content: Content) -> Iterator[Lack]:
    for wording, words, place in unusual_wordings(content):
        sentence = wording.sentence.format(words=words)
        yield _lack(section, wording.code, sentence, wording.source, blocks=False, place=place)


def state_of(section: Section, content: Content) -> str:
    """'empty', 'begun' or 'complete'."""
    if not is_filled(content):
        return "empty"
    return "begun" if any(lack.blocks for lack in lacks_of(section, content)) else "complete"


def is_filled(value: Any) -> bool:
    """Whether anything was filled in, however deep. An amount of 0 was; a choice that nobody made was not."""
    if isinstance(value, Mapping):
        return any(is_filled(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(is_filled(part) for part in value)
    return value is not None and value != ""


def _lack(section: Section, code: str, sentence: str, source: str = "", *, blocks: bool = True,
          place: str = "") -> Lack:  # fmt: skip
    return Lack(section.code, code, sentence, source or section.source, blocks, place)


def _value(one: Field, content: Content) -> Any:
    return content.get(f"{one.code}_cents" if one.kind == "money" else one.code)


def _empty_fields(section: Section, content: Content) -> Iterator[Lack]:
    for one in section.fields:
        if one.is_required and not is_filled(_value(one, content)):
            yield _lack(section, f"{one.code}_missing", f"‘{one.label}’ is nog niet ingevuld.", place=one.code)
        if one.kind == "rows":
            yield from _unfinished_rows(section, one, content.get(one.code) or ())


def _unfinished_rows(section: Section, one: Field, rows: Any) -> Iterator[Lack]:
    for position, row in enumerate(rows, 1):
        for column in one.columns:
            if column.is_required and not is_filled(_value(column, row)):
                sentence = f"{one.row_name} {position}: ‘{column.label}’ is nog niet ingevuld."
                place = f"{one.code}-{position - 1}-{column.code}"
                yield _lack(section, f"{one.code}_{column.code}_missing", sentence, place=place)


def _parties(section: Section, content: Content) -> Iterator[Lack]:
    parties = content.get("parties") or ()
    for role in NEEDED_PARTIES:
        present = [(index, party) for index, party in enumerate(parties) if party.get("role") == role]
        name = PARTY_ROLES[role]
        if not present:
            yield _lack(section, f"{role}_missing", f"De {name.lower()} staat niet bij de partners.",
                        place="parties")  # fmt: skip
        for index, party in present:
            if not party.get("name"):
                yield _lack(section, f"{role}_name_missing", f"De naam van de {name.lower()} ontbreekt.",
                            place=f"parties-{index}-name")  # fmt: skip
            if not party.get("phone") and not party.get("email"):
                yield _lack(section, f"{role}_contact_missing",
                            f"Telefoon of e-mailadres van de {name.lower()} ontbreekt.",
                            place=f"parties-{index}-phone")  # fmt: skip
    if not any(party.get("role") == "deputy_coordinator" for party in parties):
        # besafe.be: the stuurgroep covers the absence of the coordinator; who calls at night must reach somebody.
        yield _lack(section, "deputy_missing", "Er is nog geen plaatsvervangend coördinator.", blocks=False,
                    place="parties")  # fmt: skip


def _area(section: Section, content: Content) -> Iterator[Lack]:
    # A sector or a whole municipality has no streets: then the boundary says how far it reaches.
    if not content.get("segments") and not content.get("boundary"):
        yield _lack(section, "segments_missing", "‘Straten’ is nog niet ingevuld.", place="segments")
    for index, row in enumerate(content.get("segments") or ()):
        first, last = row.get("from_number"), row.get("to_number")
        if first and last and first > last:
            sentence = f"Straat {index + 1}: het eerste huisnummer ({first}) is hoger dan het laatste ({last})."
            yield _lack(section, "numbers_reversed", sentence, place=f"segments-{index}-from_number")


def _objectives(section: Section, content: Content) -> Iterator[Lack]:
    if not content.get("chosen") and not content.get("own"):
        yield _lack(section, "objectives_missing", "Kies minstens één doelstelling.", place="chosen-0")


def _communication_plan(section: Section, content: Content) -> Iterator[Lack]:
    messages = content.get("messages") or {}
    columns = next(one.columns for one in section.fields if one.code == "messages")
    for code in NEEDED_MESSAGES:
        row = messages.get(code) or {}
        empty = [column.label for column in columns if column.is_required and not row.get(column.code)]
        if empty:
            sentence = f"{MESSAGE_CLASSES[code]}: nog in te vullen: {', '.join(label.rstrip('?') for label in empty)}."
            yield _lack(section, f"{code}_unfinished", sentence, place=f"messages-{code}")
    alone = next((code for code, row in messages.items() if _is_whatsapp_only(row)), None)
    if alone:
        # besafe.be, FAQ: police and members do not communicate over WhatsApp; recognised networks use it beside mail.
        yield _lack(section, "whatsapp_only", "WhatsApp is ergens het enige kanaal. Voorzie ook een ander kanaal: de "
                    "politie verstuurt haar berichten niet via WhatsApp.", "besafe.be, veelgestelde vragen",
                    blocks=False, place=f"messages-{alone}-channel")  # fmt: skip


def _is_whatsapp_only(row: Content) -> bool:
    channels = [str(row.get(name) or "").lower() for name in ("channel", "fallback")]
    named = [channel for channel in channels if channel]
    return bool(named) and all(_names_whatsapp_alone(channel) for channel in named)


def _names_whatsapp_alone(channel: str) -> bool:
    others = (
        "sms", "mail", "telefoon", "be-alert", "brief", "oproep", "bericht", "post", "folder", "app 112",
        "téléphon", "courri", "lettre", "appel", "dépliant", "message vocal",
    )  # fmt: skip
    return "whatsapp" in channel and not any(other in channel for other in others)


def _budget(section: Section, content: Content) -> Iterator[Lack]:
    # besafe.be, 'financieel': foresee what follows when support is temporary; nobody is left out for money.
    if content.get("support_is_temporary") == "yes" and not content.get("alternative_financing"):
        yield _lack(section, "alternative_financing_missing", "De steun is tijdelijk: schrijf op hoe het daarna verder "
                    "gaat.", "besafe.be, financieel", place="alternative_financing")  # fmt: skip
    asks_money = (content.get("member_contribution_cents") or 0) > 0
    asks_money = asks_money or any(
        line.get("payer") == "member" and line.get("amount_cents") for line in content.get("lines") or ()
    )
    if asks_money and not content.get("exemption"):
        yield _lack(section, "exemption_missing", "De leden betalen mee: schrijf op wie dat niet hoeft te doen.",
                    "besafe.be, financieel", place="exemption")  # fmt: skip


def _entry_into_force(section: Section, content: Content) -> Iterator[Lack]:
    if content.get("starts") == "on_day" and not content.get("starts_on"):
        yield _lack(section, "starts_on_missing", "Vul in vanaf welke dag het charter geldt.", place="starts_on")
    if content.get("duration") == "until" and not content.get("until_on"):
        yield _lack(section, "until_on_missing", "Vul in tot en met welke dag het charter geldt.", place="until_on")
    first, last = content.get("starts_on") or "", content.get("until_on") or ""
    if content.get("starts") == "on_day" and content.get("duration") == "until" and last and first > last:
        yield _lack(section, "ends_before_start", "De laatste dag ligt voor de eerste dag.", place="until_on")


_MORE: dict[str, Callable[[Section, Content], Iterator[Lack]]] = {
    "parties": _parties,
    "area": _area,
    "objectives": _objectives,
    "communication_plan": _communication_plan,
    "budget": _budget,
    "entry_into_force": _entry_into_force,
}
