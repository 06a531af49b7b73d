"""The words that one can type after `binstart database`: accounts in PostgreSQL."""

from typing import Annotated

import typer

database = typer.Typer(no_args_is_help=True, help="Accounts in PostgreSQL.")


@database.callback()
def _several() -> None:
    """One word today; without this it would not be asked."""


@database.command()
def grants(
    to: Annotated[str, typer.Option(help="The account of web app and workers, in BINSTART_DATABASE_URL.")],
) -> None:
    """Print the SQL that lets an account read and write rows, and no more; for the account that owns the tables."""
    from binstart.grants import grants_for

    print("begin;", *(f"{one};" for one in grants_for(to)), "commit;", sep="\n")
