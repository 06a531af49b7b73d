"""Prints one letter for thousands of dwellings: its text is set once, and what differs is stamped on it.

Letters differ in a few short lines and a QR code. Setting each in full takes 30 ms, stamping it less than one
(benchmarks/letters.py). The text stands in the file once, and every page refers to it. Same input, same bytes.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

import pikepdf
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from documents.contexts.invitation import InvitationLetterContext, Stamp
from documents.kinds import FOLDER, KINDS
from documents.language import speaking, tag
from documents.limits import clean
from documents.look.qr import INK, CodeSeries
from documents.press.pool import Press, PressFailed, Sheet, shared_press
from documents.press.rendering import GENERATOR, RenderingFailed, job_for
from documents.wording import bare
from models.rules.invitations import CODE_LENGTH, CODE_SIGNS, spaced_code

KIND = KINDS["invitation_letter"]
PLACES = ("address", "link", "code")  # the ids in invitation_letter/template.html
_REGULAR, _BOLD = "SourceSans3-Regular", "SourceSans3-SemiBold"
# As in invitation_letter/style.css, in points: size and line height of the address and of the short address.
_ADDRESS, _LINK = (10.5, 14.4), (11.5, 15.0)
_CODE_SIZE = 28 * 72 / 25.4
_REPLACEMENT = "□"

Place = tuple[float, float]  # points from the left and from the top


@dataclass(frozen=True)
class LetterText:
    """The text of the letters in one language: on which page of the body it begins, from 0, and where is stamped."""

    language: str
    page: int
    places: dict[str, Place]


@dataclass(frozen=True)
class LetterBody:
    """What all letters share, as PDF: a text in each language in which they are made."""

    pdf: bytes
    texts: tuple[LetterText, ...]


def print_body(*contexts: InvitationLetterContext, logo: bytes = b"", press: Press | None = None) -> LetterBody:
    """Set what all letters share, one text for each context. Raises RenderingFailed."""
    sheets = [_sheet(context, logo, press or shared_press()) for context in contexts]
    begins = list(accumulate((sheet.pages for sheet in sheets), initial=0))
    texts = tuple(
        LetterText(context.case.language, page, {name: sheet.places[name] for name in PLACES})
        for context, sheet, page in zip(contexts, sheets, begins, strict=False)
    )
    return LetterBody(sheets[0].pdf if len(sheets) == 1 else _joined([sheet.pdf for sheet in sheets]), texts)


def _sheet(context: InvitationLetterContext, logo: bytes, press: Press) -> Sheet:
    try:
        with speaking(context.case.language):
            sheet = press.print(job_for(KIND, context, logo, is_form=True))
    except PressFailed as error:
        raise RenderingFailed(KIND.name, str(error)) from error
    if not sheet.places.keys() >= set(PLACES):
        raise RenderingFailed(KIND.name, "the text is so long that what is stamped has no place on the first page")
    return sheet


def _joined(pdfs: Sequence[bytes]) -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as joined:
        for pdf in pdfs:
            with pikepdf.open(io.BytesIO(pdf)) as one:
                joined.pages.extend(one.pages)
        joined.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return file.getvalue()


def stamp(body: LetterBody, stamps: Sequence[Sequence[Stamp]], reply_base: str, *, title: str, author: str) -> bytes:
    """One PDF with the letters, in order: `stamps` has for each dwelling what is stamped on each text of the body.
    `reply_base`: the address that every code comes behind."""
    series = _series(reply_base)
    with pikepdf.open(io.BytesIO(_stamps(body, stamps, series, reply_base, title, author))) as letters:
        with pikepdf.open(io.BytesIO(body.pdf)) as text:
            _lay_under(letters, text, [one.page for one in body.texts])
        letters.Root.Lang = pikepdf.String(tag())
        file = io.BytesIO()
        letters.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return file.getvalue()


def _stamps(body: LetterBody, stamps: Iterable[Sequence[Stamp]], series: CodeSeries, reply_base: str, title: str,
            author: str) -> bytes:  # fmt: skip
    """The pages with nothing but what differs."""
    shown_base = bare(reply_base) + "/"
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=0, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator(GENERATOR)
    for of_dwelling in stamps:
        for text, one in zip(body.texts, of_dwelling, strict=True):
            address, link, code = (text.places[name] for name in PLACES)
            canvas.setFillColor(INK)
            _write(canvas, one.address, address, _REGULAR, *_ADDRESS)
            _write(canvas, (shown_base + spaced_code(one.code),), link, _BOLD, *_LINK)
            canvas.addLiteral(_drawn(series.bitmap(one.code), series.width, code))
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def _write(canvas: Canvas, lines: Iterable[str], place: Place, font: str, size: float, leading: float) -> None:
    """Lines of text whose first line box has its left upper corner here, as a browser would set them."""
    face = _font(font).face
    ascent, descent = face.ascent * size / 1000, face.descent * size / 1000
    baseline = place[1] + (leading - (ascent - descent)) / 2 + ascent
    text = canvas.beginText(place[0], A4[1] - baseline)
    text.setFont(font, size, leading)
    for line in lines:
        text.textLine("".join(sign if ord(sign) in face.charToGlyph else _REPLACEMENT for sign in clean(line)))
    canvas.drawText(text)


def _drawn(bitmap: bytes, width: int, place: Place) -> str:
    """The operators that paint the code as a stencil, in the colour of the text."""
    left, bottom = place[0], A4[1] - place[1] - _CODE_SIZE
    return (
        f"q {_CODE_SIZE:.4f} 0 0 {_CODE_SIZE:.4f} {left:.4f} {bottom:.4f} cm "
        f"BI /W {width} /H {width} /IM true /BPC 1 /D [1 0] /F /AHx ID {bitmap.hex()}> EI Q"
    )


def _lay_under(letters: pikepdf.Pdf, body: pikepdf.Pdf, begins: Sequence[int]) -> None:
    """The text under every page; what does not fit on the first page of a text follows behind it. A letter in two
    languages ends on a back, so that printed on both sides each dwelling has sheets of its own."""
    forms = [letters.copy_foreign(page.as_form_xobject()) for page in body.pages]
    paint, nothing = letters.make_stream(b"q /Body Do Q\n"), letters.make_stream(b"")
    ends = [*begins[1:], len(forms)]
    behind = [range(begin + 1, end) for begin, end in zip(begins, ends, strict=True)]
    for position in range(len(letters.pages) - 1, -1, -1):
        text = position % len(begins)
        is_last = text == len(begins) - 1
        page = letters.pages[position]
        page.Resources.XObject = pikepdf.Dictionary(Body=forms[begins[text]])
        page.Contents = pikepdf.Array([paint, page.Contents])
        if len(begins) > 1 and is_last and len(forms) % 2:
            letters.pages.insert(position + 1, _page(letters, nothing, forms[0]))
        for following in reversed(behind[text]):
            letters.pages.insert(position + 1, _page(letters, paint, forms[following]))


def _page(letters: pikepdf.Pdf, contents: pikepdf.Object, form: pikepdf.Object) -> pikepdf.Page:
    return pikepdf.Page(
        letters.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=[0, 0, *A4],
                Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Body=form)),
                Contents=contents,
            )
        )
    )


@lru_cache(maxsize=4)
def _series(reply_base: str) -> CodeSeries:
    return CodeSeries(reply_base, CODE_SIGNS, CODE_LENGTH)


@cache
def _font(name: str) -> TTFont:
    font = TTFont(name, str(FOLDER / "fonts" / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    return font
