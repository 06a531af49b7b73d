"""The letters to 5,000 dwellings: stamped beside set in full, and made by the engine while people use the web app."""

import dataclasses
import io
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from PIL import Image, ImageChops
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.figures import Result, Target, p50, p95
from benchmarks.installation import descendants, mail_sink, running, until_prefect_answers
from benchmarks.visitors import Visitor, visitor
from documents.contexts.invitation import InvitationLetterContext, Stamp
from documents.contexts.shared import Addressee
from documents.kinds import KINDS, example
from documents.press.pool import shared_press
from documents.press.rendering import job_for
from documents.press.stamping import print_body, stamp
from models.address import Dwelling, Street
from models.database import connect, writing
from models.document import Document
from models.invitation import LetterRun
from models.operations.evenings import informing
from models.operations.requests import requesting
from models.rules.access import Role
from models.rules.area import Segment
from models.rules.invitations import CODE_LENGTH, CODE_SIGNS, spaced_code
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to, answers_for, make_place

TITLE = "5,000 letters with a QR code in one PDF, beside setting each in full; the web app meanwhile"
STREETS, HOUSES = 100, 50
LETTERS = STREETS * HOUSES
BASE = "https://binstart.oosterbeke.example/u/"
ROUNDS, IN_FULL, STAMPED = 4, 15, 1250  # by turns, so that what else the machine does weighs on both
QUIET_SECONDS, PAUSE = 15.0, 0.05  # of visiting before, and between two pages
PATIENCE = 300.0


def run() -> Result:
    """Measure; takes about two minutes."""
    figures = _apart() | _by_the_engine()
    targets = (
        Target("stamping 5,000 letters s", 20.0),
        Target("stamped letters for one in full", 30.0, at_least=True),
        Target("difference of ink %", 0.5),
        Target("worker's peak MB", 500.0),
        Target("page p95 meanwhile, times the quiet one", 2.0),
    )
    notes = (
        "in full: each letter set by the warm press for paper, without what archives ask for, so at its quickest",
        "by the engine: 5,000 invitations with codes, 100 files per street and one with all",
        "pages: the case and its letters, one visitor, a page every 50 ms",
    )
    return Result("letters", figures, targets, notes)


def _apart() -> dict[str, float]:
    """The two ways of printing, by turns, and how alike they look."""
    context = example("invitation_letter")
    assert isinstance(context, InvitationLetterContext)
    stamps = _stamps()
    in_one_language = [(one,) for one in stamps]
    body = print_body(dataclasses.replace(context, addressee=None, reply_url="", short_address=""))
    _in_full(context, stamps[0])
    stamping = setting = 0.0
    for number in range(ROUNDS):
        begin = time.perf_counter()
        for one in stamps[number * IN_FULL : (number + 1) * IN_FULL]:
            full = _in_full(context, one)
        middle = time.perf_counter()
        stamp(
            body, in_one_language[number * STAMPED : (number + 1) * STAMPED], BASE, title="brieven", author="Binstart"
        )
        setting, stamping = setting + middle - begin, stamping + time.perf_counter() - middle
    begin = time.perf_counter()
    whole = stamp(body, in_one_language, BASE, title="brieven", author="Binstart")
    seconds = time.perf_counter() - begin
    alike = stamp(body, [(one,)], BASE, title="brieven", author="Binstart")
    return {
        "stamping 5,000 letters s": seconds,
        "letters in full per s": ROUNDS * IN_FULL / setting,
        "stamped letters per s": ROUNDS * STAMPED / stamping,
        "stamped letters for one in full": (ROUNDS * STAMPED / stamping) / (ROUNDS * IN_FULL / setting),
        "difference of ink %": 100 * _difference(alike, full),
        "file with 5,000 letters MB": len(whole) / 1e6,
    }


def _stamps() -> list[Stamp]:
    codes = random.Random(1)
    return [
        Stamp(("Aan de bewoners", f"Burgemeester Vandevelde-straat {number} bus 3", "9870 Oosterbeke"),
              "".join(codes.choices(CODE_SIGNS, k=CODE_LENGTH)))
        for number in range(1, LETTERS + 1)
    ]  # fmt: skip


def _in_full(context: InvitationLetterContext, one: Stamp) -> bytes:
    to = Addressee(name=one.address[0], address=one.address[1:])
    shown = BASE.removeprefix("https://") + spaced_code(one.code)
    letter = dataclasses.replace(context, addressee=to, reply_url=BASE + one.code, short_address=shown)
    return shared_press().print(job_for(KINDS["invitation_letter"], letter, is_form=True)).pdf


def _difference(one: bytes, other: bytes) -> float:
    """How much ink differs, from 0 to 1."""
    pages = [_picture(content) for content in (one, other)]
    histogram = ImageChops.difference(*pages).histogram()
    return sum(level * count for level, count in enumerate(histogram)) / 255 / (pages[0].width * pages[0].height)


