"""Steps of the tests of the API: tokens of an authority, and cases to read."""

from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from models.authority import Authority
from models.database import writing
from models.operations.authorities.api_tokens import make_token
from models.rules.access import Role
from models.rules.api_scopes import API_SCOPES
from tests.factories import Place, acting, give_role

ROOT = "/api/v1"


def token_for(engine: Engine, place: Place, authority: Authority | None = None, scopes: list[str] | None = None) -> str:
    """A token, by itself of the municipality and with every scope."""
    authority = authority or place.municipality
    at = datetime.now(UTC)
    with writing(engine) as session:
        person = place.people[Role.ADMINISTRATOR]
        if authority.kind == "police_zone":
            give_role(session, person, Role.ADMINISTRATOR, authority)
        chosen = list(API_SCOPES) if scopes is None else scopes
        _row, token = make_token(session, acting(session, person, at), authority.id, at, at.date(), name="Website",
                                 scopes=chosen, ends_on=at.date() + timedelta(days=90))  # fmt: skip
    return token


def ask(client: FlaskClient, token: str, path: str, **headers: str) -> TestResponse:
    """What the API answers to a program with this token."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(ROOT + path, headers={"Authorization": f"Bearer {token}", **told})
