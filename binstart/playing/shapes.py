"""What may stand behind a name in a scenario: a text, a number, yes or no, a moment, one of a list, a person …

Each shape reads what was typed and says in words what it takes; a fault carries the line on which it stands.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from binstart.playing.lines import Block, Rows, ScenarioFault, Word, Written
from binstart.playing.moments import read_moment


@dataclass(frozen=True)
class Known:
    """What a value may refer to: the people of the scenario, the streets of its municipality, and the day.

    `shift`: how much later than written the play takes place.
    """

    now: datetime
    shift: timedelta = timedelta()
    people: Collection[str] = ()
    streets: Collection[str] = ()


class Shape(Protocol):
    """One kind of value."""

    def read(self, written: Written, known: Known) -> Any:
        """The value. Raises ScenarioFault."""

    def words(self) -> str:
        """What it takes, for the manual."""


@dataclass(frozen=True)
class Field:
    """One name of a block, and whether it must be there."""

    shape: Shape
    hint: str = ""
    is_required: bool = False


def _word(written: Written, takes: str) -> str:
    if not isinstance(written, Word):
        raise ScenarioFault(written.line, f"here stands {takes}, not a list or a block")
    return written.text.strip()


@dataclass(frozen=True)
class Text:
    """Free text; surrounding spaces are dropped."""

    def read(self, written: Written, known: Known) -> str:
        return _word(written, "a text")

    def words(self) -> str:
        return "text"


@dataclass(frozen=True)
class Number:
    """A whole number."""

    def read(self, written: Written, known: Known) -> int:
        text = _word(written, "a number")
        try:
            return int(text)
        except ValueError:
            raise ScenarioFault(written.line, f"'{text}' is not a whole number") from None

    def words(self) -> str:
        return "number"


_YES, _NO = {"yes", "true", "ja"}, {"no", "false", "nee"}


@dataclass(frozen=True)
class YesNo:
    """yes or no."""

    def read(self, written: Written, known: Known) -> bool:
        text = _word(written, "yes or no").lower()
        if text not in _YES | _NO:
            raise ScenarioFault(written.line, f"'{text}' is not yes or no")
        return text in _YES

    def words(self) -> str:
        return "yes or no"


@dataclass(frozen=True)
class When:
    """A day or a moment, seen from the day of the step."""

    def read(self, written: Written, known: Known) -> Any:
        try:
            return read_moment(_word(written, "a moment"), known.now, known.shift)
        except ValueError as error:
            raise ScenarioFault(written.line, str(error)) from None

    def words(self) -> str:
        return "moment"


@dataclass(frozen=True)
class Choice:
    """One of a closed list. `called`: how the manual calls one of a long list, which it shows elsewhere."""

    options: tuple[str, ...]
    called: str = ""

    def read(self, written: Written, known: Known) -> str:
        return _one_of(written, self.options, "one of the choices")

    def words(self) -> str:
        return self.called or " / ".join(self.options)


@dataclass(frozen=True)
class PersonKey:
    """Somebody of the scenario's people."""

    def read(self, written: Written, known: Known) -> str:
        return _one_of(written, known.people, "a person of this scenario")

    def words(self) -> str:
        return "person"


@dataclass(frozen=True)
class StreetName:
    """A street of the scenario's municipality."""

    def read(self, written: Written, known: Known) -> str:
        return _one_of(written, known.streets, "a street of this municipality")

    def words(self) -> str:
        return "street"


@dataclass(frozen=True)
class ListOf:
    """A list; `all` in its place where that is allowed, which gives None."""

    shape: Shape
    all_allowed: bool = False

    def read(self, written: Written, known: Known) -> Any:
        if self.all_allowed and isinstance(written, Word) and written.text.strip() == "all":
            return None
        if not isinstance(written, Rows):
            raise ScenarioFault(written.line, f"here stands a list{' or the word all' if self.all_allowed else ''}")
        return [self.shape.read(item, known) for item in written.items]

    def words(self) -> str:
        return f"list of {self.shape.words()}" + (" (or `all`)" if self.all_allowed else "")


@dataclass(frozen=True)
class Group:
    """A block with fixed names."""

    fields: Mapping[str, Field] = field(default_factory=dict)

    def read(self, written: Written, known: Known) -> dict[str, Any]:
        return read_fields(written, self.fields, known)

    def words(self) -> str:
        return "{" + ", ".join(self.fields) + "}"


@dataclass(frozen=True)
class Table:
    """A block in which each name is one of a closed list, and all values have one shape."""

    names: tuple[str, ...]
    shape: Shape

    def read(self, written: Written, known: Known) -> dict[str, Any]:
        block = a_block(written)
        for name in block.entries:
            if name not in self.names:
                raise ScenarioFault(block.lines[name], _unknown(name, self.names))
        return {name: self.shape.read(value, known) for name, value in block.entries.items()}

    def words(self) -> str:
        return f"{{{', '.join(self.names)}}}: {self.shape.words()}"


def a_block(written: Written) -> Block:
    """The block that must stand here. Raises ScenarioFault."""
    if not isinstance(written, Block):
        raise ScenarioFault(written.line, "here stands a block of names with values")
    return written


def read_fields(written: Written, fields: Mapping[str, Field], known: Known, what: str = "") -> dict[str, Any]:
    """The values of a block with fixed names; names that were left out are left out. Raises ScenarioFault."""
    block = a_block(written)
    for name in block.entries:
        if name not in fields:
            raise ScenarioFault(block.lines[name], f"{what}{_unknown(name, fields)}")
    for name, wanted in fields.items():
        if wanted.is_required and name not in block.entries:
            raise ScenarioFault(block.line, f"{what}'{name}' is missing")
    return {name: fields[name].shape.read(value, known) for name, value in block.entries.items()}


def _one_of(written: Written, options: Collection[str], what: str) -> str:
    text = _word(written, what)
    if text not in options:
        raise ScenarioFault(written.line, f"'{text}' is not {what}{_choices(options)}")
    return text


def _unknown(name: str, options: Collection[str]) -> str:
    return f"'{name}' is unknown here{_choices(options)}"


def _choices(options: Collection[str]) -> str:
    shown = ", ".join(sorted(options)[:25])
    return f"; known: {shown}{' …' if len(options) > 25 else ''}" if options else "; there are none"
