"""The words that one can type after `binstart`."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from binstart.backup.command import backup, backup_key, restore
from binstart.database_command import database
from binstart.journal_command import journal
from binstart.keys_command import keys
from binstart.options import Data
from binstart.preparing import CannotStart, take_secrets_of_prefect

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Carries the founding of a Buurtinformatienetwerk (BIN) from the first idea to the first evaluation.",
)

app.add_typer(journal, name="journal")
app.add_typer(keys, name="keys")
app.add_typer(database, name="database")
app.command("backup")(backup)
app.command("backup-key")(backup_key)
app.command("restore")(restore)


def main() -> None:
    """Run the command; what cannot be done is one line, and a code that is not 0."""
    try:
        app()
    except CannotStart as error:
        sys.exit(f"binstart: {error}")


@app.command()
def run(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8080,
    data: Data = None,
    demo: Annotated[
        bool | None,
        typer.Option("--demo/--no-demo", help="Demonstration, or real.  [default: BINSTART_DEMONSTRATION or demo]"),
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(help="postgresql+psycopg://user@host/name.  [default: BINSTART_DATABASE_URL or SQLite in --data]"),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=16, help="Processes that run the flows.")] = 1,
) -> None:
    """Start the web app, the Prefect server and the workers together, until Ctrl-C."""
    from binstart.running import run as run_everything

    run_everything(host=host, port=port, data=data, demonstration=demo, database_url=database_url, workers=workers)


@app.command()
def prepare() -> None:
    """Make or upgrade the database, and fill the demonstration when it is on and the database is empty."""
    from binstart.migrating import prepare_database

    prepare_database()


@app.command("migrate-data")
def migrate_data(
    to: Annotated[str, typer.Option(help="postgresql+psycopg://user@host/name: an empty database.")] = "",
    data: Data = None,
) -> None:
    """Move an embedded installation that is stopped: its rows to PostgreSQL (--to), its files to where
    BINSTART_FILES_BUCKET or BINSTART_FILES_DIR says. All is counted and compared, and nothing is taken away here."""
    from binstart.migrating_data import migrate_data as move
    from binstart.migrating_files import migrate_files
    from binstart.preparing import read_settings

    settings = read_settings(data_dir=data)
    if not to and not settings.files_are_elsewhere:
        raise CannotStart("say where it moves: rows by --to, files by BINSTART_FILES_BUCKET or BINSTART_FILES_DIR")
    if settings.files_are_elsewhere:
        migrate_files(settings, print)
    if to:
        move(settings, to, print)
        kept = "secrets" if settings.files_are_elsewhere else "documents"
        print(f"all rows are there; set BINSTART_DATABASE_URL, and keep {settings.data_dir}: it holds the {kept}")


@app.command()
def play(
    file: Annotated[Path, typer.Argument(help="A scenario, such as scenarios/demo.yaml.")],
    output: Annotated[Path, typer.Option(help="Folder for the papers of the case.")] = Path("demo-output"),
    data: Data = None,
) -> None:
    """Play a scenario on the demonstration that runs, or on one that is started for it: who does what, and when."""
    from binstart.playing.play_command import play_command

    play_command(file, data, output)


@app.command("import-streets")
def import_streets(
    file: Annotated[Path, typer.Argument(help="CSV file, or a zip with one in it: BeSt or CRAB.")],
    municipality: Annotated[str, typer.Option(help="Its name or its NIS code.")],
    source: Annotated[str, typer.Option(help="Where the file comes from, as it must be named.")] = "BeSt Address",
    licence: Annotated[str, typer.Option(help="The licence of the file.")] = "",
    source_date: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the data.")] = None,
    postcode: Annotated[
        list[str] | None, typer.Option(help="Only these postcodes; may be given several times.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also when much of what we have is not in the file.")] = False,
    data: Data = None,
) -> None:
    """Take the streets and dwellings of a municipality over from an address file."""
    from binstart.importing import import_file
    from binstart.migrating import as_owner, connected, upgrade
    from binstart.preparing import read_settings

    settings = as_owner(read_settings(data_dir=data))
    engine = connected(settings)
    upgrade(engine, keys_file=settings.keys_file)
    done = import_file(
        engine,
        file,
        municipality,
        source=source,
        licence=licence,
        source_date=source_date.date() if source_date else None,
        postcodes=frozenset(postcode or []),
        dry_run=dry_run,
        force=force,
    )
    print("\n".join(done))


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The PDF of a charter.")],
    trust: Annotated[
        Path | None, typer.Option(help="Certificates (PEM) of the issuers whose seals you believe.")
    ] = None,
) -> None:
    """Check a charter by itself, without network or database: one line per check; the code is 1 when one is wrong."""
    from binstart.verifying import verify_file

    checks = verify_file(file, trust)
    print("\n".join(str(one) for one in checks))
    if any(one.is_fine is False for one in checks):
        raise typer.Exit(1)


@app.command()
def work() -> None:
    """One worker in the foreground, for a second host: BINSTART_DATABASE_URL and PREFECT_API_URL say whose."""
    import runpy

    take_secrets_of_prefect()
    runpy.run_module("flows.dispatching", run_name="__main__", alter_sys=True)


@app.command()
def pool_worker() -> None:
    """A worker of Prefect's pool, on each host that runs flows; PREFECT_API_URL says whose."""
    from binstart.serving import pool_worker as work_in_pool

    work_in_pool()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8080,
) -> None:
    """The web app alone, on one of several hosts: BINSTART_DATABASE_URL and BINSTART_SECRET_KEY say with whom."""
    from binstart.serving import serve as serve_pages

    serve_pages(host, port)


@app.command()
def engine(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 4200,
) -> None:
    """Prefect's server alone, for several hosts that work; PREFECT_SERVER_API_AUTH_STRING closes it."""
    from binstart.serving import engine as serve_engine

    serve_engine(host, port)


@app.command()
def take_bounce(
    to: Annotated[
        str, typer.Option(help="The address that the returned mail was sent to, as your mail server knows it.")
    ],
) -> None:
    """Read one returned mail from the standard input (a mail server pipes it) and mark the member whom it missed. The
    code is always 0: a returned mail must never make another one."""
    from binstart.returning import take_returned_mail

    print(take_returned_mail(sys.stdin.buffer.read(), to))


@app.command()
def mailbox() -> None:
    """The local mailbox alone: takes mail on BINSTART_SMTP_PORT, and text messages where BINSTART_SMS_GATEWAY is on
    this machine; keeps them in the data folder, sends nothing on."""
    from urllib.parse import urlsplit

    from binstart.mailbox import serve_mailbox
    from binstart.preparing import read_settings
    from binstart.text_gateway import TextGateway

    settings = read_settings()
    gateway = urlsplit(settings.sms_gateway)
    if gateway.hostname == "127.0.0.1" and gateway.port:
        report_to = f"{settings.base_url.rstrip('/')}/sms/verslag"
        TextGateway(settings.mailbox_dir, gateway.port, settings.sms_gateway_key, report_to).serve_beside()
    serve_mailbox(settings.mailbox_dir, settings.smtp_host, settings.smtp_port)
