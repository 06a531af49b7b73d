"""The members who may be reached by the alert tool: who agreed to that channel and has a number that can be used."""

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.queries.cases.facts import settings_of
from models.queries.networks.enrolments import EnrolmentLine, enrolments_of
from models.rules.alert_file import as_number, split_name
from models.rules.streets import HouseNumber, plain_name

BY_ALERT = ("sms", "call")


def alert_members(session: Session, case: FoundingCase, channel: str) -> tuple[dict[str, str], ...]:
    """One row for each member, by the names of models.rules.alert_file.FIELDS. Who takes a pause, or is excluded for a
    time, is left out."""
    form = settings_of(case).alert_file_phone
    agreed = [
        one for one in enrolments_of(session, case)
        if one.row.state == "member" and one.row.excluded_until is None
        and channel in {consent.channel for consent in one.consents}
    ]  # fmt: skip
    rows = (_row(one, case, form) for one in agreed)
    return tuple(row for row in rows if row["telefoon"])


def _row(line: EnrolmentLine, case: FoundingCase, form: str) -> dict[str, str]:
    row = line.row
    first, last = split_name(row.name)
    phone, second = as_number(row.phone, form), as_number(row.second_phone, form)
    return {
        "naam": row.name,
        "voornaam": first,
        "achternaam": last,
        "telefoon": phone or second,
        "tweede nummer": second if phone else "",
        "e-mail": row.email,
        "straat": plain_name(row.street.name) if row.street else "",
        "nummer": str(HouseNumber(row.house_number, row.suffix)) if row.house_number is not None else "",
        "postcode": row.street.postcode if row.street else "",
        "gemeente": case.municipality.name,
        "groep": case.name,
    }
