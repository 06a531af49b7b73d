"""A quote for the launch: asked by a link, given or declined without an account, or entered by who heard it.

Nobody is quoted who did not say it: a quote stands under a name only when it came through that person's own link, or
when somebody of desk or police says by which other means they gave it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.launch_kit import LaunchKit, LaunchQuote
from models.operations.accounts.personal_links import kept_token
from models.operations.accounts.signing_in import normal_email
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import lock_case, proceed, record, settings_of, written
from models.operations.launches.launch_kits import FactsNow, TakenKit, require_open, take_kit, texts_of, write_version
from models.queries.cases.private_names import private_names
from models.queries.launches.launch_kits import is_open, last_kit_version, quotes_of
from models.rules.access import SYSTEM, Actor
from models.rules.launch_kit import LONGEST_QUOTE, QUOTE_WAYS
from models.rules.names import first_named
from models.rules.promises import PROMISED, promise_in
from models.rules.refusals import GateNotMet, Invalid, Stale

QUOTED = "quoted"  # the function in which it stands in the journal
ANSWER_WITHIN = timedelta(days=21)
LONGEST_NAME = 120  # characters of a name or a capacity


@dataclass(frozen=True)
class FoundQuote:
    """What a link opens. `state`: open, given, declined, withdrawn, expired, or over (the texts are approved)."""

    quote: LaunchQuote
    kit: LaunchKit
    case: FoundingCase
    state: str


def ask_quote(session: Session, case_id: int, by: Actor, at: datetime, *, name: str, capacity: str,
              email: str) -> LaunchQuote:  # fmt: skip
    """Ask somebody by mail, with a link of their own. Raises Stale while another question waits, and Invalid."""
    taken = take_kit(session, case_id, "ask_quote", by)
    _require_unapproved(taken.kit)
    if any(one.state == "asked" and one.expires_at > at for one in quotes_of(session, taken.kit)):
        raise Stale("asked_already", "Er is al een citaat gevraagd. Trek die vraag eerst in.")
    place = email.strip().rpartition("@")[2]
    if "@" not in email or "." not in place or " " in email.strip():
        raise Invalid("no_address", "Vul een mailadres in.", "email")
    quote = LaunchQuote(kit_id=taken.kit.id, name=_line(name, "name"), capacity=_line(capacity, "capacity"),
                        email=normal_email(email), link_seed=secrets.token_hex(16), asked_by_id=by.person_id,
                        asked_at=at, expires_at=at + ANSWER_WITHIN)  # fmt: skip
    session.add(quote)
    session.flush()
    record(session, taken.case, "launch_quote:asked", by, at, taken.function, capacity=quote.capacity,
           quote_id=quote.id, answer_by=(at + ANSWER_WITHIN).date().isoformat())  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
    return quote


def enter_quote(session: Session, case_id: int, by: Actor, at: datetime, facts_now: FactsNow, *, name: str,
                capacity: str, text: str, way: str) -> None:  # fmt: skip
    """Enter what somebody gave by other means. Raises Invalid."""
    taken = take_kit(session, case_id, "ask_quote", by)
    _require_unapproved(taken.kit)
    if way not in QUOTE_WAYS:
        raise Invalid("unknown_way", "Kies hoe u het citaat kreeg.", "way")
    quote = LaunchQuote(kit_id=taken.kit.id, name=_line(name, "name"), capacity=_line(capacity, "capacity"), way=way,
                        text=_checked(session, case_id, text, name), state="given", asked_by_id=by.person_id,
                        asked_at=at, expires_at=at, answered_at=at)  # fmt: skip
    session.add(quote)
    session.flush()
    record(session, taken.case, "launch_quote:given", by, at, taken.function, capacity=quote.capacity,
           how=QUOTE_WAYS[way], quote_id=quote.id, is_by_link=False)  # fmt: skip
    _take_over(session, taken, facts_now, by, at)


def withdraw_quote(session: Session, case_id: int, by: Actor, at: datetime, facts_now: FactsNow, *,
                   quote_id: int) -> None:  # fmt: skip
    """Take a question back, or leave out a quote that was given. Raises Stale when there is nothing to take back."""
    taken = take_kit(session, case_id, "ask_quote", by)
    quote = session.get(LaunchQuote, quote_id)
    if quote is None or quote.kit_id != taken.kit.id or quote.state not in ("asked", "given"):
        raise Stale("no_quote", "Dit citaat is er niet meer.")
    quote.state, quote.email = "withdrawn", ""
    record(session, taken.case, "launch_quote:withdrawn", by, at, taken.function, capacity=quote.capacity)
    _take_over(session, taken, facts_now, by, at)


def quote_token(session: Session, quote_id: int, secret_key: str, before: str = "") -> str:
    """The token of somebody's link, for a mail: the same each time, and kept nowhere but as its hash."""
    return kept_token(session.get_one(LaunchQuote, quote_id), QUOTED, secret_key, before)


