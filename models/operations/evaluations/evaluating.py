"""The evaluation: opened by the clock, filled in by coordinator and police, closed with an outcome."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.evaluation import Evaluation
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import (
    Taken,
    as_told,
    body_of,
    close_stage,
    end_case,
    keep_reason,
    lock_case,
    open_stage,
    proceed,
    record,
    take,
    written,
)
from models.operations.cases.terms import begin_term, end_terms
from models.operations.cases.writing_case import set_due_day
from models.operations.evaluations.telling_outcomes import Decided, tell_outcome
from models.operations.launches.launching import network_of
from models.operations.networks.merging import Successor, lock_both, merge_into, require_successor
from models.operations.networks.splitting import Part, require_part, split_off
from models.operations.networks.winding_up import wind_up
from models.queries.cases.facts import latest_charter
from models.rules.access import SYSTEM, Actor
from models.rules.charter_sections import SECTION, SECTIONS
from models.rules.evaluation_form import QUESTIONS, SIDE_NAMES, checked_view
from models.rules.procedure import OUTCOMES, SECTIONS_OPENED, End, Stage
from models.rules.refusals import GateNotMet, Invalid, Stale

OUTCOME_NAMES = {
    "continue": "verder zetten",
    "adjust_charter": "het charter bijsturen",
    "change_area": "het gebied wijzigen",
    "split": "splitsen in twee BIN’s",
    "replace_coordinator": "een andere coördinator",
    "suspend": "schorsen",
    "merge": "samenvoegen met een ander BIN",
    "terminate": "stopzetten",
}


def evaluation_of(session: Session, case: FoundingCase) -> Evaluation:
    """The evaluation of the present round."""
    return session.scalars(
        select(Evaluation).where(Evaluation.case_id == case.id, Evaluation.round == case.round)
    ).one()


def open_evaluation(session: Session, case_id: int, by: Actor, at: datetime, *, seen: str = "") -> None:
    """Open the evaluation: by the clock when its day has come, or earlier by hand."""
    taken = take(session, case_id, "open_evaluation", by, seen=seen)
    evaluation = evaluation_of(session, taken.case)
    if evaluation.opened_at is not None:
        raise Stale("already_opened", "De evaluatie is al geopend.")
    if by == SYSTEM and day_of(at) < evaluation.opens_on:
        raise GateNotMet("not_yet", "De evaluatieperiode is nog niet voorbij.")
    evaluation.opened_at = at
    term = begin_term(session, taken.case, "evaluation", taken.settings, at)
    evaluation.due_on = term.ends_on if term else None
    set_due_day(session, taken.case, evaluation.due_on)
    record(session, taken.case, "evaluation:opened", by, at, taken.function, year=day_of(at).year,
           due_on=evaluation.due_on.isoformat() if evaluation.due_on else "", **as_told(term))  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def open_due_evaluation(session: Session, case_id: int, at: datetime) -> bool:
    """The clock: open the evaluation if its day has come and nobody did. Returns whether it was opened."""
    case = lock_case(session, case_id)
    if case.ended_at is not None or case.stage != Stage.EVALUATION.value:
        return False
    evaluation = evaluation_of(session, case)
    if evaluation.opened_at is not None or day_of(at) < evaluation.opens_on:
        return False
    open_evaluation(session, case_id, SYSTEM, at)
    return True


def fill_evaluation_as_coordinator(session: Session, case_id: int, by: Actor, at: datetime, *, view: Mapping[str, Any],
                                   seen: str = "") -> None:  # fmt: skip
    """The coordinator's view: may be given anew until all three sides gave theirs."""
    _fill(session, case_id, "coordinator", view, by, at, seen)


def fill_evaluation_as_police(session: Session, case_id: int, by: Actor, at: datetime, *, view: Mapping[str, Any],
                              seen: str = "") -> None:  # fmt: skip
    """The view of the police, with the counts of messages and aggregates of facts."""
    _fill(session, case_id, "police", view, by, at, seen)


def fill_evaluation_as_municipality(session: Session, case_id: int, by: Actor, at: datetime, *, view: Mapping[str, Any],
                                    seen: str = "") -> None:  # fmt: skip
    """The view of the municipality: its support, and what it hears."""
    _fill(session, case_id, "municipality", view, by, at, seen)


