"""What each process of the system is: its command and its environment."""

from pathlib import Path

from binstart.instance import Instance
from binstart.preparing import kept_secret
from binstart.processes import Part, python

# The engine leaves the processor to the pages: at the start, and when many people are at work.
WORK = 5

# How Prefect's server runs with us: nothing is sent to its makers, and the small footprint of engine.md, point 10: a
# quarter of the database, a third less processor time.
PREFECT_SERVER = {
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}


def web(environment: dict[str, str], host: str, port: int) -> Part:
    """The web app, in gunicorn. It knows nothing of Prefect and needs none of the others to serve."""
    return Part("web", web_command(host, port), environment)


def web_command(host: str, port: int, certificate: str = "") -> list[str]:
    """The web app on this address; with a file of certificate and key over https."""
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    https = ["--certfile", certificate, "--keyfile", certificate] if certificate else []
    return python("-m", "gunicorn", "--config", "python:binstart.web_server", "--bind", where, *https)


def workers(environment: dict[str, str], instance: Instance, folder: Path, number: int) -> list[Part]:
    """The engine's workers: they take entries from the outbox and run the flows."""
    home = folder / "prefect" / "worker"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = environment | {
        "PREFECT_API_URL": f"{instance.prefect}/api",
        "PREFECT_API_AUTH_STRING": kept_secret(folder, "prefect", user="binstart"),
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    return [
        Part(f"worker-{i}", python("-m", "flows.dispatching"), environment, niceness=WORK) for i in range(1, number + 1)
    ]


def mailbox(environment: dict[str, str]) -> Part:
    """The local mailbox of the demonstration. Workers may still send while they stop, so it stops last."""
    return Part("mailbox", python("-m", "binstart", "mailbox"), environment, stops_last=True)


def prefect(environment: dict[str, str], instance: Instance, folder: Path) -> Part:
    """Prefect's server, on loopback, closed by a secret, with a database of its own; nothing is sent to its makers.

    Started as the application that it is and not through `prefect server start`, which would put a process between.
    """
    port = instance.prefect.rpartition(":")[2]
    environment = environment | {
        **PREFECT_SERVER,
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"{instance.prefect}/api",
        "PREFECT_SERVER_API_AUTH_STRING": kept_secret(folder, "prefect", user="binstart"),
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder / "prefect" / "ui"),
    }
    return Part("prefect", prefect_command("127.0.0.1", port), environment, stops_last=True, niceness=WORK)


def prefect_command(host: str, port: str, certificate: str = "") -> list[str]:
    """Prefect's server with our headers, on this address; with a file of certificate and key over https."""
    https = ["--ssl-certfile", certificate, "--ssl-keyfile", certificate] if certificate else []
    return python(
        "-m", "uvicorn", "--factory", "binstart.prefect_server:create_app", "--host", host, "--port", port,
        "--log-level", "warning", "--timeout-graceful-shutdown", "2", *https,
    )  # fmt: skip
