"""Letters whose text is set once and whose lines are stamped: like letters set in full, and always the same."""

import dataclasses
import io

import pikepdf
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from documents.contexts.invitation import InvitationLetterContext, Stamp
from documents.contexts.shared import Addressee
from documents.filling.invitation import address_lines, stamp_for
from documents.kinds import example
from documents.look.qr import CodeSeries
from documents.press.rendering import RenderingFailed, render
from documents.press.stamping import LetterBody, print_body, stamp
from models.rules.invitations import CODE_LENGTH, CODE_SIGNS, spaced_code
from models.rules.records.info_evening import InvitedRecord
from tests.letters.reading import picture, text_of_pdf

BASE = "https://binstart.oosterbeke.example/u/"
MOST_DIFFERENT = 0.005  # of all ink; the edges of the QR code are drawn in another way, and nothing else differs


def letter() -> InvitationLetterContext:
    context = example("invitation_letter")
    assert isinstance(context, InvitationLetterContext)
    return context


def body_of(context: InvitationLetterContext) -> LetterBody:
    return print_body(dataclasses.replace(context, addressee=None, reply_url="", short_address=""))


def stamped(context: InvitationLetterContext, *stamps: Stamp) -> bytes:
    return stamp(
        body_of(context), [(one,) for one in stamps], BASE, title="Uitnodigingen", author="Gemeente Oosterbeke"
    )


