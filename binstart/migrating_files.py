"""`binstart migrate-data`: documents and uploads move from the data folder to where the settings want them."""

from collections.abc import Callable
from contextlib import suppress

from binstart.preparing import CannotStart, take_data_folder
from models.file_store import DOCUMENTS, UPLOADS, FileLost, FileStore, Folder, StoreAway, store_of
from models.settings import Settings


def migrate_files(settings: Settings, say: Callable[[str], None]) -> None:
    """Copy every file of the data folder to the place of these settings, and read each back.

    Those in the data folder stay. What is there already is not written again, so whoever was interrupted begins anew.
    Says how many of each kind. Raises CannotStart when the place does not answer, or gives back something else.
    """
    with take_data_folder(settings.data_dir):  # nobody works in it meanwhile
        for kind in (DOCUMENTS, UPLOADS):
            try:
                count, damaged = _move(Folder(settings.data_dir / kind), store_of(settings, kind))
            except StoreAway as error:
                raise CannotStart(f"the files were not all moved: {error}; nothing is lost, try again") from None
            except FileLost as error:
                raise CannotStart(f"the files were not all moved: there, {error}") from None
            say(f"{kind:<28}{count:>10,} files, the same on both sides")
            for name in damaged:
                say(f"note: {kind}/{name} was damaged here already, and was left")


def _move(source: FileStore, target: FileStore) -> tuple[int, list[str]]:
    count, damaged = 0, []
    for one in source.listed():
        try:
            content = source.read(one.name)
        except FileLost:
            damaged.append(one.name)
            continue
        with suppress(FileLost):
            if target.read(one.name) == content:
                count += 1
                continue
        target.put(one.name, content)
        target.read(one.name)
        count += 1
    return count, damaged
