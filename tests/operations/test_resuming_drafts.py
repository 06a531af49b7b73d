"""The link with which somebody goes on with their request elsewhere."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.operations.accounts.attempts import TooManyAttempts
from models.operations.accounts.signing_in import Mail
from models.operations.keeping.retaining import forget_drafts
from models.operations.requests.discarding_drafts import discard_draft
from models.operations.requests.requesting import save_draft
from models.operations.requests.resuming_drafts import VALID_FOR, find_resume_link, send_resume_link, use_resume_link
from models.outbox import Effect
from models.request import RequestDraft, ResumeLink
from tests.factories import START, Place, acting

LATER = START + timedelta(days=1)


def begun(session: Session, place: Place) -> RequestDraft:
    return save_draft(session, acting(session, place.resident), START, draft_id=None, answers={"kind": {}})


def sent(session: Session, draft: RequestDraft) -> str:
    tokens: list[str] = []

    def write(token: str) -> Mail:
        tokens.append(token)
        return Mail("Ga verder", token)

    send_resume_link(session, draft, START, write)
    return tokens[0]


def test_the_link_goes_to_who_writes_the_request_and_is_kept_as_a_hash(session: Session, place: Place) -> None:
    token = sent(session, begun(session, place))

    mail = session.scalars(select(Effect).where(Effect.kind == "mail", Effect.case_id.is_(None))).one()
    assert mail.payload["to"] == place.resident.email
    assert token not in session.scalars(select(ResumeLink.token_hash)).all()


def test_looking_at_the_link_changes_nothing_and_it_works_once(session: Session, place: Place) -> None:
    token = sent(session, begun(session, place))

    looked = [find_resume_link(session, token, LATER).state for _time in range(3)]
    used = [use_resume_link(session, token, LATER) for _time in range(2)]

    assert looked == ["open"] * 3
    assert used == [True, False]
    assert find_resume_link(session, token, LATER).state == "used"


def test_a_link_is_over_after_two_weeks(session: Session, place: Place) -> None:
    token = sent(session, begun(session, place))

    assert find_resume_link(session, token, START + VALID_FOR).state == "expired"
    assert not use_resume_link(session, token, START + VALID_FOR)


def test_a_link_that_nobody_made_is_unknown_and_so_is_that_of_a_request_that_was_thrown_away(
    session: Session, place: Place
) -> None:
    draft = begun(session, place)
    token = sent(session, draft)

    discard_draft(session, acting(session, place.resident), draft.id)

    assert find_resume_link(session, token, LATER) is None
    assert find_resume_link(session, "nobody made this", LATER) is None


def test_old_drafts_go_with_their_links(session: Session, place: Place) -> None:
    sent(session, begun(session, place))

    assert forget_drafts(session, START + timedelta(days=91)) == 1
    assert session.scalar(select(func.count()).select_from(ResumeLink)) == 0


def test_nobody_is_flooded_with_links(session: Session, place: Place) -> None:
    draft = begun(session, place)
    for _time in range(5):
        sent(session, draft)

    with pytest.raises(TooManyAttempts):
        sent(session, draft)


def test_somebody_who_is_no_longer_active_gets_no_mail(session: Session, place: Place) -> None:
    draft = begun(session, place)
    place.resident.is_active = False

    send_resume_link(session, draft, START, lambda token: Mail("", token))

    assert session.scalars(select(Effect).where(Effect.case_id.is_(None))).all() == []
