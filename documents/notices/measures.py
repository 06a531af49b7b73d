"""The mails about a measure: to the person concerned the letter in plain words, to who is next that they are."""

from collections.abc import Callable

from documents.filling.measures import TITLES, appeal_of, deciders_of, effect_of
from documents.filling.shared import body, line, municipality_name, network
from documents.language import ruled, said, speaking, spoken
from documents.limits import clean
from documents.notices.writing import Letter
from documents.wording import long_date
from models.rules.measures import APPEAL_CHANNELS, RUNGS
from models.rules.records.measures import MeasureRecord


def write_measure_mail(kind: str, record: MeasureRecord) -> Letter:
    """The mail of this kind, in the language of the case: to the person concerned decided, appeal_noted,
    appeal_decided, in_force or ended; to those whose hand is next turn."""
    with speaking(record.case.language):
        title, paragraphs = _KINDS[kind](record)
        named = network(record.case.name, record.case.kind)
        to_person = said("Beste {name}", name=line(clean(record.name)))
        greeting = said("Goeiedag") if kind == "turn" else to_person
        goodbye = said("Met vriendelijke groeten") + f"\n{municipality_name(record.case.municipality)}"
        text = "\n\n".join(clean(one) for one in [greeting, *paragraphs, goodbye]) + "\n"
        return Letter(title, f"{title} – {named}", text, spoken())


def _decided(record: MeasureRecord) -> tuple[str, list[str]]:
    decided = said("Op {day} besliste {body}: {rung}. De brief is bijgevoegd.", day=long_date(record.decided_on),
                   body=deciders_of(record.body), rung=ruled(RUNGS[record.rung]).lower())  # fmt: skip
    report = record.report_on and said("Proces-verbaal aan het parket: {day}.", day=long_date(record.report_on))
    no_appeal = said("Tegen deze maatregel bestaat geen beroep. U kunt wel vragen om erover te praten.")
    parts = (decided, effect_of(record), _why(record.motives), report, appeal_of(record) or no_appeal)
    return said(TITLES[record.rung]), [one for one in parts if one]


def _why(reason: str) -> str:
    return said("Waarom:") + f"\n{reason}"


def _appeal_noted(record: MeasureRecord) -> tuple[str, list[str]]:
    assert record.appeal_sent_on is not None
    came = said("Wij kregen uw beroep van {day} ({channel}).", day=long_date(record.appeal_sent_on),
                channel=ruled(APPEAL_CHANNELS[record.appeal_channel]))  # fmt: skip
    if record.appeal_state == "late":
        stays = said("{reason} De beslissing blijft daarom.", reason=ruled(record.appeal_reason))
        return said("Uw beroep is te laat"), [came, stays]
    return said("Uw beroep is ontvangen"), [came, said("U krijgt bericht zodra erover beslist is.")]


def _appeal_decided(record: MeasureRecord) -> tuple[str, list[str]]:
    assert record.appeal_decided_on is not None
    decided = said("Op {day} besliste {body} over uw beroep.", day=long_date(record.appeal_decided_on),
                   body=body(record.appeal_body))  # fmt: skip
    if record.appeal_state == "annulled":
        told = said("De beslissing om u uit te sluiten is vernietigd. U bent coördinator.")
        title = said("Uw beroep is ingewilligd")
    else:
        told = said("De beslissing blijft. U bent geen coördinator meer.")
        title = said("Uw beroep is afgewezen")
    return title, [f"{decided} {told}", _why(record.appeal_reason)]


def _in_force(record: MeasureRecord) -> tuple[str, list[str]]:
    told = said(
        "De beroepstermijn is voorbij. De beslissing van {day} geldt nu: u bent geen coördinator meer van {network}. "
        "Geef wat u nog hebt (ledenlijst, materiaal) aan de politie, en wis uw kopieën.",
        day=long_date(record.decided_on), network=network(record.case.name, record.case.kind),
    )  # fmt: skip
    return said("U bent geen coördinator meer"), [told]


def _ended(record: MeasureRecord) -> tuple[str, list[str]]:
    title = said("Uw tijdelijke uitsluiting is voorbij")
    return title, [said("Vanaf vandaag geldt de tijdelijke uitsluiting niet meer.")]


def _turn(record: MeasureRecord) -> tuple[str, list[str]]:
    """It names nobody and no measure: a mailbox is read over shoulders."""
    told = said("In een vertrouwelijk dossier van dit netwerk bent u nu aan zet. Meld u aan en open deze bladzijde:")
    return said("Er wordt op u gewacht"), [told, f"{record.case.case_url}/maatregelen"]


_KINDS: dict[str, Callable[[MeasureRecord], tuple[str, list[str]]]] = {
    "decided": _decided,
    "appeal_noted": _appeal_noted,
    "appeal_decided": _appeal_decided,
    "in_force": _in_force,
    "ended": _ended,
    "turn": _turn,
}
