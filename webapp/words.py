"""The Dutch words on screen for stages, ends, roles and kinds; one word per thing (GLOSSARY)."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from models.rules.access import Role
from models.rules.procedure import End, Stage

STAGE_NAMES: dict[str, LazyString] = {
    Stage.IDEA: _l("Idee en voorbereiding"),
    Stage.CONSULTATION: _l("Overleg"),
    Stage.INFO_EVENING: _l("Infoavond"),
    Stage.CHARTER: _l("Charter"),
    Stage.FEDERAL_CHECK: _l("Federaal nazicht"),
    Stage.LAUNCH: _l("Lancering"),
    Stage.EVALUATION: _l("Evaluatie"),
}

END_NAMES: dict[str, LazyString] = {
    End.REFUSED: _l("Geweigerd"),
    End.WITHDRAWN: _l("Ingetrokken"),
    End.NOT_ENOUGH_SUPPORT: _l("Gestopt wegens onvoldoende draagvlak"),
    End.TERMINATED: _l("Stopgezet"),
    End.MERGED: _l("Samengevoegd"),
}

ROLE_NAMES: dict[str, LazyString] = {
    Role.INITIATOR: _l("initiatiefnemer"),
    Role.STEERING_GROUP_MEMBER: _l("lid van de stuurgroep"),
    Role.COORDINATOR: _l("coördinator"),
    Role.DEPUTY_COORDINATOR: _l("plaatsvervangend coördinator"),
    Role.DESK_OFFICER: _l("medewerker van de gemeentelijke dienst"),
    Role.MAYOR: _l("burgemeester"),
    Role.MANDATED_OFFICER: _l("gemandateerde politiebeambte"),
    Role.POLICE_CHIEF: _l("korpschef"),
    Role.ADMINISTRATOR: _l("beheerder"),
}

KIND_NAMES: dict[str, LazyString] = {
    "bin": _l("BIN (bewoners)"),
    "bin_z": _l("BIN-Z (zelfstandigen)"),
    "sector": _l("SIN (sector)"),
}

# How a session began, as its owner reads it.
WAYS_TO_SIGN_IN: dict[str, LazyString] = {
    "link": _l("met een mail"),
    "password_and_code": _l("met wachtwoord en code"),
    "link_and_code": _l("met een mail en een code"),
    "passkey": _l("met een passkey"),
    "provider": _l("via een aanmelddienst"),
    "provider_and_code": _l("via een aanmelddienst en met een code"),
}
