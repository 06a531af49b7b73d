"""The letters to an evening that is long over are erased: codes, addresses and files; the hash stays in the journal."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import Document
from models.file_store import Folder
from models.invitation import Invitation
from models.operations.effects.producing import ProducedFile
from models.operations.evenings.forgetting_letters import forget_letters
from models.operations.evenings.inviting import record_street_letters
from models.queries.evenings.invitations import stretches_of
from models.reply import Reply
from tests.factories import START, Place
from tests.reply_steps import letters, plan, reply, with_letters

AT = START + timedelta(days=100)
OVER = AT + timedelta(days=30)


def test_letters_are_erased_ninety_days_after_the_last_evening_and_not_before(
    session: Session, place: Place, tmp_path: Path
) -> None:
    case = with_letters(session, place, AT)
    first = letters(session, case)[0]
    reply(session, first, AT)
    sha256 = Folder(tmp_path).keep(b"letters")
    other = Folder(tmp_path).keep(b"another paper")
    stretch = stretches_of(session, first.evening_id)[0]
    file = ProducedFile("application/pdf", "brieven.pdf", sha256, 7)
    record_street_letters(session, first.evening_id, file, stretch, "1-0001", AT)

    assert forget_letters(session, Folder(tmp_path), OVER + timedelta(days=89)) == 0
    assert (tmp_path / sha256).exists()
    assert forget_letters(session, Folder(tmp_path), OVER + timedelta(days=91)) > 0

    session.expire_all()
    assert not session.scalars(select(Invitation)).all()
    assert not session.scalars(select(Document).where(Document.kind == "street_letters")).all()
    assert [one.invitation_id for one in session.scalars(select(Reply))] == [None]
    assert [(tmp_path / one).exists() for one in (sha256, other)] == [False, True]
    assert forget_letters(session, Folder(tmp_path), OVER + timedelta(days=92)) == 0


def test_the_codes_of_an_evening_that_moved_stay_until_the_new_moment_is_long_over(
    session: Session, place: Place, tmp_path: Path
) -> None:
    case = with_letters(session, place, AT)
    plan(session, place, case, AT, 150, reason="Zaal afgebrand.")

    assert forget_letters(session, Folder(tmp_path), OVER + timedelta(days=100)) == 0
    assert letters(session, case)
