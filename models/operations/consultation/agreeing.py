"""Change what is agreed during the consultation, and say whether one agrees with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreement import Agreement, AgreementAnswer
from models.case import FoundingCase
from models.operations.cases.acting import proceed, record, take, written
from models.queries.consultation.agreements import agreed_text, agreed_version, is_decided
from models.rules.access import Actor
from models.rules.agreement import LOCKED, PARTIES, AgreedText
from models.rules.objectives import OBJECTIVES
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

CHANGED = "De afspraken zijn intussen aangepast. Lees eerst versie {version}."


def edit_agreement(session: Session, case_id: int, by: Actor, at: datetime, *, motives: str,
                   expectations: Mapping[str, str], objectives: Sequence[str], version: int | None = None,
                   seen: str = "") -> None:  # fmt: skip
    """Desk or police write the next version, while no side decided. `version`: the one that they read.

    Raises GateNotMet (somebody decided), Stale (somebody else wrote a version meanwhile) and Invalid.
    """
    taken = take(session, case_id, "edit_agreement", by, seen=seen)
    if is_decided(session, taken.case):
        raise GateNotMet("agreement_locked", LOCKED)
    before = agreed_text(session, case_id)
    require_read(before.version, version)
    text = _checked(before.version + 1, motives, expectations, objectives)
    if text.fingerprint == before.fingerprint:
        raise Invalid("nothing_changed", "U hebt nog niets veranderd.")
    write_version(session, taken.case, text, by, taken.function, at)
    record(session, taken.case, "agreement:changed", by, at, taken.function, version=text.version)
    proceed(session, taken.case, taken.settings, at)


def _checked(version: int, motives: str, expectations: Mapping[str, str], objectives: Sequence[str]) -> AgreedText:
    chosen = tuple(code for code in OBJECTIVES if code in objectives)
    if not chosen or len(chosen) != len(set(objectives)):
        raise Invalid("no_objective", "Kies minstens één doelstelling.", "objectives")
    expected = {party: _typed(expectations.get(party, ""), party, 0) for party in PARTIES}
    return AgreedText(version, _typed(motives, "motives", 10), {k: v for k, v in expected.items() if v}, chosen)


def _typed(text: str, field: str, shortest: int) -> str:
    """A text as it is kept. A browser sends line ends of its own: they are no change."""
    return written((text or "").replace("\r\n", "\n"), field, shortest=shortest)


def write_version(session: Session, case: FoundingCase, text: AgreedText, by: Actor, function: str,
                  at: datetime) -> None:  # fmt: skip
    """Keep one version of the text."""
    session.add(
        Agreement(case_id=case.id, version=text.version, round=case.round, motives=text.motives,
                  expectations=dict(text.expectations), objectives=list(text.objectives),
                  written_by_id=by.person_id, function=function, written_at=at)
    )  # fmt: skip
    session.flush()


def check_version(session: Session, case: FoundingCase, version: int | None) -> int:
    """The version on which somebody decides. Raises Stale when it is not the one that they read (None: not checked)."""
    present = agreed_version(session, case.id)
    require_read(present, version)
    return present


def require_read(present: int, version: int | None) -> None:
    """Raises Stale when the present version is not the one that somebody read (None: not checked)."""
    if version is not None and version != present:
        raise Stale("agreement_changed", CHANGED.format(version=present))


def answer_agreement(session: Session, case_id: int, by: Actor, at: datetime, *, agrees: bool, word: str = "",
                     version: int | None = None, seen: str = "") -> None:  # fmt: skip
    """The initiator says whether they agree with the present version. Who decides reads it; it blocks nothing."""
    taken = take(session, case_id, "answer_agreement", by, seen=seen)
    case = taken.case
    present = check_version(session, case, version)
    if by.person_id is None:
        raise NotAllowed("no_person", "Dit kan alleen een persoon doen.")
    word = written(word, "word", shortest=0 if agrees else 2)
    answer = session.scalars(
        select(AgreementAnswer).where(AgreementAnswer.case_id == case.id, AgreementAnswer.version == present,
                                      AgreementAnswer.round == case.round)
    ).one_or_none()  # fmt: skip
    if answer is None:
        answer = AgreementAnswer(case_id=case.id, version=present, round=case.round)
        session.add(answer)
    answer.agrees, answer.word, answer.given_by_id, answer.given_at = agrees, word, by.person_id, at
    record(session, case, "agreement:answered", by, at, taken.function, version=present,
           answer="akkoord" if agrees else "niet akkoord")  # fmt: skip
    proceed(session, case, taken.settings, at)


@dataclass(frozen=True)
class Completed:
    """What a completion changed in a request. `motives`: rewritten (empty: not); `expectations`: the rewritten ones."""

    motives: str
    addition: str
    expectations: Mapping[str, str]


def follow_request(session: Session, case: FoundingCase, completed: Completed, by: Actor, function: str,
                   at: datetime) -> None:  # fmt: skip
    """A request that came back from the consultation is completed: what the initiator adds or rewrites comes into the
    next version, what was agreed already stays. Without a version the request itself is what is agreed."""
    present = agreed_text(session, case.id)
    if present.version == 1:
        return
    motives = written(f"{completed.motives or present.motives}\n\n{completed.addition}", "addition")
    expected = {**present.expectations, **completed.expectations}
    text = AgreedText(present.version + 1, motives, {side: one for side, one in expected.items() if one},
                      present.objectives)  # fmt: skip
    write_version(session, case, text, by, function, at)
