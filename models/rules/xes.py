"""Journals as XES (IEEE 1849-2016): one trace for each case, written piece by piece, so that no log is ever whole in
memory. Source: IEEE Std 1849, clauses 5 to 7 (log, trace, event, attributes, globals, classifiers) and its standard
extensions concept, time, lifecycle and organizational.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from models.rules.mining import CaseLog, Entry, Pseudonyms, Value, leaving, path_step

# An entry says that something was done, never that it began: each event is a 'complete' one.
TRANSITION = "complete"

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/" xes.version="1849.2016" xes.features="">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
<string key="kind" value=""/>
<string key="municipality" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
<string key="lifecycle:transition" value="complete"/>
<string key="org:resource" value=""/>
<string key="org:role" value=""/>
<string key="stage" value=""/>
<int key="round" value="1"/>
<int key="sequence" value="1"/>
</global>
<classifier name="Event" keys="concept:name"/>
<classifier name="EventAndRole" keys="concept:name org:role"/>
<string key="concept:name" value="Binstart"/>
<string key="lifecycle:model" value="standard"/>
"""
TAIL = "</log>\n"


def xes_of(cases: Iterable[CaseLog], pseudonyms: Pseudonyms, *, with_numbers: bool = False) -> Iterator[str]:
    """The file, in pieces. `with_numbers`: cases under their own number instead of a pseudonym."""
    yield HEAD
    for case in cases:
        name = case.number if with_numbers else pseudonyms.of("case", case.id)
        yield (f"<trace>\n{_attribute('concept:name', name)}{_attribute('kind', case.kind)}"
               f"{_attribute('municipality', case.municipality)}")  # fmt: skip
        for entry in case.entries:
            yield _event(entry, pseudonyms)
        yield "</trace>\n"
    yield TAIL


def _event(entry: Entry, pseudonyms: Pseudonyms) -> str:
    step = path_step(entry.event, entry.stage, entry.data.get("end"))
    own = "".join(_attribute(key, value) for key, value in leaving(entry.event, entry.data).items())
    return (
        f"<event>\n{_attribute('concept:name', entry.event)}"
        f'<date key="time:timestamp" value="{entry.at.isoformat()}"/>\n'
        f"{_attribute('lifecycle:transition', TRANSITION)}"
        f"{_attribute('org:resource', pseudonyms.of('person', entry.by_id))}"
        f"{_attribute('org:role', entry.function)}"
        f"{_attribute('stage', entry.stage)}{_attribute('round', entry.round)}"
        f"{_attribute('sequence', entry.sequence)}"
        f"{_attribute('step', step) if step else ''}{own}</event>\n"
    )


def _attribute(key: str, value: Value) -> str:
    if isinstance(value, bool):
        return f'<boolean key="{key}" value="{str(value).lower()}"/>\n'
    if isinstance(value, int):
        return f'<int key="{key}" value="{value}"/>\n'
    return f'<string key="{key}" value={quoteattr(printable(value))}/>\n'


def printable(text: str) -> str:
    """Without the control signs that XML can't hold."""
    return text if text.isprintable() else "".join(sign for sign in text if sign.isprintable())
