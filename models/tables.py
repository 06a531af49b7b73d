"""All tables in one place, for whoever needs the whole schema (migrations, tests)."""

from models import (
    absence,
    account,
    address,
    agreement,
    approval,
    area,
    assignment,
    attendance,
    authority,
    authority_journal,
    authority_text,
    ballot,
    case,
    charter,
    clock,
    closing_day,
    contact,
    delegation,
    document,
    evaluation,
    federal_check,
    house_style,
    info_evening,
    invitation,
    journal,
    mandate,
    minutes,
    network,
    opinion,
    outbox,
    participant,
    person,
    reply,
    request,
    signature,
    support,
    support_judgement,
    term,
    upload,
)
from models.database import Base

__all__ = [
    "absence", "account", "address", "agreement", "approval", "area", "assignment", "attendance", "authority",
    "authority_journal", "authority_text", "ballot", "case", "charter", "clock", "closing_day", "contact", "delegation",
    "document", "evaluation", "federal_check", "house_style", "info_evening", "invitation", "journal", "mandate",
    "minutes", "network", "opinion", "outbox", "participant", "person", "reply", "request", "signature", "support",
    "support_judgement", "term", "upload",
]  # fmt: skip

metadata = Base.metadata
