"""The steps of a scenario: who does what and when, and what is expected of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from binstart.playing.lines import Block, Rows, ScenarioFault, Word, Written
from binstart.playing.moments import Moment
from binstart.playing.place_reading import EVERYONE
from binstart.playing.scenario import Refusal, Step
from binstart.playing.shapes import Known, PersonKey, When, a_block, read_fields
from binstart.playing.vocabulary import STEP, VERBS

_WITHOUT_CASE = ("submit_request", "wait", "check", "look_up_street")


def read_steps(written: Written, known: Known, *, has_area: bool) -> list[Step]:
    """All steps, in order. `has_area`: the scenario has an area for all requests. Raises ScenarioFault."""
    if not isinstance(written, Rows) or not written.items:
        raise ScenarioFault(written.line, "here stands a list of steps")
    reader = _Steps(known, has_area)
    return [reader.read(item) for item in written.items]


class _Steps:
    """Reads step after step, keeping the time and the case that a next step is about."""

    def __init__(self, known: Known, has_area: bool) -> None:
        self._known = known
        self._has_area = has_area
        self._now = known.now
        self._cases: list[str] = []
        self._opened: set[tuple[str, str]] = set()

    def read(self, written: Written) -> Step:
        """One step. Raises ScenarioFault."""
        block = a_block(written)
        verb = self._verb(block)
        moment = self._moment(block)
        values = self._values(block, verb)
        step = Step(
            line=block.line,
            moment=moment,
            verb=verb,
            who=self._who(block, verb),
            values={name: values[name] for name in VERBS[verb].fields if name in values},
            case=self._case(block, verb, values),
            note=values.get("note", ""),
            on_open_page=values.get("on_open_page", False),
            refusal=_refusal(values.get("expect_refusal"), block),
            expected=values.get("expect", {}),
        )
        self._check(step, block)
        return step

    def _values(self, block: Block, verb: str) -> dict[str, Any]:
        """What stands after each name but `when` and `who`, which are read apart."""
        fields = {**STEP, **VERBS[verb].fields}
        for name in block.entries:
            if name not in fields and name != "who":
                allowed = ", ".join(sorted({"who", *fields}))
                raise ScenarioFault(block.lines[name], f"'{verb}' has no '{name}'; known: {allowed}")
        known = replace(self._known, now=self._now)
        return read_fields(block.only(fields.keys() - {"when"}), fields, known)

    def _verb(self, block: Block) -> str:
        written = block.entries.get("do")
        if not isinstance(written, Word):
            raise ScenarioFault(block.line, "'do' is missing: what is done?")
        if written.text not in VERBS:
            known = ", ".join(sorted(VERBS))
            raise ScenarioFault(written.line, f"'{written.text}' is not something one can do; known: {known}")
        return written.text

    def _moment(self, block: Block) -> Moment:
        if "when" not in block.entries:
            return Moment(self._now, True)
        moment: Moment = When().read(block.entries["when"], replace(self._known, now=self._now))
        if moment.local < self._now and moment.local.date() == self._now.date() and not moment.has_time:
            moment = Moment(self._now, True)
        if moment.local < self._now:
            raise ScenarioFault(block.lines["when"], f"{moment.local:%d/%m/%Y %H:%M} lies before the step above")
        self._now = moment.local
        return moment

    def _who(self, block: Block, verb: str) -> tuple[str, ...]:
        by, written = VERBS[verb].by, block.entries.get("who")
        if by == "nobody":
            if written is not None:
                raise ScenarioFault(block.lines["who"], f"nobody does '{verb}': leave out 'who'")
            return ()
        if written is None:
            raise ScenarioFault(block.line, "'who' is missing: who does it?")
        if by == "many" and isinstance(written, Word) and written.text == EVERYONE:
            return (EVERYONE,)
        words: Iterable[Written] = written.items if by == "many" and isinstance(written, Rows) else (written,)
        return tuple(PersonKey().read(word, self._known) for word in words)

    def _case(self, block: Block, verb: str, values: Mapping[str, Any]) -> str:
        if verb == "submit_request":
            if "case" in values:
                raise ScenarioFault(block.lines["case"], "a new case gets its name with 'as'")
            name = values.get("as", f"case {len(self._cases) + 1}")
            if name in self._cases:
                raise ScenarioFault(block.line, f"there is a case '{name}' already")
            if "expect_refusal" not in values:
                self._cases.append(name)
            return str(name)
        if "case" in values and values["case"] not in self._cases:
            raise ScenarioFault(block.lines["case"], f"'{values['case']}' is not a case; known: {self._cases}")
        return str(values.get("case", self._cases[-1] if self._cases else ""))

    def _check(self, step: Step, block: Block) -> None:
        if step.verb not in _WITHOUT_CASE and not step.case:
            raise ScenarioFault(block.line, "there is no case yet: somebody must submit a request first")
        has_streets = step.values.get("kind") != "sector" and step.values.get("scope") != "municipality"
        if step.verb == "submit_request" and has_streets and "area" not in step.values and not self._has_area:
            raise ScenarioFault(block.line, "'area' is missing, here and in the scenario itself")
        if step.expected and not step.case and set(step.expected) - {"mail_to"}:
            raise ScenarioFault(block.line, "there is no case yet of which something can be expected")
        if step.verb == "open_page":
            self._opened.add((step.who[0], step.values["action"]))
        if step.on_open_page and (step.who[0], step.verb) not in self._opened:
            raise ScenarioFault(block.line, f"{step.who[0]} did not open the page of '{step.verb}' before")


def _refusal(values: Mapping[str, Any] | None, block: Block) -> Refusal | None:
    if values is None:
        return None
    if not values:
        raise ScenarioFault(block.lines["expect_refusal"], "say how it is refused: status, text or field")
    return Refusal(**values)
