"""QR codes for links to follow, to join or to verify; always with the address in words beside them."""

from collections.abc import Sequence

import segno
from markupsafe import Markup

INK = "#1B2528"
_MASK = 2  # of the eight patterns that are laid over a code, for codes that must come out alike


def qr_code(url: str, title: str) -> Markup:
    """The code as SVG; `title` is what a screen reader says."""
    return _drawn(segno.make(url, error="m", micro=False), title)


def reply_code(url: str, title: str) -> Markup:
    """The same, with the pattern of `CodeSeries`: a letter that is set in full looks like one that is stamped."""
    return _drawn(_series_code(url), title)


def _drawn(code: segno.QRCode, title: str) -> Markup:
    return Markup(code.svg_inline(omitsize=True, border=0, dark=INK, title=title))  # noqa: S704 (segno escapes the title)


def _series_code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, mode="byte", mask=_MASK)


class CodeSeries:
    """The QR codes of texts that begin alike and end in signs of their own, thousands per second.

    Making one takes segno 0.7 ms. But with one length and one mask, the black squares are the XOR of what each sign
    blackens (the text is copied in bits, and Reed-Solomon is linear): so each sign at each place turns the same squares
    over, whatever the other signs are. Those are found once, by drawing; tests/letters hold the result against segno.
    """

    def __init__(self, beginning: str, signs: Sequence[str], length: int) -> None:
        plain = [signs[0]] * length

        def squares(place: int, sign: str) -> int:
            return self._squares(beginning + "".join([*plain[:place], sign, *plain[place + 1 :]]))

        self._first = self._squares(beginning + "".join(plain))
        self._turned = [{sign: squares(place, sign) ^ self._first for sign in signs} for place in range(length)]
        self.width = len(_series_code(beginning + "".join(plain)).matrix)  # squares in a row

    @staticmethod
    def _squares(text: str) -> int:
        """The squares as one number: row by row, each filled up to whole bytes."""
        rows = (bytes(row) for row in _series_code(text).matrix)
        return int("1" + "".join(_bits(row) for row in rows), 2)

    def bitmap(self, ending: str) -> bytes:
        """The code of the text with this ending: one bit per square, 1 is black, each row in whole bytes."""
        squares = self._first
        for turned, sign in zip(self._turned, ending, strict=True):
            squares ^= turned[sign]
        length = self._first.bit_length() // 8
        return squares.to_bytes(length + 1, "big")[1:]


def _bits(row: bytes) -> str:
    return "".join("1" if square else "0" for square in row).ljust(-(-len(row) // 8) * 8, "0")
