"""The file of providers of identities: what it may say, and one clear line for what it may not, without a secret."""

from pathlib import Path

import pytest

from binstart.preparing import CannotStart, as_environment, check_identity_providers, read_settings
from models.identity_providers import read_providers
from models.settings import Settings

GOOD = """
[acm]
for = "staff"
label = "Toegang Vlaanderen"
issuer = "https://authenticatie.example/op"
client_id = "binstart"
"""
SECRET = "heel geheim"


def settings_with(folder: Path, text: str, **secrets: str) -> Settings:
    file = folder / "providers.toml"
    file.write_text(text, encoding="utf-8")
    return Settings(identity_providers=str(file), identity_provider_secrets=secrets)


def test_a_secret_stands_in_the_environment_or_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "acm.secret").write_text(SECRET + "\n", encoding="utf-8")
    from_file = settings_with(tmp_path, GOOD + 'client_secret_file = "acm.secret"')
    assert [one.client_secret for one in read_providers(from_file)] == [SECRET]

    from_environment = settings_with(tmp_path, GOOD, acm=SECRET)
    assert [one.client_secret for one in read_providers(from_environment)] == [SECRET]


def test_the_processes_that_we_start_read_the_same_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings_with(tmp_path, GOOD, acm=SECRET)

    for name, value in as_environment(chosen).items():
        monkeypatch.setenv(name, value)

    assert read_settings().identity_provider_secrets == {"acm": SECRET}


def test_without_a_file_there_are_no_providers() -> None:
    assert read_providers(Settings(identity_providers="")) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[acm", "no TOML"),
        ('acm = "x"', "each provider is a table"),
        (GOOD.replace('for = "staff"', 'for = "iedereen"'), "for"),
        (GOOD.replace("https:", "http:"), "https"),
        (GOOD.replace("client_id", "cliend_id"), "cliend_id"),
        (GOOD + 'scopes = "profile"', "openid"),
        (GOOD + f'client_secret = "{SECRET}"', "no secrets in this file"),
        (GOOD + 'client_secret_file = "weg.secret"', "weg.secret can't be read"),
        (GOOD + 'client_key_file = "acm.pem"', "one of them"),
        (GOOD + 'encryption_key_files = ["weg.pem"]', "weg.pem can't be read"),
        (GOOD + 'encryption_key_files = ["providers.toml"]', "holds no private key"),
        (GOOD + 'encryption_key_files = "acm.pem"', "encryption_key_files"),
        (GOOD.replace("[acm]", '["../acm"]'), "name"),
    ],
)
def test_what_can_not_be_right_is_one_clear_line_without_a_secret(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(CannotStart) as refusal:
        check_identity_providers(settings_with(tmp_path, text, **{"acm": SECRET, "../acm": SECRET}))

    assert word in str(refusal.value)
    assert SECRET not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_provider_without_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="client secret"):
        check_identity_providers(settings_with(tmp_path, GOOD))
