"""The words with which the vocabulary of scenarios is written: a verb, its fields, and the fields that come back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from binstart.playing.shapes import Field, ListOf, Shape, Text, When, YesNo


def must(shape: Shape, hint: str = "") -> Field:
    """A field that must be given."""
    return Field(shape, hint, is_required=True)


def can(shape: Shape, hint: str = "") -> Field:
    """A field that can be given."""
    return Field(shape, hint)


@dataclass(frozen=True)
class Verb:
    """One thing that a step can do. `by`: one (a person), many (one or more), nobody."""

    says: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    by: str = "one"


REASON = must(Text(), "the written reason, seen by everyone earlier in the chain")
BODY = can(Text(), "who decided, as it is printed")
CONDITIONS = can(ListOf(Text()), "of an approval")
COME_AGAIN = can(YesNo(), "whether a new request is possible; yes by default")
DECIDED_ON = can(When(), "the day of the decision; today by default")
