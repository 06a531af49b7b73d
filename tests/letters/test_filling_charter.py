"""From what people filled in to the printed charter: nothing that is signed stays out of it."""

from datetime import date
from typing import Any

import pytest

from documents.contexts.charter import CharterContext, Insert, ItemList, Notice, Paragraph
from documents.contexts.procedure import NotPrintable
from documents.filling.charter import blocks_of, charter
from documents.plain import canonical_json
from documents.press.rendering import render
from models.rules.charter_content import LONGEST_LINE, LONGEST_TEXT, checked_content
from models.rules.charter_sections import MESSAGE_CLASSES, OWN_ARTICLES, PROVISIONS, SECTIONS, Field
from models.rules.charter_template import Names, standing_contents
from models.rules.charter_text import CharterText, SignatoryText, SignatureState, canonical, from_canonical
from models.rules.objectives import OBJECTIVES
from models.rules.records.charter import CharterRecord
from models.rules.records.shared import CaseRecord, OfficeRecord

OFFICE = OfficeRecord("Oosterbeke", "Markt 1, 9994 Oosterbeke", "veiligheid@oosterbeke.example", "02 000 00 00")
ZONE = OfficeRecord("Politiezone Oosterbeke", "", "", "")
CASE = CaseRecord(
    "OOS-2026-0001", "BIN Kerkkwartier", "bin", OFFICE, ZONE, "http://localhost/dossier/OOS-2026-0001", ""
)
NAMES = Names("BIN Kerkkwartier", "Oosterbeke", "Politiezone Oosterbeke", "omzendbrief van 28 februari 2019")


