"""The mails about a question about one's data: to who asked, number and last day; to who answers, no name."""

from datetime import date

import pytest

from documents.notices.data_requests import STAGES, ToldRequest, write_data_request_mail

LINK = "https://bin.example/gegevensvragen/7"


def told(**changes: str) -> ToldRequest:
    values = {"state": "open", "answer": "", "extension_reason": "", **changes}
    return ToldRequest(7, "erasure", "Roos Bewoner", "Oosterbeke", date(2026, 5, 29), link=LINK, **values)


def test_who_asked_hears_the_number_and_the_last_day() -> None:
    letter = write_data_request_mail("received", told())

    assert letter.subject == "Uw vraag over uw gegevens is goed aangekomen – Oosterbeke"
    assert letter.text.startswith("Beste Roos Bewoner")
    assert "nummer 7" in letter.text
    assert "ten laatste op vrijdag 29 mei 2026" in letter.text
    assert LINK not in letter.text


def test_who_must_answer_gets_a_link_and_no_name() -> None:
    letter = write_data_request_mail("due", told())

    assert "Roos" not in letter.text + letter.subject
    assert LINK in letter.text


@pytest.mark.parametrize(("state", "words"), [("done", "Dit is gebeurd:"), ("refused", "om deze reden:")])
def test_the_answer_says_whether_it_was_done_and_where_one_complains(state: str, words: str) -> None:
    letter = write_data_request_mail("answered", told(state=state, answer="Uw nummer is gewist."))

    assert words in letter.text
    assert "Uw nummer is gewist." in letter.text
    assert "klagen" in letter.text


def test_more_time_comes_with_its_reason() -> None:
    assert "Veel dossiers." in write_data_request_mail("extended", told(extension_reason="Veel dossiers.")).text


@pytest.mark.parametrize("stage", STAGES)
def test_every_mail_has_a_title_a_greeting_and_no_empty_value(stage: str) -> None:
    letter = write_data_request_mail(stage, told())

    assert letter.title
    assert "None" not in letter.text
    assert letter.text.startswith(("Beste ", "Goeiedag"))
