"""The keys that encrypt notes of the police and secrets of apps: made, looked at, replaced (`binstart keys`)."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from binstart.preparing import CannotStart
from models.database import writing
from models.encryption import Keyring, new_key, read_keyring, write_keys
from models.operations.keeping import zone_keys
from models.queries.keeping.encryption import closed_to, is_anything_encrypted
from models.rules.refusals import KeyUnavailable
from models.settings import Settings
from models.tables import metadata

assert metadata  # importing it makes all tables known, to which the rows that are written here refer


def make_first_keys(engine: Engine, settings: Settings) -> None:
    """Make the file where there is none and nothing needs it yet. Where something is encrypted and the file is gone, a
    new one would only hide that: the pages and `binstart keys check` tell it."""
    if settings.keys_file.exists():
        return
    with Session(engine) as session:
        if is_anything_encrypted(session):
            return
    try:
        write_keys(settings.keys_file, [new_key()])
    except OSError as error:
        raise CannotStart(f"cannot write {settings.keys_file}: {error.strerror}") from None


def check_keys(engine: Engine, settings: Settings, say: Callable[[str], None]) -> bool:
    """Say which keys there are and what none of them opens. Returns whether all can be read."""
    ring = _ring(settings)
    for number, mark in enumerate(ring.marks):
        say(f"key {mark}{', the newest' if number == 0 else ''}")
    with Session(engine) as session:
        closed = list(closed_to(session, ring))
    for line in closed:
        say(f"CLOSED  {line}")
    if not closed:
        say("everything that is encrypted can be read")
    return not closed


def rotate_keys(engine: Engine, settings: Settings, say: Callable[[str], None]) -> None:
    """A new key of the installation, a new one for each zone, and all that can be read encrypted anew. The file keeps
    the older keys until `drop_old_keys`: processes that run may write with them until they have looked again."""
    ring = _ring(settings)
    ring = Keyring((new_key(), *ring.keys))
    write_keys(settings.keys_file, ring.keys)
    with writing(engine) as session:
        count = zone_keys.rotate(session, ring, datetime.now(UTC))
    say(f"the newest key is {ring.marks[0]}; {count} notes and secrets were encrypted anew")
    say(f"keep a copy of {settings.keys_file} elsewhere, and then: binstart keys drop-old")


def drop_old_keys(engine: Engine, settings: Settings, say: Callable[[str], None]) -> None:
    """Leave the newest key alone in the file. Raises CannotStart when something still needs an older one."""
    ring = _ring(settings)
    newest = Keyring(ring.keys[:1])
    with Session(engine) as session:
        needed = set(closed_to(session, newest)) - set(closed_to(session, ring))
    if needed:
        raise CannotStart(f"an older key is still needed, for {sorted(needed)[0]}; run `binstart keys rotate` again")
    write_keys(settings.keys_file, newest.keys)
    say(f"only key {newest.marks[0]} is left; older backups need the older ones: keep those as long as these backups")


def begin_anew(engine: Engine, settings: Settings, say: Callable[[str], None]) -> None:
    """The keys are lost: a new one for what comes. What was closed opens again if the lost keys are put below it."""
    try:
        kept = read_keyring(settings.keys_file).keys
    except KeyUnavailable:
        kept = ()
    ring = Keyring((new_key(), *kept))
    write_keys(settings.keys_file, ring.keys)
    with writing(engine) as session:
        closed = zone_keys.begin_anew(session, ring, datetime.now(UTC))
    say(f"the newest key is {ring.marks[0]}; {closed} keys and secrets stay closed until the lost keys are found")


def _ring(settings: Settings) -> Keyring:
    try:
        return read_keyring(settings.keys_file)
    except KeyUnavailable:
        raise CannotStart(
            f"{settings.keys_file} is missing or holds no key; put the copy there, or, when it is lost: "
            "binstart keys begin-anew"
        ) from None