def contents(**changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Standing texts with what they leave open, and with these sections changed."""
    filled = {
        **standing_contents(NAMES),
        "parties": {"parties": [{"role": "mayor", "organisation": "Gemeente Oosterbeke", "name": "Ann Burgemeester",
                                 "address": "Markt 1, 9994 Oosterbeke", "phone": "02 000 00 00"}]},
        "area": {"segments": [{"street": "Kerkstraat", "side": "all"},
                              {"street": "Molenstraat", "side": "odd", "from_number": 1, "to_number": 9}],
                 "boundary": "Tussen kerk en molen."},
        "objectives": {"chosen": ["prevention"], "own": [{"text": "elkaar leren kennen"}]},
        **changes,
    }  # fmt: skip
    return {section.code: checked_content(section.code, filled.get(section.code, {})) for section in SECTIONS}


def record(signed: bool = False, frozen: bool = True, **changes: dict[str, Any]) -> CharterRecord:
    signatories = (SignatoryText("burgemeester", "Gemeente Oosterbeke", "", "mayor"),
                   SignatoryText("voorzitter wijkraad", "", "Rik Raad"))  # fmt: skip
    text = CharterText("OOS-2026-0001", "BIN Kerkkwartier", "bin", "Oosterbeke", "Politiezone Oosterbeke", 1,
                       contents(**changes), signatories)  # fmt: skip
    day = date(2027, 4, 15) if signed else None
    stand_in = "Waarnemend Burgemeester" if signed else ""
    states = tuple(
        SignatureState(number, one.capacity, one.organisation, one.name or stand_in,
                       one.role, None, "Oosterbeke" if signed else "", "electronic" if signed else "", day)
        for number, one in enumerate(signatories)
    )  # fmt: skip
    kept = from_canonical(canonical(text))
    return CharterRecord(CASE, kept, date(2027, 3, 14), "a" * 64 if frozen else "", states if frozen else (), day,
                         "http://localhost/dossier/OOS-2026-0001/charter")  # fmt: skip


def words(context: CharterContext) -> str:
    return canonical_json(context).decode()


def section_of(context: CharterContext, code: str):
    return next(one for one in context.sections if one.code == code)


# --- blocks ---


def test_an_empty_line_begins_a_paragraph_and_dashes_make_a_list() -> None:
    blocks = blocks_of("Eerst dit.\nEn dat.\n\nLeden:\n- bellen\n- helpen\nDaarna niets.")

    assert blocks == (
        Paragraph("Eerst dit.\nEn dat."),
        Paragraph("Leden:"),
        ItemList(("bellen", "helpen")),
        Paragraph("Daarna niets."),
    )


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_no_text_gives_no_blocks(text: str) -> None:
    assert blocks_of(text) == ()


def test_a_dash_inside_a_sentence_is_no_list() -> None:
    assert blocks_of("Wij - de buren - helpen.") == (Paragraph("Wij - de buren - helpen."),)


# --- what is printed ---


def test_every_standing_text_stands_in_the_charter_word_for_word() -> None:
    printed = words(charter(record()))

    for code, content in contents().items():
        for text in (one for one in content.values() if isinstance(one, str) and one and code != "entry_into_force"):
            for row in text.split("\n"):
                assert row.removeprefix("- ").strip() in printed, (code, row)


def test_everything_that_can_be_filled_in_is_printed() -> None:
    filled = {section.code: {one.code: _unique(section.code, one) for one in section.fields} for section in SECTIONS}
    filled["entry_into_force"] = {"starts": "on_day", "starts_on": "2027-05-01", "duration": "until",
                                  "until_on": "2029-05-01"}  # fmt: skip
    filled["budget"]["member_contribution"] = "4,25"
    printed = words(charter(record(**filled)))

    del filled["signatures"]["extra"]  # they stand among the signatories
    for typed in _typed(list(filled.values())):
        assert typed[1:] in printed, typed  # an objective begins with a capital on paper
    assert "1 mei 2027" in printed
    assert "1 mei 2029" in printed
    assert "€ 4,25 per jaar" in printed


def _unique(path: str, one: Field) -> Any:
    path = f"{path}-{one.code}"
    if one.kind == "rows":
        return [{column.code: _unique(path, column) for column in one.columns if column.kind != "row_id"}]
    if one.kind == "fixed_rows":
        return {name: {c.code: _unique(f"{path}-{name}", c) for c in one.columns} for name in one.choices}
    plain = {"money": "123,45", "number": "7", "email": f"{path.replace('_', '')}@voorbeeld.example"}
    if one.kind == "choice":
        return next(iter(one.choices))
    if one.kind == "choices":
        return list(one.choices)
    return plain.get(one.kind, f"woord {path}")


def _typed(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _typed(part)]
    if isinstance(value, list):
        return [text for part in value for text in _typed(part)]
    return [value] if value.startswith("woord ") or "@" in value else []


def test_the_parts_are_numbered_without_gaps_when_an_optional_one_is_empty() -> None:
    context = charter(record(privacy={}, members={}))

    assert [one.number for one in context.sections] == [str(number) for number in range(1, len(context.sections) + 1)]
    assert {"privacy", "members"}.isdisjoint(one.code for one in context.sections)


def test_the_kinds_of_messages_keep_their_order_also_in_a_frozen_text() -> None:
    messages = {code: {"sender": "de politie", "channel": "sms"} for code in reversed(MESSAGE_CLASSES)}

    context = charter(record(communication_plan={"messages": messages}))

    assert [line.message_class for line in context.communication_lines] == list(MESSAGE_CLASSES.values())


def test_the_plan_always_says_that_members_call_101_themselves() -> None:
    blocks = section_of(charter(record()), "communication_plan").blocks

    assert any(isinstance(block, Notice) and "101" in block.text for block in blocks)
    assert Insert("communication_plan") in blocks


def test_streets_are_told_as_people_say_them() -> None:
    streets = charter(record()).streets

    assert [(one.street, one.numbers) for one in streets] == [
        ("Kerkstraat", "heel de straat"),
        ("Molenstraat", "oneven nummers 1 tot en met 9"),
    ]


def test_objectives_are_sentences() -> None:
    block = section_of(charter(record()), "objectives").blocks[0]

    assert block == ItemList(("De preventiegedachte verspreiden.", "Elkaar leren kennen."), is_ordered=True)


def test_a_cost_is_told_with_who_pays_and_when() -> None:
    line = {"description": "sms", "kind": "extra", "frequency": "yearly", "amount": "150", "payer": "police_zone"}

    budget = charter(record(budget={"lines": [line], "member_contribution": "0"}))

    one = budget.budget_lines[0]
    assert (one.description, one.is_basic, one.is_yearly, one.payer, one.amount_cents) == (
        "sms", False, True, "de politiezone", 15_000
    )  # fmt: skip
    assert budget.budget_notes[0].text == "geen: meedoen is gratis"


@pytest.mark.parametrize(
    ("force", "sentences"),
    [
        ({"starts": "launch", "duration": "indefinite"},
         ["Dit charter gaat in op de dag waarop de politie het BIN lanceert.", "Het geldt voor onbepaalde tijd."]),
        ({"starts": "on_day", "starts_on": "2027-05-01", "duration": "until", "until_on": "2029-04-30"},
         ["Dit charter geldt vanaf 1 mei 2027.", "Het geldt tot en met 30 april 2029."]),
    ],
)  # fmt: skip
def test_the_term_of_the_charter_is_a_sentence(force: dict[str, str], sentences: list[str]) -> None:
    blocks = section_of(charter(record(entry_into_force=force)), "entry_into_force").blocks

    assert [block.text for block in blocks] == sentences


def test_house_rules_are_an_annex_with_their_own_articles_at_the_end() -> None:
    rules = {**contents()["house_rules"], "own": [{"title": "Vergaderen", "text": "Elk kwartaal."}]}

    context = charter(record(house_rules=rules))

    assert [one.title for one in context.house_rules] == [*(one.label for one in PROVISIONS), "Vergaderen"]
    assert OWN_ARTICLES.most_rows == 20


# --- states ---


def test_a_draft_shows_no_fingerprint_and_names_who_will_sign() -> None:
    context = charter(record(frozen=False))

    assert (context.state, context.content_sha256, context.verify_url) == ("draft", "", "")
    assert [(one.capacity, one.name) for one in context.signatories] == [
        ("burgemeester", "Ann Burgemeester"),
        ("voorzitter wijkraad", "Rik Raad"),
    ]


def test_a_text_for_signing_gives_the_name_that_the_charter_gives_the_function() -> None:
    context = charter(record())

    assert context.state == "for_signature"
    assert context.signatories[0].name == "Ann Burgemeester"
    assert context.signatories[1].organisation == "Andere partner"


def test_a_signed_charter_names_who_really_signed() -> None:
    context = charter(record(signed=True))

    assert (context.state, context.sealed_on) == ("sealed", date(2027, 4, 15))
    assert context.signatories[0].name == "Waarnemend Burgemeester"
    assert context.signatories[0].method == "elektronisch, in Binstart"


def test_phone_numbers_stay_out_of_the_file_that_goes_with_the_pdf() -> None:
    context = charter(record())

    assert "02 000 00 00" not in canonical_json(context, without_private=True).decode()
    assert "02 000 00 00" in words(context)


# --- limits ---


def test_the_longest_charter_that_can_be_filled_in_can_be_printed() -> None:
    biggest = {section.code: {one.code: _longest(one) for one in section.fields} for section in SECTIONS}
    biggest["area"]["segments"] = [{"street": f"Straat {n}", "side": "all"} for n in range(500)]

    context = charter(record(**biggest))

    assert len(context.streets) == 500
    assert len(context.budget_lines) == 200


def _longest(one: Field) -> Any:
    if one.kind == "rows":
        return [{column.code: _longest(column) for column in one.columns if column.kind != "row_id"}] * one.most_rows
    if one.kind == "fixed_rows":
        return {name: {column.code: _longest(column) for column in one.columns} for name in one.choices}
    if one.kind == "choice":
        return list(one.choices)[-1]
    if one.kind == "choices":
        return list(OBJECTIVES)
    kinds = {"text": "é" * LONGEST_TEXT, "line": "x" * LONGEST_LINE, "email": f"{'x' * 180}@voorbeeld.example",
             "money": "999999,99", "number": "99999", "day": "2027-05-01"}  # fmt: skip
    return kinds[one.kind]


def test_a_charter_that_people_filled_in_comes_off_the_press_without_a_warning() -> None:
    document = render("charter", charter(record(signed=True)))

    assert document.content.startswith(b"%PDF")
    assert document.log == ()
    assert document.pages >= 8


def test_a_frozen_charter_without_its_fingerprint_is_never_printed() -> None:
    with pytest.raises(NotPrintable):
        charter(CharterRecord(CASE, record().text, date(2027, 3, 14), "abc", (), None, "http://localhost/x"))
