"""Sentences of the rules on a page that is not Dutch: each value that a template prints is looked up whole."""

from typing import Any

from flask import Flask
from flask_babel import get_locale, gettext
from flask_babel.speaklater import LazyString
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from documents.language import ruled, speaking
from documents.rule_words import LONGEST, in_words
from documents.short_words import WORDS
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
    if found != value or len(value) > LONGEST:
        return found
    if value in WORDS:
        with speaking(locale.language):
            return ruled(value)
    # Of any other single word nobody knows whether it is ours or somebody's name.
    return gettext(value) if " " in value else value


def worded(text: str, language: str) -> Markup:
    """A sentence of the rules in the language in which somebody read and agreed to it, whatever the page is in."""
    return Markup('<span lang="{}">{}</span>').format(language, in_words(text, language))


def lazily_said(text: str, before: str = "") -> LazyString:
    """The same for a label that is made before anybody asks for a page; `before`: a number that stands in front."""
    return LazyString(lambda: f"{before}{said(text)}")


def _with_words(translated: Any) -> Any:
    @pass_context
    def translate(context: Context, *texts: Any, **variables: Any) -> Any:
        return translated(context, *texts, **{name: said(value) for name, value in variables.items()})

    return translate
