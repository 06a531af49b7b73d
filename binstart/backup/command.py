"""The words `binstart backup`, `backup-key` and `restore`."""

from pathlib import Path
from typing import Annotated

import typer

from binstart.options import Data
from binstart.preparing import CannotStart


def backup(
    to: Annotated[Path | None, typer.Option(help="Folder for the backup.  [default: BINSTART_BACKUP_DIR]")] = None,
    data: Data = None,
) -> None:
    """Write database and files, as they are at one moment, into one encrypted file; everybody goes on working."""
    from binstart.backup.making import key_marks, make_backup
    from binstart.migrating import connected
    from binstart.preparing import read_settings

    settings = read_settings(data_dir=data)
    folder = to or (Path(settings.backup_dir) if settings.backup_dir else None)
    if folder is None:
        raise CannotStart("say where the backup goes: --to FOLDER, or BINSTART_BACKUP_DIR")
    made = make_backup(connected(settings), settings, folder)
    print(f"{made.file}: {made.size:,} bytes in {made.seconds:.1f} s")
    for mark in key_marks(settings)[:1]:
        print(f"not in it: key {mark}, in {settings.keys_file}; without a copy no note of the police can be read again")
    for name in made.removed:
        print(f"removed {name}: {settings.backups_kept} are kept")


def backup_key(file: Annotated[Path, typer.Argument(help="The file for the private key.")]) -> None:
    """Make the key of backups: the private half into a file, the public half for BINSTART_BACKUP_KEY."""
    from binstart.backup.keys import make_key

    print(f"BINSTART_BACKUP_KEY={make_key(file)}")
    print(
        f"Keep {file} on another machine, and on paper: without it no backup can be restored, with it all can be read."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="The backup: binstart-….tar.age")],
    key: Annotated[Path, typer.Option(help="The file with the private key.")],
    data: Data = None,
) -> None:
    """Put a backup into an empty data folder (and an empty database), and check all of it. The code is 1 when nothing
    was restored, and 2 when all was and a journal in it was not as it was written."""
    from binstart.backup.keys import private_keys
    from binstart.backup.restoring import restore as put_back
    from binstart.migrating import address_of, as_owner
    from binstart.preparing import read_settings

    settings = read_settings(data_dir=data)
    lines = put_back(file, private_keys(key), settings, address_of(as_owner(settings)))
    print("\n".join(lines))
    if any(line.startswith("WRONG") for line in lines):
        raise typer.Exit(2)
