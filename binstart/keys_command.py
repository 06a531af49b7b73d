"""The words that one can type after `binstart keys`: the keys that encrypt notes of the police and secrets of apps."""

from collections.abc import Callable

import typer
from sqlalchemy import Engine

from binstart.options import Data
from models.settings import Settings

keys = typer.Typer(
    no_args_is_help=True, help="The keys that encrypt notes of the police and secrets of apps for codes."
)


@keys.command()
def check(data: Data = None) -> None:
    """Say which keys there are, and what none of them opens; the code is 1 when there is something."""
    from binstart.keys import check_keys

    engine, settings = _where(data)
    if not check_keys(engine, settings, print):
        raise typer.Exit(1)


@keys.command()
def rotate(data: Data = None) -> None:
    """Make a new key, and encrypt everything anew with it; everybody goes on working."""
    from binstart.keys import rotate_keys

    _do(rotate_keys, data)


@keys.command("drop-old")
def drop_old(data: Data = None) -> None:
    """Take the older keys out of the file, once nothing needs them."""
    from binstart.keys import drop_old_keys

    _do(drop_old_keys, data)


@keys.command("begin-anew")
def begin_anew(data: Data = None) -> None:
    """When the keys are lost: a new one for what comes. What was encrypted before stays closed."""
    from binstart.keys import begin_anew as begin

    _do(begin, data)


def _where(data: Data) -> tuple[Engine, Settings]:
    from binstart.migrating import connected
    from binstart.preparing import read_settings

    settings = read_settings(data_dir=data)
    return connected(settings), settings


def _do(what: Callable[[Engine, Settings, Callable[[str], None]], None], data: Data) -> None:
    engine, settings = _where(data)
    what(engine, settings, print)
