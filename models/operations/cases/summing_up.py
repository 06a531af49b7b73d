"""The figures of a case are worked out anew after it changed. Nothing in the case itself changes."""

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.case_figures import CaseActions, CaseFigures
from models.clock import day_of
from models.operations.cases.acting import lock_case
from models.queries.insight.insight_facts import (
    actions_of,
    cases_to_sum_up,
    happenings_of,
    marks_of,
    openings_of,
    past_terms,
    support_of,
)
from models.rules.insight import (
    ACTIVE,
    FOUNDING,
    RUNNING,
    WAITED_FOR,
    Happening,
    founding_of,
    outcome_of,
    times_of,
    variant_of,
    waits_of,
)


def sum_up(session: Session, case_id: int, at: datetime) -> bool:
    """Work out the figures of a case. Run twice it writes the same line again."""
    case = lock_case(session, case_id)
    session.execute(delete(CaseFigures).where(CaseFigures.case_id == case_id))
    session.execute(delete(CaseActions).where(CaseActions.case_id == case_id))
    session.execute(insert(CaseFigures), [_figures(session, case, at)])
    actions = [
        {"case_id": case_id, "person_id": person_id, "function": function, "month": month, "count": count}
        for (person_id, function, month), count in actions_of(session, case_id).items()
    ]
    if actions:
        session.execute(insert(CaseActions), actions)
    return True


def sum_up_all(session: Session, at: datetime) -> int:
    """The same for every case that changed. Returns how many."""
    changed = cases_to_sum_up(session, day_of(at))
    for case_id in changed:
        sum_up(session, case_id, at)
    return len(changed)


def _figures(session: Session, case: FoundingCase, at: datetime) -> dict[str, object]:
    openings, happenings = openings_of(session, case.id), happenings_of(session, case.id)
    times = times_of(openings, waits_of(openings, happenings, day_of(at)))
    outcome, last = outcome_of(openings), founding_of(openings)[-1]
    supporting, dwellings, share = support_of(session, case)
    return {
        "case_id": case.id,
        "journal_length": case.journal_length,
        "summed_at": at,
        "municipality_id": case.municipality_id,
        "zone_id": case.zone_id,
        "kind": case.kind,
        "opened_on": openings[0].opened_on,
        "closed_on": last.closed_on if outcome != RUNNING else None,
        "outcome": outcome,
        "ended_in": last.stage if outcome not in (ACTIVE, RUNNING) else "",
        "way": ".".join(variant_of(openings)),
        "total": times.total if outcome != RUNNING else None,
        "total_waiting": times.total_waiting if outcome != RUNNING else None,
        **{f"days_{stage.value}": times.stages.get(stage) for stage in FOUNDING},
        **{f"waiting_{stage.value}": times.waiting.get(stage) for stage in FOUNDING},
        **{f"for_{code}": times.waited_for.get(code) for code in WAITED_FOR},
        "supporting": supporting,
        "dwellings": dwellings,
        "lowest_share": share,
        "terms": [list(one) for one in past_terms(session, case.id)],
        "opinions": _opinions(happenings),
        "marks": marks_of(session, case.id),
    }


def _opinions(happenings: tuple[Happening, ...]) -> list[list[int]]:
    """Of each opinion that was asked and answered or waited out: the days, and whether there was an answer. One that
    was withdrawn or no longer needed tells nothing about its term."""
    asked: dict[str, int] = {}
    found = []
    for one in happenings:
        if one.event == "opinion:asked":
            asked[one.subject] = one.on.toordinal()
        elif one.event in ("opinion:given", "opinion:expired", "opinion:presumed") and one.subject in asked:
            found.append([asked.pop(one.subject), one.on.toordinal(), int(one.event == "opinion:given")])
        elif one.event in ("opinion:withdrawn", "opinion:lapsed"):
            asked.pop(one.subject, None)
    return found