def _fill(session: Session, case_id: int, side: str, view: Mapping[str, Any], by: Actor, at: datetime,
          seen: str) -> None:  # fmt: skip
    taken = take(session, case_id, f"fill_evaluation_as_{side}", by, seen=seen)
    evaluation = evaluation_of(session, taken.case)
    if sides_given(evaluation) >= QUESTIONS.keys():
        raise GateNotMet("views_are_open", "Alle drie de partners hebben ingevuld en lezen nu elkaars antwoorden: die "
                                           "veranderen niet meer.")  # fmt: skip
    setattr(evaluation, f"{side}_view", checked_view(side, view))
    setattr(evaluation, f"{side}_view_at", at)
    record(session, taken.case, "evaluation:filled_in", by, at, taken.function, year=_year(evaluation),
           side=SIDE_NAMES[side])  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def sides_given(evaluation: Evaluation) -> set[str]:
    """Which sides gave their view."""
    return {side for side in QUESTIONS if getattr(evaluation, f"{side}_view") is not None}


def record_discussion(session: Session, case_id: int, by: Actor, at: datetime, *, discussed_on: date, discussed_by: str,
                      conclusions: str, seen: str = "") -> None:  # fmt: skip
    """The partners discussed the three views: when, who was there, what they conclude. Noted anew, the last holds."""
    taken = take(session, case_id, "record_discussion", by, seen=seen)
    evaluation = evaluation_of(session, taken.case)
    if discussed_on > day_of(at):
        raise Invalid("in_the_future", "Deze dag moet nog komen.", "discussed_on")
    if evaluation.opened_at is not None and discussed_on < day_of(evaluation.opened_at):
        raise Invalid("too_early", "Toen was de evaluatie nog niet geopend.", "discussed_on")
    evaluation.discussed_on = discussed_on
    evaluation.discussed_by = " ".join(written(discussed_by, "discussed_by").split())
    evaluation.conclusions = written(conclusions, "conclusions")
    record(session, taken.case, "evaluation:discussed", by, at, taken.function, year=_year(evaluation),
           discussed_on=discussed_on.isoformat())  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def _year(evaluation: Evaluation) -> int:
    return day_of(evaluation.opened_at).year if evaluation.opened_at else evaluation.opens_on.year


def close_evaluation(session: Session, case_id: int, by: Actor, at: datetime, *, outcome: str, reason: str,
                     body: str = "", successor: str = "", leaving: Collection[int] = (), new_name: str = "",
                     seen: str = "") -> None:  # fmt: skip
    """Close the evaluation with an outcome and carry it out: go on, back to the charter, suspend, merge or end.

    `successor`: the slug of the network in which this one goes on, for a merger; `leaving`, `new_name`: which segments
    of the area become another network, for a split. Raises as `require_successor` and `require_part`.
    """
    if outcome == "merge":
        lock_both(session, case_id, successor)
    taken = take(session, case_id, "close_evaluation", by, seen=seen)
    if outcome not in OUTCOMES:
        raise Invalid("unknown_outcome", "Kies een besluit.", "outcome")
    reason, body = written(reason), body_of(taken, body)
    into = require_successor(session, taken, successor, by, at) if outcome == "merge" else None
    part = require_part(taken, leaving, new_name) if outcome == "split" else None
    evaluation = evaluation_of(session, taken.case)
    evaluation.outcome, evaluation.reason, evaluation.body = outcome, reason, body
    evaluation.closed_at, evaluation.closed_by_id = at, by.person_id
    set_due_day(session, taken.case, None)
    end_terms(session, taken.case, at)
    keep_reason(session, taken.case, "close_evaluation", body, reason, by, at)
    record(session, taken.case, "evaluation:closed", by, at, taken.function, year=_year(evaluation), outcome=
           OUTCOME_NAMES[outcome], reason=reason, body=body, evaluation_id=evaluation.id, outcome_code=outcome,
           was_suspended=_is_suspended(session, case_id), end=_end_of(outcome), part=part.name if part else "",
           successor=into.network.name if into else "")  # fmt: skip
    _carry_out(session, taken, evaluation, into, part, by, at)
    proceed(session, taken.case, taken.settings, at)


