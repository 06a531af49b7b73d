"""The language in which a document is made: that of its case (models.rules.languages), not that of who reads it.

All that a document says goes through `said`, in Python and in templates alike: `said("Beste {name}", name=…)`. Dutch is
the source; the other languages stand in documents/translations, whose texts `make words` keeps in step.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from babel.support import Translations

from documents.rule_words import in_words
from models.rules.languages import SOURCE
from models.rules.records.shared import CaseRecord

FOLDER = Path(__file__).parent / "translations"
DOMAIN = "documents"
# What a file tells that it is written in, for reading aloud (PDF/UA) and for spelling (Word).
TAGS = {"nl": "nl-BE", "fr": "fr-BE"}

_P = ParamSpec("_P")
_T = TypeVar("_T")
_spoken: ContextVar[str] = ContextVar("language of the document", default=SOURCE)


def spoken() -> str:
    """The language of the document that is being made: 'nl', 'fr'."""
    return _spoken.get()


def tag() -> str:
    """The same as files tell it: 'nl-BE'."""
    return TAGS.get(spoken(), TAGS[SOURCE])


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make documents in this language for as long as the block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def in_language_of_case(filling: Callable[_P, _T]) -> Callable[_P, _T]:
    """A filling that speaks the language of the case that its first argument, a record, is about."""

    @functools.wraps(filling)
    def fill(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        with speaking(_case_of(args[0]).language):
            return filling(*args, **kwargs)

    return fill


def in_language(record: Any, language: str) -> Any:
    """The record with its case in this language: what is made from it speaks it."""
    if hasattr(record, "case"):
        return replace(record, case=replace(record.case, language=language))
    part = _part_with_case(record)
    return replace(record, **{part: in_language(getattr(record, part), language)})


def _case_of(record: Any) -> Any:
    if isinstance(record, CaseRecord):
        return record
    return record.case if hasattr(record, "case") else _case_of(getattr(record, _part_with_case(record)))


def _part_with_case(record: Any) -> str:
    """A record has its case, or has the record of an evening, a launch or a charter that has it."""
    return next(name for name in ("evening", "launch", "charter") if hasattr(record, name))


def said(text: str, **filled: object) -> str:
    """A text of a document in its language, with `{name}` filled in. What is not translated is Dutch."""
    found = _translations(spoken()).gettext(text)
    return found.format(**filled) if filled else found


def said_of(one: str, many: str, number: int, **filled: object) -> str:
    """The text for one or for many."""
    return _translations(spoken()).ngettext(one, many, number).format(**filled)


def to_say(text: str) -> str:
    """The text as it is, in a table that is read when the program starts; `said` finds its translation later."""
    return text


def ruled(text: str) -> str:
    """What the rules call it (a title, an objective, a function), in the language of the document. The catalogue of the
    rules holds sentences only; their single words stand in `documents.short_words`."""
    found = in_words(text, spoken())
    return said(text) if text and found == text else found


@lru_cache
def _translations(language: str) -> NullTranslations:
    return NullTranslations() if language == SOURCE else Translations.load(FOLDER, [language], DOMAIN)
