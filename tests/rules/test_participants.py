"""What participants can want, how they are reached, and the text to which they consent."""

from datetime import date
from hashlib import sha256

import pytest

from models.rules.participants import (
    CONSENT,
    CONSENT_TEXTS,
    REACH,
    check_choices,
    check_consent,
    check_phone,
    consent_text,
)
from models.rules.refusals import Invalid

TODAY = date(2026, 3, 2)
# Who consented must find what they read: a text that was in use never changes, a new one is a new version.
AS_READ = {1: "eda764bc99a24d58"}


def test_a_consent_text_that_was_in_use_never_changes() -> None:
    assert {version: sha256(text.encode()).hexdigest()[:16] for version, text in CONSENT_TEXTS.items()} == AS_READ


def test_the_consent_says_who_sees_the_data_how_long_it_stays_and_that_it_can_be_erased() -> None:
    text = consent_text(CONSENT, "BIN Kerkkwartier", "Oosterbeke")

    for words in ("BIN Kerkkwartier", "gemeentelijke dienst van Oosterbeke", "gemandateerde politiebeambte",
                  "de coördinator", "laten wissen", "dertig dagen"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("phone", ["", "0470 00 00 00", "+32 470/00.00.00", "(02) 000-00-00"])
def test_a_number_is_taken_as_people_write_it(phone: str) -> None:
    check_phone(phone)


@pytest.mark.parametrize("phone", ["nul vier", "112", "0470 00 00 00 0000000", "0470 00 00 00;2"])
def test_what_is_no_number_is_refused(phone: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_phone(phone)

    assert refusal.value.field == "phone"


@pytest.mark.parametrize("way", REACH)
def test_each_way_of_reaching_somebody_needs_what_it_goes_by(way: str) -> None:
    check_choices(["member"], [way], "0470 00 00 00", "roos@buurt.example")

    with pytest.raises(Invalid) as refusal:
        check_choices(["member"], [way], "", "")

    assert refusal.value.field == ("email" if way == "mail" else "phone")


@pytest.mark.parametrize(
    ("wishes", "reach", "field"),
    [([], ["call"], "wishes"), (["mayor"], ["call"], "wishes"), (["member"], [], "reach"),
     (["member"], ["pigeon"], "reach")],
)  # fmt: skip
def test_something_is_chosen_from_the_list(wishes: list[str], reach: list[str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_choices(wishes, reach, "0470 00 00 00", "roos@buurt.example")

    assert refusal.value.field == field


def test_without_consent_nothing_is_kept_and_no_consent_comes_from_the_future() -> None:
    check_consent(True, TODAY, TODAY)

    with pytest.raises(Invalid) as refusal:
        check_consent(False, TODAY, TODAY)
    assert refusal.value.field == "has_consented"
    with pytest.raises(Invalid) as refusal:
        check_consent(True, date(2026, 3, 3), TODAY)
    assert refusal.value.field == "consented_on"
