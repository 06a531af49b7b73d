"""QR codes for links to follow, to join or to verify; always with the address in words beside them."""

import segno
from markupsafe import Markup

INK = "#1B2528"


def qr_code(url: str, title: str) -> Markup:
    """The code as SVG; `title` is what a screen reader says."""
    code = segno.make(url, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=0, dark=INK, title=title))  # noqa: S704 (segno escapes the title)
