"""In which language a page is: what somebody chose last, else what the browser asks, among those that are on here.

`?taal=fr` in an address chooses, and a cookie keeps it; a person keeps a choice of their own on the account page. A
language that is translated in part comes only to who chooses it. About a municipality, visitors get the languages that
its regime and its own choice give; who is signed in has their own language everywhere.
"""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, after_this_request, g, has_request_context, request
from flask_babel import Babel, get_locale, get_translations, refresh
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError

from models.database import db
from models.operations.accounts.signing_in import Mail
from models.operations.cases.acting import settings_of
from models.queries.authorities.own_languages import settings_of_case_number, settings_of_network
from models.rules.languages import COMPLETE, OWN_NAMES, REGIMES, SOURCE, first_complete, is_courtesy, languages_of
from models.rules.procedure_settings import ProcedureSettings
from models.settings import settings

PARAMETER = COOKIE = "taal"
_YEAR = 31536000  # seconds
_ABOUT_NETWORKS = frozenset({"public", "joining", "writing", "calendar"})
_WITHOUT_COOKIES = frozenset({"public_widget.show_widget"})  # stands in a frame on other sites

# Each language as it is called within a sentence.
NAMES = {"nl": _l("het Nederlands"), "fr": _l("het Frans"), "en": _l("het Engels"), "de": _l("het Duits")}


def init_languages(app: Flask) -> None:
    """Choose the language of each page, and make it known to the templates."""
    Babel(app, locale_selector=chosen_language)
    _find_catalogues_once(app)
    app.context_processor(
        lambda: {
            "language_links": language_links,
            "languages_to_find": languages_to_find,
            "is_partly_translated": is_partly_translated,
            "languages_that_count": languages_that_count,
        }
    )
    app.jinja_env.globals["language"] = language  # macros need it too
    app.after_request(_tell)


def _find_catalogues_once(app: Flask) -> None:
    """Flask-Babel looks three times for the language and then for its catalogue, for each of the hundreds of texts of a
    page: a tenth of the processor that the page of a case takes."""
    catalogues: dict[str, Any] = {}

    def catalogue() -> Any:
        code = language()
        if code not in catalogues:
            catalogues[code] = get_translations()
        return catalogues[code]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue().ugettext(text),
        lambda one, many, number: catalogue().ungettext(one, many, number),
        newstyle=True,
    )


def language() -> str:
    """The code of the language of this page."""
    locale = get_locale()
    return str(locale.language) if locale is not None else SOURCE


def read_in() -> str:
    """In which language a text of the rules is read on this page: what is not translated stands there in Dutch."""
    return first_complete(language())


def speak(code: str) -> None:
    """Speak this language in the rest of this request; empty: what is chosen without it."""
    g.spoken = code
    refresh()


def languages_on() -> tuple[str, ...]:
    """The languages that can be chosen here; the first is for who asks for none of them."""
    of_site = settings().languages_on
    here = _page_settings() if len(of_site) > 1 and g.get("signed_in") is None else None
    if here is None:
        return of_site
    own = languages_of(here.language_regime, here.courtesy_languages)
    return tuple(code for code in own if code in of_site) or own[:1]


def chosen_language() -> str:
    """What was chosen last (in this address, in this browser, on the account page), else what the browser asks."""
    if not has_request_context():
        return SOURCE
    known, on = g.get("signed_in"), languages_on()
    if "spoken" in g:
        choices = [g.spoken]
    else:
        choices = [request.args.get(PARAMETER), request.cookies.get(COOKIE), known.language if known else ""]
    for choice in choices:
        if choice in on:
            return str(choice)
    complete = [code for code in on if code in COMPLETE] or list(on)
    # By its first part alone: 'nl-BE' before 'fr' is Dutch, though 'fr' is the one that is written the same.
    asked = (code.partition("-")[0].lower() for code, quality in request.accept_languages if quality > 0)
    return next((code for code in asked if code in complete), on[0])


def forget_choice_of_browser() -> None:
    """What was chosen in this browser no longer counts: the person who is signed in chose."""

    @after_this_request
    def forget(response: Response) -> Response:
        if COOKIE in request.cookies:
            response.delete_cookie(COOKIE)
        return response


def written(subject: str, text: str) -> Mail:
    """A mail that was written in the language of this page, or in the one that `force_locale` set for its reader."""
    return Mail(subject, text, language())


def language_links() -> list[dict[str, str]]:
    """The languages of this page for the header: code, own name, address (empty: the present one). None where there is
    nothing to choose, and under a form that was sent: a link would lose what was typed."""
    on = languages_on()
    if len(on) < 2 or request.method != "GET":
        return []
    return [
        {"code": code, "name": OWN_NAMES[code], "href": "" if code == language() else _address_in(code)} for code in on
    ]


def languages_to_find() -> list[tuple[str, str]]:
    """For search engines: each language of this page with its whole address; none of pages that aren't public."""
    if g.get("signed_in") is not None:
        return []
    base = settings().base_url.rstrip("/")
    return [(one["code"], base + _address_in(one["code"])) for one in language_links()]


def is_partly_translated() -> bool:
    """Whether much of this page may still be Dutch."""
    return language() not in COMPLETE


def languages_that_count() -> list[str]:
    """Where this page is a translation of what a municipality says: in which languages that counts; else none."""
    here = _page_settings() if len(settings().languages_on) > 1 else None
    if here is None or not is_courtesy(language(), here.language_regime):
        return []
    return [str(NAMES[code]) for code in REGIMES[here.language_regime]]


def _page_settings() -> ProcedureSettings | None:
    if g.get("page_settings") is None:
        g.page_settings = _find_page_settings()
    found: ProcedureSettings | None = g.page_settings
    return found


def _find_page_settings() -> ProcedureSettings | None:
    """Those of the municipality that this page is about: of the case, or of the network or number in the address."""
    asked = request.view_args or {}
    try:
        if g.get("case") is not None:
            return settings_of(g.case)
        if request.blueprint in _ABOUT_NETWORKS and "slug" in asked:
            return settings_of_network(db.session(), asked["slug"])
        if "public_number" in asked:
            return settings_of_case_number(db.session(), asked["public_number"].upper())
    except OperationalError:  # the page that says so needs a language too
        db.session.rollback()
    return None


def _address_in(code: str) -> str:
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    return f"{quote(request.path)}?{urlencode([*asked, (PARAMETER, code)])}"


def _tell(response: Response) -> Response:
    """Say which language it is, that another browser may get another one, and keep what the address chose."""
    if response.mimetype != "text/html" or request.endpoint == "static":
        return response
    response.headers["Content-Language"] = language()
    response.vary.update(("Accept-Language", "Cookie"))
    chosen = request.args.get(PARAMETER)
    is_news = chosen == language() and request.cookies.get(COOKIE) != chosen
    if chosen and is_news and request.endpoint not in _WITHOUT_COOKIES:
        secure = settings().base_url.startswith("https://")
        response.set_cookie(COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
