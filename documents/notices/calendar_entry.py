"""The info evening as an entry for a calendar (iCalendar, RFC 5545), so that nobody has to type it over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from documents.filling.shared import network
from documents.language import said, speaking

LASTS = timedelta(hours=2)
ASK_AGAIN = timedelta(hours=12)  # who follows the address of a calendar hears of a change within this time


@dataclass(frozen=True, kw_only=True)
class EveningEntry:
    """One evening. Of two entries with one `uid`, the one with the higher `sequence` replaces the other.

    Moments carry their time zone; `written_at` is the same on every try, so the file is too.
    """

    uid: str
    sequence: int
    starts_at: datetime
    title: str
    place: str
    url: str
    written_at: datetime
    is_cancelled: bool = False


def evening_title(name: str, kind: str, language: str) -> str:
    """How the entry is called in this language: 'Infoavond BIN Kerkkwartier'."""
    with speaking(language):
        return said("Infoavond {network}", network=network(name, kind))


def evening_entry(*, uid: str, sequence: int, starts_at: datetime, title: str, place: str, url: str,
                  written_at: datetime, is_cancelled: bool = False) -> bytes:  # fmt: skip
    """One evening as a file."""
    entry = EveningEntry(uid=uid, sequence=sequence, starts_at=starts_at, title=title, place=place, url=url,
                         written_at=written_at, is_cancelled=is_cancelled)  # fmt: skip
    return evening_calendar([entry])


def evening_calendar(entries: Iterable[EveningEntry]) -> bytes:
    """Evenings as a file, or as a calendar that one follows."""
    calendar = Calendar()
    calendar.add("prodid", "-//Binstart//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: EveningEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.written_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.starts_at + LASTS)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event
