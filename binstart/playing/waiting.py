"""Waiting for the engine: it works apart from the pages, so what follows from a step comes a moment later."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Found = TypeVar("Found")


class WaitedInVain(Exception):
    """What should have come did not come in time."""


@dataclass(frozen=True)
class Patience:
    """How long one waits (seconds of real time), and what happens between two looks: a pause, or in tests the engine's
    own work."""

    seconds: float
    between: Callable[[], None] = lambda: time.sleep(0.25)

    def wait_for(self, look: Callable[[], Found | None], what: str) -> Found:
        """What `look` finds. Raises WaitedInVain saying for what and how long."""
        until = time.monotonic() + self.seconds
        while True:
            found = look()
            if found is not None:
                return found
            if time.monotonic() >= until:
                raise WaitedInVain(f"{what} did not come within {self.seconds:g} seconds")
            self.between()
