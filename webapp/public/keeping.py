"""What takes long to make and everybody asks for, such as the map of a country: kept for a minute per process."""

import time
from collections.abc import Callable

from flask import current_app

SECONDS = 60  # what no stamp tells (a name of the same length) is seen after so long
_KEPT = "binstart_public_kept"


def kept(name: str, stamp: tuple[object, ...], make: Callable[[], str]) -> str:
    """What was made with this stamp a moment ago, else what `make` gives now."""
    shelf: dict[str, tuple[tuple[object, ...], float, str]] = current_app.extensions.setdefault(_KEPT, {})
    found = shelf.get(name)
    if found is not None and found[0] == stamp and time.monotonic() - found[1] < SECONDS:
        return found[2]
    content = make()
    shelf[name] = (stamp, time.monotonic(), content)
    return content