def in_full(context: InvitationLetterContext, one: Stamp) -> bytes:
    full = dataclasses.replace(
        context,
        addressee=Addressee(name=one.address[0], address=one.address[1:]),
        reply_url=BASE + one.code,
        short_address=BASE.removeprefix("https://") + spaced_code(one.code),
    )
    return render("invitation_letter", full).content


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much ink differs, from 0 (none) to 1 (white against black)."""
    histogram = ImageChops.difference(one.convert("L"), other.convert("L")).histogram()
    return sum(level * count for level, count in enumerate(histogram)) / 255 / (one.width * one.height)


SHORT = Stamp(("Aan de bewoners", "Vlasmarkt 155 bus 3", "9870 Oosterbeke"), "CDFGHJKMNP")
LONG = Stamp(
    ("Aan de bewoners", "Burgemeester Jonkheer Étienne Çelik", "Dupré-straat 1208A bus 0101", "9870 Oosterbeke"),
    "YXWVTRQPNM",
)


@pytest.mark.parametrize("one", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("window", ["right", "left"])
def test_a_stamped_letter_looks_like_one_that_is_set_in_full(one: Stamp, window: str) -> None:
    context = dataclasses.replace(letter(), window=window)

    pages = picture(stamped(context, one), 1), picture(in_full(context, one), 1)

    assert pages[0].size == pages[1].size
    assert difference(*pages) < MOST_DIFFERENT


def test_the_difference_sees_an_address_that_is_missing() -> None:
    full = picture(in_full(letter(), LONG), 1)
    without = picture(stamped(letter(), dataclasses.replace(LONG, address=())), 1)

    assert difference(full, without) > MOST_DIFFERENT / 4
    assert difference(full, without) > difference(full, picture(stamped(letter(), LONG), 1)) * 1.5


def test_every_letter_carries_its_own_address_and_code() -> None:
    letters = stamped(letter(), SHORT, LONG)

    read = [zxingcpp.read_barcodes(picture(letters, page))[0].text for page in (1, 2)]

    assert read == [BASE + SHORT.code, BASE + LONG.code]
    text = text_of_pdf(letters)
    assert "Vlasmarkt 155 bus 3" in text
    assert "Burgemeester Jonkheer Étienne Çelik" in text
    assert "binstart.oosterbeke.example/u/YXWVT-RQPNM" in text


def test_the_address_stands_in_the_window_of_the_envelope() -> None:
    places = body_of(letter()).texts[0].places

    left, top = (length / 72 * 25.4 for length in places["address"])

    assert (round(left), round(top)) == (115, 50)  # bpost: documents/look/letter.css


def test_the_same_letters_come_out_in_the_same_bytes() -> None:
    assert stamped(letter(), SHORT, LONG) == stamped(letter(), SHORT, LONG)


def test_the_text_of_all_letters_stands_in_the_file_once() -> None:
    few, many = stamped(letter(), SHORT), stamped(letter(), *[SHORT] * 101)

    with pikepdf.open(io.BytesIO(many)) as opened:
        bodies = {page.Resources.XObject.Body.objgen for page in opened.pages}
        assert (len(opened.pages), len(bodies)) == (101, 1)
    assert (len(many) - len(few)) / 100 < 1500


def test_a_text_that_needs_two_pages_goes_on_at_the_back_of_each_letter() -> None:
    long = dataclasses.replace(letter(), organisers=("de bewoners van de wijk Molenakker",) * 60)

    letters = stamped(long, SHORT, LONG)

    with pikepdf.open(io.BytesIO(letters)) as opened:
        assert len(opened.pages) == 4
    read = [[code.text for code in zxingcpp.read_barcodes(picture(letters, page))] for page in (1, 2, 3, 4)]
    assert read == [[BASE + SHORT.code], [], [BASE + LONG.code], []]


def _two_languages(dutch: InvitationLetterContext) -> LetterBody:
    without = dataclasses.replace(dutch, addressee=None, reply_url="", short_address="")
    french = dataclasses.replace(without, case=dataclasses.replace(without.case, language="fr"),
                                 organisers=("les habitants",))  # fmt: skip
    return print_body(without, french)


FRENCH = dataclasses.replace(SHORT, address=("Aux habitants", "Vlasmarkt 155 boîte 3", "9870 Oosterbeke"))


def test_a_letter_in_two_languages_has_the_other_one_on_its_back_with_the_same_code() -> None:
    body = _two_languages(letter())
    letters = stamp(body, [(SHORT, FRENCH), (LONG, LONG)], BASE, title="Uitnodigingen", author="Gemeente Oosterbeke")

    assert [(text.language, text.page) for text in body.texts] == [("nl", 0), ("fr", 1)]
    read = [[code.text for code in zxingcpp.read_barcodes(picture(letters, page))] for page in (1, 2, 3, 4)]
    assert read == [[BASE + SHORT.code], [BASE + SHORT.code], [BASE + LONG.code], [BASE + LONG.code]]
    dutch, french, *_others = text_of_pdf(letters).split("\f")
    assert ("Aan de bewoners" in dutch, "Beste bewoners" in dutch, "Aux habitants" in dutch) == (True, True, False)
    assert ("Aux habitants" in french, "boîte 3" in french, "Beste bewoners" in french) == (True, True, False)
    assert letters == stamp(_two_languages(letter()), [(SHORT, FRENCH), (LONG, LONG)], BASE, title="Uitnodigingen",
                            author="Gemeente Oosterbeke")  # fmt: skip


def test_a_letter_in_two_languages_of_three_pages_ends_on_an_empty_back() -> None:
    body = _two_languages(dataclasses.replace(letter(), organisers=("de bewoners van de wijk Molenakker",) * 60))
    letters = stamp(body, [(SHORT, FRENCH), (LONG, LONG)], BASE, title="Uitnodigingen", author="Gemeente Oosterbeke")

    pages = text_of_pdf(letters).split("\f")[:8]
    assert [text.page for text in body.texts] == [0, 2]
    assert [("Beste bewoners" in page, "Aux habitants" in page, bool(page.strip())) for page in pages[:4]] == [
        (True, False, True), (False, False, True), (False, True, True), (False, False, False),
    ]  # fmt: skip
    assert (pages[7].strip(), "Étienne" in pages[4]) == ("", True)


def test_a_text_that_leaves_no_place_for_the_code_is_refused() -> None:
    endless = dataclasses.replace(letter(), what_it_is="Een buurtinformatienetwerk is een afspraak. " * 100)

    with pytest.raises(RenderingFailed, match="no place on the first page"):
        body_of(endless)


def test_the_longest_facts_that_an_evening_can_have_leave_a_place_for_the_code() -> None:
    text = "Woord " * 40
    longest = dict.fromkeys(("place", "place_address", "accessibility", "legal_basis"), text[:199])
    contact = dataclasses.replace(letter().contact, name=text[:199])

    body = body_of(dataclasses.replace(letter(), **longest, contact=contact))

    assert body.texts[0].places["code"][1] < 800  # points from the top; a page has 842


@settings(deadline=None, max_examples=50)
@given(st.text(CODE_SIGNS, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_a_code_of_the_series_is_the_code_that_segno_makes(code: str) -> None:
    bitmap = SERIES.bitmap(code)

    by_segno = segno.make(BASE + code, error="m", micro=False, mode="byte", mask=2).matrix
    in_bytes = -(-SERIES.width // 8)
    rows = [bitmap[at : at + in_bytes] for at in range(0, len(bitmap), in_bytes)]
    assert ["".join(f"{byte:08b}" for byte in row)[: SERIES.width] for row in rows] == [
        "".join(str(square) for square in row) for row in by_segno
    ]


SERIES = CodeSeries(BASE, CODE_SIGNS, CODE_LENGTH)


def test_an_address_writes_bus_in_full_and_breaks_a_line_that_is_too_long() -> None:
    invited = InvitedRecord("Onze-Lieve-Vrouw-ten-Hemelopnemingstraatje", 12, "A bus 3", "9994", "Oosterbeke", "")

    assert address_lines(invited) == (
        "Aan de bewoners", "Onze-Lieve-Vrouw-ten-", "Hemelopnemingstraatje 12A bus 3", "9994 Oosterbeke",
    )  # fmt: skip
    assert stamp_for(invited).address == address_lines(invited)


def test_a_sign_that_no_font_has_leaves_a_box_and_not_a_hole() -> None:
    letters = stamped(letter(), Stamp(("Aan de bewoners", "شارع 1", "9870 Oosterbeke"), SHORT.code))

    assert "□□□□ 1" in text_of_pdf(letters)
