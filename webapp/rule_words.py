"""Sentences of the rules on a page that is not Dutch: each value that a template prints is looked up whole."""

from typing import Any

from flask import Flask
from flask_babel import get_locale, gettext
from jinja2 import pass_context
from jinja2.runtime import Context

from documents.rule_words import LONGEST, in_words
from models.rules.languages import SOURCE


def init_rule_words(app: Flask) -> None:
    """After Flask-Babel: what templates print, and what they fill into a text."""
    app.jinja_env.finalize = said
    for name in ("gettext", "ngettext"):
        app.jinja_env.globals[name] = _with_words(app.jinja_env.globals[name])


def said(value: Any) -> Any:
    """What the rules say, in the language of the page; all else as it is."""
    if type(value) is not str:
        return value
    locale = get_locale()  # None while templates are compiled
    if locale is None or locale.language == SOURCE:
        return value
    found = in_words(value, locale.language)
    # Of one word nobody knows whether it is ours or somebody's name.
    return gettext(value) if found == value and " " in value and len(value) <= LONGEST else found


def _with_words(translated: Any) -> Any:
    @pass_context
    def translate(context: Context, *texts: Any, **variables: Any) -> Any:
        return translated(context, *texts, **{name: said(value) for name, value in variables.items()})

    return translate
