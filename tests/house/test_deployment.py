"""What stands in deploy/ is what programs that know the form take, and speaks of settings and commands that exist."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from binstart.command import app
from binstart.preparing import OF_PREFECT, check_is_complete, read_settings
from models.rules.connections import plain_database, plain_listener, plain_page, told
from models.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMMANDS = set(get_command(app).list_commands(None))  # type: ignore[attr-defined]  # it is a group
SETTINGS = {f"BINSTART_{name.upper()}" for name in Settings.model_fields}
# What a unit leans on, of the system that is not there while it is looked at.
TARGETS = ("sysinit", "basic", "shutdown", "network-online", "multi-user")


def _check(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_compose_file_is_one() -> None:
    _check("check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml"))


def test_the_schema_refuses_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {web: {comand: binstart serve}}")

    with pytest.raises(AssertionError):
        _check("check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(tmp_path / "compose.yaml"))


def test_the_recipe_of_the_container_is_in_order() -> None:
    program = Path(sys.executable).parent / "hadolint"
    # Versions of Debian's packages follow its releases; the image names that.
    done = subprocess.run([program, "--ignore", "DL3008", DEPLOY / "Containerfile"], capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_every_command_and_setting_in_deploy_exists() -> None:
    texts = {file: file.read_text() for file in DEPLOY.rglob("*") if file.is_file()}
    for file, text in texts.items():
        named = set(re.findall(r"\bBINSTART_[A-Z_]+\b", text)) - {"BINSTART_DATABASE_PASSWORD"}  # part of an address
        assert named <= SETTINGS, (file, named - SETTINGS)
        called = set(re.findall(r"(?:/|`|\[| )binstart,? ((?!run)[a-z-]+)\b", text)) & {
            "serve",
            "engine",
            "work",
            "prepare",
        }
        assert called <= COMMANDS, (file, called)


def test_each_service_runs_a_command_of_ours_or_of_prefect() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    commands = [one["command"] for one in services.values() if "command" in one]

    starts = {" ".join(command[:2]) for command in commands}
    assert starts == {"binstart engine", "binstart serve", "binstart work", "binstart pool-worker", "sh -c"}


GIVEN = {"BINSTART_SMTP_HOST": "mail.example", "BINSTART_BASE_URL": "https://binstart.example",
         "BINSTART_MAIL_FROM": "bin@binstart.example", "BINSTART_SECRET_KEY": "x" * 32, "POSTGRES_PASSWORD": "geheim",
         "BINSTART_DATABASE_PASSWORD": "geheim",
         "PREFECT_PASSWORD": "geheim"}  # fmt: skip


def _environment(service: str) -> dict[str, str]:
    """What a service of the compose file gets, with what the file beside it holds filled in."""
    given = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"][service]["environment"]
    return {
        name: re.sub(r"\$\{([A-Z_]+)(?::-([^}]*)|:\?)\}", lambda found: GIVEN.get(found[1]) or found[2], str(value))
        for name, value in given.items()
    }


@pytest.mark.parametrize("service", ["preparing", "web", "dispatcher", "worker"])
def test_each_part_of_the_compose_file_takes_its_settings(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bad story: the file is in order, and nothing starts, as a host on its own network is unencrypted."""
    environment = _environment(service)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    chosen = read_settings()

    check_is_complete(chosen, demonstration=False)
    engine = _environment("engine")["PREFECT_SERVER_DATABASE_CONNECTION_URL"]
    found = [*plain_page("PREFECT_API_URL", environment["PREFECT_API_URL"]), *plain_database("PREFECT", engine)]
    assert [one.host for one in found] == ["engine", "database"]
    found += plain_listener("0.0.0.0", "")  # noqa: S104 - as the compose file has it
    assert told(found, chosen.plain_connections_to) == ""
    assert _environment("engine")["BINSTART_PLAIN_CONNECTIONS_TO"] == chosen.plain_connections_to
    assert chosen.smtp_starttls


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_each_unit_takes_its_secrets_encrypted_and_under_their_names(unit: Path) -> None:
    text = unit.read_text()
    named = {name.upper() for name in re.findall(r"^LoadCredentialEncrypted=(\S+)$", text, re.MULTILINE)}

    assert named
    assert named <= SETTINGS | set(OF_PREFECT)
    assert not re.findall(
        r"^(?:Environment|LoadCredential|SetCredential)=.*(?:SECRET|PASSWORD|AUTH)", text, re.MULTILINE
    )


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_takes_each_unit(unit: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is missing (Debian package systemd)")
    folder = tmp_path / "etc/systemd/system"
    folder.mkdir(parents=True)
    (tmp_path / "usr/lib/systemd/system").mkdir(parents=True)
    for target in TARGETS:
        (folder / f"{target}.target").write_text(f"[Unit]\nDescription={target}\n")
    shutil.copy(unit, folder)
    [line] = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    program = tmp_path / shlex.split(line)[0].lstrip("/")
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    looked_at = subprocess.run(["systemd-analyze", "verify", f"--root={tmp_path}", unit.name], capture_output=True,
                               text=True, check=False)  # fmt: skip

    assert (looked_at.returncode, looked_at.stderr) == (0, "")