def _picture(content: bytes) -> Image.Image:
    command = ["pdftoppm", "-r", "100", "-png", "-singlefile", "-"]
    return Image.open(
        io.BytesIO(subprocess.run(command, input=content, capture_output=True, check=True).stdout)
    ).convert("L")


def _by_the_engine() -> dict[str, float]:
    """From the button of the desk until all files are there, in a real installation; and what a visitor feels of it."""
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        data = Path(folder) / "data"
        with mail_sink() as mail_server, running(data, "--no-demo", **mail_server) as (address, process, _):
            number, place = _fill(data)
            desk = visitor(address, data, place.people[Role.DESK_OFFICER])
            reader = visitor(address, data, place.people[Role.MANDATED_OFFICER])
            until_prefect_answers(data, patience=PATIENCE)
            with _visiting(reader, number) as quiet:
                time.sleep(QUIET_SECONDS)
            with _visiting(reader, number) as meanwhile:
                seconds = _until_letters(desk, number, data)
            peak = max(_peak(one) for one in descendants(process.pid))
    return {
        "from the button to the last file s": seconds,
        "worker's peak MB": peak,
        "page p50 quiet ms": 1000 * p50(quiet),
        "page p95 quiet ms": 1000 * p95(quiet),
        "page p50 meanwhile ms": 1000 * p50(meanwhile),
        "page p95 meanwhile ms": 1000 * p95(meanwhile),
        "page p95 meanwhile, times the quiet one": p95(meanwhile) / p95(quiet),
    }


def _fill(data: Path) -> tuple[str, Place]:
    """A case with its evening planned and 5,000 dwellings in its area."""
    with writing(connect(f"sqlite:///{data / 'binstart.sqlite'}")) as session:
        place, now = make_place(session), datetime.now(UTC)
        segments = [Segment(_street(session, place, number).id) for number in range(STREETS)]
        who = acting(session, place.resident, START)
        case = requesting.submit_request(session, who, START, answers_for(place, segments=segments))
        advance_to(session, place, Stage.INFO_EVENING, case)
        desk = acting(session, place.people[Role.DESK_OFFICER], now)
        informing.plan_info_evening(
            session, case.id, desk, now, starts_at=now + timedelta(days=40), place="Zaal De Linde", address="Markt 2",
            organisers="Gemeente en politie", contact="02 000 00 00",
        )  # fmt: skip
        return case.number, place


def _street(session: Session, place: Place, number: int) -> Street:
    street = Street(authority_id=place.municipality.id, name=f"Meetstraat {number:03d}", postcode="9994",
                    normalised_name=f"meetstraat {number:03d}", dwelling_count=HOUSES)  # fmt: skip
    street.dwellings = [Dwelling(number=house) for house in range(1, HOUSES + 1)]
    session.add(street)
    session.flush()
    return street


@contextmanager
def _visiting(reader: Visitor, number: str) -> Iterator[list[float]]:
    """Read pages all the time; gives the seconds of each."""
    seconds: list[float] = []
    stopped = Event()

    def visit() -> None:
        while not stopped.wait(PAUSE):
            for page in (f"/dossier/{number}", f"/dossier/{number}/brieven"):
                begin = time.perf_counter()
                reader.read(page)
                seconds.append(time.perf_counter() - begin)

    thread = Thread(target=visit)
    thread.start()
    try:
        yield seconds
    finally:
        stopped.set()
        thread.join()


def _until_letters(desk: Visitor, number: str, data: Path) -> float:
    path = f"/dossier/{number}/invite-dwellings"
    page = desk.read(path)
    begin = time.perf_counter()
    answer = desk.send(path, page, window="right")
    if answer.status_code != 302:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    engine = connect(f"sqlite:///{data / 'binstart.sqlite'}")
    while time.perf_counter() - begin < PATIENCE:
        with Session(engine) as session:
            run = session.scalars(select(LetterRun)).one()
            if run.done_at is not None:
                files = session.scalars(select(Document.id).where(Document.kind == "street_letters")).all()
                if (run.printed, len(files)) != (LETTERS, STREETS):
                    raise RuntimeError(f"{run.printed} letters in {len(files)} files")
                return time.perf_counter() - begin
        time.sleep(0.2)
    raise RuntimeError("the letters did not come")


def _peak(process_id: int) -> float:
    """The most memory that a worker of the engine ever held, in MB; 0 for any other process."""
    try:
        is_worker = b"flows.dispatching" in Path(f"/proc/{process_id}/cmdline").read_bytes()
        status = Path(f"/proc/{process_id}/status").read_text()
    except OSError:
        return 0.0
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024 if is_worker else 0.0
