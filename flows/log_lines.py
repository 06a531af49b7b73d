"""One line per mail, document or message: what became of it and of which case it is; not whom it is for."""

from models.log import log_of

log = log_of("effects")
keeping_log = log_of("keeping")
scan_log = log_of("scan")


def tell_effect(kind: str, effect_id: int, case_id: int | None, outcome: str, error: Exception | None = None) -> None:
    """`outcome`: sent, made, postponed, given_up. Why stands with the effect; here only what kind of fault it was."""
    log.info(kind, effect=effect_id, case=case_id, outcome=outcome, fault=type(error).__name__ if error else "")


def tell_files(kind: str, error: Exception) -> None:
    """Files of this kind were not looked after this night, and why."""
    keeping_log.warning("files", kind=kind, outcome="left", fault=type(error).__name__)


def tell_virus(effect_id: int, case_id: int) -> None:
    """Somebody put a file in a case in which the scanner found something (ASVS 16.3.3; webapp.bypass_log has the other
    kinds)."""
    scan_log.warning("control tried", kind="virus", effect=effect_id, case=case_id)
