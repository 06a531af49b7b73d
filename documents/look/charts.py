"""Charts as plain SVG: bars with their number written at the end, so that colour is never the only sign."""

from textwrap import shorten

from markupsafe import Markup, escape

from documents.contexts.procedure import MessageFigure
from documents.language import said
from documents.wording import apart, number

INK, GREY, PETROL, GOLD = "#1B2528", "#55626A", "#0E4B4F", "#F2C879"
_WIDTH, _LEFT, _BAR, _GAP, _GROUP = 162.0, 46.0, 5.2, 1.2, 17.0
# The page's style does not reach the letters in a drawing.
_FONT = 'font-size="3.3" style="font-family: \'Bron Sans\', sans-serif"'

_EDGE = f'stroke="{PETROL}" stroke-width=".3"'  # the gold alone is too light against the paper


def message_chart(figures: tuple[MessageFigure, ...]) -> Markup:
    """Per class of messages one bar for the day and one for the night. Widths in mm on paper."""
    most = max([1, *(max(row.day, row.night) for row in figures)])
    height = len(figures) * _GROUP
    words = apart(
        said("{label}: {day} overdag, {night} ’s nachts", label=row.label, day=row.day, night=row.night)
        for row in figures
    )
    title = said("Aantal berichten overdag en ’s nachts. {figures}.", figures=words)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_WIDTH:g} {height:g}" {_FONT}>',
        f"<title>{escape(title)}</title>",
    ]
    for position, row in enumerate(figures):
        top = position * _GROUP
        label = escape(shorten(row.label, 28, placeholder="…"))  # the table beside the chart has it in full
        parts.append(f'<text x="0" y="{top + 7.4:.2f}" font-weight="600" fill="{INK}">{label}</text>')
        parts.append(_bar(top + 1, said("overdag"), row.day, most, GOLD))
        parts.append(_bar(top + 1 + _BAR + _GAP, said("’s nachts"), row.night, most, PETROL))
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 (every text in it is escaped)


def share_chart(title: str, shares: tuple[tuple[str, int], ...]) -> Markup:
    """One bar per label with how many of a hundred, on a grey bar that is the whole hundred. For a screen: no style of
    its own, and large enough to read on a telephone."""
    width, left, bar, step = 100.0, 33.0, 5.0, 8.0
    most = width - left - 10
    view_box = f'viewBox="0 0 {width:g} {len(shares) * step:g}"'
    words = "; ".join(f"{label}: {share}" for label, share in shares)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="share-chart" role="img" font-size="4.4" {view_box}>',
        f"<title>{escape(title)}. {escape(words)}.</title>",
    ]
    for position, (label, share) in enumerate(shares):
        top = position * step + 1
        is_last = position == len(shares) - 1
        parts.append(
            f'<text x="0" y="{top + 4:.2f}" fill="{INK}">{escape(shorten(label, 16, placeholder="…"))}</text>'
            f'<rect x="{left:g}" y="{top:.2f}" width="{most:.2f}" height="{bar:g}" fill="#FFFFFF" {_EDGE}/>'
            f'<rect x="{left:g}" y="{top:.2f}" width="{most * share / 100:.2f}" height="{bar:g}" '
            f'fill="{PETROL if is_last else GOLD}" {_EDGE}/>'
            f'<text x="{left + most + 2:.2f}" y="{top + 4:.2f}" font-weight="600" fill="{INK}">{share}</text>'
        )
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 (every text in it is escaped)


def _bar(top: float, label: str, value: int, most: int, colour: str) -> str:
    left, base = _LEFT + 20, top + 3.8
    length = max(0.4, (_WIDTH - left - 18) * value / most)
    return (
        f'<text x="{_LEFT:g}" y="{base:.2f}" fill="{GREY}">{escape(label)}</text>'
        f'<rect x="{left:g}" y="{top:.2f}" width="{length:.2f}" height="{_BAR:g}" fill="{colour}" {_EDGE}/>'
        f'<text x="{left + length + 2:.2f}" y="{base:.2f}" font-weight="600" fill="{INK}">{number(value)}</text>'
    )
