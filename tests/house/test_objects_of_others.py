"""A number in an address that belongs to another case, authority or person opens nothing, for anybody: downloads,
previews, exports, reminders and second steps too. Made from the URL map, so that a new address is asked as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from models.case import FoundingCase
from models.database import db
from models.queries.cases.facts import settings_of
from models.rules.access import PERMISSIONS, Role
from models.rules.procedure import ACTIONS, roles_for
from models.tables import metadata
from tests.town import OTHER_WORDS, Town, founded

UNKNOWN = 999_999
LIVING = 2  # the pair that everybody is tried on; on the others these are enough:
SOME = {Role.COORDINATOR.value, Role.DESK_OFFICER.value, Role.MANDATED_OFFICER.value}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with founded(tmp_path_factory.mktemp("objects")) as town:
        yield town


@pytest.fixture
def own_town(tmp_path: Path) -> Iterator[Town]:
    """One in which a test may change things."""
    with founded(tmp_path) as town:
        yield town


def _rules(town: Town, named: str, method: str) -> Iterator[tuple[Rule, list[str]]]:
    """The addresses about a case (`number`), an authority (`slug`) or neither, with numbers of things besides; and
    which these are."""
    known = {name for things in town.things.values() for name in things}
    for rule in town.app.url_map.iter_rules():
        numbers = [name for name in rule.arguments if name in known]
        begins_with = next((name for name in ("number", "slug", "token") if name in rule.arguments), "")
        if named == begins_with and numbers and method in rule.methods:
            yield rule, numbers


def _may(town: Town, rule: Rule, number: str) -> set[str]:
    permission = town.app.view_functions[rule.endpoint].permission
    if permission in ACTIONS:
        with town.app.app_context():
            case = db.session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one()
            return {role.value for role in roles_for(ACTIONS[permission], settings_of(case))}
    listed = PERMISSIONS[permission]
    return set(Role) if isinstance(listed, str) else {role.value for role in listed}


def _address(town: Town, rule: Rule, **values: object) -> str:
    words = {name: OTHER_WORDS[name] for name in rule.arguments - values.keys()}
    with town.app.test_request_context():
        return town.app.url_map.bind("localhost").build(rule.endpoint, {**words, **values})


def _everything(town: Town) -> dict[str, list[tuple[object, ...]]]:
    with town.app.app_context():
        return {
            table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key)).all()]
            for table in metadata.sorted_tables
            if table.name != "web_session"
        }


def _asked(town: Town, method: str, role: str, address: str) -> int:
    return town.browsers[role].open(address, method=method).status_code


def _is_closed(town: Town, method: str, role: str, rule: Rule, names: list[str], values: dict[str, object]) -> str:
    """Empty when that thing is answered as one that does not exist; else what was answered."""
    status = _asked(town, method, role, _address(town, rule, **values))
    if status == 404:
        return ""
    unknown = _asked(town, method, role, _address(town, rule, **values | dict.fromkeys(names, UNKNOWN)))
    return "" if status == unknown and status in (403, 409) else f"{status} {rule.endpoint} {role}"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("pair", [0, 1, 2, 3], ids=["after an evening", "while signing", "in a network", "next door"])
def test_a_thing_of_another_case_is_unknown_in_this_one_to_everybody(town: Town, pair: int, method: str) -> None:
    number, elsewhere = town.pairs[pair]
    before, answers = _everything(town), []
    for rule, names in _rules(town, "number", method):
        values = {"number": number, **{name: town.things[elsewhere].get(name, UNKNOWN) for name in names}}
        asking = town.browsers.keys() if pair == LIVING else SOME
        for role in sorted(_may(town, rule, number) & asking):
            answers.append(_is_closed(town, method, role, rule, names, values))

    assert "\n".join(filter(None, answers)) == ""
    assert len(answers) > 40
    assert _everything(town) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_thing_of_another_authority_is_unknown_to_the_administrator_of_this_one(town: Town, method: str) -> None:
    before, answers = _everything(town), []
    for rule, names in _rules(town, "slug", method):
        for slug in ("oosterbeke", "zuidveld"):  # under the own name, and under theirs
            values = {"slug": slug, **{name: town.things["zuidveld"][name] for name in names}}
            answers.append(_is_closed(town, method, Role.ADMINISTRATOR, rule, names, values))

    assert "\n".join(filter(None, answers)) == ""
    assert len(answers) > 10
    assert _everything(town) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_belongs_to_a_person_is_unknown_to_everybody_else(town: Town, method: str) -> None:
    """Drafts, sessions, passkeys, absences, seats, opinions that were asked: whatever their role."""
    before, answers = _everything(town), []
    for rule, names in _rules(town, "", method):
        values = {name: town.things["a neighbour"].get(name, UNKNOWN) for name in names}
        for role in sorted((_may(town, rule, "") & town.browsers.keys()) - READERS.get(rule.endpoint, set())):
            answers.append(_is_closed(town, method, role, rule, names, values))

    assert "\n".join(filter(None, answers)) == ""
    assert len(answers) > 10
    assert _everything(town) == before


def test_at_home_each_of_these_addresses_does_find_its_thing(own_town: Town) -> None:
    """Else the tests above would prove nothing. What is only looked at is asked first: what is sent changes things."""
    homes = [number for pair in own_town.pairs[: LIVING + 1] for number in pair]
    own, lost = {"slug": "oosterbeke"}, set()
    for method in ("GET", "POST"):
        lost |= {(method, rule.endpoint) for rule, names in _rules(own_town, "number", method)
                 if not any(_finds(own_town, method, rule, names, number) for number in homes)}  # fmt: skip
        lost |= {(method, rule.endpoint) for rule, names in _rules(own_town, "slug", method)
                 if not _is_told_apart(own_town, method, "administrator", rule, names, own, own["slug"])}  # fmt: skip

    # Who asks to be a member was welcomed a moment before, by this very test: looking at it is what tells them apart.
    # Whose function it was has none any more: tests/pages/test_admin_signing_out.py tells them apart.
    assert lost <= {("POST", "members.refuse"), ("POST", "admin.sign_out_everywhere")}


def _finds(town: Town, method: str, rule: Rule, names: list[str], number: str) -> bool:
    roles = sorted(_may(town, rule, number) & town.browsers.keys())
    return any(_is_told_apart(town, method, role, rule, names, {"number": number}, number) for role in roles)


def _is_told_apart(
    town: Town, method: str, role: str, rule: Rule, names: list[str], values: dict[str, object], owner: str
) -> bool:
    """Whether what is there is answered otherwise than what is not."""
    own = {name: town.things[owner].get(name, UNKNOWN) for name in names}
    unknown = _asked(town, method, role, _address(town, rule, **values, **dict.fromkeys(names, UNKNOWN)))
    return _asked(town, method, role, _address(town, rule, **values, **own)) not in (unknown, 500)


# What others than its owner may open too: staff of the zone its cases, its chief a reset, and anybody a ballot, where
# the code of the letter is the key.
READERS = {
    "papers.download_document": {Role.MANDATED_OFFICER.value, Role.POLICE_CHIEF.value},
    "second_step_resets.decide_reset": {Role.POLICE_CHIEF.value},
    "voting.vote_by_phone": {*Role},
}
