"""The accessibility statement: made from what the last walk past all pages saw, and from the tests of the journeys.

Form: the model of Commission Implementing Decision (EU) 2018/1523. Who must have one: the Flemish Bestuursdecreet for
municipalities, the federal law of 19 July 2018 for police zones.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from webapp.words import ROLE_NAMES

RESULTS = Path(__file__).parent / "accessibility_results.json"  # by `python -m drills.accessibility`
JOURNEYS = Path(__file__).parent / "accessibility_journeys.json"  # by `python -m drills.accessibility.journeys`
MADE_ON = date(2026, 11, 27)  # the statement itself; its results are newer

VISITORS: dict[str, LazyString | str] = {
    "public": _l("iedereen, zonder aanmelden"),
    "link": _l("wie een persoonlijke link kreeg: adviseur, partner, lid, genodigde"),
    "resident": _l("bewoner met een account"),
    "administrator of zone": _l("beheerder van een politiezone"),
    **ROLE_NAMES,
}
OTHERS_WHOLE = _l("op dezelfde manier")
OTHERS_BRIEF = _l("op 320 pixels, in het licht")
HOWS = {"keyboard": _l("Toetsenbord"), "without_scripts": _l("Zonder JavaScript")}
JOURNEY_NAMES: dict[str, LazyString] = {
    "ask_for_network": _l("Een straat opzoeken en een BIN aanvragen"),
    "sign_in": _l("Aanmelden met een mail"),
    "give_voice": _l("Steun geven"),
    "reply_to_invitation": _l("Antwoorden op de uitnodiging voor de infoavond"),
    "join_network": _l("Lid worden"),
    "welcome_member": _l("Een lid verwelkomen"),
    "answer_survey": _l("De vragenlijst invullen"),
    "give_advice": _l("Advies geven met een link"),
    "accept_request": _l("Een aanvraag aanvaarden"),
    "give_opinion": _l("Een advies geven als politie of gemeente"),
    "decide": _l("Beslissen over de oprichting"),
    "plan_evening": _l("Een infoavond plannen"),
    "appoint_steering_group": _l("De stuurgroep noteren"),
    "screen_coordinator": _l("Een coördinator screenen"),
    "write_charter": _l("Het charter schrijven"),
    "sign_charter": _l("Het charter tekenen"),
    "launch": _l("Beslissen over de lancering"),
    "send_message": _l("Een bericht sturen aan de leden"),
    "evaluate": _l("De evaluatie bespreken"),
    "change_settings": _l("Instellingen aanpassen"),
}


@dataclass(frozen=True)
class VisitorLine:
    """How many kinds of pages a visitor opened, and on how many of them something was found."""

    name: LazyString | str
    pages: int
    barred: int


@dataclass(frozen=True)
class Statement:
    """What stands in the statement. `journeys`: name, and for each way of `HOWS` whether a test takes it."""

    tested_on: date
    version: str
    tools: tuple[str, ...]
    others: LazyString  # how a page was looked at in the other roles
    pages: int
    visitors: tuple[VisitorLine, ...]
    findings: tuple[Mapping[str, str], ...]
    not_reached: int
    left_out: int  # pages that another role can open too, and that were not looked at again in that role
    journeys: tuple[tuple[LazyString, tuple[bool, ...]], ...]


@cache
def read_statement() -> Statement:
    """The statement of the results that came with this version."""
    return as_statement(_read(RESULTS), _read(JOURNEYS))


def as_statement(results: Mapping[str, Any], journeys: Mapping[str, list[str]]) -> Statement:
    """`results` and `journeys` as their files have them."""
    findings = tuple(results["findings"])
    return Statement(
        tested_on=date.fromisoformat(results["tested_on"]),
        version=results["version"],
        tools=(f"axe-core {results['axe']}", f"Chromium {results['chromium']}"),
        others=OTHERS_WHOLE if results["looks_in_other_roles"] == results["looks"] else OTHERS_BRIEF,
        pages=len(results["pages"]),
        visitors=tuple(
            VisitorLine(name, sum(code in roles for roles in results["pages"].values()),
                        len({one["page"] for one in findings if one["role"] == code}))
            for code, name in VISITORS.items()
        ),
        findings=findings,
        not_reached=len(results["not_reached"]),
        left_out=results["left_out_in_other_roles"],
        journeys=tuple(
            (name, tuple(how in journeys.get(code, ()) for how in HOWS)) for code, name in JOURNEY_NAMES.items()
        ),
    )  # fmt: skip


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read
