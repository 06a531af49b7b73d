"""Signing in with a password and a second factor, for staff (web.md 4.4 and 4.7)."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.account import Attempt, WebSession
from models.database import writing
from models.operations.accounts import credentials
from models.operations.accounts.attempts import count_attempt
from models.operations.accounts.credentials import STEP, choose_password, enrol_totp
from models.person import Person
from models.rules.access import Role
from models.rules.refusals import Invalid
from tests.app_codes import app_code, as_if_used_before
from tests.factories import Place
from tests.pages.conftest import SignedIn, app_of
from tests.pages.visiting import Page, Visitor

PASSWORD = "vier paarden in de regen"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LEAKED = "Dit wachtwoord staat op een lijst van gelekte wachtwoorden. Kies een ander."
WRONG = "Het e-mailadres, het wachtwoord of de code klopt niet. Typ de code die nu in uw app staat."
MAYOR = "maria.burgemeester.oosterbeke@binstart.example"


@pytest.fixture
def mayor(place: Place, engine: Engine) -> Person:
    """The mayor, with a password and an app for codes; its code of a minute ago was the last one used."""
    person = place.people[Role.MAYOR]
    earlier = datetime.now(UTC) - timedelta(minutes=5)
    with writing(engine) as session:
        choose_password(session, person.id, PASSWORD)
        enrol_totp(session, person.id, SECRET, pyotp.TOTP(SECRET).at(earlier), earlier)
    return person


def code(at: datetime | None = None) -> str:
    return pyotp.TOTP(SECRET).at(at) if at else app_code(SECRET)


def sign_in(client: Visitor, email: str = MAYOR, password: str = PASSWORD, typed: str | None = None) -> Page:
    page = client.read("/aanmelden/wachtwoord")
    return page.submit(email=email, password=password, code=code() if typed is None else typed)


def test_staff_sign_in_with_password_and_code(mayor: Person, client: Visitor, engine: Engine) -> None:
    answer = sign_in(client)

    assert answer.status == 302
    assert client.read("/account").status == 200
    with Session(engine) as session:
        assert session.scalars(select(WebSession)).one().method == "password_and_code"


def test_the_code_may_be_typed_with_a_space(mayor: Person, client: Visitor) -> None:
    typed = code()

    assert sign_in(client, typed=f"{typed[:3]} {typed[3:]}").status == 302


def test_nothing_tells_which_of_the_three_was_wrong(mayor: Person, place: Place, app: Flask) -> None:
    without_password = place.people[Role.DESK_OFFICER].email or ""
    tries = [
        {"email": "niemand@binstart.example"},
        {"email": without_password},
        {"password": PASSWORD + "!"},
        {"typed": "000000"},
    ]

    answers = {(page.status, tuple(page.faults)) for page in (sign_in(app.test_client(), **wrong) for wrong in tries)}

    assert answers == {(422, (WRONG,))}


@pytest.mark.parametrize(("typed", "kept"), [("000000", ""), ("aaaa-bbbb-cccc-dddd", "aaaa-bbbb-cccc-dddd")])
def test_a_wrong_code_of_the_app_is_typed_anew_and_one_to_recover_with_mended(
    mayor: Person, client: Visitor, typed: str, kept: str
) -> None:
    field = sign_in(client, typed=typed).soup.select_one("input[name=code]")

    assert field is not None
    assert field.get("value", "") == kept


def test_a_password_without_a_second_factor_is_not_enough(place: Place, client: Visitor, engine: Engine) -> None:
    with writing(engine) as session:
        choose_password(session, place.people[Role.MAYOR].id, PASSWORD)

    assert sign_in(client).status == 422


def test_a_code_works_once(mayor: Person, app: Flask) -> None:
    typed = code()

    assert sign_in(app.test_client(), typed=typed).status == 302
    assert sign_in(app.test_client(), typed=typed).status == 422


@pytest.mark.parametrize("earlier", [-STEP, STEP, 2 * STEP, 4 * STEP])
def test_a_code_counts_only_while_the_app_shows_it(mayor: Person, client: Visitor, earlier: int) -> None:
    """Thirty seconds, also for clocks that differ (ASVS 6.5.5)."""
    app_code(SECRET)  # not at the end of a step
    answer = sign_in(client, typed=code(datetime.now(UTC) - timedelta(seconds=earlier)))

    assert (answer.status, answer.faults) == (422, [WRONG])


def test_who_is_deactivated_does_not_get_in(mayor: Person, client: Visitor, engine: Engine) -> None:
    with writing(engine) as session:
        session.get_one(Person, mayor.id).is_active = False

    assert sign_in(client).status == 422


@pytest.mark.parametrize("email", [MAYOR, "niemand@binstart.example"])
def test_after_three_wrong_tries_one_must_wait(mayor: Person, client: Visitor, email: str) -> None:
    answers = [sign_in(client, email=email, password="helemaal verkeerd").status for _ in range(4)]

    assert answers == [422, 422, 422, 429]


def test_the_wait_grows_with_every_wrong_try(mayor: Person, client: Visitor, engine: Engine) -> None:
    waits = []
    for _ in range(10):
        sign_in(client, password="helemaal verkeerd")
        blocked = sign_in(client)
        if blocked.status == 429:
            waits.append(int(blocked.headers["Retry-After"]))
            let_time_pass(engine, timedelta(seconds=waits[-1]))

    assert waits == sorted(waits)
    assert len(set(waits)) > 3
    assert waits[-1] <= 900


def let_time_pass(engine: Engine, time: timedelta) -> None:
    """As if the tries had been that much earlier."""
    with writing(engine) as session:
        for attempt in session.scalars(select(Attempt)):
            attempt.at -= time


def test_nobody_is_locked_out_for_good(mayor: Person, client: Visitor, engine: Engine) -> None:
    with writing(engine) as session:
        for _ in range(50):
            count_attempt(session, "wrong_password", f"{MAYOR} 127.0.0.1", datetime.now(UTC))
    assert sign_in(client).status == 429

    let_time_pass(engine, timedelta(minutes=15))

    assert sign_in(client).status == 302


def test_somebody_elsewhere_does_not_lock_the_mayor_out(mayor: Person, client: Visitor, app: Flask) -> None:
    attacker = app.test_client()
    attacker.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    for _ in range(5):
        sign_in(attacker, password="helemaal verkeerd")

    assert sign_in(client).status == 302


def test_the_typed_password_is_never_shown_again(mayor: Person, client: Visitor) -> None:
    page = sign_in(client, password="helemaal verkeerd")

    assert "helemaal verkeerd" not in str(page.soup)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("te kort", "15 tekens"),
        ("x" * 201, "200"),
        ("mijn Burgemeester woont hier", "uw naam"),
        ("binstart is een mooi ding", "binstart"),
        (f"geheim {MAYOR} geheim", "e-mailadres"),
        ("passwordpassword", "te gemakkelijk te raden"),
        ("123456789012345", "te gemakkelijk te raden"),
        ("qwertyuiopasdfgh", "te gemakkelijk te raden"),
        ("letmeinletmeinletmein", "te gemakkelijk te raden"),
        ("wachtwoordwachtwoord", "te gemakkelijk te raden"),
        ("politiepolitie12", "te gemakkelijk te raden"),
        ("burgemeester2026", "Gebruik niet uw naam"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(place: Place, signed_in: SignedIn, typed: str, word: str) -> None:
    page = signed_in(place.people[Role.MAYOR]).read("/account/wachtwoord")

    answer = page.submit(password=typed, password_again=typed)

    assert answer.status == 422
    assert word in " ".join(answer.faults)


@pytest.mark.parametrize("leaked", ["000webhost4ever", "2012aimheadshot", "08101949rkasdt13111", "1404jnujhbpjynf2604"])
def test_a_password_that_leaked_elsewhere_is_refused(
    place: Place, signed_in: SignedIn, engine: Engine, leaked: str
) -> None:
    """Long enough, and not easy to guess for who does not know the list (ASVS 6.2.12)."""
    page = signed_in(place.people[Role.MAYOR]).read("/account/wachtwoord")

    answer = page.submit(password=leaked, password_again=leaked)

    assert (answer.status, answer.faults) == (422, [LEAKED])
    assert page.submit(password=leaked + " maar langer", password_again=leaked + " maar langer").status == 302


def test_no_rule_asks_for_capitals_digits_or_signs(place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        choose_password(session, place.people[Role.MAYOR].id, "allemaal kleine letters")
        with pytest.raises(Invalid):
            choose_password(session, place.people[Role.MAYOR].id, "Kl3in&G00t!")


@pytest.mark.parametrize("length", [64, 200])
def test_a_long_password_counts_to_its_last_sign_and_as_it_was_typed(place: Place, engine: Engine, length: int) -> None:
    password = ("Vier paarden en Één ezel 🐴 in de regen, " * 9)[:length]
    with writing(engine) as session:
        choose_password(session, place.people[Role.MAYOR].id, password)
        kept = session.get_one(Person, place.people[Role.MAYOR].id).password_hash

    assert kept is not None
    assert credentials._password_is_right(kept, password)
    for other in (password[:-1], password + "x", password.lower(), f" {password}", password.strip() + " "):
        assert other == password or not credentials._password_is_right(kept, other)


def test_a_password_may_be_pasted_and_is_not_shown_while_it_is_typed(client: Visitor) -> None:
    field = client.read("/aanmelden/wachtwoord").soup.select_one("input[name=password]")

    assert field is not None
    assert (field["type"], field["autocomplete"]) == ("password", "current-password")
    assert not {name for name in field.attrs if name.startswith("on")}


def test_a_password_typed_differently_the_second_time_is_refused(place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.MAYOR]).read("/account/wachtwoord")

    assert page.submit(password=PASSWORD, password_again=PASSWORD + "x").status == 422


def test_staff_set_up_password_and_app_themselves(
    place: Place, signed_in: SignedIn, client: Visitor, engine: Engine
) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    browser.read("/account/wachtwoord").submit(password=PASSWORD, password_again=PASSWORD)
    page = browser.read("/account/tweede-stap")
    key = page.soup.select_one("code")
    assert key is not None
    secret = key.get_text().replace(" ", "")

    answer = page.submit(code=app_code(secret))

    assert answer.status == 302
    with Session(engine) as session:
        assert app_of(session, place.people[Role.MAYOR].id) == secret
    as_if_used_before(engine)  # the one just used is used up
    assert sign_in(client, typed=app_code(secret)).status == 302


def test_a_wrong_first_code_does_not_take_the_app_into_use(place: Place, signed_in: SignedIn, engine: Engine) -> None:
    page = signed_in(place.people[Role.MAYOR]).read("/account/tweede-stap")

    answer = page.submit(code="000000")

    assert answer.status == 422
    with Session(engine) as session:
        assert session.get_one(Person, place.people[Role.MAYOR].id).totp_secret is None


def test_a_new_password_signs_out_all_other_devices(place: Place, signed_in: SignedIn) -> None:
    elsewhere, here = signed_in(place.people[Role.MAYOR]), signed_in(place.people[Role.MAYOR])

    here.read("/account/wachtwoord").submit(password=PASSWORD, password_again=PASSWORD)

    assert here.read("/account").status == 200
    assert elsewhere.read("/account").status == 302


@pytest.mark.parametrize("path", ["/account/wachtwoord", "/account/tweede-stap"])
def test_who_signed_in_long_ago_must_do_so_again_before_changing_how(
    place: Place, signed_in: SignedIn, engine: Engine, path: str
) -> None:
    browser = signed_in(place.people[Role.MAYOR])
    with writing(engine) as session:
        session.scalars(select(WebSession)).one().created_at -= timedelta(minutes=11)

    page = browser.read(path)
    answer = page.submit()

    assert page.title == "Meld u opnieuw aan"
    assert answer.location == f"/aanmelden?next={path}"


def test_who_signed_in_with_a_password_types_it_before_choosing_another(
    mayor: Person, client: Visitor, engine: Engine
) -> None:
    sign_in(client)
    page = client.read("/account/wachtwoord")
    new = {"password": "zeven muizen op een dak", "password_again": "zeven muizen op een dak"}

    wrong = page.submit(present_password="zes muizen op een dak", **new)
    missing = page.submit(**new)
    with Session(engine) as session:
        kept_meanwhile = session.get_one(Person, mayor.id).password_hash
    right = page.submit(present_password=PASSWORD, **new)

    assert wrong.status == 422
    assert "Dit is niet het wachtwoord dat u nu hebt." in wrong.text
    assert "zes muizen" not in str(wrong.soup)
    assert missing.status == 422
    assert right.location == "/account"
    with Session(engine) as session:
        assert session.get_one(Person, mayor.id).password_hash != kept_meanwhile


def test_who_guesses_at_the_present_password_has_to_wait(mayor: Person, client: Visitor) -> None:
    sign_in(client)
    page = client.read("/account/wachtwoord")
    guess = {"present_password": "zes muizen op een dak", "password": "x" * 20, "password_again": "x" * 20}

    answers = [page.submit(**guess).status for _ in range(4)]

    assert answers == [422, 422, 422, 429]


def test_who_forgot_the_password_chooses_another_after_a_mail_and_the_second_step(
    place: Place, signed_in: SignedIn
) -> None:
    page = signed_in(place.people[Role.MAYOR]).read("/account/wachtwoord")

    assert "present_password" not in str(page.soup)
    assert page.submit(password=PASSWORD, password_again=PASSWORD).location == "/account"


def test_a_password_of_years_ago_still_counts(mayor: Person, client: Visitor, engine: Engine) -> None:
    with writing(engine) as session:
        session.get_one(Person, mayor.id).created_at -= timedelta(days=5 * 365)

    assert sign_in(client).status == 302


@pytest.mark.parametrize("path", ["/account/wachtwoord", "/account/tweede-stap"])
def test_residents_have_no_password(place: Place, signed_in: SignedIn, path: str) -> None:
    assert place.resident is not None

    assert signed_in(place.resident).read(path).status == 404


def test_the_password_is_kept_as_argon2_only(mayor: Person, engine: Engine) -> None:
    with Session(engine) as session:
        kept = session.get_one(Person, mayor.id).password_hash

    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
