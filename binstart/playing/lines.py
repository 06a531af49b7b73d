"""The text of a scenario with its line numbers, so that every fault can be pointed at.

Words stay as they were typed: YAML would make `no` a falsehood and `20:00` the number 1200.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import yaml


class ScenarioFault(Exception):
    """The scenario can't be played as it is written: `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Word:
    """One value as typed; an empty one has text ''."""

    line: int
    text: str


@dataclass(frozen=True)
class Rows:
    """A list."""

    line: int
    items: tuple["Written", ...]


@dataclass(frozen=True)
class Block:
    """Names with what was written after each."""

    line: int
    entries: dict[str, "Written"]
    lines: dict[str, int]  # on which line each name stands

    def only(self, names: Collection[str]) -> "Block":
        """The block without all other names."""
        return Block(self.line, {name: value for name, value in self.entries.items() if name in names}, self.lines)


Written = Word | Rows | Block


def read_lines(file: Path) -> Written:
    """What a YAML file says. Raises ScenarioFault when it is no YAML or no text, OSError when it can't be opened."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ScenarioFault(mark.line + 1 if mark else 1, f"this is not YAML: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ScenarioFault(1, f"this is not a text in YAML: {error}") from None
    if node is None:
        raise ScenarioFault(1, "the file is empty")
    return _written(node, set())


def _written(node: yaml.Node, above: set[int]) -> Written:
    line = node.start_mark.line + 1
    if id(node) in above:
        raise ScenarioFault(line, "a part can't hold itself (look at the & and * signs)")
    if isinstance(node, yaml.ScalarNode):
        return Word(line, "" if node.tag == "tag:yaml.org,2002:null" else node.value)
    above = above | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return Rows(line, tuple(_written(item, above) for item in node.value))
    return _block(node, line, above)


def _block(node: yaml.Node, line: int, above: set[int]) -> Block:
    entries: dict[str, Written] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ScenarioFault(at, "a name must be one word or a line of words")
        if key.value in entries:
            raise ScenarioFault(at, f"'{key.value}' stands here for the second time")
        entries[key.value] = _written(value, above)
        lines[key.value] = at
    return Block(line, entries, lines)
