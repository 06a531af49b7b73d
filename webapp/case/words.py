"""The Dutch words on the pages of a case for what the database keeps as a code; one word per thing (GLOSSARY)."""

from flask_babel import lazy_gettext as _l

from models.operations.charters.checking_federally import RESULTS as FEDERAL_RESULTS
from models.operations.evaluations.evaluating import OUTCOME_NAMES
from models.operations.evenings.informing import SEATS
from models.rules.advice import QUESTIONS as ADVISER_QUESTIONS
from models.rules.advice import TENDENCIES
from models.rules.contacts import AUTHORITIES
from models.rules.evaluation_form import JUDGEMENTS, QUESTIONS
from models.rules.languages import OWN_NAMES as LANGUAGES
from models.rules.objectives import OBJECTIVES
from models.rules.procedure import AGENDA_ITEMS, agenda_of
from models.rules.procedure_settings import LAUNCH_ITEMS, LAUNCH_OWNERS
from models.rules.support_judgements import PARTIES, SUPPORT_JUDGEMENTS

__all__ = [
    "ADVISER_QUESTIONS", "AGENDA_ITEMS", "APPROVALS", "AUTHORITIES", "CHANNELS", "CHARTER_STATES", "DECISIONS",
    "EXPECTATIONS", "FEDERAL_RESULTS", "JUDGEMENTS", "LANGUAGES", "LAUNCH_ITEMS", "LAUNCH_OWNERS", "MEDIA_TYPES",
    "OBJECTIVES",
    "OPINION_STATES",
    "ORIGINS", "OUTCOME_NAMES", "PARTIES", "QUESTIONS", "QUESTION_STATES", "SCREENINGS", "SEATS",
    "SUPPORT_JUDGEMENTS", "TENDENCIES", "agenda_of",
]  # fmt: skip

ORIGINS = {
    "resident": _l("een bewoner"),
    "trader": _l("een handelaar"),
    "association": _l("een vereniging"),
    "municipality": _l("de gemeente"),
    "police": _l("de politie"),
}
CHANNELS = {
    "online": _l("online"),
    "paper": _l("op papier"),
    "phone": _l("telefonisch"),
    "counter": _l("aan het loket"),
}
EXPECTATIONS = {
    "residents": _l("Van de bewoners"),
    "police": _l("Van de politie"),
    "municipality": _l("Van de gemeente"),
}
OPINION_STATES = {
    "asked": _l("gevraagd"),
    "given": _l("gegeven"),
    "expired": _l("niet ontvangen binnen de termijn"),
    "presumed": _l("geen antwoord: geldt als gunstig"),
    "overdue": _l("te laat, het dossier wacht erop"),
    "withdrawn": _l("vraag ingetrokken"),
}
QUESTION_STATES = {
    "open": _l("nog te beantwoorden"),
    "granted": _l("toegestaan"),
    "refused": _l("niet toegestaan"),
    "answered": _l("beantwoord"),
    "lapsed": _l("vervallen"),
}
SCREENINGS = {"pending": _l("nog te screenen"), "suitable": _l("geschikt"), "not_suitable": _l("niet geschikt")}
CHARTER_STATES = {
    "draft": _l("wordt ingevuld"),
    "frozen": _l("ligt vast, wordt ondertekend"),
    "signed": _l("door iedereen ondertekend"),
    "superseded": _l("vervangen"),
}
DECISIONS = {
    "ask_completion": _l("Aanvulling gevraagd"),
    "refuse_request": _l("Aanvraag geweigerd"),
    "decide_as_police": _l("Geweigerd namens de politie"),
    "decide_as_municipality": _l("Geweigerd namens de gemeente"),
    "send_back_to_idea": _l("Teruggestuurd naar de initiatiefnemer"),
    "stop_for_lack_of_support": _l("Gestopt wegens onvoldoende draagvlak"),
    "reopen_charter": _l("Charter opnieuw geopend"),
    "record_federal_answer": _l("Opmerkingen over het charter"),
    "close_evaluation": _l("Evaluatie afgesloten"),
    "amend_charter": _l("Wijziging van het charter begonnen"),
    "withdraw_request": _l("Aanvraag ingetrokken"),
}
APPROVALS = {
    "decide_as_police": _l("Goedgekeurd namens de politie"),
    "decide_as_municipality": _l("Goedgekeurd namens de gemeente"),
}
MEDIA_TYPES = {
    "application/pdf": "PDF",
    "text/plain": "TXT",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "text/calendar": "ICS",
}
