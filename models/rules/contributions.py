"""The contribution of a second member of a dwelling (domain.md 2.9 and 3: in Affligem a second person joins at 6 euro).

Nobody is excluded for money (besafe.be, 'Financiering'): a coordinator exempts whoever can't pay.
"""

from datetime import date

from models.rules.refusals import Invalid

MOST_OF_A_DWELLING = 2  # the source knows a second member and no third
PAID, DUE = "paid", "due"


def state_of(paid_on: date | None, on: date) -> str:
    """How a contribution stands: it is due again a year after it was paid."""
    return PAID if paid_on is not None and on < a_year_after(paid_on) else DUE


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February after a 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def check_paid_on(paid_on: date, owed_since: date, on: date) -> None:
    """Raises Invalid: nobody pays tomorrow, or a year before they joined."""
    if paid_on > on:
        raise Invalid("in_the_future", "Deze dag moet nog komen.", "paid_on")
    if a_year_after(paid_on) < owed_since:
        raise Invalid("too_early", "Deze dag ligt meer dan een jaar voor het lid erbij kwam.", "paid_on")
