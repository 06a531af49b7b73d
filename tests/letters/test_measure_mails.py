"""What the person concerned by a measure reads: the words of the letter and of each mail."""

from dataclasses import replace
from datetime import date

import pytest

from documents.filling.measures import measure_letter
from documents.notices.measures import write_measure_mail
from documents.press.rendering import render
from models.rules.records.measures import MeasureRecord
from models.rules.records.shared import CaseRecord, OfficeRecord, OfficialRecord
from tests.letters.reading import squeezed, text_of_pdf

OFFICE = OfficeRecord("Oosterbeke", "Markt 1, 9994 Oosterbeke", "veiligheid@oosterbeke.example", "02 000 00 00")
CASE = CaseRecord("OOS-2026-0001", "Kerkkwartier", "bin", OFFICE, OfficeRecord("PZ Oosterbeke", "", "", ""),
                  "https://binstart.example/dossier/OOS-2026-0001", "https://binstart.example")  # fmt: skip
REMOVED = MeasureRecord(
    case=CASE, about="coordinator", rung="definitive_exclusion", state="decided", name="Cora Coördinator",
    address="Kerkstraat 1\n9994 Oosterbeke", decided_on=date(2027, 4, 1), body="het college",
    motives="Deelde foto's met nummerplaten.", hands=(OfficialRecord("Maria Burgemeester", "burgemeester, beslist"),),
    appeal_until_on=date(2027, 4, 22),
)  # fmt: skip
EXCLUDED = replace(REMOVED, about="member", rung="temporary_exclusion", body="de korpschef", appeal_until_on=None,
                   report_on=date(2027, 3, 30), until_on=date(2027, 6, 1))  # fmt: skip


def _printed(record: MeasureRecord) -> str:
    return squeezed(text_of_pdf(render("measure_letter", measure_letter(record)).content))


def test_the_letter_to_a_coordinator_says_how_and_until_when_one_appeals() -> None:
    told = _printed(REMOVED)

    assert squeezed("U kunt in beroep gaan tot en met 22 april 2027, per aangetekende brief of per e-mail") in told
    assert squeezed("gericht aan Oosterbeke (Markt 1, 9994 Oosterbeke, veiligheid@oosterbeke.example)") in told
    assert squeezed("zodra de beroepstermijn voorbij is, na 22 april 2027") in told
    assert squeezed("Maria Burgemeester, burgemeester, beslist") in told


def test_where_no_appeal_exists_the_letter_says_so() -> None:
    told = _printed(EXCLUDED)

    assert squeezed("Tegen deze maatregel bestaat geen beroep.") in told
    assert squeezed("Tot en met 1 juni 2027 krijgt u geen berichten van BIN Kerkkwartier.") in told
    assert squeezed("30 maart 2027") in told


def test_decided_at_once_the_letter_says_why() -> None:
    told = _printed(replace(REMOVED, at_once=True, at_once_reason="De leden krijgen nog elke dag foto's."))

    assert squeezed("ook terwijl u nog in beroep kunt. Waarom meteen: De leden krijgen nog elke dag foto") in told


@pytest.mark.parametrize(
    ("kind", "record", "title", "words"),
    [
        ("decided", REMOVED, "U bent definitief uitgesloten", "tot en met 22 april 2027, per aangetekende brief"),
        ("decided", EXCLUDED, "U bent tijdelijk uitgesloten", "bestaat geen beroep"),
        ("decided", replace(REMOVED, rung="reprimand", appeal_until_on=None), "Schriftelijke berisping",
         "Dit is een waarschuwing"),
        ("decided", replace(EXCLUDED, rung="definitive_exclusion"), "U bent definitief uitgesloten",
         "uit de ledenlijst gewist"),
        ("appeal_noted", replace(REMOVED, appeal_state="open", appeal_channel="mail", appeal_sent_on=date(2027, 4, 9)),
         "Uw beroep is ontvangen", "van 9 april 2027 (e-mail)"),
        ("appeal_noted", replace(REMOVED, appeal_state="late", appeal_channel="registered", appeal_reason="Te laat.",
                                 appeal_sent_on=date(2027, 4, 29)),
         "Uw beroep is te laat", "Te laat. De beslissing blijft daarom."),
        ("appeal_decided", replace(REMOVED, appeal_state="annulled", appeal_body="de gouverneur",
                                   appeal_reason="Niet bewezen.", appeal_decided_on=date(2027, 5, 4)),
         "Uw beroep is ingewilligd", "Op 4 mei 2027 besliste de gouverneur"),
        ("appeal_decided", replace(REMOVED, appeal_state="upheld", appeal_body="de gouverneur",
                                   appeal_reason="Bewezen.", appeal_decided_on=date(2027, 5, 4)),
         "Uw beroep is afgewezen", "U bent geen coördinator meer."),
        ("in_force", REMOVED, "U bent geen coördinator meer", "De beroepstermijn is voorbij."),
        ("ended", EXCLUDED, "Uw tijdelijke uitsluiting is voorbij", "geldt de tijdelijke uitsluiting niet meer"),
    ],
)  # fmt: skip
def test_each_mail_says_what_happened_and_what_follows(
    kind: str, record: MeasureRecord, title: str, words: str
) -> None:
    letter = write_measure_mail(kind, record)

    assert letter.subject == f"{title} – BIN Kerkkwartier"
    assert words in letter.text
    assert letter.text.startswith("Beste Cora Coördinator\n")


def test_who_is_asked_for_a_hand_reads_neither_whom_nor_what_it_is_about() -> None:
    letter = write_measure_mail("turn", REMOVED)

    assert "https://binstart.example/dossier/OOS-2026-0001/maatregelen" in letter.text
    assert not any(word in letter.subject + letter.text for word in ("Cora", "uitsluiting", "nummerplaten", "college"))


def test_a_sign_that_turns_the_text_around_is_not_in_the_mail() -> None:
    letter = write_measure_mail("decided", replace(REMOVED, motives="Deelde \u202efoto's.", name="Cora\nBcc: x@kwaad"))

    assert "\u202e" not in letter.text
    assert letter.text.startswith("Beste Cora Bcc: x@kwaad\n")
