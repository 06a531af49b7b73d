"""For whom the open cases wait today, from the gate of their stage."""

import json
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.queries.cases.case_lists import authorities_of, is_not_quiet, settings_in
from models.queries.insight.insight import Asked
from models.rules.procedure import Stage
from models.rules.whose_turn import OUTSIDE, turns

NOBODY = "nobody"  # such as until an evening that is planned


def waiting_now(session: Session, asked: Asked) -> Counter[str]:
    """How many open cases wait for whom: a role, an adviser or the ministry. A case that two may act in counts for
    each. The period of what is asked does not count: it is about today."""
    waiting = cast(FoundingCase.waiting_for, Text)
    rows = session.connection().execute(
        select(FoundingCase.stage, waiting, FoundingCase.municipality_id, func.count())
        .where(_is_open(asked))
        .group_by(FoundingCase.stage, waiting, FoundingCase.municipality_id)
    )
    alike = [(stage, text, municipality_id, count) for stage, text, municipality_id, count in rows]
    authorities = authorities_of(session, (row[2] for row in alike))
    counts: Counter[str] = Counter()
    for stage, text, municipality_id, count in alike:
        for code in expected_now(stage, json.loads(text), authorities[municipality_id]):
            counts[code] += count
    return counts


def cases_waiting_for(session: Session, asked: Asked, code: str) -> list[tuple[int, int | None]]:
    """The open cases that wait for this one, the oldest first."""
    rows = session.connection().execute(
        select(FoundingCase.id, FoundingCase.stage, FoundingCase.waiting_for, FoundingCase.municipality_id)
        .where(_is_open(asked))
        .order_by(FoundingCase.stage_opened_at, FoundingCase.id)
    )
    found = [(case_id, stage, waiting, place_id) for case_id, stage, waiting, place_id in rows]
    authorities = authorities_of(session, (row[3] for row in found))
    return [(case_id, None) for case_id, stage, waiting, place_id in found
            if code in expected_now(stage, waiting, authorities[place_id])]  # fmt: skip


def expected_now(stage: str, waiting_for: Iterable[str], municipality: Authority) -> tuple[str, ...]:
    """Who is expected to take the first step that can be taken now."""
    open_turns = turns(Stage(stage), tuple(waiting_for), settings_in(municipality))
    if not open_turns:
        return (NOBODY,)
    first = open_turns[0]
    if first.action in OUTSIDE:
        return (OUTSIDE[first.action],)
    return tuple(sorted(role.value for role in first.expected)) or (NOBODY,)


def _is_open(asked: Asked) -> ColumnElement[bool]:
    parts = [FoundingCase.ended_at.is_(None), is_not_quiet()]
    if asked.authority_id is not None:
        own = (FoundingCase.municipality_id, FoundingCase.zone_id)
        parts.append(or_(*(column == asked.authority_id for column in own)))
    if asked.zone_id is not None:
        parts.append(FoundingCase.zone_id == asked.zone_id)
    if asked.kind:
        parts.append(FoundingCase.kind == asked.kind)
    return and_(*parts)
