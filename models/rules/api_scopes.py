"""What a token lets another program read: its scopes. A scope is also a permission of the access table."""

from datetime import date, timedelta

from models.rules.refusals import Invalid

# In the order in which the administrator's page offers them.
API_SCOPES: dict[str, str] = {
    "cases:read": "Dossiers: waar ze staan, wat er nog nodig is en wie aan zet is",
    "journal:read": "Dossierlogboeken: wat er gebeurde, zonder redenen en namen",
    "networks:read": "Netwerken",
    "statistics:read": "Cijfers over alle dossiers samen",
}
LONGEST_NAME = 100  # characters of the name of a token
LONGEST_LIFE = timedelta(days=731)  # two years: a key that nobody looks after must end by itself


def checked_scopes(given: list[str]) -> list[str]:
    """The chosen scopes in their order, each once. Raises Invalid: none, or one that does not exist."""
    if not given:
        raise Invalid("no_scope", "Kies minstens één ding dat het programma mag lezen.", "scopes")
    if not set(given) <= set(API_SCOPES):
        raise Invalid("unknown_scope", "Kies uit de lijst.", "scopes")
    return [scope for scope in API_SCOPES if scope in given]


def require_possible_end(ends_on: date, on: date) -> None:
    """A token ends on a day to come, within two years. Raises Invalid."""
    if ends_on < on:
        raise Invalid("past_day", "Deze dag is al voorbij.", "ends_on")
    if ends_on > on + LONGEST_LIFE:
        raise Invalid("too_long", "Kies een dag binnen de twee jaar. Daarna maakt u een nieuwe sleutel.", "ends_on")
