"""A mail as a page: the same words as its text, and nothing in it can be more than words."""

import html
import re

from documents.notices.in_html import blocks_of, mail_html

TEXT = """Beste Nele

Iemand vulde dit in:

    Jan & Piet <b>
    Kerkstraat 4

Open deze link:
https://binstart.example/lid?a=1&b=2

- bel 101 (zie https://binstart.example/101).
- bel daarna de buren

Groeten
Gemeente Oosterbeke
"""


def words(page: str) -> list[str]:
    """What a reader sees, without the label of the button."""
    seen = re.sub(r"<(head|style)>.*?</\1>", "", page, flags=re.S).replace("Open deze bladzijde", "")
    return html.unescape(re.sub(r"<[^>]+>", " ", seen)).split()


def test_the_page_says_the_same_words_as_the_text() -> None:
    page = mail_html("Onderwerp", TEXT)

    assert " ".join(words(page)).replace(" .", ".").replace(" )", ")") == " ".join(TEXT.replace("\n- ", "\n").split())


def test_an_address_alone_on_its_line_becomes_a_button() -> None:
    page = mail_html("Onderwerp", TEXT)

    assert '<p class="open"><a href="https://binstart.example/lid?a=1&amp;b=2">Open deze bladzijde</a></p>' in page


def test_an_address_in_a_sentence_keeps_the_sentence_and_its_full_stop() -> None:
    [block] = blocks_of("- bel 101 (zie https://binstart.example/101).")

    assert block.kind == "list"
    assert [piece.text for piece in block.lines[0]] == ["bel 101 (zie ", "https://binstart.example/101", ")."]


def test_what_somebody_typed_stays_words() -> None:
    page = mail_html("<script>", "    <script>alert(1)</script>\n    javascript:alert(1)\n")

    assert "<script>" not in page
    assert "<a " not in page


def test_the_page_asks_nothing_from_elsewhere() -> None:
    page = mail_html("Onderwerp", "Goeiedag\n")

    assert not re.search(r"src=|url\(|@import|<link|<img", page)
