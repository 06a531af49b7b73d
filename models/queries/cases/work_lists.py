"""The work list in three: mine, my team's, and what waits for others; by what is due, with its age and the next step.

Made for lists that stay fast with tens of thousands of cases: the database leaves out ended cases and quiet networks,
counts the cases that stand alike, of which one is judged for all, and puts them in order; only the few of which
something particular is known are looked at one by one, and only those of the page that is shown are read.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import merge
from typing import Any, NamedTuple

from sqlalchemy import Text, and_, cast, func, or_, select, tuple_
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from models.assignment import Mention
from models.case import FoundingCase
from models.queries.cases.case_lists import (
    COLUMNS,
    PAGE_LENGTH,
    Filters,
    authorities_of,
    filtered,
    is_not_quiet,
    settings_in,
)
from models.queries.cases.ties import too_close_cases
from models.queries.cases.work_list_facts import NOTHING, CaseRow, Facts, Known, in_batches, in_hand
from models.rules.access import MUNICIPAL_ROLES, STAFF, Actor, CasePlace, Role, delegations_on, roles_on
from models.rules.procedure import ACTIONS, Stage
from models.rules.whose_turn import DECISIONS, OUTSIDE, Turn, own_turns, turns

MINE, TEAM, OTHERS = "mine", "team", "others"
FOUR_EYES = "Vier ogen: een collega moet dit doen."
NOBODY_ELSE = "Vier ogen: u beslist hier niet over. Laat iemand aanduiden die u vervangt."
MENTIONED = "Een collega vermeldt u in een nota"
PAPER_WAITS = {
    "check_support_sheet": "Er wacht ook een steunlijst op nakijken.",
    "check_ink_signature": "Er wacht ook een handtekening op papier op nakijken.",
}


@dataclass(frozen=True)
class WorkItem:
    """One line: a case, the next step (`action`, empty when only waited for), why, since when and until when.

    `note` says what else one must know, such as that a colleague must do it (four eyes); `expected` are the roles (or
    outsiders) that are waited for where it is not this person; `in_hand_of` is who of one's own side has the case.
    """

    number: str
    name: str
    municipality: str
    municipality_id: int
    kind: str
    stage: str
    action: str
    what: str
    why: str
    since: datetime
    due_on: date | None
    is_late: bool
    is_decision: bool
    note: str = ""
    expected: tuple[str, ...] = ()
    in_hand_of: str = ""
    is_mentioned: bool = False


class Standing(NamedTuple):
    """How a case stands: what decides in which list it comes, and as what. Many cases stand alike."""

    stage: str
    waiting_for: str  # JSON, as the database keeps it
    municipality_id: int
    zone_id: int | None
    is_late: bool | None  # None: it has no term

    @property
    def plain(self) -> tuple[Any, ...]:
        """The same without a None, which a database finds unlike every other."""
        return (*self[:3], self.zone_id or 0, -1 if self.is_late is None else int(self.is_late))


class Order(NamedTuple):
    """By what is due, then by age; what has no term comes last."""

    has_no_term: bool
    due_on: date | None
    since: datetime
    case_id: int


@dataclass(frozen=True)
class Judged:
    """What follows from how a case stands. `what` is said instead of the action's own title."""

    listing: str
    turn: Turn | None = None
    action: str = ""
    what: str = ""
    note: str = ""


@dataclass(frozen=True)
class Apart:
    """A case of which something particular is known, with the list in which it comes."""

    standing: Standing
    listing: str
    judged: Judged
    order: Order


@dataclass(frozen=True)
class WorkLists:
    """The three lists, each by term and then by age. A case is in one of them."""

    counts: Mapping[str, int]
    read: Callable[[str, int | None], tuple[WorkItem, ...]]

    def count(self, listing: str) -> int:
        """How many cases there are in a list."""
        return self.counts[listing]

    def items(self, listing: str, page: int | None = None) -> tuple[WorkItem, ...]:
        """The lines of a list, or of one page of it (from 1)."""
        return self.read(listing, page)


