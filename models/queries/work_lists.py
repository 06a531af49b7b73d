"""The work list in three: mine, my team's, and what waits for others; by what is due, with its age and the next step.

Made for lists that stay fast beside tens of thousands of old cases: ended cases and quiet networks are left out by the
database, only the columns that a line needs are read, and cases that stand alike are judged once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.assignment import Mention
from models.authority import Authority
from models.case import FoundingCase
from models.queries.case_lists import COLUMNS, Filters, authorities_of, filtered, is_not_quiet, place_of, settings_in
from models.queries.ties import tied_cases
from models.queries.work_list_facts import CaseRow, Known
from models.rules.access import MUNICIPAL_ROLES, STAFF, Actor, Role, closeness, roles_on
from models.rules.procedure import ACTIONS, Stage
from models.rules.whose_turn import DECISIONS, OUTSIDE, Turn, own_turns, turns

MINE, TEAM, OTHERS = "mine", "team", "others"
FOUR_EYES = "Vier ogen: een collega moet dit doen."
MENTIONED = "Een collega vermeldt u in een nota"


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


@dataclass(frozen=True)
class WorkLists:
    """The three lists, each by term and then by age. A case is in one of them."""

    mine: tuple[WorkItem, ...]
    team: tuple[WorkItem, ...]
    others: tuple[WorkItem, ...]


def work_list(session: Session, actor: Actor, on: date, at: datetime, filters: Filters | None = None) -> WorkLists:
    """What waits, for this member of staff: for themselves, for their team, and elsewhere.

    Mine is what waits for my function and that I took or only I can do, and where a note mentions me. What waits for
    somebody else comes to who may do something about it once its term is over.
    """
    return _Sorting(session, actor, on, at).lists(filters or Filters())


class _Sorting:
    """One person's look at their cases on one day."""

    def __init__(self, session: Session, actor: Actor, on: date, at: datetime) -> None:
        self.session, self.actor, self.on, self.at = session, actor, on, at
        self.alike: dict[tuple[object, ...], tuple[Turn, ...]] = {}
        self.authorities: Mapping[int, Authority] = {}

    def lists(self, filters: Filters) -> WorkLists:
        is_looked_at = filtered(self.actor, replace(filters, state="open"), self.on)
        rows = self.session.execute(
            select(*COLUMNS).where(is_looked_at, is_not_quiet_or_mentions(self.actor))
        ).all()  # fmt: skip
        self.authorities = authorities_of(self.session, rows)
        self.tied = tied_cases(self.session, self.actor.person_id, is_looked_at) if rows else frozenset()
        self.known = Known.read(self.session, rows, self.actor, self.on)
        found: dict[str, list[WorkItem]] = {MINE: [], TEAM: [], OTHERS: []}
        for row in rows:
            where, item = self._placed(row)
            found[where].append(item)
        return WorkLists(*(tuple(sorted(found[name], key=_soonest)) for name in (MINE, TEAM, OTHERS)))

    def _placed(self, row: CaseRow) -> tuple[str, WorkItem]:
        where, item = self._by_turn(row)
        if row.id not in self.known.mentioned:
            return where, item
        if where == MINE:
            return MINE, replace(item, is_mentioned=True, note=item.note or MENTIONED + ".")
        return MINE, replace(item, is_mentioned=True, action="", what=MENTIONED, is_decision=False)

    def _by_turn(self, row: CaseRow) -> tuple[str, WorkItem]:
        roles = roles_on(self.actor, place_of(row)) & STAFF
        open_turns = self._turns(row)
        is_late = row.due_on is not None and row.due_on < self.on
        expected = [turn for turn in own_turns(open_turns, roles) if is_late or turn.action not in OUTSIDE]
        for turn in expected:
            if self._is_for(turn, row, roles):
                where = MINE if self._is_mine(turn, row, roles) else TEAM
                return where, self._four_eyes(self._item(row, turn, turn.action), row, turn)
        for turn in expected:
            if self._others_of_my_side(turn, row, roles):
                return TEAM, replace(self._item(row, turn, ""), what=ACTIONS[turn.action].title, note=FOUR_EYES)
        if is_late and (watched := [turn for turn in open_turns if not turn.allowed.isdisjoint(roles)]):
            where = MINE if self._is_mine(watched[0], row, roles) else TEAM
            late = replace(self._item(row, watched[0], ""), what="De termijn is voorbij: kijk het dossier na")
            return where, late
        return OTHERS, self._item(row, open_turns[0] if open_turns else None, "")

    def _turns(self, row: CaseRow) -> tuple[Turn, ...]:
        evening = self.known.evenings.get(row.id)
        has_coordinator = row.id in self.known.with_coordinator
        is_to_come = evening is not None and evening.starts_at > self.at
        key = (row.stage, tuple(row.waiting_for), row.municipality_id, has_coordinator, is_to_come)
        if key not in self.alike:
            settings = settings_in(self.authorities[row.municipality_id])
            self.alike[key] = turns(Stage(row.stage), row.waiting_for, settings, has_coordinator=has_coordinator,
                                    evening_to_come=is_to_come)  # fmt: skip
        return self.alike[key]

    def _is_for(self, turn: Turn, row: CaseRow, roles: frozenset[Role]) -> bool:
        """Whether this person can take the turn: not where they took one that excludes this one."""
        action, evening = turn.action, self.known.evenings.get(row.id)
        if action == "approve_minutes":
            return evening is None or evening.recorded_by_id != self.actor.person_id
        if action == "sign_charter":
            return any(
                one.role in roles and one.person_id in (None, self.actor.person_id)
                for one in self.known.unsigned.get(row.id, ())
            )
        if action in ("decide_as_police", "decide_as_municipality"):
            return row.id not in self.known.decided_by_me
        return True

    def _is_mine(self, turn: Turn, row: CaseRow, roles: frozenset[Role]) -> bool:
        """Whether I took the case, or only I can do this: no colleague of my side has the function."""
        if self.known.in_hand.get(row.id, (None, ""))[0] == self.actor.person_id:
            return True
        signatures = self.known.unsigned.get(row.id, ()) if turn.action == "sign_charter" else ()
        return any(one.person_id == self.actor.person_id for one in signatures) or not self._others_of_my_side(
            turn, row, roles
        )

    def _others_of_my_side(self, turn: Turn, row: CaseRow, roles: frozenset[Role]) -> frozenset[int]:
        able: set[int] = set()
        for role in (turn.expected or turn.allowed) & roles:
            authority_id = row.municipality_id if role in MUNICIPAL_ROLES else row.zone_id
            able |= self.known.holders.get((authority_id, role.value), frozenset())
        return frozenset(able - {self.actor.person_id})

    def _item(self, row: CaseRow, turn: Turn | None, action: str) -> WorkItem:
        municipality = self.authorities[row.municipality_id]
        outside = (OUTSIDE[turn.action],) if turn and turn.action in OUTSIDE else ()
        return WorkItem(
            number=row.number,
            name=row.name,
            municipality=municipality.name,
            municipality_id=municipality.id,
            kind=row.kind,
            stage=row.stage,
            action=action,
            what=ACTIONS[turn.action].title if turn else "De infoavond komt nog",
            why=turn.condition.sentence if turn else "",
            since=row.stage_opened_at,
            due_on=row.due_on,
            is_late=row.due_on is not None and row.due_on < self.on,
            is_decision=action in DECISIONS,
            expected=() if action or turn is None else outside or tuple(sorted(turn.expected)),
            in_hand_of=self.known.in_hand.get(row.id, (0, ""))[1],
        )

    def _four_eyes(self, item: WorkItem, row: CaseRow, turn: Turn) -> WorkItem:
        if ACTIONS[turn.action].four_eyes and (row.id in self.tied or closeness(self.actor, place_of(row))):
            return replace(item, action="", is_decision=False, note=FOUR_EYES)
        return item


def is_not_quiet_or_mentions(actor: Actor):  # type: ignore[no-untyped-def]  # SQLAlchemy's clause types say less
    """Cases in which something must happen; those with a note that mentions this person also when they are quiet."""
    mentions = select(Mention.case_id).where(Mention.person_id == actor.person_id, Mention.seen_at.is_(None))
    return or_(is_not_quiet(), FoundingCase.id.in_(mentions))


def _soonest(item: WorkItem) -> tuple[date, datetime]:
    return item.due_on or date.max, item.since
