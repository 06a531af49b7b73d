"""All tables in one place, for whoever needs the whole schema (migrations, tests)."""

from models import (
    account,
    address,
    approval,
    area,
    authority,
    case,
    charter,
    clock,
    document,
    evaluation,
    federal_check,
    info_evening,
    journal,
    mandate,
    network,
    opinion,
    outbox,
    person,
    request,
    signature,
    support,
    upload,
)
from models.database import Base

__all__ = [
    "account", "address", "approval", "area", "authority", "case", "charter", "clock", "document", "evaluation",
    "federal_check", "info_evening", "journal", "mandate", "network", "opinion", "outbox", "person", "request",
    "signature", "support", "upload",
]  # fmt: skip

metadata = Base.metadata
