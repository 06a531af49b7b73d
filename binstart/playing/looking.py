"""What anybody can do: look up a street on the public page. And what nobody does: waiting, checking."""

from binstart.playing.play import Play
from binstart.playing.scenario import Step


def nothing(play: Play, step: Step, person: str) -> None:
    """The clock has moved already; what is expected is looked at afterwards."""


def look_up_street(play: Play, step: Step, person: str) -> None:
    """The public page says which networks there are in a street, for everybody and without signing in."""
