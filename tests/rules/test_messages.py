"""Messages: who writes what and lets it go (seed 002; besafe.jdbi), how members are reached, and what fits in a text
message (3GPP TS 23.038, TS 23.040)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models.rules.access import COORDINATORS, POLICE_ROLES
from models.rules.charter_sections import MESSAGE_CLASSES
from models.rules.messages import (
    FEEDBACK,
    KINDS,
    NON_URGENT,
    URGENT,
    channels_for,
    checked_text,
    is_by_night,
    key_turners,
    needs_second_key,
)
from models.rules.refusals import Invalid
from models.rules.return_addresses import MESSAGE, SURVEY, read_return_address, return_address
from models.rules.text_messages import international, parts_of, plain_signs

SECRET = "geheim" * 8


def test_only_the_police_let_an_urgent_message_go_and_turn_its_second_key() -> None:
    urgent = KINDS["urgent"]

    assert (urgent.writers, urgent.senders, key_turners(urgent)) == (POLICE_ROLES, POLICE_ROLES, POLICE_ROLES)


@pytest.mark.parametrize("code", [code for code, kind in KINDS.items() if code not in ("urgent", "own_news")])
def test_what_the_police_tell_goes_through_the_coordinator(code: str) -> None:
    assert KINDS[code].writers == POLICE_ROLES
    assert KINDS[code].senders == COORDINATORS
    assert KINDS[code].goes_through_coordinator


def test_every_class_of_a_kind_is_one_of_the_communication_plan() -> None:
    assert {kind.message_class for kind in KINDS.values()} == {URGENT, NON_URGENT, FEEDBACK}
    assert {URGENT, NON_URGENT, FEEDBACK} <= MESSAGE_CLASSES.keys()


@pytest.mark.parametrize(
    ("plan", "asked"),
    [
        ({}, False),
        ({"messages": {}}, False),
        ({"messages": {"urgent": {"sender": "politie"}}}, False),  # a charter of before this was asked
        ({"messages": {"urgent": {"two_keys": "no"}}}, False),
        ({"messages": {"urgent": {"two_keys": ""}}}, False),
        ({"messages": {"urgent": {"two_keys": "yes"}}}, True),
        ({"messages": {"non_urgent": {"two_keys": "yes"}}}, False),
    ],
)
def test_a_second_key_is_asked_where_the_plan_says_so(plan: dict, asked: bool) -> None:  # type: ignore[type-arg]
    assert needs_second_key(plan, URGENT) is asked


@pytest.mark.parametrize(
    ("message_class", "preferred", "phone", "email", "has_sms", "allowed", "ways"),
    [
        (NON_URGENT, "mail", True, True, True, ("mail",), ("mail",)),
        (NON_URGENT, "sms", True, True, True, ("sms", "mail"), ("sms",)),
        (NON_URGENT, "sms", True, True, False, ("sms", "mail"), ("mail",)),  # no gateway here
        (NON_URGENT, "sms", True, False, False, ("sms", "call"), ("call",)),
        (NON_URGENT, "sms", True, False, False, ("sms",), ()),
        (NON_URGENT, "call", True, True, True, ("call", "mail"), ("call",)),
        (NON_URGENT, "mail", False, False, True, ("mail",), ()),
        (URGENT, "mail", True, True, True, ("sms", "mail"), ("sms", "mail")),
        (URGENT, "mail", True, True, True, ("mail",), ("mail",)),  # never agreed to text messages
        (URGENT, "call", True, False, True, ("call",), ("call",)),
        (URGENT, "call", True, True, True, ("call", "mail"), ("mail",)),
    ],
)
def test_how_a_member_is_reached(
    message_class: str, preferred: str, phone: bool, email: bool, has_sms: bool, allowed: tuple[str, ...],
    ways: tuple[str, ...],
) -> None:  # fmt: skip
    assert channels_for(message_class, preferred, phone, email, has_sms, allowed) == ways


@pytest.mark.parametrize(("hour", "by_night"), [(5, True), (6, False), (12, False), (21, False), (22, True), (0, True)])
def test_the_night_is_from_ten_to_six(hour: int, by_night: bool) -> None:
    assert is_by_night(datetime(2026, 3, 2, hour, tzinfo=ZoneInfo("Europe/Brussels"))) is by_night


@pytest.mark.parametrize(
    ("subject", "text", "code"),
    [("", "een heel bericht", "missing_subject"), ("x" * 101, "een heel bericht", "too_long"),
     ("Over iets", "kort", "too_short"), ("Over iets", "x" * 3001, "too_long")],
)  # fmt: skip
def test_words_that_cannot_be_sent(subject: str, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_text(subject, text)

    assert refused.value.code == code


def test_a_subject_is_one_line() -> None:
    assert checked_text("  Twee\nregels ", " een heel bericht ") == ("Twee regels", "een heel bericht")


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2), ("ł" * 70, 1),
     ("ł" * 71, 2), ("😀" * 35, 1), ("😀" * 36, 2)],
)  # fmt: skip
def test_in_how_many_parts_a_text_message_goes(text: str, parts: int) -> None:
    assert parts_of(text) == parts


def test_signs_that_people_type_stay_in_the_cheap_alphabet() -> None:
    assert plain_signs("‘Coördinator’ – België…") == "'Coördinator' - Belgie..."
    assert parts_of(plain_signs("ë’–…“”" * 16)) == 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0470 00 00 00", "+32470000000"), ("+32 (0)470 00.00.00", "+32470000000"), ("0031 6 00000000", "+31600000000"),
     ("02/000 00 00", "+3220000000"), ("12", ""), ("470000000", ""), ("", "")],
)  # fmt: skip
def test_a_number_as_a_gateway_takes_it(typed: str, number: str) -> None:
    assert international(typed) == number


def test_a_returned_mail_tells_whose_it_was_and_nobody_can_guess_such_an_address() -> None:
    address = return_address("retour@binstart.example", 12, SECRET)

    assert address.startswith("retour+12-")
    assert read_return_address(address.upper(), SECRET) == (MESSAGE, 12)
    assert read_return_address(address.replace("+12-", "+13-"), SECRET) is None
    assert read_return_address(address, "anders" * 8) is None
    assert read_return_address("retour@binstart.example", SECRET) is None
    assert return_address("", 12, SECRET) == ""


def test_a_returned_mail_of_before_the_secret_was_changed_counts_while_that_one_is_named() -> None:
    address = return_address("retour@binstart.example", 12, SECRET)

    assert read_return_address(address, "anders" * 8, SECRET) == (MESSAGE, 12)
    assert read_return_address(address, "anders" * 8, "") is None


def test_a_returned_survey_mail_is_never_taken_for_a_message() -> None:
    address = return_address("retour@binstart.example", 12, SECRET, SURVEY)

    assert read_return_address(address, SECRET) == (SURVEY, 12)
    assert read_return_address(address.replace("+s12-", "+12-"), SECRET) is None
