"""A quote for the launch: asked by a link that works once and for some weeks, and never put in somebody's mouth."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.launch_kit import LaunchQuote
from models.operations.accounts.web_sessions import hashed
from models.operations.effects.planning_effects import plan_effects
from models.operations.keeping.retaining import forget_quoted
from models.operations.launches import quoting
from models.operations.launches.quoting import ANSWER_WITHIN, decline_quote, find_quote, give_quote, quote_token
from models.outbox import Effect
from models.queries.launches.launch_kits import kit_of, last_kit_version
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, later
from tests.kit_steps import approve, ask, edit, facts_now, plan, version_of

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
SECRET = "s" * 40
SAID = "Buren die elkaar kennen: dat is goud waard."


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.LAUNCH)


def give(session: Session, quote: LaunchQuote, case: FoundingCase, text: str = SAID) -> None:
    give_quote(session, quote.id, later(case), facts_now, text=text)


def printed(session: Session, case: FoundingCase) -> str:
    """The quote as it stands in the last version."""
    version = last_kit_version(session, kit_of(session, case))
    return version.facts["citaat"] if version else ""


def state(session: Session, token: str, case: FoundingCase, days: int = 0) -> str:
    found = find_quote(session, token, later(case) + timedelta(days=days))
    assert found is not None
    return found.state


def test_the_mayor_gets_a_link_of_their_own_by_mail(session: Session, place: Place, case: FoundingCase) -> None:
    quote = ask(session, place, case)

    plan_effects(session, case.id, later(case))
    [mail] = [one for one in session.scalars(select(Effect)) if one.payload.get("notice") == "quote_asked"]
    assert (mail.payload["to"], mail.payload["recipient"]) == ("maria@oosterbeke.example", "quoted")
    token = quote_token(session, quote.id, SECRET)
    assert token not in str(mail.payload)  # a plan is kept, and holds no key
    assert quote.token_hash == hashed(token)
    assert state(session, token, case) == "open"


def test_what_is_said_through_the_link_stands_under_the_name(session: Session, place: Place,
                                                            case: FoundingCase) -> None:  # fmt: skip
    quote = ask(session, place, case)
    assert printed(session, case) == ""

    give(session, quote, case)

    assert printed(session, case) == f"“{SAID}” Dat zegt Maria Burgemeester, burgemeester van Oosterbeke."
    assert (quote.state, quote.email) == ("given", "")


def test_a_link_works_once(session: Session, place: Place, case: FoundingCase) -> None:
    quote = ask(session, place, case)
    token = quote_token(session, quote.id, SECRET)
    give(session, quote, case)

    with pytest.raises(Stale):
        give(session, quote, case, "Iets anders dan daarnet.")
    with pytest.raises(Stale):
        decline_quote(session, quote.id, later(case))
    assert state(session, token, case) == "given"
    assert quote.text == SAID


def test_a_link_expires(session: Session, place: Place, case: FoundingCase) -> None:
    quote = ask(session, place, case)
    token = quote_token(session, quote.id, SECRET)
    after = later(case) + ANSWER_WITHIN

    with pytest.raises(GateNotMet) as refused:
        give_quote(session, quote.id, after, facts_now, text=SAID)

    assert refused.value.code == "quote_expired"
    assert state(session, token, case, ANSWER_WITHIN.days) == "expired"


def test_the_link_of_somebody_else_or_of_another_secret_opens_nothing(session: Session, place: Place,
                                                                     case: FoundingCase) -> None:  # fmt: skip
    quote = ask(session, place, case)
    quote_token(session, quote.id, SECRET)

    assert find_quote(session, "verzonnen", later(case)) is None
    assert find_quote(session, quote.token_hash or "", later(case)) is None


def test_who_declines_is_quoted_nowhere_and_the_kit_goes_on(session: Session, place: Place,
                                                           case: FoundingCase) -> None:  # fmt: skip
    quote = ask(session, place, case)

    decline_quote(session, quote.id, later(case))
    plan(session, place, case)
    approve(session, place, case, M, C)

    assert printed(session, case) == ""
    assert kit_of(session, case).approved_at is not None


def test_a_question_that_was_taken_back_opens_nothing_any_more(session: Session, place: Place,
                                                              case: FoundingCase) -> None:  # fmt: skip
    quote = ask(session, place, case)
    token = quote_token(session, quote.id, SECRET)
    by = acting(session, place.people[D], later(case))

    quoting.withdraw_quote(session, case.id, by, later(case), facts_now, quote_id=quote.id)

    assert state(session, token, case) == "withdrawn"
    with pytest.raises(Stale):
        give(session, quote, case)


def test_a_quote_that_is_left_out_stands_in_no_next_version(session: Session, place: Place,
                                                           case: FoundingCase) -> None:  # fmt: skip
    quote = ask(session, place, case)
    give(session, quote, case)
    by = acting(session, place.people[P], later(case))

    quoting.withdraw_quote(session, case.id, by, later(case), facts_now, quote_id=quote.id)

    assert (printed(session, case), version_of(session, case)) == ("", 2)


def test_one_question_at_a_time(session: Session, place: Place, case: FoundingCase) -> None:
    ask(session, place, case)

    with pytest.raises(Stale) as refused:
        ask(session, place, case)

    assert refused.value.code == "asked_already"


@pytest.mark.parametrize("role", [M, C])
def test_only_desk_and_mandated_officer_ask(session: Session, place: Place, case: FoundingCase, role: Role) -> None:
    with pytest.raises(NotAllowed):
        ask(session, place, case, role)


def test_a_quote_that_was_heard_says_how(session: Session, place: Place, case: FoundingCase) -> None:
    by = acting(session, place.people[D], later(case))
    values = {"name": "Maria Burgemeester", "capacity": "burgemeester", "text": SAID}

    with pytest.raises(Invalid) as refused:
        quoting.enter_quote(session, case.id, by, later(case), facts_now, way="", **values)
    quoting.enter_quote(session, case.id, by, later(case), facts_now, way="phone", **values)

    assert refused.value.field == "way"
    assert "Maria Burgemeester, burgemeester" in printed(session, case)
    [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "launch_quote:given")).all()
    assert entry.data["how"] == "per telefoon"


@pytest.mark.parametrize(("text", "code"), [
    ("Kort", "missing_text"),
    ("Minder inbraken, daar gaan we voor.", "promise"),
    ("woord " * 80, "too_long"),
    ("Dank aan Roos Bewoner Oosterbeke voor het initiatief.", "private_name"),
])  # fmt: skip
def test_what_can_not_be_printed_is_refused_and_the_link_stays(session: Session, place: Place, case: FoundingCase,
                                                              text: str, code: str) -> None:  # fmt: skip
    quote = ask(session, place, case)

    with pytest.raises(Invalid) as refused:
        give(session, quote, case, text)

    assert (refused.value.code, quote.state) == (code, "asked")


def test_once_both_approved_no_quote_makes_their_approval_lapse(session: Session, place: Place,
                                                               case: FoundingCase) -> None:  # fmt: skip
    quote = ask(session, place, case)
    token = quote_token(session, quote.id, SECRET)
    plan(session, place, case)
    approve(session, place, case, M, C)

    with pytest.raises(GateNotMet):
        give(session, quote, case)
    assert state(session, token, case) == "over"

    edit(session, place, case, "post_1", "Vanaf {{datum}} is {{netwerk}} actief. Kom erbij: {{link}}")
    assert state(session, token, case) == "open"  # the texts are open again, and so is the link


def test_no_name_and_no_address_stand_in_the_journal(session: Session, place: Place, case: FoundingCase) -> None:
    quote = ask(session, place, case)
    give(session, quote, case)

    told = [str(one.data) for one in session.scalars(select(JournalEntry)) if one.event.startswith("launch_quote")]
    assert len(told) == 2
    assert not [one for one in told if "Maria" in one or "@" in one or "goud" in one]


def test_where_somebody_could_be_reached_is_forgotten_when_the_link_is_over(session: Session, place: Place,
                                                                           case: FoundingCase) -> None:  # fmt: skip
    quote = ask(session, place, case)

    assert forget_quoted(session, later(case)) == 0
    assert forget_quoted(session, later(case) + ANSWER_WITHIN + timedelta(days=1)) == 1

    session.expire_all()
    assert (quote.email, quote.link_seed) == ("", "")
