"""Text from Word and from web pages becomes words and simple lists; nothing hides in a text that is signed."""

import pytest

from models.rules.charter_content import checked_content, read_content
from models.rules.pasted_text import TOLD, told_of, without_markup


@pytest.mark.parametrize(("pasted", "kept"), [
    ("<p>Leden bellen <b>101</b>.</p><p>Altijd.</p>", "Leden bellen 101.\n\nAltijd."),
    ("<ul><li>eerst bellen</li><li>dan melden</li></ul>", "- eerst bellen\n- dan melden"),
    ("Wij:<ul>\n  <li>bellen</li>\n  <li>melden</li>\n</ul>", "Wij:\n\n- bellen\n- melden"),
    ("•\tbellen\n•\tmelden", "- bellen\n- melden"),
    ("o\tbellen\n·       melden", "- bellen\n- melden"),
    ("<!--[if gte mso 9]><xml><o:p>Normal</o:p></xml><![endif]--><p class=MsoNormal>Tekst<o:p></o:p></p>", "Tekst"),
    ("Voor <script>alert('x')</script>na", "Voor na"),
    ("Voor <img src='file:///etc/passwd'>na", "Voor na"),
    ("<style>p {color: red}</style><div>een</div><div>twee</div>", "een\n\ntwee"),
    ("kosten &lt; 5 &amp; meer<br>dan", "kosten < 5 & meer\ndan"),
])  # fmt: skip
def test_what_is_pasted_becomes_words_and_simple_lists(pasted: str, kept: str) -> None:
    assert without_markup(pasted) == kept
    assert without_markup(kept) == kept


@pytest.mark.parametrize("typed", [
    "minder dan <12 en meer dan 3>", "<naam van de coördinator>", "a < b en b > c", "Tom & Co", "- een\n- twee",
    "5 o'clock", "o ja",
])  # fmt: skip
def test_what_somebody_typed_stays_as_it_is(typed: str) -> None:
    assert without_markup(typed) == typed
    assert told_of(typed) == ()


def test_a_hundred_thousand_tags_in_each_other_cost_no_more_than_their_length() -> None:
    assert without_markup("<ul><li>" * 12_000 + "diep") == "- diep"


@pytest.mark.parametrize(("pasted", "codes"), [
    ("<b>vet</b>", ["markup"]),
    ("<img src=//elders.example/x.png>", ["markup", "pictures"]),
    ("<SCRIPT>x</SCRIPT>", ["markup", "scripts"]),
    ("bel \u202e101", ["turning"]),
    ("bel\u200b 101", ["hidden"]),
    ({"rows": [{"text": "gewoon"}, {"text": "a\x07b"}]}, ["hidden"]),
])  # fmt: skip
def test_the_writer_is_told_what_was_taken_away(pasted: object, codes: list[str]) -> None:
    assert told_of(pasted) == tuple(TOLD[code] for code in codes)


def test_a_megabyte_is_refused_unread_with_its_length() -> None:
    _, problems = read_content("members", {"text": "<p>" + "x" * 1_000_000})

    assert problems == {"text": "Dit is veel te lang: 1.000.003 tekens. Er kunnen er hoogstens 5.000 staan."}


def test_the_limit_counts_the_words_and_not_their_markup() -> None:
    text = "<p style='margin-left:36.0pt;text-indent:-18.0pt'>" + "x" * 4990 + "</p>"

    assert checked_content("members", {"text": text}) == {"text": "x" * 4990}