def work_list(session: Session, actor: Actor, on: date, at: datetime, filters: Filters | None = None) -> WorkLists:
    """What waits, for this member of staff: for themselves, for their team, and elsewhere.

    Mine is what waits for my function and that I took or only I can do, and where a note mentions me. What waits for
    somebody else comes to who may do something about it once its term is over.
    """
    return _Sorting(session, actor, on, at, filters or Filters()).lists()


class _Sorting:
    """One person's look at their cases on one day."""

    def __init__(self, session: Session, actor: Actor, on: date, at: datetime, filters: Filters) -> None:
        self.session, self.actor, self.on, self.at = session, actor, on, at
        self.is_looked_at = and_(filtered(actor, replace(filters, state="open"), on), is_not_quiet_or_mentions(actor))
        case, waiting, is_late = FoundingCase, cast(FoundingCase.waiting_for, Text), FoundingCase.due_on < on
        self.standing = (
            case.stage,
            waiting.label("waiting"),
            case.municipality_id,
            case.zone_id,
            is_late.label("late"),
        )
        self.plain_standing = (case.stage, waiting, case.municipality_id, func.coalesce(case.zone_id, 0),
                               sql_case((case.due_on.is_(None), -1), (is_late, 1), else_=0))  # fmt: skip

    def lists(self) -> WorkLists:
        asked = select(*self.standing).where(self.is_looked_at).subquery()
        counted = self.session.connection().execute(select(*asked.c, func.count()).group_by(*asked.c))
        alike = {Standing._make(row[:-1]): row[-1] for row in counted}
        self.known = Known.read(self.session, self.is_looked_at, self.actor, self.on, self.at)
        self.authorities = authorities_of(self.session, {one.municipality_id for one in alike})
        self.judged = {standing: self._judge(standing, NOTHING) for standing in alike}
        self.close = self._too_close(alike)
        self.apart = self._apart()
        left = Counter(alike)
        left.subtract(one.standing for one in self.apart.values())
        counts = Counter({MINE: 0, TEAM: 0, OTHERS: 0})
        for standing, number in left.items():
            counts[self.judged[standing].listing] += number
        counts.update(one.listing for one in self.apart.values())
        return WorkLists(counts, self._read)

    def _apart(self) -> dict[int, Apart]:
        """The cases of which something particular is known; all others stand exactly like many more."""
        apart: dict[int, Apart] = {}
        judged: dict[tuple[Standing, Facts], Judged] = {}
        for some in in_batches([*{*self.known.of_case, *self.known.mentioned, *self.close}]):
            for case_id, due_on, since, *standing in self.session.connection().execute(
                select(FoundingCase.id, FoundingCase.due_on, FoundingCase.stage_opened_at, *self.standing)
                .where(self.is_looked_at, FoundingCase.id.in_(some))
            ):  # fmt: skip
                case, facts = Standing._make(standing), self.known.of_case.get(case_id, NOTHING)
                if (case, facts) not in judged:
                    judged[case, facts] = self._judge(case, facts)
                one = judged[case, facts]
                if case_id in self.close and one.listing == MINE and _needs_four_eyes(one) and not facts.is_in_my_hand:
                    one = self._left(one, case)
                listing = MINE if case_id in self.known.mentioned else one.listing
                apart[case_id] = Apart(case, listing, one, Order(due_on is None, due_on, since, case_id))
        return apart

    def _too_close(self, alike: Collection[Standing]) -> frozenset[int]:
        """What the four eyes keep from this person is no work of theirs, unless they took the case in hand."""
        stages = {one.stage for one in alike if self._may_need_distance(one)}
        if not stages:
            return frozenset()
        return too_close_cases(self.session, self.actor, and_(self.is_looked_at, FoundingCase.stage.in_(stages)))

    def _may_need_distance(self, case: Standing) -> bool:
        return _needs_four_eyes(self.judged[case]) or any(
            _needs_four_eyes(self._judge(case, facts)) for facts in set(self.known.of_case.values())
        )

    def _read(self, listing: str, page: int | None) -> tuple[WorkItem, ...]:
        apart = sorted((one.order, one.judged) for one in self.apart.values() if one.listing == listing)
        last = page * PAGE_LENGTH if page else None
        placed = [(order.case_id, judged) for order, judged in merge(self._alike(listing, last), apart)]
        shown = placed[last - PAGE_LENGTH : last] if last else placed
        return tuple(item for some in in_batches(shown) for item in self._some_items(some))

    def _alike(self, listing: str, most: int | None) -> list[tuple[Order, Judged]]:
        """Of the cases that stand like many more the first that come in a list, in its order."""
        standings = [one.plain for one, judged in self.judged.items() if judged.listing == listing]
        if not standings:
            return []
        question = (
            select(FoundingCase.id, FoundingCase.due_on, FoundingCase.stage_opened_at, *self.standing)
            .where(self.is_looked_at, tuple_(*self.plain_standing).in_(standings))
            .order_by(FoundingCase.due_on.is_(None), FoundingCase.due_on, FoundingCase.stage_opened_at, FoundingCase.id)
        )
        if most is not None:
            question = question.limit(most + len(self.apart))
        return [
            (Order(due_on is None, due_on, since, case_id), self.judged[Standing._make(standing)])
            for case_id, due_on, since, *standing in self.session.connection().execute(question)
            if case_id not in self.apart
        ]

    def _left(self, judged: Judged, case: Standing) -> Judged:
        """The same for who can't do it: a colleague does, or else somebody must be found."""
        roles = roles_on(self.actor, CasePlace(0, case.municipality_id, case.zone_id)) & STAFF
        if judged.turn is not None and self._others_of_my_side(judged.turn, case, roles):
            return replace(judged, listing=TEAM, action="", note=FOUR_EYES)
        return replace(judged, listing=OTHERS, action="", note=NOBODY_ELSE)

    def _judge(self, case: Standing, facts: Facts) -> Judged:
        roles = roles_on(self.actor, CasePlace(0, case.municipality_id, case.zone_id)) & STAFF
        if settings_in(self.authorities[case.municipality_id]).signs_in_order:
            facts = facts._replace(unsigned=frozenset(one for one in facts.unsigned if one.is_first))
        judged = self._by_turn(case, facts, roles)
        checkers = ACTIONS[facts.to_check].roles & roles if facts.to_check else frozenset()
        if not checkers:
            return judged
        if judged.listing != OTHERS:
            return replace(judged, note=judged.note or PAPER_WAITS[facts.to_check])
        is_mine = facts.is_in_my_hand or not self._colleagues(checkers, case)
        return Judged(MINE if is_mine else TEAM, None, facts.to_check, ACTIONS[facts.to_check].title)

    def _by_turn(self, case: Standing, facts: Facts, roles: frozenset[Role]) -> Judged:
        open_turns = turns(
            Stage(case.stage), json.loads(case.waiting_for), settings_in(self.authorities[case.municipality_id]),
            has_coordinator=not facts.lacks_coordinator, evening_to_come=facts.is_evening_to_come,
        )  # fmt: skip
        delegated = delegations_on(self.actor, CasePlace(0, case.municipality_id, case.zone_id))
        mine = own_turns(open_turns, roles, delegated)
        expected = [turn for turn in mine if case.is_late or turn.action not in OUTSIDE]
        for turn in expected:
            if _is_for(turn, facts, roles):
                return Judged(MINE if self._is_mine(turn, case, facts, roles) else TEAM, turn, turn.action)
        for turn in expected:
            if self._others_of_my_side(turn, case, roles):
                return Judged(TEAM, turn, note=FOUR_EYES)
        watched = [turn for turn in open_turns if not turn.allowed.isdisjoint(roles)] if case.is_late else []
        if watched:
            listing = MINE if self._is_mine(watched[0], case, facts, roles) else TEAM
            return Judged(listing, watched[0], what="De termijn is voorbij: kijk het dossier na")
        return Judged(OTHERS, open_turns[0] if open_turns else None)

    def _is_mine(self, turn: Turn, case: Standing, facts: Facts, roles: frozenset[Role]) -> bool:
        """Whether I took the case, or only I can do this: no colleague of my side has the function."""
        is_to_sign = turn.action == "sign_charter" and any(one.is_mine for one in facts.unsigned)
        return facts.is_in_my_hand or is_to_sign or not self._others_of_my_side(turn, case, roles)

    def _others_of_my_side(self, turn: Turn, case: Standing, roles: frozenset[Role]) -> frozenset[int]:
        return self._colleagues((turn.expected or turn.allowed) & roles, case)

    def _colleagues(self, roles: frozenset[Role], case: Standing) -> frozenset[int]:
        able: set[int] = set()
        for role in roles:
            authority_id = case.municipality_id if role in MUNICIPAL_ROLES else case.zone_id
            able |= self.known.holders.get((authority_id, role.value), frozenset())
        return frozenset(able - {self.actor.person_id})

    def _items(self, placed: Sequence[tuple[int, Judged]]) -> tuple[WorkItem, ...]:
        return tuple(item for some in in_batches(placed) for item in self._some_items(some))

    def _some_items(self, placed: Sequence[tuple[int, Judged]]) -> Iterator[WorkItem]:
        case_ids = [case_id for case_id, _ in placed]
        these = FoundingCase.id.in_(case_ids)
        rows = {row.id: row for row in self.session.execute(select(*COLUMNS).where(these))}
        holders = in_hand(self.session, case_ids, self.actor)
        for case_id, judged in placed:
            item = self._item(rows[case_id], judged, holders.get(case_id, ""))
            if case_id in self.close and _needs_four_eyes(judged):
                item = replace(item, action="", is_decision=False, note=FOUR_EYES)
            yield _mentioning(item, judged.listing) if case_id in self.known.mentioned else item

    def _item(self, row: CaseRow, judged: Judged, in_hand_of: str) -> WorkItem:
        municipality, turn = self.authorities[row.municipality_id], judged.turn
        outside = (OUTSIDE[turn.action],) if turn and turn.action in OUTSIDE else ()
        return WorkItem(
            number=row.number,
            name=row.name,
            municipality=municipality.name,
            municipality_id=municipality.id,
            kind=row.kind,
            stage=row.stage,
            action=judged.action,
            what=judged.what or (ACTIONS[turn.action].title if turn else "De infoavond komt nog"),
            why=turn.condition.sentence if turn else "",
            since=row.stage_opened_at,
            due_on=row.due_on,
            is_late=row.due_on is not None and row.due_on < self.on,
            is_decision=judged.action in DECISIONS,
            note=judged.note,
            expected=() if judged.action or turn is None else outside or tuple(sorted(turn.expected)),
            in_hand_of=in_hand_of,
        )


