"""The door of an info evening: when it is open, how many people come at once, and how they were noted."""

from datetime import date, timedelta

MOST_PEOPLE = 20  # of one dwelling, or of one group from elsewhere
LONGEST_WAIT = timedelta(hours=24)  # how long a device can have kept a check-in before it had a connection
HOW = {"code": "uitnodiging", "list": "lijst", "walk_in": "van elders", "paper": "op papier"}


def why_closed(state: str, held_on: date, today: date, *, is_final: bool) -> str:
    """Why nobody can be checked in for an evening; empty: the door is open. `is_final`: its minutes are approved.

    It stays open after the evening: a device without a connection and a list on paper come later.
    """
    if state == "cancelled":
        return "Deze infoavond gaat niet door of is verplaatst. Open de deur van de nieuwe avond in het dossier."
    if is_final:
        return "Het verslag van deze infoavond is goedgekeurd. De aanwezigen veranderen niet meer."
    if today < held_on:
        return "Deze infoavond is nog niet vandaag. Aanmelden kan op de dag zelf en erna."
    return ""
