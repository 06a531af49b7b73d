"""No request of the web app may begin to write in a transaction that was begun to read.

SQLite refuses that at once ('database is locked', a 503 for who pressed), but only where somebody else wrote in
between: a test with one person at a time never sees it. So each statement that writes is looked at.
"""

import re
from typing import Any

from flask import has_request_context
from sqlalchemy.engine import Connection

from models.database import WRITING

_WRITES = re.compile(r"\s*(insert|update|delete|replace)\b", re.IGNORECASE)


class BeganToRead(AssertionError):
    """A statement that writes in a transaction that began without the write lock."""


def require_lock_to_write(connection: Connection, cursor: Any, statement: str, *others: Any) -> None:
    """For `before_cursor_execute` of an engine. Raises BeganToRead."""
    if not has_request_context() or not _WRITES.match(statement):
        return
    if not connection.get_execution_options().get(WRITING):
        raise BeganToRead(f"call write_more() (webapp/transaction.py) before: {statement[:80]}")
