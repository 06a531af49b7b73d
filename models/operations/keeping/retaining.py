"""Forgetting what may not be kept any longer. Each returns how many rows it forgot; moments are real time.

Journals are left alone: they hold no names of residents, and `erasing_words` takes out what somebody typed."""

from datetime import datetime

from sqlalchemy import String, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.ballot import Ballot, BallotVoter
from models.candidate import Candidate
from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.info_evening import InfoEvening
from models.launch_kit import LaunchQuote
from models.measure import Measure
from models.network import NeighbourhoodNetwork
from models.operations.accounts.attempts import forget_attempts
from models.operations.accounts.known_devices import forget_old_devices
from models.operations.accounts.passkeys import forget_passkey_challenges
from models.operations.accounts.signing_in import forget_sign_in_links
from models.operations.accounts.signing_in_by_provider import forget_provider_sign_ins
from models.operations.accounts.web_sessions import forget_ended_web_sessions
from models.operations.networks.joining import forget
from models.operations.requests.resuming_drafts import forget_links_of
from models.opinion import Opinion
from models.outbox import Effect, OutboxEntry
from models.participant import Participant
from models.queries.authorities.webhooks import KIND as WEBHOOK
from models.queries.evenings.participants import over_since
from models.reply import Reply
from models.request import RequestDraft
from models.rules.advice import AWAITED
from models.rules.enrolments import PRESENT
from models.rules.retention import (
    ADVISER_KEPT,
    ATTEMPT_KEPT,
    ATTENDANCE_KEPT,
    BALLOT_VOTER_KEPT,
    DRAFT_KEPT,
    MAIL_TEXT_KEPT,
    MEASURE_KEPT,
    MEMBER_KEPT,
    PARTICIPANT_KEPT,
    REPLY_ADDRESS_KEPT,
    REPLY_KEPT,
    SIGN_IN_LINK_KEPT,
    SURVEY_TEXT_KEPT,
    UNCONFIRMED_ENROLMENT_KEPT,
    UNCONFIRMED_VOICE_KEPT,
    VOICE_KEPT,
    WEB_SESSION_KEPT,
    WITHDRAWN_MEASURE_KEPT,
    WORK_KEPT,
)
from models.support import Voice
from models.survey import Survey, SurveyTicket

# What remains of a mail: enough to know which notice it was, nothing about who got it.
_REMAINS = ("notice", "stage", "sequence", "recipient")


def forget_drafts(session: Session, now: datetime) -> int:
    """Requests that were begun and left; those that became a case are part of it, and their copy goes too."""
    old = list(session.scalars(select(RequestDraft.id).where(RequestDraft.saved_at < now - DRAFT_KEPT)))
    forget_links_of(session, old)
    session.execute(delete(RequestDraft).where(RequestDraft.id.in_(old)))
    return len(old)


def forget_sign_in(session: Session, now: datetime) -> int:
    """Links, counted tries and ended sessions."""
    return (
        forget_sign_in_links(session, now - SIGN_IN_LINK_KEPT)
        + forget_provider_sign_ins(session, now - SIGN_IN_LINK_KEPT)
        + forget_passkey_challenges(session, now - SIGN_IN_LINK_KEPT)
        + forget_old_devices(session, now)
        + forget_attempts(session, now - ATTEMPT_KEPT)
        + forget_ended_web_sessions(session, now - WEB_SESSION_KEPT)
    )


def forget_advisers(session: Session, now: datetime) -> int:
    """Where advisers could be reached, and their links; an opinion that a case still waits for keeps both."""
    ended = select(FoundingCase.id).where(FoundingCase.ended_at.is_not(None))
    is_settled = or_(Opinion.state.not_in(AWAITED), Opinion.case_id.in_(ended))
    old = (
        update(Opinion)
        .where(Opinion.email != "", is_settled, Opinion.due_on < (now - ADVISER_KEPT).date())
        .values(email="", link_seed="", token_hash=None)
    )
    return len(session.scalars(old.returning(Opinion.id)).all())


def forget_quoted(session: Session, now: datetime) -> int:
    """Where somebody could be reached who never answered when a quote was asked, once the link no longer works."""
    old = (
        update(LaunchQuote).where(LaunchQuote.email != "", LaunchQuote.expires_at < now).values(email="", link_seed="")
    )
    return len(session.scalars(old.returning(LaunchQuote.id)).all())


def forget_voices(session: Session, now: datetime) -> int:
    """Voices that nobody confirmed, and of old ones who gave them. That a dwelling's voice counted stays."""
    unconfirmed = delete(Voice).where(
        Voice.state == "unconfirmed", Voice.channel == "online", Voice.expires_at < now - UNCONFIRMED_VOICE_KEPT
    )
    forgotten = len(session.scalars(unconfirmed.returning(Voice.id)).all())
    named = session.scalars(
        update(Voice)
        .where(Voice.given_at < now - VOICE_KEPT, Voice.name != "")
        .values(name="", email="", phone="", wishes=[], token_hash=None)
        .returning(Voice.id)
    )
    return forgotten + len(named.all())


def forget_attendance(session: Session, now: datetime) -> int:
    """Which dwellings came to an evening. How many people came stays."""
    old = session.scalars(
        update(Attendance)
        .where(Attendance.arrived_at < now - ATTENDANCE_KEPT, Attendance.street_id.is_not(None))
        .values(street_id=None, house_number=None, suffix="", suffix_key="", dwelling_id=None, removal_reason="")
        .returning(Attendance.id)
    )
    return len(old.all())


