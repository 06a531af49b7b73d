"""One page in a real browser: narrow, wide, enlarged four times, light and dark, by keyboard and without scripts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from drills.accessibility.finding import Visitor

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHECKS = (Path(__file__).parent / "page_checks.js").read_text(encoding="utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Only these can differ once the colours or the size of the same page change.
ON_COLOURS = ("color-contrast", "link-in-text-block")
ON_SIZES = ("color-contrast", "target-size", "scrollable-region-focusable")
HEIGHT = 640


@dataclass(frozen=True)
class Look:
    """A window: its width in CSS pixels, and how many times everything is enlarged in it."""

    name: str
    width: int
    height: int
    enlarged: float
    is_whole: bool  # all rules of axe; else those that a size can change
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")


LOOKS = (
    Look("320 px", 320, HEIGHT, 1, is_whole=True),
    Look("1280 px at 400 %", 320, 256, 4, is_whole=False),
    Look("1280 px", 1280, 1024, 1, is_whole=True),
)
BRIEF = (Look("320 px", 320, HEIGHT, 1, is_whole=True, themes=("light",)),)  # where another role saw all of it


class Window:
    """A browser of one visitor, once with and once without scripts."""

    def __init__(self, browser: Browser, address: str, visitor: Visitor) -> None:
        self._messages: list[str] = []
        self._with, self._without = (self._context(browser, address, visitor, scripts) for scripts in (True, False))
        self.page, self.plain = self._with.new_page(), self._without.new_page()
        self._device = self._with.new_cdp_session(self.page)
        self.page.on("console", lambda message: self._messages.append(_told(message)))
        self.page.on("pageerror", lambda error: self._messages.append(str(error)))
        self._axe = AXE.read_text(encoding="utf-8")

    def close(self) -> None:
        """End both."""
        self._with.close()
        self._without.close()

    def look(self, path: str, looks: tuple[Look, ...] = LOOKS) -> list[str]:
        """What keeps somebody from using this page, in sentences; each begins with where it was seen."""
        self._messages.clear()
        self._resize(LOOKS[0])
        self.page.emulate_media(color_scheme="light")
        self.page.goto(path, wait_until="load")
        said = [f"console: {message}" for message in dict.fromkeys(self._messages) if message]
        self.page.evaluate(self._axe)
        self.page.keyboard.press("Tab")  # from now on the browser shows where the focus is
        for look in looks:
            self._resize(look)
            for theme in look.themes:
                self.page.emulate_media(color_scheme=theme)
                is_first = theme == look.themes[0]
                some = None if look.is_whole and is_first else ON_SIZES if is_first else ON_COLOURS
                said += [f"{look.name}, {theme}: {one}" for one in self._barriers(some)]
            said += [f"{look.name}: {one}" for one in self.page.evaluate(CHECKS)]
        return said + [f"without scripts: {one}" for one in self._missing(path)]

    def _barriers(self, only: tuple[str, ...] | None) -> list[str]:
        how = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": list(RULES)}
        found: Any = self.page.evaluate("how => axe.run(document, {runOnly: how, resultTypes: ['violations']})", how)
        return [f"{rule['id']}: {node['html'][:140]}" for rule in found["violations"] for node in rule["nodes"][:2]]

    def _missing(self, path: str) -> list[str]:
        """What is on the page for who has scripts and not for who has none: headings, links, fields, buttons."""
        self._resize(LOOKS[0])
        self.plain.goto(path, wait_until="load")
        with_scripts, without = _things(self.page), _things(self.plain)
        shapes = self.page.locator("main .map [role=link]").evaluate_all("all => all.map((one) => one.ariaLabel)")
        without |= {f"link ‘{name}’" for name in shapes}  # a list beside the map has them
        return [f"not there: {one}" for one in sorted(with_scripts - without - ONLY_WITH_SCRIPTS)]

    def _resize(self, look: Look) -> None:
        self._device.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": look.width, "height": look.height, "deviceScaleFactor": look.enlarged, "mobile": False},
        )

    @staticmethod
    def _context(browser: Browser, address: str, visitor: Visitor, scripts: bool) -> BrowserContext:
        context = browser.new_context(base_url=address, java_script_enabled=scripts, locale="nl-BE",
                                      viewport={"width": LOOKS[0].width, "height": HEIGHT})  # fmt: skip
        if visitor.cookie:
            context.add_cookies([{"name": "binstart", "value": visitor.cookie, "url": address}])
        return context


# What scripts add and nobody misses without them: no map to enlarge, no password to show, nothing drawn to wipe.
ONLY_WITH_SCRIPTS = frozenset(
    f"button ‘{name}’" for name in ("Inzoomen", "Uitzoomen", "Wachtwoord tonen", "Tekening wissen")
)
_SAME = {"combobox": "textbox", "searchbox": "textbox"}  # a box that suggests is a box to type in

_THING = re.compile(
    r"^\s*- '?(heading|link|textbox|checkbox|radio|combobox|button|searchbox|spinbutton)\b(?: \"(.*?)\")?"
)


def _things(page: Page) -> set[str]:
    """Headings, links, fields and buttons of the page as a screen reader tells them."""
    lines = page.locator("main").first.aria_snapshot().splitlines()
    return {f"{_SAME.get(thing[1], thing[1])} ‘{thing[2] or ''}’" for thing in map(_THING.match, lines) if thing}


def _told(message: ConsoleMessage) -> str:
    return message.text if message.type in ("error", "warning") else ""


@contextmanager
def window(browser: Browser, address: str, visitor: Visitor) -> Iterator[Window]:
    """A window of this visitor, closed at the end."""
    opened = Window(browser, address, visitor)
    try:
        yield opened
    finally:
        with suppress(Error):  # it crashed: what it found is kept
            opened.close()
