"""What people type is cleaned, bounded and never taken for markup."""

from datetime import UTC, date, datetime

import pytest

from documents.contexts.procedure import Answer, CaseReference, NotPrintable, ReceiptContext, Table, TableRow
from documents.kinds import HTML, KINDS, example
from documents.limits import FIELD_LIMIT, LINE_LIMIT, LIST_LIMIT, SOFT_BREAK, URL_LIMIT, WORD_LIMIT
from documents.plain import canonical_json, from_plain, to_plain
from documents.press.rendering import render
from tests.letters.reading import ALL_KINDS, text_of_pdf


def receipt_with(**changes: object) -> ReceiptContext:
    """The example of a receipt with other values."""
    kept = {name: getattr(example("receipt"), name) for name in ReceiptContext.__dataclass_fields__}
    return ReceiptContext(**(kept | changes))  # type: ignore[arg-type]


def test_typed_markup_is_printed_as_it_was_typed() -> None:
    attack = '<script>alert(1)</script><table><tr><td colspan=1000000>{{ it }}</table> & "aanhaling"'
    context = receipt_with(answers=(Answer("Waarom <b>wilt</b> u een BIN?", attack),))

    page = render("receipt", context, media_type=HTML).content.decode()

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;table&gt;" in page
    assert "{{ it }}" in page
    assert "Waarom &lt;b&gt;wilt&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("S\u0327ahin", "Şahin"),
        ("re\u0301gie", "régie"),
        ("\u0133sbeer en \u0132zer", "ijsbeer en IJzer"),
        ("regel 1\r\nregel 2\rregel 3", "regel 1\nregel 2\nregel 3"),
        ("niet \u202edraugekdeog\u202c goed", "niet draugekdeog goed"),
        ("stil\x00le \x1b[31mtekens\x07", "stille [31mtekens"),
        ("half \ud83d teken", "half  teken"),
        ("  ruimte  ", "ruimte"),
    ],
)
def test_typed_text_is_cleaned_before_it_is_printed(typed: str, printed: str) -> None:
    assert Answer("Vraag", typed).answer == printed


def test_a_name_or_title_becomes_one_line() -> None:
    assert Answer("Eerste regel\n\ttweede", "x").question == "Eerste regel tweede"


def test_a_long_word_gets_places_where_a_line_may_end_and_loses_no_letter() -> None:
    word = "a" * (2 * WORD_LIMIT + 5)

    printed = Answer("Vraag", f"kort {word}").answer

    assert printed.replace(SOFT_BREAK, "") == f"kort {word}"
    assert max(len(part) for part in printed.replace(SOFT_BREAK, " ").split()) == WORD_LIMIT


@pytest.mark.parametrize(
    ("build", "field", "reason"),
    [
        (lambda: Answer("Vraag", "x" * (FIELD_LIMIT + 1)), "Answer.answer", "5001 characters, at most 5000 fit"),
        (lambda: Answer("x" * (LINE_LIMIT + 1), ""), "Answer.question", "201 characters, at most 200 fit"),
        (lambda: receipt_with(answers=(Answer("a", "b"),) * (LIST_LIMIT + 1)), "ReceiptContext.answers", "2001 rows"),
        (
            lambda: receipt_with(follow_url="https://x.example/" + "a" * URL_LIMIT),
            "ReceiptContext.follow_url",
            "a link of",
        ),
        (
            lambda: receipt_with(follow_url="javascript:alert(1)"),
            "ReceiptContext.follow_url",
            "not a complete web address",
        ),
        (lambda: receipt_with(received_on=None), "ReceiptContext.received_on", "NoneType can't be printed here"),
        (lambda: receipt_with(received_on=datetime(2027, 3, 14, tzinfo=UTC)), "ReceiptContext.received_on", "datetime"),
        (lambda: receipt_with(case={"number": "1"}), "ReceiptContext.case", "dict can't be printed here"),
        (lambda: Answer("Vraag", None), "Answer.answer", "NoneType"),  # type: ignore[arg-type]
        (
            lambda: Table(caption="t", headings=("a", "b"), rows=(TableRow(("1",)),)),
            "Table.rows",
            "as many cells as there are headings",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place_and_the_reason(build: object, field: str, reason: str) -> None:
    with pytest.raises(NotPrintable) as refusal:
        build()  # type: ignore[operator]

    assert refusal.value.field == field
    assert reason in refusal.value.reason


def test_the_longest_text_that_fits_is_printed() -> None:
    long = "woord " * ((FIELD_LIMIT - 9) // 6) + "slotwoord"
    context = receipt_with(answers=(Answer("x" * LINE_LIMIT, long),) * 3)

    document = render("receipt", context)

    assert text_of_pdf(document.content).count("slotwoord") == 3
    assert document.pages <= 7


def test_emoji_do_not_stop_a_letter_and_are_told() -> None:
    document = render("receipt", receipt_with(answers=(Answer("Waarom?", "Graag snel 😀🏠"),)))

    assert document.log == ("character U+1F3E0 replaced by □", "character U+1F600 replaced by □")


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_record_becomes_plain_data_and_the_same_record_again(kind: str) -> None:
    record = example(kind)

    again = from_plain(KINDS[kind].record, to_plain(record))

    assert again == record
    assert canonical_json(again) == canonical_json(record)


def test_plain_data_with_an_unknown_or_missing_name_is_refused() -> None:
    plain = to_plain(example("receipt").case)  # type: ignore[attr-defined]

    with pytest.raises(NotPrintable, match="unknown: nickname"):
        from_plain(CaseReference, plain | {"nickname": "x"})
    with pytest.raises(NotPrintable, match="missing"):
        from_plain(CaseReference, {"number": "1"})


def test_dates_are_printed_as_days() -> None:
    page = render("receipt", receipt_with(received_on=date(2027, 3, 1)), media_type=HTML).content.decode()

    assert "1 maart 2027" in page.replace("\u00a0", " ")