def forget_voters(session: Session, now: datetime) -> int:
    """Which dwellings voted in a vote that nobody closed: the case ended or the evening was called off meanwhile. By
    then no vote counts any more (models.rules.ballots.VOTING_LASTS)."""
    over = select(Ballot.id).join(InfoEvening, InfoEvening.id == Ballot.evening_id)
    old = delete(BallotVoter).where(
        BallotVoter.ballot_id.in_(over.where(InfoEvening.starts_at < now - BALLOT_VOTER_KEPT))
    )
    return len(session.execute(old.returning(BallotVoter.dwelling_id)).all())


def forget_replies(session: Session, now: datetime) -> int:
    """What somebody said for an info evening that is over. The address of who confirmed that they want news stays for
    a year; that a dwelling replied, and with how many, stays as a number."""
    over = select(InfoEvening.id).where(InfoEvening.starts_at < now - REPLY_KEPT)
    long_over = select(InfoEvening.id).where(InfoEvening.starts_at < now - REPLY_ADDRESS_KEPT)
    is_wanted = Reply.wants_news & Reply.email_confirmed_at.is_not(None)
    said = session.scalars(
        update(Reply)
        .where(
            Reply.evening_id.in_(over),
            or_(
                cast(Reply.needs, String) != "[]",
                Reply.other_needs != "",
                Reply.question != "",
                Reply.token_hash.is_not(None),
            ),
        )
        .values(needs=[], other_needs="", question="", question_item="", token_hash=None, to_tell="")
        .returning(Reply.id)
    ).all()
    addresses = session.scalars(
        update(Reply)
        .where(Reply.email != "", Reply.evening_id.in_(long_over) | (Reply.evening_id.in_(over) & ~is_wanted))
        .values(email="", wants_news=False)
        .returning(Reply.id)
    ).all()
    return len({*said, *addresses})


def forget_participants(session: Session, now: datetime) -> int:
    """Who took part in a founding, or was a candidate, that gave its list of members to the coordinator or ended."""
    named = select(Participant.case_id).union(select(Candidate.case_id))
    with_data = select(FoundingCase).where(FoundingCase.id.in_(named))
    over = [
        case.id for case in session.scalars(with_data)
        if (since := over_since(session, case)) is not None and since < now - PARTICIPANT_KEPT
    ]  # fmt: skip
    candidates = delete(Candidate).where(Candidate.case_id.in_(over)).returning(Candidate.id)
    participants = delete(Participant).where(Participant.case_id.in_(over)).returning(Participant.id)
    return len(session.scalars(candidates).all()) + len(session.scalars(participants).all())


def forget_members(session: Session, now: datetime) -> int:
    """Who asked to join and never confirmed it, and the members of a network that ended: of them the row stays, with
    what was delivered to it, as of who left."""
    stale = delete(Enrolment).where(
        Enrolment.state == "unconfirmed", Enrolment.expires_at < now - UNCONFIRMED_ENROLMENT_KEPT
    )
    ended = select(NeighbourhoodNetwork.id).where(
        NeighbourhoodNetwork.state.in_(("terminated", "merged")),
        NeighbourhoodNetwork.ended_on < day_of(now - MEMBER_KEPT),
    )
    over = select(Enrolment).where(Enrolment.network_id.in_(ended), Enrolment.state.in_(PRESENT))
    rows = session.scalars(over).all()
    for row in rows:
        forget(row, "left", now)
    session.execute(delete(SurveyTicket).where(SurveyTicket.enrolment_id.in_([row.id for row in rows])))
    return len(rows) + len(session.scalars(stale.returning(Enrolment.id)).all())


def forget_measures(session: Session, now: datetime) -> int:
    """Measures in which nothing could follow any more, after their term; those that were withdrawn sooner. What a mail
    said of one goes with it."""
    old = session.scalars(
        select(Measure).where(
            (Measure.settled_at < now - MEASURE_KEPT)
            | ((Measure.state == "withdrawn") & (Measure.settled_at < now - WITHDRAWN_MEASURE_KEPT))
        )
    ).all()
    for one in old:
        session.delete(one)
    session.flush()
    return len(old)


def forget_survey_texts(session: Session, now: datetime) -> int:
    """What members wrote in a survey that closed long ago; the counts stay, so that years compare."""
    old = session.scalars(
        select(Survey).where(Survey.closed_at < now - SURVEY_TEXT_KEPT, Survey.results.is_not(None))
    ).all()
    with_texts = [one for one in old if one.results and one.results.get("texts")]
    for one in with_texts:
        one.results = {**(one.results or {}), "texts": []}
    return len(with_texts)


def forget_mail_texts(session: Session, now: datetime) -> int:
    """Names, addresses and texts of mails that were settled long ago. The journal keeps that they were sent."""
    settled = session.scalars(
        select(Effect).where(
            Effect.kind == "mail",
            Effect.state.in_(("confirmed", "given_up")),
            Effect.planned_at < now - MAIL_TEXT_KEPT,
            Effect.payload["to"].as_string().is_not(None),
        )
    ).all()
    for effect in settled:
        effect.payload = {name: effect.payload[name] for name in _REMAINS if name in effect.payload}
    return len(settled)


def forget_done_work(session: Session, now: datetime) -> int:
    """Outbox entries that were done, and messages to programs that arrived or were given up."""
    old = delete(OutboxEntry).where(OutboxEntry.done_at < now - WORK_KEPT).returning(OutboxEntry.id)
    told = delete(Effect).where(Effect.kind == WEBHOOK, Effect.state.in_(("confirmed", "given_up")),
                                Effect.planned_at < now - WORK_KEPT).returning(Effect.id)  # fmt: skip
    return len(session.scalars(old).all()) + len(session.scalars(told).all())
