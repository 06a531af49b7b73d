"""The settings of an installation: what .env.example says is what holds, and a wrong one is one clear line."""

from pathlib import Path

import pytest

from binstart.preparing import CannotStart, as_environment, check_certificate, read_settings
from models.settings import Settings
from tests import certificates

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BINSTART_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_setting_is_in_env_example_with_its_words_and_its_default() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()

    for name, field in Settings.model_fields.items():
        position = lines.index(f"# {field.description}")
        default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        assert lines[position + 1].replace('"', "") == f"#BINSTART_{name.upper()}={default}"


def test_env_example_holds_no_setting_that_does_not_exist() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()

    named = {
        line.removeprefix("#BINSTART_").partition("=")[0].lower() for line in lines if line.startswith("#BINSTART_")
    }
    assert named == set(Settings.model_fields)


def test_env_example_taken_over_as_it_is_gives_the_same_settings(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(example.replace("#BINSTART_", "BINSTART_"), encoding="utf-8")

    assert read_settings() == Settings()


def test_the_command_line_wins_over_the_environment_and_the_environment_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("BINSTART_SMTP_PORT=1001\nBINSTART_SMTP_HOST=file.example\n", encoding="utf-8")
    monkeypatch.setenv("BINSTART_SMTP_HOST", "environment.example")
    monkeypatch.setenv("BINSTART_SMTP_STARTTLS", "true")
    monkeypatch.setenv("BINSTART_DATA_DIR", "environment")

    settings = read_settings(data_dir=Path("command-line"))

    assert (settings.data_dir, settings.smtp_host, settings.smtp_port) == (
        Path("command-line"),
        "environment.example",
        1001,
    )


def test_wrong_settings_are_all_named_in_one_line_and_their_values_are_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BINSTART_SMTP_PORT", "geheim")
    monkeypatch.setenv("BINSTART_ENGINE_THREADS", "0")

    with pytest.raises(CannotStart) as refused:
        read_settings()

    line = str(refused.value)
    assert "BINSTART_SMTP_PORT" in line
    assert "BINSTART_ENGINE_THREADS" in line
    assert "geheim" not in line
    assert "\n" not in line


ELSEWHERE = {
    "DATABASE_URL": "postgresql+psycopg://binstart:geheim@elsewhere.example/binstart",
    "SMTP_HOST": "elsewhere.example",
    "SMS_GATEWAY": "http://elsewhere.example/sms?key=geheim",
    "FILES_ENDPOINT": "http://elsewhere.example",
    "TRACES_ENDPOINT": "http://elsewhere.example/v1/traces",
    "LINES_ENDPOINT": "http://elsewhere.example/v1/logs",
    "VIRUS_SCANNER": "tcp://elsewhere.example:3310",
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_unencrypted_line_to_another_machine_is_refused_in_one_line_unless_its_host_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(f"BINSTART_{name}", ELSEWHERE[name])

    with pytest.raises(CannotStart) as refused:
        read_settings()

    line = str(refused.value)
    assert line.startswith(
        f"wrong setting: BINSTART_{name}: elsewhere.example is not this machine and would be spoken to"
    )
    assert "BINSTART_PLAIN_CONNECTIONS_TO" in line
    assert "geheim" not in line
    assert "\n" not in line

    monkeypatch.setenv("BINSTART_PLAIN_CONNECTIONS_TO", "another.example")
    with pytest.raises(CannotStart):
        read_settings()
    monkeypatch.setenv("BINSTART_PLAIN_CONNECTIONS_TO", "another.example elsewhere.example")
    read_settings()


def test_encrypted_lines_to_other_machines_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ELSEWHERE.items():
        if name != "VIRUS_SCANNER":
            monkeypatch.setenv(f"BINSTART_{name}", value.replace("http:", "https:"))
    monkeypatch.setenv("BINSTART_DATABASE_URL", f"{ELSEWHERE['DATABASE_URL']}?sslmode=verify-full")
    monkeypatch.setenv("BINSTART_SMTP_STARTTLS", "true")

    assert read_settings().plain_connections == []


def test_a_started_process_reads_the_very_settings_that_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(demonstration=True, smtp_starttls=False, smtp_port=1002, mail_from="BIN <bin@oosterbeke.example>")

    for name, value in as_environment(given).items():
        monkeypatch.setenv(name, value)

    assert Settings() == given


def test_a_certificate_that_can_not_be_opened_keeps_binstart_from_starting(tmp_path: Path) -> None:
    check_certificate(Settings(seal_certificate=""))
    check_certificate(
        Settings(seal_certificate=str(certificates.written(tmp_path)), seal_password=certificates.PASSWORD)
    )

    with pytest.raises(CannotStart, match=r"BINSTART_SEAL_CERTIFICATE: .* its password is another one"):
        check_certificate(Settings(seal_certificate=str(certificates.written(tmp_path)), seal_password="x"))
