"""Days and moments as people type them: day, month and year each in a box of its own, and an hour.

Boxes and no calendar that pops up: older people know the day they mean, a calendar is hard to work by keyboard, and
boxes look the same in every browser (GOV.UK Design System, 'date input'). Names in a form: `<name>-day`,
`<name>-month`, `<name>-year` and, for a moment, `<name>-time`. A program may send one value instead: `<name>` in
ISO 8601, in Belgian time.
"""

import re
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from models.clock import BELGIUM

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
_PARTS = ("day", "month", "year")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?:[.:uh ]([0-5][0-9])?)?(?: ?uur)?", re.ASCII)


class DayField(Field):
    """A day; its value is a `date`, or None when nothing was typed."""

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._typed: dict[str, str] = {}

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Keep what was typed in each box, to show it again as it was."""
        if formdata is not None:
            self._typed = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in self.parts}
        super().process(formdata, *args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the boxes, or the one value that a program sent."""
        whole = valuelist[0].strip() if valuelist else ""
        if whole:
            self._split(whole)
        typed = any(self._typed.values())
        self.raw_data = ["-".join(self._typed.values())] if typed else []
        self.data = self._read() if typed else None

    def pre_validate(self, form: BaseForm) -> None:
        """What is no day needs no second fault."""
        if self.process_errors:
            raise StopValidation

    @property
    def parts(self) -> tuple[str, ...]:
        """The boxes."""
        return _PARTS

    def box(self, part: str) -> str:
        """What stands in one box."""
        if self._typed:
            return self._typed.get(part, "")
        return self._shown().get(part, "") if self.data is not None else ""

    def _shown(self) -> dict[str, str]:
        return {"day": str(self.data.day), "month": str(self.data.month), "year": str(self.data.year)}

    def _split(self, whole: str) -> None:
        try:
            self._typed = self._parts_of(whole)
        except ValueError:
            self._typed = {**dict.fromkeys(self.parts, ""), "day": whole}

    def _parts_of(self, whole: str) -> dict[str, str]:
        year, month, day = date.fromisoformat(whole).isoformat().split("-")
        return {"day": str(int(day)), "month": str(int(month)), "year": year}

    def _read(self) -> Any:
        return self._read_day()

    def _read_day(self) -> date:
        day, month, year = (self._typed[part] for part in _PARTS)
        if not (day and month and year):
            raise ValueError(_("Vul dag, maand en jaar in."))
        if not re.fullmatch(r"[0-9]{4}", year):
            raise ValueError(_("Vul het jaar in met vier cijfers."))
        if not all(re.fullmatch(r"[0-9]{1,2}", part) for part in (day, month)):
            raise ValueError(_("Vul dag en maand in met cijfers, bijvoorbeeld 7 en 3."))
        try:
            typed = date(int(year), int(month), int(day))
        except ValueError:
            raise ValueError(_("Deze dag bestaat niet.")) from None
        if not EARLIEST_YEAR <= typed.year <= LATEST_YEAR:
            raise ValueError(_("Kies een jaar tussen %(first)s en %(last)s.", first=EARLIEST_YEAR, last=LATEST_YEAR))
        return typed


class MomentField(DayField):
    """A day and an hour in Belgian time; its value is an aware `datetime`, or None when nothing was typed."""

    @property
    def parts(self) -> tuple[str, ...]:
        return (*_PARTS, "time")

    def _shown(self) -> dict[str, str]:
        local = self.data.astimezone(BELGIUM)
        return {"day": str(local.day), "month": str(local.month), "year": str(local.year), "time": f"{local:%H.%M}"}

    def _parts_of(self, whole: str) -> dict[str, str]:
        moment = datetime.fromisoformat(whole)
        return {**super()._parts_of(moment.date().isoformat()), "time": f"{moment:%H.%M}"}

    def _read(self) -> datetime:
        day = self._read_day()
        found = _TIME.fullmatch(self._typed["time"].lower())
        if found is None:
            raise ValueError(_("Vul het uur in, bijvoorbeeld 19.30."))
        return datetime.combine(day, time(int(found[1]), int(found[2] or 0)), BELGIUM)
