"""When a charter is complete: what besafe.be and the other sources of domain.md 2.7 call essential."""

from typing import Any

import pytest

from models.rules.charter_completeness import NEEDED_PARTIES, lacks, lacks_of, missing_sections, state_of
from models.rules.charter_content import checked_content
from models.rules.charter_sections import SECTION, SECTIONS
from models.rules.charter_template import Names, standing_contents

NAMES = Names(
    "BIN Kerkkwartier", "Oosterbeke", "Politiezone Oosterbeke", "ministeriële omzendbrief van 28 februari 2019"
)
OPTIONAL = {"what_it_is", "members", "privacy", "follow_up", "changes_and_end"}
PARTIES = [
    {"role": role, "name": "Ann Voorbeeld", "phone": "02 000 00 00"} for role in (*NEEDED_PARTIES, "deputy_coordinator")
]
CHANNEL = {"channel": "sms via BE-Alert"}
BUDGET = {
    "lines": [
        {"description": "sms", "kind": "basic", "frequency": "yearly", "amount": "150", "payer": "municipality"}
    ],
    "support_is_temporary": "no",
    "member_contribution": "0",
}  # fmt: skip


def complete_contents() -> dict[str, dict[str, Any]]:
    """A charter in which nothing is missing: standing texts, and what they leave open."""
    contents = standing_contents(NAMES)
    plan = contents["communication_plan"]
    plan["messages"] = {code: {**row, **CHANNEL} for code, row in plan["messages"].items()}
    plan |= {"log_keeper": "de coördinator", "list_keeper": "de coördinator"}
    contents |= {
        "parties": {"parties": PARTIES},
        "area": {"segments": [{"street": "Kerkstraat", "side": "all"}]},
        "objectives": {"chosen": ["prevention"]},
        "budget": BUDGET,
        "entry_into_force": {"starts": "launch", "duration": "indefinite"},
    }
    return {section.code: checked_content(section.code, contents.get(section.code, {})) for section in SECTIONS}


def codes_of(section: str, content: dict[str, Any]) -> set[str]:
    return {lack.code for lack in lacks_of(SECTION[section], checked_content(section, content))}


def test_there_are_eighteen_sections_in_the_order_of_the_template() -> None:
    assert [section.number for section in SECTIONS] == list(range(1, 19))
    assert len({section.code for section in SECTIONS}) == 18


def test_what_no_source_shows_in_the_federal_model_is_optional_and_house_rules_are_not() -> None:
    assert {section.code for section in SECTIONS if not section.is_essential} == OPTIONAL


def test_every_section_names_its_source_and_says_in_one_plain_sentence_what_it_is_for() -> None:
    for section in SECTIONS:
        assert section.source, section.code
        assert section.plain.endswith("."), section.code
        assert len(section.plain) < 120, section.code


def test_a_complete_charter_lacks_nothing() -> None:
    contents = complete_contents()

    assert missing_sections(contents) == ()
    assert lacks(contents) == ()
    assert {state_of(section, contents[section.code]) for section in SECTIONS} == {"complete"}


def test_an_empty_charter_lacks_exactly_the_essential_sections_in_order() -> None:
    assert missing_sections({}) == tuple(section.code for section in SECTIONS if section.is_essential)


@pytest.mark.parametrize("section", [s for s in SECTIONS if s.is_essential], ids=lambda section: section.code)
def test_each_essential_section_alone_keeps_the_charter_incomplete(section) -> None:  # type: ignore[no-untyped-def]
    contents = {**complete_contents(), section.code: checked_content(section.code, {})}

    assert missing_sections(contents) == (section.code,)


@pytest.mark.parametrize("code", sorted(OPTIONAL))
def test_an_optional_section_may_stay_empty(code: str) -> None:
    contents = {**complete_contents(), code: {}}

    assert missing_sections(contents) == ()
    assert state_of(SECTION[code], {}) == "empty"


@pytest.mark.parametrize("role", NEEDED_PARTIES)
def test_besafe_the_contact_data_of_each_signing_partner_are_essential(role: str) -> None:
    without = [party for party in PARTIES if party["role"] != role]

    assert codes_of("parties", {"parties": without}) == {f"{role}_missing"}
    assert codes_of("parties", {"parties": [*without, {"role": role, "name": "Ann"}]}) == {f"{role}_contact_missing"}
    assert codes_of("parties", {"parties": [*without, {"role": role, "email": "a@b.example"}]}) == {
        f"{role}_name_missing"
    }


def test_a_partner_can_be_reached_by_phone_or_by_mail() -> None:
    by_mail = [{**party, "phone": "", "email": "a@b.example"} for party in PARTIES]

    assert codes_of("parties", {"parties": by_mail}) == set()


def test_a_municipality_may_list_other_partners_without_contact_data() -> None:
    assert codes_of("parties", {"parties": [*PARTIES, {"role": "other", "organisation": "Wijkraad"}]}) == set()


@pytest.mark.parametrize("kind", ["urgent", "non_urgent", "feedback"])
def test_the_communication_plan_arranges_urgent_other_and_feedback_messages(kind: str) -> None:
    plan = complete_contents()["communication_plan"]
    messages = {**plan["messages"], kind: {**plan["messages"][kind], "approver": ""}}

    found = lacks_of(
        SECTION["communication_plan"], checked_content("communication_plan", {**plan, "messages": messages})
    )

    assert [lack.code for lack in found] == [f"{kind}_unfinished"]
    assert "Wie keurt het goed" in found[0].sentence


