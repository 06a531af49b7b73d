"""What the parts of a figure are called on screen."""

from typing import Any

from flask_babel import lazy_gettext as _l

from models.queries.insight.insight_now import NOBODY
from models.rules.insight import ACTIVE, RUNNING
from models.rules.insight_figures import TOTAL
from models.rules.terms import TERM_KINDS
from webapp.words import END_NAMES, ROLE_NAMES, STAGE_NAMES

OUTCOME_NAMES: dict[str, Any] = {ACTIVE: _l("Gelanceerd"), RUNNING: _l("Loopt nog"), **END_NAMES}

WAITED_NAMES: dict[str, Any] = {
    "initiator": _l("de initiatiefnemer (aanvulling van de aanvraag)"),
    "adviser": _l("adviseurs"),
    "police": _l("de beslissing van de politie (de gemeente keurde al goed)"),
    "municipality": _l("de beslissing van de gemeente (de politie keurde al goed)"),
    "evening": _l("de infoavond zelf (gepland, nog niet gehouden)"),
    "signatories": _l("handtekeningen onder het charter"),
    "ministry": _l("de FOD Binnenlandse Zaken"),
}

NOW_NAMES: dict[str, Any] = {
    **ROLE_NAMES,
    "adviser": _l("adviseur"),
    "ministry": _l("FOD Binnenlandse Zaken"),
    NOBODY: _l("niemand: het wacht op een dag"),
}

LEAD_NAMES: dict[str, Any] = {**STAGE_NAMES, TOTAL: _l("Van aanvraag tot lancering")}

TERM_NAMES = {code: kind.name for code, kind in TERM_KINDS.items()}


def way_in_words(way: str) -> str:
    """'Idee en voorbereiding → Overleg → Geweigerd'."""
    *stages, outcome = way.split(".")
    return " → ".join(str(name) for name in [*(STAGE_NAMES[one] for one in stages), OUTCOME_NAMES[outcome]])
