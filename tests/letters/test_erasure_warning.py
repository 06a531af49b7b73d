"""The warning that personal data of cases will be erased: which, when, what to do; the second says it is the last."""

from datetime import date

from documents.notices.erasures import ErasableCase, write_erasure_warning

CASES = [
    ErasableCase("OOS-2021-0003", "Kerkkwartier", date(2031, 6, 2)),
    ErasableCase("OOS-2021-0004", "Molenwijk", date(2031, 6, 9)),
]
LINK = "https://bin.example/beheer/oosterbeke/bewaren"


def test_the_first_warning_names_each_case_its_day_and_where_one_keeps_it() -> None:
    letter = write_erasure_warning("Oosterbeke", CASES, 1, LINK)

    assert letter.subject == "Over drie maanden worden gegevens gewist – Oosterbeke"
    assert "- OOS-2021-0003, Kerkkwartier: op maandag 2 juni 2031\n- OOS-2021-0004, Molenwijk:" in letter.text
    assert LINK in letter.text
    assert "deze beëindigde dossiers" in letter.text


def test_the_second_warning_says_that_it_is_the_last() -> None:
    letter = write_erasure_warning("Oosterbeke", CASES[:1], 2, LINK)

    assert letter.title == "Over dertig dagen worden gegevens gewist"
    assert "tweede en laatste waarschuwing" in letter.text
    assert "dit beëindigde dossier" in letter.text