@pytest.mark.parametrize("kind", ["missing_person", "emergency"])
def test_the_plan_may_leave_missing_persons_and_emergencies_open(kind: str) -> None:
    plan = complete_contents()["communication_plan"]

    assert plan["messages"][kind]["channel"] == ""
    assert not lacks_of(SECTION["communication_plan"], plan)


@pytest.mark.parametrize(
    ("channel", "fallback", "is_warned"),
    [
        ("WhatsApp-groep van de leden", "", True),
        ("WhatsApp", "whatsapp", True),
        ("WhatsApp", "e-mail", False),
        ("WhatsApp en sms", "", False),
        ("groupe WhatsApp des membres", "", True),
        ("WhatsApp", "téléphone", False),
        ("WhatsApp et courriel", "", False),
        ("sms via BE-Alert", "", False),
        ("", "", False),
    ],
)
def test_besafe_faq_whatsapp_as_the_only_channel_gets_a_warning_that_blocks_nothing(
    channel: str, fallback: str, is_warned: bool
) -> None:
    plan = complete_contents()["communication_plan"]
    urgent = {**plan["messages"]["urgent"], "channel": channel, "fallback": fallback}
    contents = {
        **complete_contents(),
        "communication_plan": {**plan, "messages": {**plan["messages"], "urgent": urgent}},
    }

    assert ("whatsapp_only" in {lack.code for lack in lacks(contents)}) is is_warned
    if channel:
        assert missing_sections(contents) == ()


def test_a_budget_needs_a_line_and_each_line_all_its_parts() -> None:
    assert "lines_missing" in codes_of("budget", {**BUDGET, "lines": []})
    assert codes_of("budget", {**BUDGET, "lines": [{"description": "sms"}]}) == {
        "lines_kind_missing", "lines_frequency_missing", "lines_amount_missing", "lines_payer_missing"
    }  # fmt: skip


def test_a_cost_of_zero_euro_is_filled_in() -> None:
    free = [{**BUDGET["lines"][0], "amount": "0"}]

    assert codes_of("budget", {**BUDGET, "lines": free}) == set()


def test_besafe_financieel_temporary_support_needs_an_alternative_in_the_plan() -> None:
    temporary = {**BUDGET, "support_is_temporary": "yes"}

    assert codes_of("budget", temporary) == {"alternative_financing_missing"}
    assert codes_of("budget", {**temporary, "alternative_financing": "Een spaghettiavond."}) == set()


def test_besafe_financieel_nobody_is_left_out_for_money_where_members_pay() -> None:
    asked = {**BUDGET, "member_contribution": "4"}
    paid_by_members = {**BUDGET, "lines": [{**BUDGET["lines"][0], "payer": "member"}]}

    assert codes_of("budget", asked) == {"exemption_missing"}
    assert codes_of("budget", paid_by_members) == {"exemption_missing"}
    assert codes_of("budget", {**asked, "exemption": "Wie het moeilijk heeft."}) == set()


def test_the_minimum_of_the_house_rules_is_asked_and_the_measures_are_not() -> None:
    needed = ("what_it_is", "what_it_is_not", "objectives", "role_of_members", "role_of_coordinator", "privacy")

    assert codes_of("house_rules", {}) == {f"{code}_missing" for code in needed}


def test_a_day_that_was_promised_must_be_filled_in() -> None:
    assert codes_of("entry_into_force", {"starts": "on_day", "duration": "until"}) == {
        "starts_on_missing", "until_on_missing"
    }  # fmt: skip


def test_a_charter_does_not_end_before_it_begins() -> None:
    reversed_days = {"starts": "on_day", "starts_on": "2028-01-01", "duration": "until", "until_on": "2027-01-01"}

    assert codes_of("entry_into_force", reversed_days) == {"ends_before_start"}


def test_every_lack_has_a_sentence_and_a_source() -> None:
    for lack in lacks({}):
        assert lack.sentence.endswith("."), lack
        assert lack.source, lack


def test_content_of_an_unexpected_shape_never_breaks_the_gate() -> None:
    assert missing_sections({"budget": {"lines": None}, "parties": {"parties": [{}]}, "strange": {"a": 1}})


@pytest.mark.parametrize(
    ("section", "content", "code", "place"),
    [
        ("budget", {"lines": [BUDGET["lines"][0], {"description": "bord"}]}, "lines_amount_missing", "lines-1-amount"),
        ("parties", {"parties": [{"role": "mayor", "phone": "1"}]}, "mayor_name_missing", "parties-0-name"),
        ("house_rules", {"own": [{"title": "Toezicht", "text": "Wij patrouilleren."}]}, "members_patrol", "own-0-text"),
        (
            "communication_plan",
            {"messages": {"urgent": {"channel": "WhatsApp"}}},
            "whatsapp_only",
            "messages-urgent-channel",
        ),
    ],
)
def test_what_is_missing_or_unusual_names_the_field_where_it_stands(
    section: str, content: dict[str, Any], code: str, place: str
) -> None:
    found = lacks_of(SECTION[section], checked_content(section, content))

    assert [lack.place for lack in found if lack.code == code] == [place]


def test_house_numbers_that_end_before_they_begin_keep_the_text_from_being_frozen() -> None:
    street = {"street": "Kerkstraat", "side": "all", "from_number": "20"}
    found = lacks_of(SECTION["area"], checked_content("area", {"segments": [{**street, "to_number": "8"}]}))

    assert [(lack.code, lack.place, lack.blocks) for lack in found] == [
        ("numbers_reversed", "segments-0-from_number", True)
    ]
    assert not codes_of("area", {"segments": [{**street, "to_number": "20"}]})
    assert not codes_of("area", {"segments": [street]})
