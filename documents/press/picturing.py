"""A printed page as a picture, to look at while one writes: laid out as on paper, without what archives ask for."""

import threading
from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from documents.kinds import KINDS
from documents.limits import Printed
from documents.press.pool import Press, PressFailed
from documents.press.rendering import RenderingFailed, job_for

POINTS_PER_INCH = 72
_one_at_a_time = threading.Lock()  # pdfium is not made for threads


@dataclass(frozen=True)
class PagePicture:
    """One page as PNG; `page` counts from 1, of `pages`."""

    png: bytes
    page: int
    pages: int


def printed_page(kind: str, context: Printed, heading: str, *, press: Press, logo: bytes = b"",
                 width: int = 900) -> PagePicture:  # fmt: skip
    """The page on which the part with this heading begins (else the first), so many pixels wide.

    Raises RenderingFailed.
    """
    try:
        sheet = press.print(job_for(KINDS[kind], context, logo, is_form=True))
    except PressFailed as error:
        raise RenderingFailed(kind, str(error)) from error
    with _one_at_a_time:
        pdf = pypdfium2.PdfDocument(sheet.pdf)
        try:
            number = _page_of(pdf, heading)
            page = pdf[number]
            picture = page.render(scale=width / page.get_width()).to_pil()
        finally:
            pages = len(pdf)
            pdf.close()
    png = BytesIO()
    picture.save(png, "PNG", compress_level=1)  # it is looked at once
    return PagePicture(png.getvalue(), number + 1, pages)


def _page_of(pdf: pypdfium2.PdfDocument, heading: str) -> int:
    for item in pdf.get_toc():
        destination = item.get_dest()
        if heading in item.get_title() and destination is not None:
            return int(destination.get_index() or 0)
    return 0
