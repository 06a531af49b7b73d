"""`binstart run`: starts web app, engine, workers and mailbox as one, watches them, and stops them together."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from binstart import parts
from binstart.instance import Instance, forget, is_healthy
from binstart.preparing import (
    OF_PREPARING,
    CannotStart,
    as_environment,
    check_certificate,
    check_identity_providers,
    check_is_complete,
    check_kind,
    check_port,
    free_port,
    keep_kind,
    kept_secret,
    read_settings,
    take_data_folder,
)
from binstart.processes import Crew, last_line, python, tied_to_us
from models.settings import Settings

STOPPING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
# What still runs after this long is killed; those that others need until they are gone get the same time after them.
STOP_PATIENCE = 5.0
# A web app that is not up after this long never will be.
START_PATIENCE = 120.0


def run(
    *, host: str, port: int, data: Path | None, demonstration: bool | None, database_url: str | None, workers: int
) -> None:
    """Start everything and stay until Ctrl-C or SIGTERM. None: as the environment says, else the default.

    Raises CannotStart before anything was started, or when the web app does not come up.
    """
    settings = read_settings(data_dir=data, demonstration=demonstration, database_url=database_url)
    check_certificate(settings)
    check_identity_providers(settings)
    check_is_complete(settings, demonstration=_is_demonstration(settings))
    folder = settings.data_dir.resolve()
    with take_data_folder(folder):
        forget(folder)
        port = port or free_port(host)
        check_port(host, port)
        instance = Instance(os.getpid(), _address(host, port), f"http://127.0.0.1:{free_port()}")
        settings, has_mailbox = _completed(settings, folder, instance)
        check_kind(folder, demonstration=settings.demonstration)
        environment = {
            **os.environ,
            **as_environment(settings),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": _fresh(folder / "tmp"),
        }
        if not (folder / "kind").exists():
            tell("making the database; only the first start takes this long")
        accounts = _prepare(environment)
        environment |= OF_PREPARING
        keep_kind(folder, demonstration=settings.demonstration)
        crew = Crew(
            [
                parts.web(environment, host, port),
                *parts.workers(environment, instance, folder, workers),
                *([parts.mailbox(environment)] if has_mailbox else []),
                parts.prefect(environment, instance, folder),
            ],
            folder / "logs",
            tell,
        )
        try:
            instance.write(folder)
            _watch(crew, instance, lambda: _welcome(instance, folder, accounts))
        finally:
            _stop(crew)
            forget(folder)
    tell("stopped")


def tell(line: str) -> None:
    """One line for who watches, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def _is_demonstration(settings: Settings) -> bool:
    """What nobody said is a demonstration."""
    return settings.demonstration or "demonstration" not in settings.model_fields_set


def _completed(settings: Settings, folder: Path, instance: Instance) -> tuple[Settings, bool]:
    """The settings with what an installation may leave to us, and whether its mail goes to the local mailbox."""
    given = settings.model_fields_set
    demonstration = _is_demonstration(settings)
    update: dict[str, object] = {"data_dir": folder, "demonstration": demonstration}
    if not settings.secret_key:
        update["secret_key"] = kept_secret(folder, "web")
    if "base_url" not in given:
        update["base_url"] = instance.web
    has_mailbox = demonstration and not given & {"smtp_host", "smtp_port"}
    if has_mailbox:
        update |= {"smtp_host": "127.0.0.1", "smtp_port": free_port()}
    if has_mailbox and not given & {"sms_gateway", "sms_gateway_key"}:
        gateway = f"http://127.0.0.1:{free_port()}/sms"
        update |= {"sms_gateway": gateway, "sms_gateway_key": kept_secret(folder, "sms")}
    return settings.model_copy(update=update), has_mailbox


def _prepare(environment: dict[str, str]) -> str:
    """Make or upgrade the database in a process of its own, so that the one that watches stays small.

    Returns the accounts of the demonstration. Ends as that process ended when it could not: it said why.
    """
    done = subprocess.run(
        python("-m", "binstart", "prepare"),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        preexec_fn=tied_to_us(),
        check=False,
    )
    if done.returncode:
        raise SystemExit(1)
    return done.stdout.decode()


def _watch(crew: Crew, instance: Instance, when_healthy: Callable[[], None]) -> None:
    """Tend the crew until a signal asks us to stop. The death of a process wakes us at once."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {*STOPPING, signal.SIGCHLD})
    healthy, patience_ends = False, time.monotonic() + START_PATIENCE
    while True:
        crew.tend()
        if not healthy and crew.deaths("web"):
            raise CannotStart(f"the web app does not start: {last_line(crew.log_of('web'))}")
        if not healthy and is_healthy(instance.web):
            healthy = True
            when_healthy()
        if not healthy and time.monotonic() > patience_ends:
            raise CannotStart(f"the web app does not answer; see {crew.log_of('web')}")
        woken = signal.sigtimedwait({*STOPPING, signal.SIGCHLD}, 0.5 if healthy else 0.1)
        if woken and woken.si_signo in STOPPING:
            tell("stopping")
            return


def _stop(crew: Crew) -> None:
    """Stop everyone; who asks once more need not wait."""
    for name in STOPPING:
        signal.signal(name, lambda *_: crew.kill())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    crew.stop(STOP_PATIENCE)


def _welcome(instance: Instance, folder: Path, accounts: str) -> None:
    secret = _shown(folder / "secrets" / "prefect")
    lines = [
        "",
        f"Binstart:  {instance.web}",
        f"Prefect:   {instance.prefect}   (ready in some seconds; sign in with the line in {secret})",
        f"Data:      {_shown(folder)}   (what each process says: {_shown(folder / 'logs')})",
    ]
    if accounts:
        lines += [f"Mail:      {instance.web}/dev/mail", "", accounts.rstrip()]
    print("\n".join([*lines, "", "Ctrl-C stops everything.", ""]), flush=True)


def _shown(path: Path) -> str:
    """The path as short as it can be from where we are."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def _fresh(folder: Path) -> str:
    """An empty folder for temporary files: a killed process leaves its own behind, with names in them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return str(folder)
