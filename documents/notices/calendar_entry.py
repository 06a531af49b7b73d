"""The info evening as an entry for a calendar (iCalendar, RFC 5545), so that nobody has to type it over."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

LASTS = timedelta(hours=2)


def evening_entry(*, uid: str, sequence: int, starts_at: datetime, title: str, place: str, url: str,
                  written_at: datetime) -> bytes:  # fmt: skip
    """The entry as a file. Of two entries with one `uid`, the one with the higher `sequence` replaces the other.

    Moments carry their time zone; `written_at` is the same on every try, so the file is too.
    """
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", written_at)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + LASTS)
    event.add("summary", title)
    event.add("location", place)
    event.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", "-//Binstart//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
