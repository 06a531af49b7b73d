"""The steps of gathering support, for tests: voices online with their mail, and paper sheets."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.file_store import Folder
from models.operations.accounts.signing_in import Mail
from models.operations.support import giving_voices, support_sheets
from models.operations.support.giving_voices import VoiceAnswer
from models.rules.access import Actor
from models.rules.uploads import CheckedUpload
from models.support import SupportSheet, Voice
from tests.factories import Place
from tests.files import PDF

SCAN = CheckedUpload("lijst.pdf", "application/pdf", PDF)
FOLDER = Folder(Path(gettempdir()) / "binstart-test-uploads")
SECOND = Mail("Nog een stem", "tweede")


def answer(place: Place, house: int | str, choice: str = "for", *, street: int = 0, email: str = "") -> VoiceAnswer:
    """What somebody of that house fills in."""
    email = email or f"woning{street}.{house}@buurt.example".replace(" ", "")
    return VoiceAnswer(place.streets[street].id, str(house), choice, f"Bewoner van {house}", email)


def give(session: Session, case: FoundingCase, at: datetime, filled: VoiceAnswer) -> tuple[Voice, str]:
    """A voice that is not confirmed yet, and the token of the link in its mail."""
    tokens: list[str] = []

    def write(token: str, voice: Voice) -> Mail:
        tokens.append(token)
        return Mail("Bevestig uw stem", f"link {token}")

    voice = giving_voices.give_voice(session, case.id, at, filled, write)
    return voice, tokens[0] if tokens else ""


def confirmed(session: Session, case: FoundingCase, at: datetime, filled: VoiceAnswer) -> Voice:
    """A voice of which the link was opened and the button pressed."""
    voice, _token = give(session, case, at, filled)
    giving_voices.confirm_voice(session, voice, at, lambda: SECOND)
    return voice


def enter_sheet(session: Session, place: Place, case: FoundingCase, by: Actor, at: datetime, *,
                houses: Iterable[int], sheet_id: int | None = None) -> SupportSheet:  # fmt: skip
    """A paper sheet with a line per house of the first street, all of them for it."""
    lines = [answer(place, house) for house in houses]
    return support_sheets.enter_support_sheet(session, case.id, by, at, store=FOLDER, lines=lines, scan=SCAN,
                                              sheet_id=sheet_id)  # fmt: skip


def as_entered(sheet: SupportSheet) -> dict[int, VoiceAnswer]:
    """The lines of the sample as the second person reads them when nothing differs."""
    return {
        voice.line: VoiceAnswer(voice.street_id, f"{voice.house_number}{voice.suffix}", voice.choice, "-")
        for voice in sheet.voices
        if voice.line is not None and voice.line in sheet.sample
    }


def check_sheet(session: Session, case: FoundingCase, by: Actor, at: datetime, sheet: SupportSheet) -> None:
    """The second person finds everything in order."""
    support_sheets.check_support_sheet(session, case.id, by, at, sheet_id=sheet.id, lines=as_entered(sheet))
