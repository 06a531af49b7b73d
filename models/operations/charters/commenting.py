"""Talking about the charter while it is written: a comment on a piece, other words for it, answers, and its end."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.charter import CharterSection, SectionSave
from models.charter_comment import CharterComment, CommentAnswer
from models.operations.cases.acting import Taken, proceed, record, take, written
from models.operations.charters.area_of_charter import check_streets
from models.operations.charters.drafting_charter import draft_of
from models.operations.charters.keeping_sections import keep_content
from models.operations.charters.saving_sections import section_of
from models.rules.access import Actor
from models.rules.charter_content import checked_content, plain_text, section_named
from models.rules.charter_paragraphs import Paragraph, fingerprint_of_piece, paragraphs_of, taken_over
from models.rules.charter_sections import SECTION
from models.rules.refusals import Invalid, NotAllowed, Stale

COMMENT, SUGGESTION = "Reactie", "Voorstel"
OUTCOMES = {"done": "afgehandeld", "taken_over": "overgenomen", "not_followed": "niet gevolgd"}


def write_comment(session: Session, case_id: int, by: Actor, at: datetime, *, section: str, field: str = "",
                  quote: str = "", text: str = "", suggestion: str = "", seen: str = "") -> CharterComment:  # fmt: skip
    """Say something about a piece of a section, or suggest other words for it.

    `field` and `quote`: the piece as the writer saw it. Raises Invalid (at 'text' or 'suggestion') where nothing is
    said or nothing else is suggested, Stale where the text is frozen or the piece never stood there.
    """
    taken = take(session, case_id, "comment_charter", by, seen=seen)
    charter, shape = draft_of(session, taken), section_named(section)
    row = next(one for one in charter.sections if one.code == section)
    piece = _piece_of(session, row, field, plain_text(quote))
    suggestion = written(plain_text(suggestion), "suggestion", shortest=0)
    if suggestion and not piece.is_text:
        raise Invalid("no_text", "Hier kunt u geen andere tekst voorstellen. Schrijf het in uw reactie.", "suggestion")
    if suggestion and suggestion == piece.text:
        raise Invalid("same_text", "Dit staat er al. Schrijf de tekst zoals hij volgens u moet zijn.", "suggestion")
    one = CharterComment(
        case_id=case_id, charter_id=charter.id, section=section, field=field, quote=piece.text, suggestion=suggestion,
        text=written(plain_text(text), "text", shortest=0 if suggestion else 2), written_by_id=by.person_id,
        written_at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    what = SUGGESTION if suggestion else COMMENT
    record(session, taken.case, "comment:written", by, at, taken.function, what=what, section=shape.title, code=section,
           comment_id=one.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
    return one


def _piece_of(session: Session, row: CharterSection, field: str, quote: str) -> Paragraph:
    """The piece that stands in the section, or stood there while somebody read it (bad story: words that never stood in
    the charter are quoted as if they had)."""
    shape = SECTION[row.code]
    for content in (row.content, *session.scalars(select(SectionSave.content).where(SectionSave.section_id == row.id))):
        for one in paragraphs_of(shape, content):
            if (one.field, one.text) == (field, quote):
                return one
    raise Stale("paragraph_gone", "Deze tekst staat niet meer in het charter. Kies opnieuw waarover het gaat.")


def answer_comment(session: Session, case_id: int, by: Actor, at: datetime, *, comment_id: int, text: str,
                   seen: str = "") -> None:  # fmt: skip
    """Answer a comment. One that was settled is open again."""
    taken = take(session, case_id, "comment_charter", by, seen=seen)
    draft_of(session, taken)
    one = _comment(session, case_id, comment_id)
    _answer(session, one, text, by, at)
    one.outcome, one.settled_at, one.settled_by_id = "", None, None
    _tell(session, taken, "comment:answered", one, by, at)


def _answer(session: Session, one: CharterComment, text: str, by: Actor, at: datetime) -> None:
    said = written(plain_text(text), "text")
    session.add(CommentAnswer(comment_id=one.id, text=said, written_by_id=by.person_id, written_at=at))


def settle_comment(session: Session, case_id: int, by: Actor, at: datetime, *, comment_id: int, outcome: str,
                   text: str = "", piece: str = "", seen: str = "") -> None:  # fmt: skip
    """Close a comment: done, not followed (with a word why), or its suggestion taken over into the text.

    `piece`: the fingerprint of the piece that the reader saw (`fingerprint_of_piece`), for who takes over. Raises Stale
    when somebody settled it or changed that piece meanwhile, NotAllowed for who may not write the charter.
    """
    if outcome not in OUTCOMES:
        raise Invalid("unknown_outcome", "Kies wat er met deze reactie gebeurt.", "outcome")
    action = "edit_charter" if outcome == "taken_over" else "comment_charter"
    taken = take(session, case_id, action, by, seen=seen)
    draft_of(session, taken)
    one = _comment(session, case_id, comment_id)
    if one.outcome:
        raise Stale("comment_settled", "Iemand anders handelde dit intussen af.")
    if outcome == "not_followed" or text.strip():
        _answer(session, one, text, by, at)
    if outcome == "taken_over":
        _take_over(session, taken, one, piece, by, at)
    one.outcome, one.settled_at, one.settled_by_id = outcome, at, by.person_id
    _tell(session, taken, "comment:settled", one, by, at, outcome=OUTCOMES[outcome])


def _take_over(session: Session, taken: Taken, one: CharterComment, piece: str, by: Actor, at: datetime) -> None:
    row, shape = section_of(session, taken, one.section), SECTION[one.section]
    if not one.suggestion:
        raise Invalid("no_suggestion", "Hier wordt geen andere tekst voorgesteld.", "outcome")
    if fingerprint_of_piece(shape, row.content, one.field, one.quote) != piece:
        raise Stale("paragraph_changed", "Deze tekst is intussen veranderd. Kijk het voorstel opnieuw na.")
    content = taken_over(shape, row.content, one.field, one.quote, one.suggestion)
    if content is None:
        raise Stale("paragraph_gone", "Deze tekst is te veel veranderd. Pas het onderdeel zelf aan.")
    content = checked_content(one.section, content)
    if one.section == "area":
        check_streets(session, taken.case, content)
    keep_content(session, row, content, by, at, suggested_by_id=one.written_by_id)
    session.flush()


def _comment(session: Session, case_id: int, comment_id: int) -> CharterComment:
    one = session.get(CharterComment, comment_id)
    if one is None or one.case_id != case_id:
        raise NotAllowed("unknown_comment", "Deze reactie bestaat niet.")
    return one


def _tell(session: Session, taken: Taken, event: str, one: CharterComment, by: Actor, at: datetime,
          **more: str) -> None:  # fmt: skip
    record(session, taken.case, event, by, at, taken.function, what=SUGGESTION if one.suggestion else COMMENT,
           section=SECTION[one.section].title, code=one.section, comment_id=one.id, **more)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
