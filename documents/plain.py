"""Records as plain data and back: what lies in example.json, in the attachment of a charter, and under a document's id.

The canonical form (sorted keys, no spaces, UTF-8) gives the same bytes for the same content, on every machine.
"""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from documents.limits import NotPrintable, Printed

_T = TypeVar("_T", bound=Printed)
_TAG = "block"  # tells apart the blocks of a charter section


def to_plain(value: Any, *, without_private: bool = False) -> Any:
    """Lists, dicts, texts and numbers only. `without_private` leaves out telephone numbers, mail and home addresses."""
    if isinstance(value, Printed):
        plain: dict[str, Any] = {_TAG: type(value).__name__.lower()} if _is_block(type(value)) else {}
        for field in fields(value):
            if not (without_private and "private" in getattr(field.type, "__metadata__", ())):
                plain[field.name] = to_plain(getattr(value, field.name), without_private=without_private)
        return plain
    if isinstance(value, tuple):
        return [to_plain(item, without_private=without_private) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def canonical_json(value: Printed, *, without_private: bool = False) -> bytes:
    """The bytes that identify this content."""
    plain = to_plain(value, without_private=without_private)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_plain(record: type[_T], plain: Any) -> _T:
    """The record that `to_plain` described. Raises NotPrintable for unknown, missing or wrong fields."""
    if not isinstance(plain, dict):
        raise NotPrintable(record.__name__, "a record is a set of names and values")
    hints = {field.name: field.type for field in fields(record)}
    unknown = plain.keys() - hints.keys() - {_TAG}
    if unknown:
        raise NotPrintable(record.__name__, f"unknown: {', '.join(sorted(unknown))}")
    try:
        return record(**{name: _value(hints[name], item) for name, item in plain.items() if name != _TAG})
    except TypeError as error:
        raise NotPrintable(record.__name__, str(error)) from None


def _value(hint: Any, plain: Any) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        return _value(get_args(hint)[0], plain)
    if origin is tuple and isinstance(plain, list):
        return tuple(_value(get_args(hint)[0], item) for item in plain)
    if origin in (Union, types.UnionType):
        return None if plain is None else _value(_chosen(get_args(hint), plain), plain)
    if hint is date and isinstance(plain, str):
        return date.fromisoformat(plain)
    return from_plain(cast(type[Printed], hint), plain) if is_dataclass(hint) else plain


def _chosen(options: tuple[Any, ...], plain: Any) -> Any:
    options = tuple(option for option in options if option is not type(None))
    if len(options) == 1:
        return options[0]
    tag = plain.get(_TAG) if isinstance(plain, dict) else None
    for option in options:
        if option.__name__.lower() == tag:
            return option
    raise NotPrintable(_TAG, f"{tag!r} is none of {', '.join(option.__name__.lower() for option in options)}")


def _is_block(record: type[Printed]) -> bool:
    from documents.contexts.charter import Block

    return record in get_args(Block)
