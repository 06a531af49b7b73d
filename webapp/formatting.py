"""How dates, moments and periods are written on screen, in the language of the page."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, get_locale, gettext

from models.clock import BELGIUM, day_of
from webapp.clock import today

_DAYS = {"": "d MMMM y", "de": "d. MMMM y"}
_WEEKDAYS = {"": "EEEE d MMMM y", "de": "EEEE, d. MMMM y"}


def init_formatting(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.jinja_env.filters.update(day=day, weekday=weekday, moment=moment, time_of_day=time_of_day, term=term)


def day(value: date | datetime | None) -> str:
    """'14 maart 2027'; an empty text when there is no date."""
    return "" if value is None else _written(_belgian_day(value), _DAYS)


def weekday(value: date | datetime | None) -> str:
    """'zondag 14 maart 2027'."""
    return "" if value is None else _written(_belgian_day(value), _WEEKDAYS)


def time_of_day(value: datetime | None) -> str:
    """'19.30 uur'."""
    if value is None:
        return ""
    local = value.astimezone(BELGIUM)
    return gettext("%(hour)s.%(minute)s uur", hour=f"{local:%H}", minute=f"{local:%M}")


def moment(value: datetime | None) -> str:
    """'14 maart 2027 om 19.30 uur'."""
    if value is None:
        return ""
    return gettext("%(day)s om %(time)s", day=day(value), time=time_of_day(value))


def term(due_on: date | None) -> str:
    """How a term stands today: 'nog 3 dagen', 'vandaag', '2 dagen te laat'; empty when there is none."""
    if due_on is None:
        return ""
    left = (due_on - today()).days
    if left == 0:
        return gettext("vandaag")
    if left == 1:
        return gettext("morgen")
    if left > 1:
        return gettext("nog %(days)s dagen", days=left)
    return gettext("1 dag te laat") if left == -1 else gettext("%(days)s dagen te laat", days=-left)


def _written(on: date, forms: dict[str, str]) -> str:
    """In French the first of a month is '1er mai'."""
    language = str(get_locale())
    text = format_date(on, forms.get(language, forms[""]))
    return text.replace("1 ", "1er ", 1) if language == "fr" and on.day == 1 else text


def _belgian_day(value: date | datetime) -> date:
    return day_of(value) if isinstance(value, datetime) else value
