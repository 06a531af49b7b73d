"""What a provider answers, and what is wrong with it: nobody gets in by that, and the page says what to do."""

import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import Engine, select

from models.database import writing
from models.identity import ProviderSignIn
from models.person import Person
from tests.factories import Place
from tests.identity_provider import CLIENT_ID, Provider
from tests.pages.test_signing_in_by_provider import bound_mayor as bound_mayor
from tests.pages.test_signing_in_by_provider import go, is_signed_in, log_in_there, sign_in
from tests.pages.test_signing_in_by_provider import provider as provider
from tests.pages.visiting import Visitor

WRONG = {
    "another issuer": ({"iss": "https://een-andere.example"}, "Het antwoord van Toegang Vlaanderen klopt niet"),
    "another audience": ({"aud": "een-andere-toepassing"}, "Het antwoord van Toegang Vlaanderen klopt niet"),
    "another audience, though meant for us": (
        {"aud": ["een-andere-toepassing"], "azp": CLIENT_ID},
        "Het antwoord van Toegang Vlaanderen klopt niet",
    ),
    "another nonce": ({"nonce": "van een andere aanmelding"}, "Dit antwoord hoort niet bij uw aanmelding"),
    "expired": ({"exp": int(time.time()) - 600}, "De klokken lopen niet gelijk"),
    "issued in the future": ({"iat": int(time.time()) + 6000}, "De klokken lopen niet gelijk"),
    "not valid yet": ({"nbf": int(time.time()) + 6000}, "De klokken lopen niet gelijk"),
    "no subject": ({"sub": None}, "Het antwoord van Toegang Vlaanderen klopt niet"),
    "a subject that is no text": ({"sub": 12}, "Het antwoord van Toegang Vlaanderen klopt niet"),
    "for another access token": (
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        "Het antwoord van Toegang Vlaanderen klopt niet",
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_an_answer_that_is_wrong_lets_nobody_in_and_says_what_to_do(
    bound_mayor: Person, provider: Provider, client: Visitor, fault: str
) -> None:
    provider.wrong, title = WRONG[fault]

    answer = sign_in(client)

    assert answer.title == title
    assert "/aanmelden" in answer.links()
    assert not is_signed_in(client)


def test_clocks_may_differ_by_two_minutes(bound_mayor: Person, provider: Provider, client: Visitor) -> None:
    provider.wrong = {"exp": int(time.time()) - 60, "iat": int(time.time()) + 60}

    assert sign_in(client).status == 302


def test_a_token_without_signature_lets_nobody_in(bound_mayor: Person, provider: Provider, client: Visitor) -> None:
    provider.algorithm = "none"

    assert sign_in(client).title == "Het antwoord van Toegang Vlaanderen klopt niet"
    assert not is_signed_in(client)


@pytest.mark.parametrize("kid", ["not published", "first"])
def test_a_key_that_the_provider_does_not_publish_lets_nobody_in(
    bound_mayor: Person, provider: Provider, client: Visitor, kid: str
) -> None:
    provider.sign_with = RSAKey.generate_key(2048, {"kid": kid})

    assert sign_in(client).title == "Het antwoord van Toegang Vlaanderen klopt niet"
    assert not is_signed_in(client)


def test_when_the_provider_changes_its_keys_people_still_get_in_and_keys_are_not_asked_each_time(
    bound_mayor: Person, provider: Provider, client: Visitor, app: Flask
) -> None:
    for _ in range(3):
        assert sign_in(app.test_client()).status == 302
    assert provider.key_requests == 1

    provider.change_keys()

    assert sign_in(client).status == 302
    assert provider.key_requests == 2


def test_an_answer_works_once(bound_mayor: Person, client: Visitor, app: Flask) -> None:
    path = log_in_there(go(client))
    client.read(path)
    client.read("/account").submit(action="/afmelden")

    again = client.read(path)

    assert (again.status, again.title) == (410, "Deze aanmelding is verlopen")
    assert not is_signed_in(client)


def test_an_answer_works_once_also_for_who_kept_the_cookie_of_before(bound_mayor: Person, client: Visitor) -> None:
    path = log_in_there(go(client))
    kept = client.get_cookie("binstart")
    assert kept is not None
    client.read(path)
    client.set_cookie("binstart", kept.value)

    assert client.read(path).title == "Deze aanmelding is verlopen"


def test_a_code_that_was_used_at_the_provider_is_refused(
    bound_mayor: Person, provider: Provider, client: Visitor
) -> None:
    path = log_in_there(go(client))
    provider.codes.clear()

    assert client.read(path).title == "Deze aanmelding is al gebruikt of verlopen"
    assert not is_signed_in(client)


def test_a_code_of_another_sign_in_is_refused(bound_mayor: Person, client: Visitor, app: Flask) -> None:
    stolen = parse_qs(urlsplit(log_in_there(go(app.test_client()))).query)["code"][0]
    state = parse_qs(urlsplit(go(client)).query)["state"][0]

    answer = client.read(f"/aanmelden/terug/acm?code={stolen}&state={state}")

    assert answer.title == "Deze aanmelding is al gebruikt of verlopen"  # the proof of the code does not fit
    assert not is_signed_in(client)


def test_a_link_with_somebody_elses_answer_signs_nobody_in_and_uses_nothing_up(
    bound_mayor: Person, client: Visitor, app: Flask
) -> None:
    path = log_in_there(go(client))
    victim = app.test_client()

    assert victim.read(path).status == 410

    assert not is_signed_in(victim)
    assert client.read(path).status == 302


@pytest.mark.parametrize("state", ["", "verzonnen", "x" * 3000])
def test_a_state_that_we_never_gave_is_refused(bound_mayor: Person, client: Visitor, state: str) -> None:
    go(client)

    assert client.read(f"/aanmelden/terug/acm?code=x&state={state}").status == 410


def test_the_answer_of_one_provider_does_not_count_for_another(bound_mayor: Person, client: Visitor) -> None:
    path = log_in_there(go(client)).replace("/terug/acm", "/terug/itsme")

    assert client.read(path).title == "Deze aanmelding is verlopen"


def test_an_answer_that_names_another_issuer_is_refused(bound_mayor: Person, client: Visitor) -> None:
    path = log_in_there(go(client))

    assert client.read(f"{path}&iss=https://een-andere.example").status == 502
    assert not is_signed_in(client)


def test_ten_minutes_later_the_way_back_is_closed(bound_mayor: Person, client: Visitor, engine: Engine) -> None:
    path = log_in_there(go(client))
    with writing(engine) as session:
        session.scalars(select(ProviderSignIn)).one().expires_at -= timedelta(minutes=10, seconds=1)

    assert client.read(path).status == 410


def test_looking_at_the_head_of_the_answer_uses_nothing_up(bound_mayor: Person, client: Visitor) -> None:
    path = log_in_there(go(client))

    assert client.head(path).status_code == 405
    assert client.read(path).status == 302


def test_who_stops_at_the_provider_reads_that_nothing_happened(bound_mayor: Person, client: Visitor) -> None:
    answer = client.read(log_in_there(go(client), answer="no"))

    assert (answer.status, answer.title) == (403, "U hebt de aanmelding gestopt")
    assert "Opnieuw via Toegang Vlaanderen" in answer.text


def test_a_provider_that_is_away_is_told_and_mail_still_works(
    bound_mayor: Person, provider: Provider, client: Visitor
) -> None:
    path = log_in_there(go(client))
    provider.is_away = True

    answer = client.read(path)

    assert (answer.status, answer.title) == (503, "Toegang Vlaanderen is niet bereikbaar")
    assert "dat werkt altijd" in answer.text


def test_a_provider_that_can_not_be_reached_at_the_start_is_told_too(
    provider: Provider, place: Place, client: Visitor
) -> None:
    provider.is_away = True

    assert client.read("/aanmelden").submit(action="/aanmelden/met/acm").status == 503


def test_a_provider_that_says_to_be_another_is_not_believed(provider: Provider, place: Place, client: Visitor) -> None:
    provider.issuer = "https://een-andere.example"

    assert client.read("/aanmelden").submit(action="/aanmelden/met/acm").status == 502


def test_a_sign_in_that_is_too_weak_is_refused(bound_mayor: Person, provider: Provider, client: Visitor) -> None:
    assert "acr_values=urn" in go(client, "eid")
    assert sign_in(client, way="eid").status == 502  # none told
    provider.wrong = {"acr": "urn:wachtwoord"}
    assert sign_in(client, way="eid").title == "Kies bij eID een sterkere manier van aanmelden"
    provider.wrong = {"acr": "urn:itsme"}

    assert sign_in(client, way="eid").status == 302


@pytest.mark.parametrize("is_right", [True, False])
def test_where_it_is_agreed_our_requests_are_signed_with_a_key_of_our_own(
    bound_mayor: Person, provider: Provider, client: Visitor, tmp_path: Path, is_right: bool
) -> None:
    key = RSAKey.generate_key(2048)
    (tmp_path / "acm.pem").write_bytes(key.as_pem(private=True))
    provider.client_key = key if is_right else RSAKey.generate_key(2048)
    file = tmp_path / "providers.toml"
    file.write_text(file.read_text().replace('client_secret_file = "acm.secret"', 'client_key_file = "acm.pem"'))

    assert sign_in(client).status == (302 if is_right else 410)
    assert is_signed_in(client) is is_right


def test_an_address_that_stands_in_no_token_is_asked(provider: Provider, place: Place, client: Visitor) -> None:
    provider.only_userinfo = ("email", "email_verified")

    assert sign_in(client, "nele", "itsme").status == 302
    assert "nele@binstart.example" in client.read("/account").text


def test_after_signing_out_one_can_sign_out_at_the_provider_too(
    bound_mayor: Person, provider: Provider, client: Visitor
) -> None:
    sign_in(client)

    page = client.read("/account").submit(action="/afmelden")
    address = next(link for link in page.links() if link.startswith(provider.issuer))
    with httpx.Client(timeout=30) as there:
        back = there.get(address)

    assert page.title == "U bent afgemeld"
    assert not is_signed_in(client)
    assert back.headers["location"] == "http://localhost/aanmelden"
    assert provider.signed_out[0]["client_id"] == CLIENT_ID
    assert provider.signed_out[0]["id_token_hint"].count(".") == 2


def test_nobody_is_sent_to_another_site_afterwards(bound_mayor: Person, client: Visitor) -> None:
    answer = client.read(log_in_there(go(client, path="/aanmelden?next=//evil.example")))

    assert answer.location.startswith("/")
    assert "evil" not in answer.location


def test_an_unknown_provider_does_not_exist(provider: Provider, place: Place, client: Visitor) -> None:
    assert client.read("/aanmelden/terug/verzonnen").status == 404


def test_without_providers_the_page_offers_none(place: Place, client: Visitor) -> None:
    assert "Of meld u aan via" not in client.read("/aanmelden").text
