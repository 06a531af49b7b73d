"""Is there enough support? Initiator, municipality and police each judge it, and too little ends the case."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.cases.acting import Taken, body_of, end_case, keep_reason, proceed, record, take, written
from models.operations.evenings.moving_evenings import call_off_what_is_planned
from models.queries.cases.facts import facts_of
from models.queries.evenings.evenings import final_evening
from models.queries.support.support_judgements import last_voice_day, standing_judgements
from models.rules.access import Actor
from models.rules.procedure import End, Stage, unmet
from models.rules.refusals import GateNotMet, Invalid, NotAllowed
from models.rules.support_judgements import PARTIES, SUPPORT_JUDGEMENTS, all_judge_not
from models.support_judgement import SupportJudgement

# What says that there is enough support: a count, and what each of the three parties thinks.
ENOUGH = frozenset({"enough_support", "initiator_finds_enough", "municipality_finds_enough", "police_find_enough"})


def judge_as_initiator(session: Session, case_id: int, by: Actor, at: datetime, *, judgement: str, words: str = "",
                       seen: str = "") -> None:  # fmt: skip
    """What the initiator thinks. The desk can note it for who has no account."""
    _judge(session, case_id, "initiator", by, at, judgement, words, seen)


def judge_as_municipality(session: Session, case_id: int, by: Actor, at: datetime, *, judgement: str, words: str = "",
                          seen: str = "") -> None:  # fmt: skip
    """What the municipality thinks."""
    _judge(session, case_id, "municipality", by, at, judgement, words, seen)


def judge_as_police(session: Session, case_id: int, by: Actor, at: datetime, *, judgement: str, words: str = "",
                    seen: str = "") -> None:  # fmt: skip
    """What the police think."""
    _judge(session, case_id, "police", by, at, judgement, words, seen)


def _judge(session: Session, case_id: int, party: str, by: Actor, at: datetime, judgement: str, words: str,
           seen: str) -> None:  # fmt: skip
    """A party may judge anew until the stage closes: after 'not yet' more dwellings can come. The last one holds."""
    taken = take(session, case_id, f"judge_as_{party}", by, seen=seen)
    if judgement not in SUPPORT_JUDGEMENTS:
        raise Invalid("unknown_judgement", "Kies wat u van het draagvlak vindt.", "judgement")
    words = (words or "").strip()
    if judgement != "enough" and len(words) < 2:
        raise Invalid("missing_text", "Leg uit wat er nog ontbreekt.", "words")
    evening = final_evening(session, case_id)
    if evening is None:
        raise GateNotMet("no_evening", "Er is geen infoavond gepland.")
    others = [one for one in standing_judgements(session, evening.id).values() if one.party != party]
    if by.person_id in {one.given_by_id for one in others}:
        raise NotAllowed("two_parties", "Wie voor de ene partij oordeelde, oordeelt niet ook voor een andere.")
    session.add(
        SupportJudgement(evening_id=evening.id, party=party, judgement=judgement,
                         words=written(words, "words", shortest=0), given_by_id=by.person_id, given_at=at)
    )  # fmt: skip
    record(session, taken.case, "support:judged", by, at, taken.function, party=party, judgement=judgement,
           party_named=PARTIES[party], judgement_named=SUPPORT_JUDGEMENTS[judgement],
           evening_id=evening.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def _require_lack_of_support(session: Session, taken: Taken, at: datetime) -> None:
    """Where the municipality counts or asks a judgement, that decides (bad story: enough neighbours signed, and it
    stops anyway). While voices still come in, only the three parties together can say that it is enough waiting."""
    settings = taken.settings
    evening = final_evening(session, taken.case.id)
    standing = standing_judgements(session, evening.id) if evening else {}
    if all_judge_not({party: one.judgement for party, one in standing.items()}):
        return
    asks = settings.minimum_registered_dwellings or settings.minimum_street_share or settings.joint_judgement_required
    facts = facts_of(session, taken.case)
    if asks and facts.network_approved and ENOUGH.isdisjoint(
        one.code for one in unmet(Stage.INFO_EVENING, facts, settings)
    ):  # fmt: skip
        raise GateNotMet("enough_support", "Er is genoeg steun, en de vergadering keurde het BIN goed.")
    last_day = last_voice_day(session, taken.case.id, settings)
    if last_day is not None and day_of(at) <= last_day:
        sentence = f"Woningen kunnen nog tot en met {last_day.day}/{last_day.month}/{last_day.year} een stem geven."
        raise GateNotMet("voices_still_count", sentence)


def stop_for_lack_of_support(
    session: Session, case_id: int, by: Actor, at: datetime, *, reason: str, body: str = "", seen: str = ""
) -> None:
    """Too little interest: the BIN is simply not founded (domain.md 1, 'Enkel bij voldoende interesse')."""
    taken = take(session, case_id, "stop_for_lack_of_support", by, seen=seen)
    _require_lack_of_support(session, taken, at)
    reason, body = written(reason), body_of(taken, body)
    keep_reason(session, taken.case, "stop_for_lack_of_support", body, reason, by, at)
    record(session, taken.case, "support:judged_insufficient", by, at, taken.function, body=body, reason=reason)
    call_off_what_is_planned(session, taken.case, at)
    end_case(session, taken, End.NOT_ENOUGH_SUPPORT, at)
    proceed(session, taken.case, taken.settings, at)
