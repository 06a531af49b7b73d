"""Asking a mail to sign in with, and reading it."""

import re

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.outbox import Effect
from tests.pages.visiting import Page, Visitor

ROOS = "roos.bewoner.oosterbeke@binstart.example"
STRANGER = "nieuw@binstart.example"


def ask(client: Visitor, email: str, **options: str) -> Page:
    """Ask a mail to sign in with."""
    query = "&".join(f"{name}={value}" for name, value in options.items())
    return client.read(f"/aanmelden?{query}").submit(email=email)


def mails(engine: Engine) -> list[dict[str, str]]:
    """What was planned, oldest first."""
    with Session(engine) as session:
        return list(session.scalars(select(Effect.payload).where(Effect.kind == "mail").order_by(Effect.id)))


def link_in(mail: dict[str, str]) -> str:
    """The address of the link in a mail."""
    found = re.search(r"http://localhost(/aanmelden/link/\S+)", mail["text"])
    assert found
    return found.group(1)


def code_in(mail: dict[str, str]) -> str:
    """The code in a mail."""
    found = re.search(r"^ {4}(\S{4}-\S{4})$", mail["text"], re.MULTILINE)
    assert found
    return found.group(1)


def is_signed_in(client: Visitor) -> bool:
    """Whether the own page opens."""
    return client.read("/account").status == 200
