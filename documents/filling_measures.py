"""The words of a measure, for its letter and its mails: what it is, what it does, how one appeals."""

from documents.filling_shared import addressee, case_reference, contact, line, network, sender, signers, text
from documents.measure_contexts import MeasureLetterContext
from documents.wording import long_date
from models.rules.measures import DEFINITIVE, MEMBER, REPRIMAND, TEMPORARY
from models.rules.records.measures import MeasureRecord

TITLES = {
    REPRIMAND: "Schriftelijke berisping",
    TEMPORARY: "U bent tijdelijk uitgesloten",
    DEFINITIVE: "U bent definitief uitgesloten",
}
ONLY_WAYS = "per aangetekende brief of per e-mail"


def measure_letter(record: MeasureRecord) -> MeasureLetterContext:
    """The letter to the person concerned."""
    named = network(record.case.name, record.case.kind)
    as_what = "lid" if record.about == MEMBER else "coördinator"
    return MeasureLetterContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        addressee=addressee(record.name, record.address),
        decided_on=record.decided_on,
        rung=record.rung,
        title=TITLES[record.rung],
        introduction=f"Op {long_date(record.decided_on)} is een maatregel tegen u genomen als {as_what} van {named}. "
        "Hieronder leest u wie dat besliste, wat het betekent, en waarom.",
        decided_by=line(record.body),
        effect=effect_of(record),
        motives=text(record.motives),
        skipped=text(record.skipped_reason),
        report_on=record.report_on,
        until_on=record.until_on,
        appeal=appeal_of(record),
        appeal_until_on=record.appeal_until_on,
        hands=signers(record.hands),
        contact=contact(record.case),
    )


def effect_of(record: MeasureRecord) -> str:
    """What the measure does, and from when."""
    named = network(record.case.name, record.case.kind)
    if record.rung == REPRIMAND:
        return (
            "Dit is een waarschuwing: u blijft wat u bent. Gebeurt het opnieuw, dan kan een zwaardere maatregel volgen."
        )
    if record.rung == TEMPORARY:
        assert record.until_on is not None
        until = long_date(record.until_on)
        if record.about == MEMBER:
            return f"Tot en met {until} krijgt u geen berichten van {named}. Daarna krijgt u ze vanzelf weer."
        return f"Tot en met {until} doet u niets als coördinator van {named}. Daarna neemt u uw taak vanzelf weer op."
    if record.about == MEMBER:
        return f"U bent vanaf vandaag geen lid meer van {named}. Uw gegevens zijn uit de ledenlijst gewist."
    if record.at_once:
        return (
            f"U bent vanaf vandaag geen coördinator meer van {named}, ook terwijl u nog in beroep kunt. Waarom meteen: "
            f"{record.at_once_reason}"
        )
    assert record.appeal_until_on is not None
    return (
        f"U bent geen coördinator meer van {named} zodra de beroepstermijn voorbij is, na "
        f"{long_date(record.appeal_until_on)}, of zodra over uw beroep beslist is."
    )


def appeal_of(record: MeasureRecord) -> str:
    """How one appeals; where one can't, that too is said."""
    if record.appeal_until_on is None:
        return ""
    office = record.case.municipality
    where = ", ".join(one for one in (office.postal_address.replace("\n", ", "), office.email) if one)
    return (
        f"U kunt in beroep gaan tot en met {long_date(record.appeal_until_on)}, {ONLY_WAYS}, gericht aan {office.name}"
        f"{f' ({where})' if where else ''}. De datum van verzending telt. Schrijf op waarom u niet akkoord gaat."
    )
