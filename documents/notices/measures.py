"""The mails about a measure: to the person concerned the letter in plain words, to who is next that they are."""

from collections.abc import Callable

from documents.filling_measures import TITLES, appeal_of, effect_of
from documents.filling_shared import line, municipality_name, network
from documents.limits import clean
from documents.notices.writing import Letter
from documents.wording import long_date
from models.rules.measures import APPEAL_CHANNELS, RUNGS
from models.rules.records.measures import MeasureRecord

NO_APPEAL = "Tegen deze maatregel bestaat geen beroep. U kunt wel vragen om erover te praten."


def write_measure_mail(kind: str, record: MeasureRecord) -> Letter:
    """The mail of this kind: to the person concerned decided, appeal_noted, appeal_decided, in_force or ended; to
    those whose hand is next turn."""
    title, paragraphs = _KINDS[kind](record)
    named = network(record.case.name, record.case.kind)
    greeting = "Goeiedag" if kind == "turn" else f"Beste {line(clean(record.name))}"
    parts = [greeting, *paragraphs, "Met vriendelijke groeten\n"
             + municipality_name(record.case.municipality)]  # fmt: skip
    return Letter(title, f"{title} – {named}", "\n\n".join(clean(one) for one in parts) + "\n")


def _decided(record: MeasureRecord) -> tuple[str, list[str]]:
    report = f"Proces-verbaal aan het parket: {long_date(record.report_on)}." if record.report_on else ""
    decided = f"Op {long_date(record.decided_on)} besliste {record.body}: {RUNGS[record.rung].lower()}."
    return TITLES[record.rung], [one for one in (
        f"{decided} De brief is bijgevoegd.",
        effect_of(record),
        f"Waarom:\n{record.motives}",
        report,
        appeal_of(record) or NO_APPEAL,
    ) if one]  # fmt: skip


def _appeal_noted(record: MeasureRecord) -> tuple[str, list[str]]:
    assert record.appeal_sent_on is not None
    came = f"Wij kregen uw beroep van {long_date(record.appeal_sent_on)} ({APPEAL_CHANNELS[record.appeal_channel]})."
    if record.appeal_state == "late":
        return "Uw beroep is te laat", [came, f"{record.appeal_reason} De beslissing blijft daarom."]
    return "Uw beroep is ontvangen", [came, "U krijgt bericht zodra erover beslist is."]


def _appeal_decided(record: MeasureRecord) -> tuple[str, list[str]]:
    assert record.appeal_decided_on is not None
    decided = f"Op {long_date(record.appeal_decided_on)} besliste {record.appeal_body} over uw beroep."
    if record.appeal_state == "annulled":
        told = "De beslissing om u uit te sluiten is vernietigd. U bent coördinator."
        title = "Uw beroep is ingewilligd"
    else:
        told, title = "De beslissing blijft. U bent geen coördinator meer.", "Uw beroep is afgewezen"
    return title, [f"{decided} {told}", f"Waarom:\n{record.appeal_reason}"]


def _in_force(record: MeasureRecord) -> tuple[str, list[str]]:
    named = network(record.case.name, record.case.kind)
    told = (
        f"De beroepstermijn is voorbij. De beslissing van {long_date(record.decided_on)} geldt nu: u bent geen "
        f"coördinator meer van {named}. Geef wat u nog hebt (ledenlijst, materiaal) aan de politie, en wis uw kopieën."
    )
    return "U bent geen coördinator meer", [told]


def _ended(record: MeasureRecord) -> tuple[str, list[str]]:
    return "Uw tijdelijke uitsluiting is voorbij", ["Vanaf vandaag geldt de tijdelijke uitsluiting niet meer."]


def _turn(record: MeasureRecord) -> tuple[str, list[str]]:
    """It names nobody and no measure: a mailbox is read over shoulders."""
    return "Er wordt op u gewacht", [
        "In een vertrouwelijk dossier van dit netwerk bent u nu aan zet. Meld u aan en open deze bladzijde:",
        f"{record.case.case_url}/maatregelen",
    ]


_KINDS: dict[str, Callable[[MeasureRecord], tuple[str, list[str]]]] = {
    "decided": _decided,
    "appeal_noted": _appeal_noted,
    "appeal_decided": _appeal_decided,
    "in_force": _in_force,
    "ended": _ended,
    "turn": _turn,
}
