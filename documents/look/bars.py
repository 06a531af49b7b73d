"""A bar for the row of a table: the number stands beside it in words, so the drawing says nothing of its own.

Drawn and not coloured by a style, so that it is printed too; no style attribute, which the pages forbid.
"""

from collections.abc import Sequence

from markupsafe import Markup

from documents.look.charts import GOLD, PETROL

COLOURS = (PETROL, GOLD)
_WIDTH, _HEIGHT = 100.0, 8.0


def row_bar(parts: Sequence[int], most: int) -> Markup:
    """Parts behind each other (the first petrol, the second gold), so long as they are of `most`."""
    drawn, left = [], 0.0
    for part, colour in zip(parts, COLOURS, strict=False):
        length = _WIDTH * part / most if most else 0.0
        if length:
            drawn.append(f'<rect x="{left:.2f}" y="0" width="{length:.2f}" height="{_HEIGHT:g}" fill="{colour}"/>')
        left += length
    inside = "".join(drawn)
    return Markup(  # noqa: S704 (numbers only)
        f'<svg class="row-bar" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{inside}</svg>'
    )
