"""People for benchmarks: signed in over HTTP with password and recovery code, with the plainest possible browser."""

import re
import secrets
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from bs4 import BeautifulSoup
from sqlalchemy import Engine

from models.database import connect, writing
from models.operations.accounts.second_steps import LENGTH
from models.operations.accounts.signing_in import CODE_SIGNS
from models.operations.accounts.web_sessions import hashed
from models.person import Person
from models.second_step import RecoveryCode

PASSWORD = "een lange zin voor de meting"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_SEEN = re.compile(r'name="seen"[^>]*value="([^"]*)"')


class Visitor:
    """One person with one connection and their cookies."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=60)

    def read(self, path: str) -> str:
        """A page; raises when it is not there."""
        answer = self.client.get(path)
        answer.raise_for_status()
        return answer.text

    def send(self, path: str, page: str, **values: str) -> httpx.Response:
        """Send the form of a page, with its token and the position that it saw; redirects are not followed."""
        token = _TOKEN.search(page)
        if token is None:
            raise RuntimeError(f"{path} has no form")
        seen = _SEEN.search(page)
        hidden = {"csrf_token": token[1], **({"seen": seen[1]} if seen else {})}
        return self.client.post(path, data={**hidden, **values})


def visitor(address: str, data: Path, person: Person) -> Visitor:
    """The person, given a password and a second factor, and signed in, where the data folder holds the database."""
    return signed_in(address, connect(f"sqlite:///{data / 'binstart.sqlite'}"), person)


def signed_in(address: str, engine: Engine, person: Person) -> Visitor:
    """The same on any database."""
    code = "".join(secrets.choice(CODE_SIGNS) for _ in range(LENGTH))
    with writing(engine) as session:
        row = session.get_one(Person, person.id)
        row.password_hash = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)
        session.add(RecoveryCode(person_id=person.id, code_hash=hashed(f"{person.id}:{code}")))
    one = Visitor(address)
    path = "/aanmelden/wachtwoord"
    answer = one.send(path, one.read(path), email=person.email or "", password=PASSWORD, code=code)
    if answer.status_code != 302:
        raise RuntimeError(BeautifulSoup(answer.text, "html.parser").get_text(" ", strip=True)[:300])
    return one
