"""The words that one can type after `binstart journal`: of all journals, of cases and of authorities."""

from pathlib import Path
from typing import Annotated

import typer

from binstart.options import Data

journal = typer.Typer(no_args_is_help=True, help="Check, hand out or analyse the journals of all cases.")


@journal.command()
def verify(
    seals: Annotated[
        Path | None,
        typer.Option(help="Seals that were kept outside of the database.  [default: BINSTART_JOURNAL_SEALS_FILE]"),
    ] = None,
    data: Data = None,
) -> None:
    """Check every entry of every journal and every daily seal: one line per fault; the code is 1 when there is one."""
    from binstart.journals import verify_journals
    from binstart.migrating import connected
    from binstart.preparing import read_settings

    settings = read_settings(data_dir=data, journal_seals_file=str(seals) if seals else None)
    if verify_journals(connected(settings), settings.journal_seals_file, print):
        raise typer.Exit(1)


@journal.command()
def export(
    output: Annotated[Path, typer.Option(help="The file to write.")],
    data: Data = None,
) -> None:
    """Write all journals and seals as a file that anybody can check without Binstart (binstart/journal_file)."""
    from binstart.journals import export_journals
    from binstart.migrating import connected
    from binstart.preparing import read_settings

    print(export_journals(connected(read_settings(data_dir=data)), output))


@journal.command("erase-words")
def erase_words(
    number: Annotated[str, typer.Argument(help="The number of the case.")],
    entry: Annotated[int, typer.Option(help="The number of the entry.")],
    because: Annotated[str, typer.Option(help="Why; it stands in the journal, so without a name.")],
    name: Annotated[str, typer.Option(help="Under which name the words stand in the entry.")] = "reason",
    data: Data = None,
) -> None:
    """Take words out of an entry when the law asks for it; the chain holds, and the journal says that it was done."""
    from binstart.journals import erase_words_of
    from binstart.migrating import connected
    from binstart.preparing import read_settings

    print(erase_words_of(connected(read_settings(data_dir=data)), number, entry, name, because))


@journal.command("event-log")
def event_log(
    authority: Annotated[str, typer.Option(help="Whose cases: a municipality or zone, by name, slug or NIS code.")],
    output: Annotated[Path, typer.Option(help="The file to write.")],
    form: Annotated[str, typer.Option("--format", help="xes (IEEE 1849) or ocel (OCEL 2.0, JSON).")] = "xes",
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Cases under their own number, for use inside the authority alone.")
    ] = False,
    data: Data = None,
) -> None:
    """Write the journals of all cases as a log for process mining, with pseudonyms for people and cases."""
    from binstart.exporting import write_event_log
    from binstart.migrating import connected
    from binstart.preparing import read_settings

    print(write_event_log(connected(read_settings(data_dir=data)), authority, form, output, with_numbers=numbers))
