"""What of a page is still Dutch: texts of ours that have a translation, and sentences that read as Dutch."""

import re
from collections.abc import Iterator
from functools import cache

from bs4 import BeautifulSoup, NavigableString, Tag

from binstart.setup_words import DOCUMENTS, RULES, catalogues, read_catalogue
from documents.short_words import WORDS

SHOWN = ("title", "alt", "placeholder", "aria-label", "content")
UNREAD = ("script", "style", "textarea")
HOLE = re.compile(r"%\(\w+\)[sd]")
DUTCH = re.compile(r"\b(?:het|een|niet|wordt|worden|voor|zijn|deze|naar|uw|wij|geen|nog|kunt)\b", re.IGNORECASE)


@cache
def _translated(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    whole, holed = set(), []
    for message in read_catalogue(catalogues()[language]):
        ids, strings = ((one,) if isinstance(one, str) else tuple(one) for one in (message.id, message.string or ""))
        for text, string in zip(ids, strings, strict=False):
            if not text or not string or text.strip() == string.strip():
                continue
            if not HOLE.search(text):
                whole.add(" ".join(text.split()))
            elif len(HOLE.sub("", text)) > 8:
                pattern = ".+".join(re.escape(part) for part in HOLE.split(text))
                holed.append(re.compile(pattern))
        # The same word in both languages is no fault.
        whole -= {" ".join(str(string).split()) for string in strings}
    return frozenset(whole | _of_rules(language)), tuple(holed)


def _of_rules(language: str) -> set[str]:
    """What the rules say, with its first letter as a sentence or a line of a list has it."""
    kept = [*read_catalogue(catalogues(RULES)[language])]
    kept += [one for one in read_catalogue(catalogues(DOCUMENTS)[language]) if one.id in WORDS]
    said = [one.id for one in kept if isinstance(one.id, str) and one.string and one.id != one.string]
    return {shown for text in said if "{" not in text for shown in (text, text[:1].upper() + text[1:])} - {""}


def texts_of(soup: BeautifulSoup, language: str) -> Iterator[str]:
    """What one reads of a page, but for what says itself that it is in another language."""
    for node in soup.find_all(string=True):
        parent = node.parent
        is_read = type(node) is NavigableString and parent is not None and parent.name not in UNREAD
        if is_read and node.strip() and _language_of(parent) == language:
            yield " ".join(node.split())
    for tag in soup.find_all(True):
        if _language_of(tag) == language:
            yield from (" ".join(str(tag[name]).split()) for name in SHOWN if tag.has_attr(name))


def left_in_dutch(soup: BeautifulSoup, language: str) -> list[str]:
    """The texts of ours on a page in this language that stand there in Dutch."""
    whole, holed = _translated(language)
    return [text for text in texts_of(soup, language) if text in whole or any(one.fullmatch(text) for one in holed)]


def reads_as_dutch(soup: BeautifulSoup, language: str) -> list[str]:
    """The texts on a page in this language, whoever wrote them, with a Dutch word in them."""
    return [text for text in texts_of(soup, language) if DUTCH.search(text)]


def _language_of(tag: Tag | None) -> str:
    while tag is not None:
        if tag.has_attr("lang"):
            return str(tag["lang"])
        tag = tag.parent
    return ""
