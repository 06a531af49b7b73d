"""The joint judgement of the support base after the info evening, and until when voices count after it.

Sources: besafe.be and domain.md sections 1 and 2.4 to 2.6: enough local support after the evening, judged by the
partners together. No number is federal. 'Not yet' asks more time, 'not' asks to stop.
"""

from collections.abc import Mapping
from datetime import date, timedelta

PARTIES = {"initiator": "de initiatiefnemer", "municipality": "de gemeente", "police": "de politie"}
SUPPORT_JUDGEMENTS = {
    "enough": "voldoende en goed gespreid",
    "not_yet": "nog niet voldoende",
    "not": "niet voldoende",
}


def all_judge_not(standing: Mapping[str, str]) -> bool:
    """Whether each of the three parties finds that there is no support. `standing`: per party its last judgement."""
    return all(standing.get(party) == "not" for party in PARTIES)


def last_day_of_voices(evening_on: date | None, days_after: int) -> date | None:
    """The last day on which voices count; None while they count until the stage closes (no evening, or no period)."""
    return evening_on + timedelta(days=days_after) if evening_on and days_after else None
