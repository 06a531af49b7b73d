"""The languages: which there are, and what the language law makes of them in a municipality (web.md 4.3).

A regime says in which languages an authority speaks of itself. Any other language on a page about it is a courtesy: it
is shown only where the authority chose so, and then the page says that it is a translation.
"""

from collections.abc import Collection

SOURCE = "nl"  # in which all texts are written first; what is not translated is shown in it
OWN_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English", "de": "Deutsch"}
IN_LANGUAGE = {"nl": "in het Nederlands", "fr": "in het Frans"}  # as a journal says it
COMPLETE = frozenset({"nl", "fr"})  # of the others a part is translated

# The languages of a municipality, first the one in which its letters go. Sources: language law of 18 July 1966; for
# municipalities with facilities the circular BA-2005/03.
BRUSSELS = "brussels"
REGIMES = {
    "nl": ("nl",),
    "nl_fr": ("nl", "fr"),
    BRUSSELS: ("nl", "fr"),
    "fr": ("fr",),
    "fr_nl": ("fr", "nl"),
    "fr_de": ("fr", "de"),
    "de": ("de", "fr"),
}


def languages_of(regime: str, courtesy: Collection[str]) -> tuple[str, ...]:
    """The languages in which the public pages about a municipality are shown: its own, then those of courtesy."""
    own = REGIMES[regime]
    return (*own, *(code for code in OWN_NAMES if code in courtesy and code not in own))


def is_courtesy(language: str, regime: str) -> bool:
    """Whether a page in this language is only a translation there."""
    return language not in REGIMES[regime]


def first_complete(*codes: str) -> str:
    """The first of these languages in which all is translated: no mail is half in one language and half in another."""
    return next((code for code in codes if code in COMPLETE), SOURCE)


def document_languages(regime: str) -> tuple[str, ...]:
    """The languages in which the documents of a case may be made there: its own that are translated whole, first the
    one that is taken without a word."""
    own = tuple(code for code in REGIMES[regime] if code in COMPLETE)
    return own or (SOURCE,)


def document_language(regime: str, asked: str) -> str:
    """The language of the documents of a new case. In Brussels that of who asks (language law, art. 19); elsewhere the
    one of the municipality, also where there are facilities: then only who asks for it gets the other one."""
    own = document_languages(regime)
    return asked if regime == BRUSSELS and asked in own else own[0]


def languages_for(audience: str, regime: str, language: str) -> tuple[str, ...]:
    """In which languages a document is made: what is for everybody in all of the municipality (language law, art. 11
    and 18), all else in the one of its case."""
    others = document_languages(regime) if audience == "public" else ()
    return (language, *(code for code in others if code != language))


def told_language(language: str) -> dict[str, str]:
    """What the plan of a mail holds of its language: nothing where it is the one that holds without a word."""
    return {} if language in ("", SOURCE) else {"language": language}


def read_languages(text: str) -> tuple[str, ...]:
    """Codes with spaces or commas between, the first for who asks for none. Raises ValueError with what is unknown."""
    codes = tuple(dict.fromkeys(text.replace(",", " ").split()))
    unknown = [code for code in codes if code not in OWN_NAMES]
    if unknown or not codes:
        raise ValueError(f"kies uit {', '.join(OWN_NAMES)}" + (f", niet {unknown[0]!r}" if unknown else ""))
    return codes
