"""The words of a measure, for its letter and its mails: what it is, what it does, how one appeals."""

from documents.contexts.measure import MeasureLetterContext
from documents.contexts.shared import Person
from documents.filling.shared import addressee, body, case_reference, contact, line, network, sender, text
from documents.language import in_language_of_case, ruled, said, to_say
from documents.wording import joined, long_date
from models.rules.measures import DEFINITIVE, MEMBER, REPRIMAND, TEMPORARY
from models.rules.records.measures import MeasureRecord
from models.rules.records.shared import OfficialRecord

TITLES = {
    REPRIMAND: to_say("Schriftelijke berisping"),
    TEMPORARY: to_say("U bent tijdelijk uitgesloten"),
    DEFINITIVE: to_say("U bent definitief uitgesloten"),
}


@in_language_of_case
def measure_letter(record: MeasureRecord) -> MeasureLetterContext:
    """The letter to the person concerned."""
    return MeasureLetterContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        addressee=addressee(record.name, record.address),
        decided_on=record.decided_on,
        rung=record.rung,
        title=said(TITLES[record.rung]),
        introduction=_introduction(record),
        decided_by=line(deciders_of(record.body)),
        effect=effect_of(record),
        motives=text(record.motives),
        skipped=text(record.skipped_reason),
        report_on=record.report_on,
        until_on=record.until_on,
        appeal=appeal_of(record),
        appeal_until_on=record.appeal_until_on,
        hands=tuple(_hand(one) for one in record.hands),
        contact=contact(record.case),
    )


def _introduction(record: MeasureRecord) -> str:
    day, named = long_date(record.decided_on), network(record.case.name, record.case.kind)
    if record.about == MEMBER:
        return said(
            "Op {day} is een maatregel tegen u genomen als lid van {network}. Hieronder leest u wie dat besliste, wat "
            "het betekent, en waarom.",
            day=day,
            network=named,
        )
    return said(
        "Op {day} is een maatregel tegen u genomen als coördinator van {network}. Hieronder leest u wie dat besliste, "
        "wat het betekent, en waarom.",
        day=day,
        network=named,
    )


def deciders_of(deciders: str) -> str:
    """Who decided (models.operations.networks.measuring): one body, or who signed and the chief who endorsed it."""
    signed, endorsed, chief = deciders.partition(", geviseerd door ")
    if not endorsed:
        return body(deciders)
    signers = joined(tuple(body(one) for one in signed.split(" en ")))
    return said("{signers}, geviseerd door {chief}", signers=signers, chief=body(chief))


def _hand(official: OfficialRecord) -> Person:
    """Who did what: 'korpschef, beslist'."""
    function, comma, deed = official.function.rpartition(", ")
    return Person(line(official.name), line(f"{body(function)}{comma}{ruled(deed)}"))


def effect_of(record: MeasureRecord) -> str:
    """What the measure does, and from when."""
    named = network(record.case.name, record.case.kind)
    if record.rung == REPRIMAND:
        return said(
            "Dit is een waarschuwing: u blijft wat u bent. Gebeurt het opnieuw, dan kan een zwaardere maatregel volgen."
        )
    if record.rung == TEMPORARY:
        return _effect_for_a_time(record, named)
    if record.about == MEMBER:
        return said(
            "U bent vanaf vandaag geen lid meer van {network}. Uw gegevens zijn uit de ledenlijst gewist.",
            network=named,
        )
    if record.at_once:
        return said(
            "U bent vanaf vandaag geen coördinator meer van {network}, ook terwijl u nog in beroep kunt. Waarom "
            "meteen: {reason}",
            network=named,
            reason=record.at_once_reason,
        )
    assert record.appeal_until_on is not None
    return said(
        "U bent geen coördinator meer van {network} zodra de beroepstermijn voorbij is, na {day}, of zodra over uw "
        "beroep beslist is.",
        network=named,
        day=long_date(record.appeal_until_on),
    )


def _effect_for_a_time(record: MeasureRecord, named: str) -> str:
    assert record.until_on is not None
    until = long_date(record.until_on)
    if record.about == MEMBER:
        return said(
            "Tot en met {day} krijgt u geen berichten van {network}. Daarna krijgt u ze vanzelf weer.",
            day=until,
            network=named,
        )
    return said(
        "Tot en met {day} doet u niets als coördinator van {network}. Daarna neemt u uw taak vanzelf weer op.",
        day=until,
        network=named,
    )


def appeal_of(record: MeasureRecord) -> str:
    """How one appeals; where one can't, that too is said."""
    if record.appeal_until_on is None:
        return ""
    office, until = record.case.municipality, long_date(record.appeal_until_on)
    where = ", ".join(one for one in (office.postal_address.replace("\n", ", "), office.email) if one)
    if not where:
        return said(
            "U kunt in beroep gaan tot en met {day}, per aangetekende brief of per e-mail, gericht aan {office}. De "
            "datum van verzending telt. Schrijf op waarom u niet akkoord gaat.",
            day=until,
            office=office.name,
        )
    return said(
        "U kunt in beroep gaan tot en met {day}, per aangetekende brief of per e-mail, gericht aan {office} ({where}). "
        "De datum van verzending telt. Schrijf op waarom u niet akkoord gaat.",
        day=until,
        office=office.name,
        where=where,
    )
