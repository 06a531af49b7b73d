"""Forgetting the letters of evenings that are over: their codes, the addresses on them, and the printed files."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models.document import Document
from models.file_store import FileStore
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.queries.evenings.invitations import STREET_LETTERS
from models.reply import Reply
from models.rules.retention import INVITATION_KEPT

LETTER_FILES = (STREET_LETTERS, "invitation_letter")


def forget_letters(session: Session, store: FileStore, now: datetime) -> int:
    """Invitations and letter files of cases whose last evening is long over; a code of a moved evening leads to its new
    moment and stays until then. Returns how many invitations. The journal keeps that letters were made, and their hash.

    The files go first: who is interrupted finds the rows again the next night, and no file is left behind.
    """
    over = (
        select(InfoEvening.case_id)
        .group_by(InfoEvening.case_id)
        .having(func.max(InfoEvening.starts_at) < now - INVITATION_KEPT)
    )
    is_old_file = Document.kind.in_(LETTER_FILES) & Document.case_id.in_(over)
    for sha256 in session.scalars(select(Document.sha256).where(is_old_file)).all():
        store.forget(sha256)
    session.execute(delete(Document).where(is_old_file))
    session.execute(
        update(Reply).where(Reply.case_id.in_(over), Reply.invitation_id.is_not(None)).values(invitation_id=None)
    )
    old = delete(Invitation).where(Invitation.case_id.in_(over)).returning(Invitation.id)
    return len(session.scalars(old).all())
