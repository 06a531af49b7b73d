"""Keeping to which channels a member agrees: given for one, withdrawn for another, never rewritten."""

from collections.abc import Collection
from datetime import datetime

from models.consent import ChannelConsent
from models.enrolment import Enrolment
from models.queries.networks.consents import present_consents
from models.rules.enrolments import CONSENT
from models.rules.languages import SOURCE


def keep_consents(row: Enrolment, channels: Collection[str], at: datetime, language: str = SOURCE) -> None:
    """From now on this member agrees to these channels and to no other, by the text in this language. What was given
    before and still holds keeps its moment and its text."""
    held = present_consents(row)
    for one in held:
        if one.channel not in channels:
            one.withdrawn_at = at
    new = set(channels) - {one.channel for one in held}
    row.consents += [
        ChannelConsent(channel=one, version=CONSENT, language=language, given_at=at) for one in sorted(new)
    ]
