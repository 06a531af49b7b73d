"""The streets on the page of the area: found in the register by what was typed, counted, and checked by the rules."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from models.queries.requests.areas import count_in, house_numbers
from models.queries.requests.overlaps import Overlap, Reach, overlaps_of
from models.queries.streets.streets import FoundStreet, find_streets
from models.queries.streets.streets_by_name import municipalities_with_street, street_labels, streets_by_name
from models.rules.area import DwellingCount, Segment, SegmentProblem, check_segments, describe_segment
from models.rules.scope import Scope, scope_of
from models.rules.streets import normalise_street_name, split_address
from webapp.resident.request_forms import AreaForm

# At which field of a row a problem is shown; the others at the street.
_AT_NUMBER = frozenset(
    {"number_not_positive", "range_reversed", "range_without_numbers", "no_dwellings", "number_too_high"}
)
# What the charter may keep (the register can lag behind), but what is a slip of the pen in a request.
_SLIPS = frozenset({"no_dwellings", "number_too_high"})


def _is_fault(problem: SegmentProblem) -> bool:
    return problem.blocks or problem.code in _SLIPS


@dataclass
class AreaRows:
    """The rows of the form; `municipality_id` None: not chosen yet, then no street is known."""

    session: Session
    municipality_id: int | None
    form: AreaForm
    kind: str = "bin"

    @property
    def scope(self) -> Scope:
        """How far the area reaches."""
        return scope_of(self.kind, self.form.scope.data if "scope" in self.form else None)

    @property
    def reach(self) -> Reach | None:
        """The area as the register is asked about it; None while no municipality was chosen."""
        if self.municipality_id is None:
            return None
        return Reach(self.municipality_id, self.kind, self.scope.value, self.segments)

    @cached_property
    def _streets(self) -> dict[str, int]:
        return streets_by_name(self.session, self.municipality_id) if self.municipality_id is not None else {}

    @property
    def filled(self) -> list[tuple[int, Any]]:
        """The rows in which something was typed, with their number from 0."""
        if self.scope != Scope.STREETS:
            return []
        return [
            (number, entry.form)
            for number, entry in enumerate(self.form.segments.entries)
            if any(entry.form[name].raw_data and entry.form[name].raw_data[0].strip()
                   for name in ("street", "from_number", "to_number"))
        ]  # fmt: skip

    def street_of(self, row: Any) -> int | None:
        """The id of the street of a row; None when the register does not know it by that name."""
        typed = row.street.data or ""
        for name in (typed, split_address(typed).street):
            found = self._streets.get(normalise_street_name(name))
            if found is not None:
                return found
        return None

    @property
    def _known(self) -> list[tuple[int, Any, Segment]]:
        rows = [(number, row, self.street_of(row)) for number, row in self.filled]
        return [
            (number, row, Segment(street, row.side.data or "all", row.from_number.data, row.to_number.data))
            for number, row, street in rows
            if street is not None and not (row.from_number.errors or row.to_number.errors or row.side.errors)
        ]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts of streets that are in the register and can be."""
        known = tuple(segment for _number, _row, segment in self._known)
        wrong = {problem.index for problem in check_segments(known) if problem.blocks}
        return tuple(segment for index, segment in enumerate(known) if index not in wrong)

    def check(self, *, may_be_empty: bool = False) -> None:
        """Put every fault at its row: streets that the register does not know, parts that can't be."""
        if self.scope == Scope.STREETS and not self.filled and not may_be_empty:
            self._fault(self.form.segments[0].form.street, _("Kies minstens één straat."))
        for _number, row in self.filled:
            if self.street_of(row) is None:
                self._fault(row.street, self._unknown(row.street.data or ""))
        known = self._known
        for problem in self._problems():
            if _is_fault(problem) and problem.index is not None:
                row = known[problem.index][1]
                self._fault(row.to_number if problem.code in _AT_NUMBER else row.street, problem.sentence)
        if self.overlaps and not self.form.overlap_explanation.data and not may_be_empty:
            self._fault(
                self.form.overlap_explanation,
                _("In dit gebied is al een netwerk of een aanvraag. Schrijf waarom u toch dit gebied kiest."),
            )

    def _unknown(self, typed: str) -> str:
        if not typed:
            return _("Vul de naam van de straat in.")
        if self.municipality_id is None:
            return _("Kies eerst uw gemeente.")
        elsewhere = municipalities_with_street(self.session, normalise_street_name(split_address(typed).street))
        if elsewhere:
            return _(
                "‘%(name)s’ ligt in %(places)s. Een netwerk ligt in één gemeente. Kies een straat van uw gemeente.",
                name=typed[:60],
                places=", ".join(elsewhere),
            )
        return _(
            "‘%(name)s’ staat niet in het adressenregister van deze gemeente. Kies een straat uit de lijst.",
            name=typed[:60],
        )

    @staticmethod
    def _fault(field: Any, sentence: str) -> None:
        field.errors = [*field.errors, sentence]

    def _problems(self) -> tuple[SegmentProblem, ...]:
        known = [segment for _number, _row, segment in self._known]
        numbers = house_numbers(self.session, {segment.street for segment in known})
        return check_segments(known, numbers) if known else ()

    @property
    def warnings(self) -> dict[int, str]:
        """What is odd but allowed, per row."""
        known = self._known
        return {known[p.index][0]: p.sentence for p in self._problems() if not _is_fault(p) and p.index is not None}

    def likely(self, row: Any) -> tuple[FoundStreet, ...]:
        """Streets that look like what was typed, for a street that the register does not know."""
        if self.municipality_id is None or not row.street.data:
            return ()
        return find_streets(self.session, [self.municipality_id], row.street.data, limit=5)

    @cached_property
    def counts(self) -> dict[int, DwellingCount]:
        """How many dwellings each row holds."""
        return {number: count_in(self.session, [segment]) for number, _row, segment in self._known}

    @cached_property
    def total(self) -> DwellingCount:
        """How many dwellings the whole area holds, each once."""
        return count_in(self.session, self.segments)

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """What is shared with networks and foundings that are there already."""
        reach = self.reach
        if reach is None or (self.scope == Scope.STREETS and not self.segments):
            return ()
        return overlaps_of(self.session, reach)

    @cached_property
    def described(self) -> dict[int, str]:
        """Each row that can be, in words: 'Kerkstraat (oneven nummers)'."""
        if self.municipality_id is None:
            return {}
        fine = [(number, segment) for number, _row, segment in self._known if segment in self.segments]
        labels: dict[Any, str] = street_labels(
            self.session, self.municipality_id, [segment.street for _number, segment in fine]
        )
        return {number: describe_segment(segment, labels[segment.street]) for number, segment in fine}

    def told(self) -> dict[str, Any]:
        """What the script shows while somebody types: per row what it holds or what is wrong, and the whole."""
        known = self._known
        rows = {number: self.in_words(count) for number, count in self.counts.items()}
        rows |= {known[p.index][0]: p.sentence for p in self._problems() if p.index is not None}
        return {"rows": rows, "total": self.in_words(self.total)}

    @staticmethod
    def in_words(count: DwellingCount) -> str:
        """'12 woningen', or '12 woningen (geschat)'."""
        text = ngettext("%(num)s woning", "%(num)s woningen", count.count)
        estimated = _("geschat")
        return f"{text} ({estimated})" if count.is_estimate else text