def _is_suspended(session: Session, case_id: int) -> bool:
    network = network_of(session, case_id)
    return network is not None and network.state == "suspended"


def _end_of(outcome: str) -> str:
    target = OUTCOMES[outcome]
    return target.value if isinstance(target, End) else ""


def _carry_out(session: Session, taken: Taken, evaluation: Evaluation, into: Successor | None,
               part: Part | None, by: Actor, at: datetime) -> None:  # fmt: skip
    case, outcome, target = taken.case, evaluation.outcome, OUTCOMES[evaluation.outcome]
    network = network_of(session, case.id)
    assert network is not None  # a case in its evaluation was launched
    decided = Decided(outcome, evaluation.reason, evaluation.body, at, network.state == "suspended")
    if isinstance(target, End):
        _end_network(session, taken, network, target, into, by, decided)
        return
    if outcome == "suspend":
        network.state = "suspended"
        record(session, case, "network:suspended", by, at, taken.function, reason=decided.reason, body=decided.body)
    elif outcome == "continue" and decided.was_suspended:
        network.state = "active"
        record(session, case, "network:activated", by, at, taken.function, name=network.name)
    close_stage(session, case, "closed", at)
    open_stage(session, case, Stage(target), taken.settings, at)
    _open_sections(session, case, SECTIONS_OPENED.get(outcome))
    if part is not None:
        split_off(session, taken, network, part, by, decided)
    else:
        tell_outcome(session, case, network, decided)


def _open_sections(session: Session, case: FoundingCase, sections: Sequence[str] | None) -> None:
    """Only these of the version that was just begun change; None: all of them."""
    if sections is not None:
        charter = latest_charter(session, case.id)
        assert charter is not None
        charter.open_sections = list(sections)


def _end_network(session: Session, taken: Taken, network: NeighbourhoodNetwork, end: End, into: Successor | None,
                 by: Actor, decided: Decided) -> None:  # fmt: skip
    at = decided.at
    network.state, network.ended_on = end.value, day_of(at)
    if into is not None:
        merge_into(session, taken, network, into, by, decided)
    else:
        wind_up(session, taken.case, network, at, f"{network.name} is gestopt.")
        record(session, taken.case, "network:terminated", by, at, taken.function, reason=decided.reason,
               body=decided.body, end=end.value)  # fmt: skip
        tell_outcome(session, taken.case, network, decided)
    end_case(session, taken, end, at)


def amend_charter(session: Session, case_id: int, by: Actor, at: datetime, *, sections: Collection[str], reason: str,
                  body: str = "", seen: str = "") -> None:  # fmt: skip
    """Begin a new version of the charter of an active network: a change of contact data or communication plan must be
    written into it and reported (besafe.be, procedure). The signed version stays in force until the new one is.

    `sections`: the codes of those that change; the others keep their text until they are opened as well.
    Raises Invalid.
    """
    taken = take(session, case_id, "amend_charter", by, seen=seen)
    reason, body = written(reason), body_of(taken, body)
    opened = [one.code for one in SECTIONS if one.code in sections]
    if not opened or set(sections) - set(opened):
        raise Invalid("no_sections", "Kies welke onderdelen veranderen.", "sections")
    evaluation = evaluation_of(session, taken.case)
    if evaluation.opened_at is not None:
        raise GateNotMet(
            "evaluation_open", "Sluit eerst de lopende evaluatie af; ‘het charter bijsturen’ is een besluit."
        )
    session.delete(evaluation)  # it was in the diary only; a new one comes when the amended charter is in force
    keep_reason(session, taken.case, "amend_charter", body, reason, by, at)
    record(session, taken.case, "charter_amendment:begun", by, at, taken.function, reason=reason, body=body,
           sections=opened, titles=[SECTION[code].title for code in opened])  # fmt: skip
    close_stage(session, taken.case, "sent_back", at)
    open_stage(session, taken.case, Stage.CHARTER, taken.settings, at)
    _open_sections(session, taken.case, opened)
    proceed(session, taken.case, taken.settings, at)