def find_quote(session: Session, token: str, at: datetime) -> FoundQuote | None:
    """What a link opens; None for an unknown one. Looking changes nothing."""
    row = session.scalars(select(LaunchQuote).where(LaunchQuote.token_hash == hashed(token))).one_or_none()
    if row is None:
        return None
    kit = session.get_one(LaunchKit, row.kit_id)
    case = session.get_one(FoundingCase, kit.case_id)
    return FoundQuote(row, kit, case, _state(session, row, kit, case, at))


def _state(session: Session, row: LaunchQuote, kit: LaunchKit, case: FoundingCase, at: datetime) -> str:
    if row.state != "asked":
        return row.state
    if not is_open(session, case, kit) or kit.approved_at is not None:
        return "over"
    return "expired" if row.expires_at <= at else "open"


def give_quote(session: Session, quote_id: int, at: datetime, facts_now: FactsNow, *, text: str) -> None:
    """Keep what somebody says through their own link, which is then used. Raises Stale, GateNotMet and Invalid."""
    taken, quote = _by_link(session, quote_id, at)
    quote.text = _checked(session, taken.case.id, text, quote.name)
    quote.state, quote.answered_at, quote.email = "given", at, ""
    record(session, taken.case, "launch_quote:given", SYSTEM, at, QUOTED, capacity=quote.capacity,
           how="via de eigen link", quote_id=quote.id, is_by_link=True)  # fmt: skip
    _take_over(session, taken, facts_now, SYSTEM, at)


def decline_quote(session: Session, quote_id: int, at: datetime) -> None:
    """Somebody gives no quote; the kit goes on without. Raises Stale and GateNotMet."""
    taken, quote = _by_link(session, quote_id, at)
    quote.state, quote.answered_at, quote.email = "declined", at, ""
    record(session, taken.case, "launch_quote:declined", SYSTEM, at, QUOTED, capacity=quote.capacity)
    proceed(session, taken.case, taken.settings, at)


def _by_link(session: Session, quote_id: int, at: datetime) -> tuple[TakenKit, LaunchQuote]:
    quote = session.get_one(LaunchQuote, quote_id)
    kit = session.get_one(LaunchKit, quote.kit_id)
    case = lock_case(session, kit.case_id)
    session.refresh(quote)
    session.refresh(kit)
    if quote.state != "asked":
        raise Stale("quote_used", "Deze link is al gebruikt, of de vraag is ingetrokken.")
    require_open(session, case, kit)
    _require_unapproved(kit)
    if quote.expires_at <= at:
        raise GateNotMet("quote_expired", "De termijn van deze link is voorbij.")
    return TakenKit(case, settings_of(case), QUOTED, kit), quote


def _take_over(session: Session, taken: TakenKit, facts_now: FactsNow, by: Actor, at: datetime) -> None:
    """The quote is a fact: with another one there is a next version."""
    session.flush()
    facts, present = facts_now(session, taken.case, taken.kit), last_kit_version(session, taken.kit)
    if present is None or present.facts.get("citaat", "") != facts["citaat"]:
        write_version(session, taken, texts_of(session, taken.kit, taken.language), facts, "citaat", by, at)
    proceed(session, taken.case, taken.settings, at)


def _require_unapproved(kit: LaunchKit) -> None:
    """The bad story: a quote comes an hour before the moment, both approvals lapse, and nothing leaves."""
    if kit.approved_at is not None:
        raise GateNotMet("kit_approved", "De teksten zijn al goedgekeurd, zonder dit citaat.")


def _checked(session: Session, case_id: int, typed: str, own_name: str) -> str:
    text = " ".join(written(typed or "", "text", shortest=10).split()).strip('“”"')
    if len(text) > LONGEST_QUOTE:
        raise Invalid("too_long", f"Dit zijn {len(text)} tekens. Hoogstens {LONGEST_QUOTE} passen.", "text")
    if promise := promise_in(text):
        raise Invalid("promise", PROMISED.format(promise=promise), "text")
    names = [one for one in private_names(session, case_id) if one != own_name]
    if name := first_named(text, names):
        raise Invalid("private_name", f"Hier staat de naam van een bewoner ({name}). Het citaat wordt publiek.", "text")
    return text


def _line(typed: str, field: str) -> str:
    found = " ".join(written(typed or "", field).split())
    if len(found) > LONGEST_NAME:
        raise Invalid("too_long", f"Hoogstens {LONGEST_NAME} tekens.", field)
    return found
