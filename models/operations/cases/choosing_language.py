"""In which language the documents of a case are made from now on: one of those of the municipality."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.operations.cases.acting import lock_case, record, written
from models.operations.cases.writing_case import put_on_case, write_case
from models.rules.access import MUNICIPAL_ROLES, Actor, function_on
from models.rules.languages import IN_LANGUAGE, document_languages
from models.rules.refusals import GateNotMet, Invalid, NotAllowed

TEXT_IS_FROZEN = (
    "De tekst van het charter ligt vast om te ondertekenen. Kies een andere taal als iedereen getekend heeft, of stel "
    "de tekst eerst weer open."
)


def choose_document_language(session: Session, case_id: int, by: Actor, at: datetime, *, language: str,
                             reason: str) -> None:  # fmt: skip
    """The municipality chooses the language; what was made stays as it is.

    Raises NotAllowed (not of the municipality), Invalid (not one of its languages, the same, no reason) and GateNotMet
    while a charter is being signed: all sign the same text.
    """
    case = lock_case(session, case_id)
    function = function_on(by, case.place, MUNICIPAL_ROLES)
    if not function:
        raise NotAllowed("no_role", "Alleen de gemeente kiest de taal van de documenten.")
    if language not in document_languages(case.municipality.language_regime):
        raise Invalid("unknown_language", "Kies een taal van de gemeente.", "language")
    if language == case.document_language:
        raise Invalid("nothing_changed", "De documenten worden al in deze taal gemaakt.", "language")
    if _is_being_signed(session, case):
        raise GateNotMet("charter_frozen", TEXT_IS_FROZEN)
    told = written(reason, "reason")
    put_on_case(session, case, document_language=language)
    record(session, case, "case:language_chosen", by, at, function, language=IN_LANGUAGE[language], reason=told)
    write_case(session)


def _is_being_signed(session: Session, case: FoundingCase) -> bool:
    return bool(session.scalar(select(exists().where(Charter.case_id == case.id, Charter.state == "frozen"))))
