"""Finds the addresses in a mail's text, so that the demonstration mailbox can show them as links."""

import re

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def with_links(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, in order; True marks a piece that is an address."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        pieces += [(text[end : found.start()], False), (found.group(), True)]
        end = found.end()
    return [*pieces, (text[end:], False)]
