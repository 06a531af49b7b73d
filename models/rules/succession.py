"""The succession of a coordinator of an active network: what must happen, in which order, and who does it.

Sources: besafe.be, veelgestelde vragen (a coordinator is chosen by the members and screened by the police) and
procedure (a change of contact data is written into the charter and reported); domain.md sections 3 and 8, point 5.
"""

from collections.abc import Callable
from dataclasses import dataclass

from models.rules.access import CHECKERS, POLICE_ROLES, Role
from models.rules.procedure_settings import ProcedureSettings
from models.rules.refusals import Invalid

# Why a seat becomes empty. Only municipality and police read it: it is nobody else's business.
WHY = {
    "stops": "De coördinator stopt",
    "moved": "De coördinator woont of werkt niet meer in het gebied",
    "died": "De coördinator is overleden",
    "none": "Er is geen coördinator meer",
    "removed": "De coördinator werd uit de functie gezet",
}
OWN_REASONS = ("stops", "moved")  # what somebody says of their own seat
NOTED_REASONS = ("stops", "moved", "died", "none")  # 'removed' follows from a measure alone
FARTHEST_DAYS = 365  # how long before somebody stops they can say so

# What a candidate agrees to (domain.md section 3; besafe.be: 18 or older, lives or works there, screened).
CONDITIONS = {
    "is_of_age": "Ik ben {age} jaar of ouder.",
    "lives_or_works": "Ik woon of werk in het gebied van het netwerk.",
    "accepts_rules": "Ik volg het charter en het huishoudelijk reglement van het netwerk.",
    "agrees_to_screening": "De politie mag mij screenen. Alleen het resultaat en de datum worden bewaard.",
}
STATES = {
    "noted": "moet de voorwaarden nog aanvaarden",
    "agreed": "is akkoord",
    "withdrawn": "is geen kandidaat meer",
    "appointed": "is aangesteld",
}
STAND_INS = {
    Role.COORDINATOR: "de andere coördinator",
    Role.DEPUTY_COORDINATOR: "de plaatsvervangend coördinator",
    Role.MANDATED_OFFICER: "de gemandateerde politiebeambte",
}


@dataclass(frozen=True)
class Progress:
    """How far a succession is: candidates who are one now (`candidates`), who agreed, and whom the police screened."""

    candidates: int = 0
    agreed: int = 0
    suitable: int = 0
    is_appointed: bool = False
    is_reported: bool = False
    is_seat_empty: bool = False


@dataclass(frozen=True)
class SuccessionStep:
    """One thing that must happen; `roles`: who sees to it (nobody: the clock)."""

    code: str
    sentence: str
    roles: frozenset[Role]
    is_met: Callable[[Progress, ProcedureSettings], bool]
    is_asked: Callable[[ProcedureSettings], bool] = lambda settings: True


STEPS = (
    SuccessionStep("candidate_known", "Minstens één kandidaat is bekend", CHECKERS,
                   lambda p, s: p.is_appointed or p.candidates > 0),
    SuccessionStep("candidate_agreed", "Een kandidaat aanvaardde de voorwaarden", CHECKERS,
                   lambda p, s: p.is_appointed or p.agreed > 0),
    SuccessionStep("candidate_suitable", "De politie vond een kandidaat geschikt", POLICE_ROLES,
                   lambda p, s: p.is_appointed or p.suitable > 0, lambda s: s.screening_required),
    SuccessionStep("successor_appointed", "De nieuwe coördinator is aangesteld", frozenset(),
                   lambda p, s: p.is_appointed),
    SuccessionStep("change_reported", "De nieuwe contactgegevens komen in het charter, dat aan de FOD Binnenlandse "
                   "Zaken wordt gemeld", CHECKERS, lambda p, s: p.is_reported),
    SuccessionStep("seat_empty", "De vorige coördinator is gestopt", frozenset(), lambda p, s: p.is_seat_empty),
)  # fmt: skip


def missing_steps(progress: Progress, settings: ProcedureSettings) -> tuple[SuccessionStep, ...]:
    """What must still happen, in order."""
    return tuple(one for one in STEPS if one.is_asked(settings) and not one.is_met(progress, settings))


def roles_of_step(step: SuccessionStep, settings: ProcedureSettings) -> frozenset[Role]:
    """Who sees to a step here: the setting says who appoints."""
    return frozenset({appointer(settings)}) if step.code == "successor_appointed" else step.roles


def appointer(settings: ProcedureSettings) -> Role:
    """Who appoints a new coordinator here."""
    return Role(settings.successor_appointed_by)


def check_conditions(agreed: set[str]) -> None:
    """Raises Invalid at the first condition to which a candidate does not agree."""
    for code in CONDITIONS:
        if code not in agreed:
            raise Invalid("condition_not_met", "Zonder dit kunt u geen coördinator zijn. Vink het aan.", code)
