"""Counting voices: which dwelling somebody means, which voice of it counts, and what follows when that changes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.case import FoundingCase
from models.journal import JournalEntry
from models.operations.cases.acting import ask_for_work, lock_case, proceed, record
from models.queries.cases.facts import settings_of
from models.queries.requests.areas import segments_of
from models.queries.streets.streets import dwellings_at
from models.queries.support.support_judgements import takes_voices
from models.rules.access import SYSTEM
from models.rules.area import is_in_area
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid
from models.rules.scope import Scope
from models.rules.streets import HouseNumber, parse_house_number, plain_name, suffix_key
from models.rules.support import NOT_BY_DWELLING, is_gathering, milestone
from models.support import Voice


@dataclass(frozen=True)
class PlacedDwelling:
    """One dwelling of the area. `dwelling_id` is None where the register knows no house numbers of the street."""

    street_id: int
    house_number: int
    suffix: str
    suffix_key: str
    dwelling_id: int | None


def dwelling_in_area(session: Session, case: FoundingCase, street_id: int, number: str) -> PlacedDwelling:
    """The dwelling that somebody means by a street of the area and a house number with its box.

    A network of a whole municipality takes any dwelling of it; one of members counts nothing by dwelling.
    Raises Invalid at `street_id` or `number`: not a number, not in the area, or not in the register.
    """
    if case.area.scope == Scope.MEMBERS:
        raise Invalid("not_by_dwelling", NOT_BY_DWELLING, "street_id")
    if case.area.scope == Scope.MUNICIPALITY:
        street, house = _street_of_municipality(session, case, street_id), parse_house_number(number or "")
    else:
        street, house = _street_of_area(session, case, street_id, number)
    name = plain_name(street.name)
    here = dwellings_at(session, street_id, number)
    found = [one for one in here if suffix_key(one.suffix) == suffix_key(house.suffix)]
    if found:
        one = found[0]
        return PlacedDwelling(street_id, one.number, one.suffix, suffix_key(one.suffix), one.id)
    if here:
        sentence = (
            f"Op nummer {house.number} zijn er verschillende woningen. Vul ook de letter of de bus in: 12A, 12 bus 3."
        )
        raise Invalid("which_dwelling", sentence, "number")
    if session.scalar(select(Dwelling.id).where(Dwelling.street_id == street_id, Dwelling.is_active).limit(1)):
        raise Invalid("unknown_number", f"Wij kennen geen nummer {house} in de {name}. Kijk het nummer na.", "number")
    return PlacedDwelling(street_id, house.number, house.suffix, suffix_key(house.suffix), None)


def _street_of_municipality(session: Session, case: FoundingCase, street_id: int) -> Street:
    street = session.get(Street, street_id)
    if street is None or not street.is_active or street.authority_id != case.municipality_id:
        sentence = f"Wij kennen deze straat niet in {case.municipality.name}. Kies een straat uit de lijst."
        raise Invalid("street_outside", sentence, "street_id")
    return street


def _street_of_area(session: Session, case: FoundingCase, street_id: int, number: str) -> tuple[Street, HouseNumber]:
    segments = segments_of(session, case.area_id)
    if street_id not in {segment.street for segment in segments}:
        raise Invalid("street_outside", "Kies een straat van het gebied.", "street_id")
    house, street = parse_house_number(number or ""), session.get_one(Street, street_id)
    if not is_in_area(segments, street_id, house.number):
        sentence = f"Nummer {house} van de {plain_name(street.name)} ligt niet in het gebied van dit netwerk."
        raise Invalid("outside_area", sentence, "number")
    return street, house


def take_gathering(session: Session, case_id: int, at: datetime | None = None) -> FoundingCase:
    """The case under its lock while voices can be given; without `at` also after the last day, to take one back. Raises
    GateNotMet otherwise."""
    case = lock_case(session, case_id)
    is_open = is_gathering(case.stage, case.ended_at is not None)
    if not is_open or (at and not takes_voices(session, case, settings_of(case), at)):
        raise GateNotMet("not_gathering", "Voor deze oprichting kan nu geen stem gegeven of veranderd worden.")
    return case


def counted_voice(session: Session, voice: Voice) -> Voice | None:
    """The voice that counts for the same dwelling in the same case."""
    return session.scalars(select(Voice).where(*_same_dwelling(voice), Voice.state == "confirmed")).one_or_none()


def count_voice(session: Session, voice: Voice, at: datetime) -> bool:
    """Let this voice count, or wait where another one of the dwelling counts already: the first one does."""
    session.flush()
    is_first = counted_voice(session, voice) is None
    voice.state = "confirmed" if is_first else "waiting"
    voice.counted_at = at if is_first else None
    session.flush()
    return is_first


def stop_counting(session: Session, voice: Voice, state: str, at: datetime) -> None:
    """This voice no longer counts: withdrawn or replaced."""
    voice.ended_at = at if voice.state == "confirmed" else None
    voice.state, voice.token_hash = state, None
    session.flush()


def withdraw(session: Session, voice: Voice, at: datetime) -> None:
    """Take a voice back. Who it was is forgotten at once; that a voice of the dwelling counted until now stays."""
    stop_counting(session, voice, "withdrawn", at)
    voice.name, voice.email, voice.phone, voice.wishes = "", "", "", []
    let_next_count(session, voice, at)


def let_next_count(session: Session, voice: Voice, at: datetime) -> None:
    """Where no voice counts for the dwelling of this one any more, the first one that waited takes its place."""
    waiting = session.scalars(
        select(Voice)
        .where(*_same_dwelling(voice), Voice.state == "waiting")
        .order_by(Voice.given_at, Voice.id)
        .limit(1)
    ).one_or_none()
    if waiting is not None and counted_voice(session, waiting) is None:
        count_voice(session, waiting, at)


def support_changed(session: Session, case: FoundingCase, at: datetime) -> None:
    """The number of dwellings may have changed: the initiator hears of progress, and the gate is looked at again."""
    session.flush()
    settings = settings_of(case)
    reached = milestone(supporting_dwellings(session, case.id), settings.minimum_registered_dwellings)
    if reached > _last_told(session, case.id):
        record(session, case, "support:grown", SYSTEM, at, count=reached,
               minimum=settings.minimum_registered_dwellings)  # fmt: skip
        ask_for_work(session, case)
    if case.stage == Stage.INFO_EVENING.value:
        proceed(session, case, settings, at)


def supporting_dwellings(session: Session, case_id: int) -> int:
    """How many dwellings are for it, online and on paper together."""
    counted = select(func.count()).select_from(Voice)
    return session.scalar(
        counted.where(Voice.case_id == case_id, Voice.state == "confirmed", Voice.choice == "for")
    ) or 0  # fmt: skip


def _last_told(session: Session, case_id: int) -> int:
    told = session.scalars(
        select(JournalEntry.data).where(JournalEntry.case_id == case_id, JournalEntry.event == "support:grown")
    )
    return max((data["count"] for data in told), default=0)


def _same_dwelling(voice: Voice) -> tuple[ColumnElement[bool], ...]:
    return (
        Voice.case_id == voice.case_id,
        Voice.street_id == voice.street_id,
        Voice.house_number == voice.house_number,
        Voice.suffix_key == voice.suffix_key,
        Voice.id != voice.id,
    )
