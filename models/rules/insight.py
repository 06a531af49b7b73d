"""What is counted of one founding: the way that it took, its days, for whom it waited, and its terms.

Days are calendar days between two dates: what is closed on the day that it was opened took 0 days. The definitions are
our own (DECISIONS.md, 'Insight'): no source has any.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.rules.procedure import Stage

ACTIVE, RUNNING = "active", "running"  # beside the ends: the network was launched; the founding still goes on
FOUNDING = tuple(stage for stage in Stage if stage is not Stage.EVALUATION)


@dataclass(frozen=True)
class Opening:
    """One time that a stage was open. `result`: closed, sent_back, or how the case ended; None: it is open."""

    stage: str
    opened_on: date
    closed_on: date | None = None
    result: str | None = None


@dataclass(frozen=True)
class Happening:
    """A journal entry as far as waiting needs it. `subject`: which opinion, evening or side it is about."""

    event: str
    on: date
    subject: str = ""


@dataclass(frozen=True)
class Waiting:
    """Waiting for somebody: it begins with one event and is over with another about the same subject."""

    begins: str
    over: frozenset[str]


_APPROVED = "founding:approved"  # by one side: then the other one is waited for

# For whom a founding waits, and between which entries of the journal. It is over too when the stage closes. Contacts
# with authorities are not in it: none of them holds a case back.
WAITED_FOR: dict[str, Waiting] = {
    "initiator": Waiting("completion:asked", frozenset({"request:completed"})),
    "adviser": Waiting("opinion:asked", frozenset({"opinion:given", "opinion:expired", "opinion:presumed",
                                                   "opinion:withdrawn", "opinion:lapsed"})),
    "police": Waiting(_APPROVED, frozenset({_APPROVED})),
    "municipality": Waiting(_APPROVED, frozenset({_APPROVED})),
    "evening": Waiting("info_evening:planned", frozenset({"info_evening:recorded", "info_evening:cancelled",
                                                          "info_evening:called_off"})),
    "signatories": Waiting("charter:frozen", frozenset({"charter:completed", "charter:reopened",
                                                        "signature:refused"})),
    "ministry": Waiting("charter:sent", frozenset({"federal_answer:recorded"})),
}  # fmt: skip
AGAIN = {"opinion:revived": "opinion:asked"}  # what begins the same waiting again
_OTHER_SIDE = {"police": "municipality", "municipality": "police"}
OPENED = "stage:opened"  # nothing is waited for any more of the stage before
SENT_BACK = "case:sent_back"  # to the idea: then the initiator completes the request first
COUNTED_EVENTS = frozenset({OPENED, SENT_BACK, *AGAIN}).union(*({one.begins} | one.over for one in WAITED_FOR.values()))


@dataclass(frozen=True)
class Span:
    """A time of waiting, from the one day to the other; the last day does not count."""

    waited_for: str
    since: date
    until: date


def founding_of(openings: Sequence[Opening]) -> tuple[Opening, ...]:
    """The openings that belong to the founding: up to the first launch. What comes after it (evaluations, a changed
    charter) is the life of the network, and would make foundings look years long."""
    for place, one in enumerate(openings):
        if one.stage == Stage.LAUNCH and one.result == "closed":
            return tuple(openings[: place + 1])
    return tuple(openings)


def is_launched(openings: Sequence[Opening]) -> bool:
    """Whether the launch was decided once."""
    return any(one.stage == Stage.LAUNCH and one.result == "closed" for one in openings)


def outcome_of(openings: Sequence[Opening]) -> str:
    """What became of the founding: the network is (or was) active, one of the ends, or it still runs."""
    if is_launched(openings):
        return ACTIVE
    last = openings[-1]
    return RUNNING if last.closed_on is None else str(last.result)


def variant_of(openings: Sequence[Opening]) -> tuple[str, ...]:
    """The way that a founding took: its stages in order, a stage that was opened again once more, and the outcome."""
    return (*(one.stage for one in founding_of(openings)), outcome_of(openings))


def waits_of(openings: Sequence[Opening], happenings: Iterable[Happening], today: date) -> tuple[Span, ...]:
    """When the founding waited and for whom, within its stages. What is still waited for counts up to today."""
    begun: dict[tuple[str, str], date] = {}
    found: list[Span] = []
    is_sent_back = False
    for one in happenings:
        event = AGAIN.get(one.event, one.event)
        over = [*begun] if event == OPENED else [(code, one.subject) for code in _over_by(event, one.subject)]
        ended = [key for key in over if key in begun]
        found.extend(Span(key[0], begun.pop(key), one.on) for key in ended)
        if event == _APPROVED and not ended:  # the second decision waits for nobody
            begun[_OTHER_SIDE[one.subject], _OTHER_SIDE[one.subject]] = one.on
        elif event != _APPROVED:
            for code in _begun_by(event):
                begun.setdefault((code, one.subject), one.on)
        if event == OPENED and is_sent_back and one.subject == Stage.IDEA:
            begun["initiator", ""] = one.on
        is_sent_back = event == SENT_BACK or (is_sent_back and event != OPENED)
    found.extend(Span(code, since, today) for (code, _), since in begun.items())
    return tuple(inside for one in found for inside in _within(one, founding_of(openings), today))


def _over_by(event: str, subject: str) -> list[str]:
    return [code for code, one in WAITED_FOR.items() if event in one.over and (event != _APPROVED or code == subject)]


def _begun_by(event: str) -> list[str]:
    return [code for code, one in WAITED_FOR.items() if event == one.begins]


def _within(span: Span, openings: Sequence[Opening], today: date) -> list[Span]:
    """A waiting belongs to the opening in which it began, and ends with it at the latest."""
    for one in openings:
        end = one.closed_on or today
        if one.opened_on <= span.since <= end and span.since < min(span.until, end):
            return [Span(span.waited_for, span.since, min(span.until, end))]
    return []


def days_in(spans: Iterable[tuple[date, date]]) -> int:
    """How many days these spans cover; a day on which two of them wait counts once."""
    total, reached = 0, date.min
    for since, until in sorted(spans):
        begin = max(since, reached)
        if until > begin:
            total += (until - begin).days
            reached = until
    return total


@dataclass(frozen=True)
class CaseTimes:
    """The days of one founding. `stages`: of each stage that was left for good, all its openings together; `waiting`:
    of those the days on which somebody was waited for. `total` None: the founding still runs."""

    stages: Mapping[str, int]
    waiting: Mapping[str, int]
    waited_for: Mapping[str, int]
    total: int | None
    total_waiting: int | None


def times_of(openings: Sequence[Opening], spans: Sequence[Span]) -> CaseTimes:
    """The days of a founding from its openings and when it waited."""
    founding = founding_of(openings)
    stages: dict[str, int] = {}
    waiting: dict[str, int] = {}
    for stage in dict.fromkeys(one.stage for one in founding):
        own = [one for one in founding if one.stage == stage]
        if all(one.closed_on for one in own):
            stages[stage] = sum((one.closed_on - one.opened_on).days for one in own if one.closed_on)
            inside = [(s.since, s.until) for s in spans if any(_overlaps(s, one) for one in own)]
            waiting[stage] = min(stages[stage], days_in(inside))
    over = founding[-1].closed_on
    return CaseTimes(
        stages,
        waiting,
        {code: days for code in WAITED_FOR
         if (days := days_in((s.since, s.until) for s in spans if s.waited_for == code))},
        (over - founding[0].opened_on).days if over else None,
        days_in((s.since, s.until) for s in spans) if over else None,
    )  # fmt: skip


def _overlaps(span: Span, opening: Opening) -> bool:
    return opening.closed_on is not None and opening.opened_on <= span.since and span.until <= opening.closed_on


class PastTerm(NamedTuple):
    """A term of a case as it went; days as ordinals (`date.toordinal`), since tens of thousands are read at once.

    `ends`: its last day, 0: it stands still. `over`: when what was waited for came or the stage closed, 0: it runs.
    `paused`: days on which it stood still.
    """

    kind: str
    starts: int
    ends: int
    over: int
    paused: int = 0

    @property
    def taken(self) -> int | None:
        """How many days were used; None: it still runs."""
        return max(0, self.over - self.starts - self.paused) if self.over else None


def is_missed(term: PastTerm, today: int) -> bool:
    """Whether its last day passed before it was over."""
    return 0 < term.ends < (term.over or today)


def is_kept(term: PastTerm) -> bool:
    """Whether it was over on its last day or before."""
    return term.over > 0 and (term.ends == 0 or term.over <= term.ends)
