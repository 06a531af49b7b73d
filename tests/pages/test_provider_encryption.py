"""ID tokens that a provider encrypts for us (JWE, as itsme asks): read with our key, refused in every other form."""

import json
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, RSAKey

from models.person import Person
from tests.identity_provider import Provider
from tests.pages.test_signing_in_by_provider import bound_mayor as bound_mayor
from tests.pages.test_signing_in_by_provider import go, is_signed_in, log_in_there, sign_in
from tests.pages.test_signing_in_by_provider import provider as provider
from tests.pages.visiting import Page, Visitor

TITLE = "Het antwoord van Toegang Vlaanderen klopt niet"
RSA, OLDER, OTHER = (RSAKey.generate_key(2048) for _ in range(3))
EC = ECKey.generate_key("P-256")


@pytest.fixture
def agreed(tmp_path: Path, provider: Provider) -> Provider:
    """That tokens are encrypted is agreed with the first provider: for a key, or still for the one before it."""
    for name, key in (("new", RSA), ("older", OLDER), ("ec", EC)):
        (tmp_path / f"{name}.pem").write_bytes(key.as_pem(private=True))
    file = tmp_path / "providers.toml"
    file.write_text(file.read_text().replace("strong = true", 'strong = true\nencryption_key_files = '
                                             '["new.pem", "ec.pem", "older.pem"]'))  # fmt: skip
    provider.encrypt_for = _public(RSA)
    return provider


def _public(key: RSAKey | ECKey) -> RSAKey | ECKey:
    return type(key).import_key(key.as_dict(private=False))


@pytest.mark.parametrize(
    ("key", "alg", "enc"),
    [(RSA, "RSA-OAEP", "A128CBC-HS256"), (RSA, "RSA-OAEP-256", "A256GCM"), (OLDER, "RSA-OAEP", "A256CBC-HS512"),
     (EC, "ECDH-ES", "A128GCM"), (EC, "ECDH-ES+A256KW", "A256CBC-HS512")],
)  # fmt: skip
def test_a_token_that_is_encrypted_for_one_of_our_keys_signs_somebody_in(
    bound_mayor: Person, agreed: Provider, client: Visitor, key: RSAKey | ECKey, alg: str, enc: str
) -> None:
    agreed.encrypt_for, agreed.encryption = _public(key), {"alg": alg, "enc": enc}

    assert sign_in(client).status == 302
    assert is_signed_in(client)


def test_the_provider_encrypts_for_what_we_publish(bound_mayor: Person, agreed: Provider, client: Visitor) -> None:
    keys = json.loads(client.get("/aanmelden/sleutels/acm").text)["keys"]
    agreed.encrypt_for = RSAKey.import_key(keys[0])

    assert sign_in(client).status == 302
    assert [(one["kty"], one["use"]) for one in keys] == [("RSA", "enc"), ("EC", "enc"), ("RSA", "enc")]
    assert len({one["kid"] for one in keys}) == 3
    assert not {"d", "p", "q", "dp", "dq", "qi", "k"} & {name for one in keys for name in one}


def test_a_provider_without_such_keys_gets_an_empty_list_and_an_unknown_one_none(
    agreed: Provider, client: Visitor
) -> None:
    assert json.loads(client.get("/aanmelden/sleutels/itsme").text) == {"keys": []}
    assert client.get("/aanmelden/sleutels/bestaat-niet").status_code == 404


def refused(client: Visitor) -> Page:
    page = sign_in(client)
    assert page.title == TITLE
    assert not is_signed_in(client)
    return page


def test_a_token_that_is_not_encrypted_where_that_was_agreed_is_refused(
    bound_mayor: Person, agreed: Provider, client: Visitor
) -> None:
    agreed.encrypt_for = None

    refused(client)


def test_a_token_that_is_encrypted_where_that_was_not_agreed_is_refused(
    bound_mayor: Person, provider: Provider, client: Visitor
) -> None:
    provider.encrypt_for = _public(RSA)

    refused(client)


def test_a_token_for_another_key_is_refused(bound_mayor: Person, agreed: Provider, client: Visitor) -> None:
    agreed.encrypt_for = _public(OTHER)

    refused(client)


@pytest.mark.parametrize(
    "encryption",
    [{"alg": "RSA1_5", "enc": "A128CBC-HS256"}, {"alg": "RSA-OAEP", "enc": "A128CBC-HS256", "zip": "DEF"}],
    ids=["padding that can be asked open", "compressed"],
)
def test_a_weak_kind_of_encryption_is_refused_even_for_our_key(
    bound_mayor: Person, agreed: Provider, client: Visitor, encryption: dict[str, str]
) -> None:
    agreed.encryption = encryption

    refused(client)


def test_a_key_file_that_went_lets_nobody_in_and_breaks_no_page(
    bound_mayor: Person, agreed: Provider, client: Visitor, tmp_path: Path
) -> None:
    path = log_in_there(go(client))
    (tmp_path / "older.pem").unlink()

    assert client.read(path).title == TITLE
    assert client.get("/aanmelden/sleutels/acm").status_code == 503


def test_a_token_that_was_changed_on_its_way_is_refused(bound_mayor: Person, agreed: Provider, client: Visitor) -> None:
    agreed.change_token = lambda token: token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")

    refused(client)


@pytest.mark.parametrize("token", ["....", "a.b.c.d.e", "é.é.é.é.é", "eyJhbGciOiJkaXIifQ....", "." * 2000, ""])
def test_what_is_no_token_is_refused(bound_mayor: Person, agreed: Provider, client: Visitor, token: str) -> None:
    agreed.change_token = lambda _: token

    refused(client)


def test_what_is_inside_must_be_signed_as_any_other_token(
    bound_mayor: Person, agreed: Provider, client: Visitor
) -> None:
    agreed.algorithm = "none"

    refused(client)


def test_the_key_that_we_publish_is_no_way_in(bound_mayor: Person, agreed: Provider, client: Visitor) -> None:
    """Anybody can encrypt for us: what counts is the signature inside."""
    agreed.sign_with = RSAKey.generate_key(2048, {"kid": "first"})

    refused(client)


def test_signing_out_there_tells_the_signed_token_which_the_provider_can_read(
    bound_mayor: Person, agreed: Provider, client: Visitor
) -> None:
    client.read(log_in_there(go(client)))

    page = client.read("/account").submit(action="/afmelden")

    [address] = [link for link in page.links() if "id_token_hint" in link]
    assert address.partition("id_token_hint=")[2].partition("&")[0].count(".") == 2