def _needs_four_eyes(judged: Judged) -> bool:
    return bool(judged.action) and ACTIONS[judged.action].four_eyes


def _is_for(turn: Turn, facts: Facts, roles: frozenset[Role]) -> bool:
    """Whether this person can take the turn: not where they took one that excludes this one."""
    if turn.action in ("approve_minutes_as_chair", "approve_minutes_as_police"):
        return not facts.is_evening_mine
    if turn.action == "sign_charter":
        return any(one.role in roles for one in facts.unsigned)
    if turn.action in ("decide_as_police", "decide_as_municipality"):
        return not facts.is_decided_by_me
    return True


def _mentioning(item: WorkItem, listing: str) -> WorkItem:
    if listing == MINE:
        return replace(item, is_mentioned=True, note=item.note or MENTIONED + ".")
    return replace(item, is_mentioned=True, action="", what=MENTIONED, is_decision=False)


def is_not_quiet_or_mentions(actor: Actor):  # type: ignore[no-untyped-def]  # SQLAlchemy's clause types say less
    """Cases in which something must happen; those with a note that mentions this person also when they are quiet."""
    mentions = select(Mention.case_id).where(Mention.person_id == actor.person_id, Mention.seen_at.is_(None))
    return or_(is_not_quiet(), FoundingCase.id.in_(mentions))
