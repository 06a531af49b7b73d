"""Support on paper: sheets entered with their scan, compared by a second person, then counted; and voices struck."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import SystemRandom

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.file_store import FileStore
from models.operations.cases.acting import Taken, proceed, record, take, written
from models.operations.keeping.uploading import keep_upload
from models.operations.support.counting_voices import count_voice, dwelling_in_area, support_changed, withdraw
from models.operations.support.giving_voices import VoiceAnswer, new_voice
from models.rules.access import Actor
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.rules.support import sample_size
from models.rules.uploads import CheckedUpload
from models.support import SupportSheet, Voice

MOST_LINES = 60


def enter_support_sheet(
    session: Session, case_id: int, by: Actor, at: datetime, *, store: FileStore, lines: Sequence[VoiceAnswer],
    scan: CheckedUpload | None, sheet_id: int | None = None, seen: str = "",
) -> SupportSheet:  # fmt: skip
    """Keep a sheet as it was entered; it counts when somebody else has compared a sample with the scan.

    `sheet_id`: a sheet that was sent back and is entered anew; its scan may stay. Raises Invalid with the field
    (`scan`, `lines-3-number` counting from 0) that is wrong.
    """
    taken = take(session, case_id, "enter_support_sheet", by, seen=seen)
    sheet = _sheet_to_enter(session, taken, sheet_id)
    voices = _voices(session, taken, lines, at)
    if scan is not None:
        upload = keep_upload(session, store, case_id, by, at, scan, "scan", is_asked=True)
        sheet.upload_id = upload.id
    if sheet.upload_id is None:
        raise Invalid("scan_missing", "Voeg de scan of een foto van de lijst toe.", "scan")
    for old in sheet.voices:
        session.delete(old)
    assert by.person_id is not None
    sheet.state, sheet.entered_by_id, sheet.entered_at, sheet.remark = "entered", by.person_id, at, ""
    size = sample_size(len(voices), taken.settings.sheet_sample_percent, taken.settings.sheet_sample_lines)
    sheet.sample = sorted(SystemRandom().sample(range(1, len(voices) + 1), size))
    session.add(sheet)
    session.flush()
    for voice in voices:
        voice.sheet_id = sheet.id
    session.add_all(voices)
    session.flush()
    session.expire(sheet, ["voices"])
    record(session, taken.case, "support_sheet:entered", by, at, taken.function, sheet=sheet.number, lines=len(voices))
    if not sheet.sample:
        _count(session, taken, sheet, by, at)
    proceed(session, taken.case, taken.settings, at)
    return sheet


def check_support_sheet(
    session: Session, case_id: int, by: Actor, at: datetime, *, sheet_id: int, lines: Mapping[int, VoiceAnswer],
    send_back: bool = False, reason: str = "", seen: str = "",
) -> None:  # fmt: skip
    """The second pair of eyes: the lines of the sample as they stand on the paper. Not by who entered them.

    Lines that differ are corrected. One difference in a sample means that the others can't be trusted either: then all
    lines are compared before the sheet counts. Or the sheet goes back to who entered it, with a reason.
    """
    taken = take(session, case_id, "check_support_sheet", by, seen=seen)
    sheet = _sheet_to_check(session, case_id, sheet_id)
    if sheet.entered_by_id == by.person_id:
        raise NotAllowed("own_sheet", "Iemand anders dan wie de lijst invoerde, kijkt ze na.")
    if send_back:
        sheet.state, sheet.remark = "sent_back", written(reason)
        record(session, taken.case, "support_sheet:sent_back", by, at, taken.function, sheet=sheet.number,
               reason=sheet.remark)  # fmt: skip
        proceed(session, taken.case, taken.settings, at)
        return
    if lines.keys() != set(sheet.sample):
        raise Stale("other_sample", "Intussen worden andere lijnen van deze lijst nagekeken. Begin opnieuw.")
    corrected = _corrected(session, taken, sheet, lines)
    sheet.corrected += corrected
    if corrected and len(sheet.sample) < len(sheet.voices):
        sheet.sample = [voice.line for voice in sheet.voices if voice.line is not None]
        record(session, taken.case, "support_sheet:corrected", by, at, taken.function, sheet=sheet.number,
               corrected=corrected)  # fmt: skip
    else:
        _count(session, taken, sheet, by, at)
    proceed(session, taken.case, taken.settings, at)


def strike_voice(
    session: Session, case_id: int, by: Actor, at: datetime, *, street_id: int, number: str, reason: str,
    seen: str = "",
) -> None:  # fmt: skip
    """Take back the voice that counts for a dwelling: who signed on paper asks it, or somebody else spoke for them.

    Name and contact are wiped; another voice of the dwelling that waited takes its place.
    """
    taken = take(session, case_id, "strike_voice", by, seen=seen)
    reason = written(reason)
    dwelling = dwelling_in_area(session, taken.case, street_id, number)
    voice = session.scalars(
        select(Voice).where(
            Voice.case_id == case_id, Voice.street_id == dwelling.street_id, Voice.state == "confirmed",
            Voice.house_number == dwelling.house_number, Voice.suffix_key == dwelling.suffix_key,
        )
    ).one_or_none()  # fmt: skip
    if voice is None:
        raise Invalid("no_voice", "Van deze woning telt geen stem.", "number")
    withdraw(session, voice, at)
    record(session, taken.case, "voice:struck", by, at, taken.function, reason=reason)
    support_changed(session, taken.case, at)
    proceed(session, taken.case, taken.settings, at)


def _sheet_to_enter(session: Session, taken: Taken, sheet_id: int | None) -> SupportSheet:
    if sheet_id is None:
        last = session.scalar(select(func.max(SupportSheet.number)).where(SupportSheet.case_id == taken.case.id))
        return SupportSheet(case_id=taken.case.id, number=(last or 0) + 1, corrected=0, voices=[])
    sheet = session.get(SupportSheet, sheet_id, populate_existing=True)
    if sheet is None or sheet.case_id != taken.case.id:
        raise NotAllowed("unknown_sheet", "Deze steunlijst bestaat niet.")
    if sheet.state != "sent_back":
        raise Stale("sheet_not_sent_back", "Deze steunlijst is intussen al opnieuw ingevoerd.")
    return sheet


def _sheet_to_check(session: Session, case_id: int, sheet_id: int) -> SupportSheet:
    sheet = session.get(SupportSheet, sheet_id, populate_existing=True)
    if sheet is None or sheet.case_id != case_id:
        raise NotAllowed("unknown_sheet", "Deze steunlijst bestaat niet.")
    if sheet.state != "entered":
        raise Stale("sheet_checked", "Deze steunlijst is intussen al nagekeken.")
    return sheet


def _voices(session: Session, taken: Taken, lines: Sequence[VoiceAnswer], at: datetime) -> list[Voice]:
    """The lines as voices, in order. A dwelling stands on a sheet once."""
    if not lines:
        raise Invalid("no_lines", "Vul minstens één lijn in.", "lines-0-number")
    if len(lines) > MOST_LINES:
        raise Invalid("too_many_lines", f"Hoogstens {MOST_LINES} lijnen. Voer de rest in als een tweede lijst.", "")
    voices: list[Voice] = []
    for index, line in enumerate(lines):
        voice = _voice(session, taken, line, index, at)
        same = next((other for other in voices if _dwelling(other) == _dwelling(voice)), None)
        if same is not None:
            sentence = f"Deze woning staat al op lijn {same.line}. Per woning telt één stem: laat deze lijn weg."
            raise Invalid("dwelling_twice", sentence, f"lines-{index}-number")
        voices.append(voice)
    return voices


def _voice(session: Session, taken: Taken, line: VoiceAnswer, index: int, at: datetime) -> Voice:
    try:
        dwelling = dwelling_in_area(session, taken.case, line.street_id, line.number)
        voice = new_voice(taken.case.id, dwelling, line, at)
        voice.email = written(line.email or "", "email", shortest=0).lower()
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.sentence, f"lines-{index}-{refusal.field}") from refusal
    voice.channel, voice.line = "paper", index + 1
    return voice


def _dwelling(voice: Voice) -> tuple[int, int, str]:
    return voice.street_id, voice.house_number, voice.suffix_key


def _corrected(session: Session, taken: Taken, sheet: SupportSheet, lines: Mapping[int, VoiceAnswer]) -> int:
    """Put right what differs, and say how many lines did."""
    count = 0
    taken_by = {_dwelling(voice): voice.line for voice in sheet.voices if voice.line not in lines}
    for voice in sheet.voices:
        if voice.line is None or voice.line not in lines:
            continue
        index = list(lines).index(voice.line)
        line = replace(lines[voice.line], name=voice.name, phone=voice.phone, email=voice.email, wishes=voice.wishes)
        read = _voice(session, taken, line, index, voice.given_at)
        if taken_by.setdefault(_dwelling(read), voice.line) != voice.line:
            sentence = f"Deze woning staat al op lijn {taken_by[_dwelling(read)]}."
            raise Invalid("dwelling_twice", sentence, f"lines-{index}-number")
        if _dwelling(read) != _dwelling(voice) or read.choice != voice.choice:
            count += 1
            for name in ("street_id", "house_number", "suffix", "suffix_key", "dwelling_id", "choice"):
                setattr(voice, name, getattr(read, name))
    session.flush()
    return count


def _count(session: Session, taken: Taken, sheet: SupportSheet, by: Actor, at: datetime) -> None:
    """From now on the sheet counts. Where a voice of the dwelling counts already, the one on paper waits."""
    sheet.state, sheet.checked_at = "counted", at
    sheet.checked_by_id = by.person_id if sheet.sample else None
    for voice in sheet.voices:
        count_voice(session, voice, at)
    record(session, taken.case, "support_sheet:counted", by, at, taken.function, sheet=sheet.number,
           lines=len(sheet.voices))  # fmt: skip
    support_changed(session, taken.case, at)
