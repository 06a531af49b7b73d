"""What a worker does all day: drain the outbox, keep its claims, and look at the calendar."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import timedelta
from functools import partial

from documents.kinds import example
from documents.press.rendering import render
from flows.connection import lease, reading, real_now, worker_name, writing
from flows.delivering import deliver_due
from flows.handing_over import HANDOVERS
from flows.messaging import send_messages
from flows.prefect_server import PrefectServer
from flows.sending_kits import occasion as kits_due
from flows.surveying import send_survey_mails
from flows.telling_members import send_member_notices
from flows.webhooks import send_webhooks
from models.clock import BELGIUM, day_of, present
from models.log import log_of
from models.operations.effects.claiming_work import (
    Work,
    claim_work,
    finish_work,
    has_work,
    postpone_work,
    renew_claims,
    return_everything,
    return_work,
)
from models.operations.keeping.showing_life import show_worker, take_worker_away
from models.rules.pauses import pause_after
from models.settings import settings

WAKE_LOOK = 0.05  # seconds between two looks at the wake file
LIFE_SHOWN = 20.0  # seconds between two signs of life
CLOCK_LOOK = 2.0  # seconds between two looks at the calendar
STOP_PATIENCE = 3.0  # seconds to finish what runs; less than `binstart run` waits
WAITING_RUNS = 64  # runs in a work pool that one worker waits for at the same time

log = log_of("worker")


class Worker:
    """One worker. Its loops run in one thread; what touches the database or a mail server runs beside it."""

    def __init__(self) -> None:
        self._is_embedded = settings().engine_handover == "embedded"
        self._hand_over = HANDOVERS[settings().engine_handover]()
        self._places = settings().engine_threads if self._is_embedded else WAITING_RUNS
        self._running: dict[asyncio.Task[None], Work] = {}
        self._clockwork_done: dict[str, str] = {}
        self._woken = asyncio.Event()
        self._woken_for_sign_in = asyncio.Event()
        self._woken_for_messages = asyncio.Event()
        self._woken_for_surveys = asyncio.Event()
        self._woken_for_webhooks = asyncio.Event()
        self._stopping = asyncio.Event()
        self._prefect = PrefectServer(log.warning)

    async def run(self) -> None:
        """Work until `stop` is called; then finish what runs, or put it back."""
        todo = (self._watch, self._drain, self._let_in, self._send_messages, self._send_surveys, self._send_webhooks,
                self._keep_claims, self._show_life, self._tick)  # fmt: skip
        loops = [asyncio.create_task(one()) for one in todo]
        log.info("worker is ready", worker=worker_name())
        await self._stopping.wait()
        for one in loops:
            one.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        if self._running:
            await asyncio.wait(list(self._running), timeout=STOP_PATIENCE)
        await _safely(partial(asyncio.to_thread, _leave))
        await self._prefect.close()
        log.info("worker has stopped", worker=worker_name())

    def stop(self) -> None:
        """Ask to stop."""
        self._stopping.set()

    async def _watch(self) -> None:
        """Wake at once when the web app touched the wake file; a look at a file costs next to nothing."""
        seen = _touched()
        while True:
            await asyncio.sleep(WAKE_LOOK)
            touched = _touched()
            if touched != seen:
                seen = touched
                self._woken.set()
                self._woken_for_sign_in.set()
                self._woken_for_messages.set()
                self._woken_for_surveys.set()
                self._woken_for_webhooks.set()

    async def _drain(self) -> None:
        """Take what there is, whenever there is something."""
        await _whenever(self._woken, self._take_all)

    async def _let_in(self) -> None:
        """Send the mails to sign in, which need no Prefect."""
        await _whenever(self._woken_for_sign_in, partial(asyncio.to_thread, deliver_due, None))

    async def _send_messages(self) -> None:
        """Send the messages to members, which need no Prefect either."""
        await _whenever(self._woken_for_messages, partial(asyncio.to_thread, send_messages))

    async def _send_surveys(self) -> None:
        """Send the mails of surveys and about networks, which must stand before none of those."""
        await _whenever(self._woken_for_surveys, partial(asyncio.to_thread, _send_unhurried))

    async def _send_webhooks(self) -> None:
        """Tell other programs what happened, beside all of these: one of them may answer slowly."""
        await _whenever(self._woken_for_webhooks, partial(asyncio.to_thread, send_webhooks))

    async def _take_all(self) -> None:
        while len(self._running) < self._places and await asyncio.to_thread(_has_work):
            if not await self._prefect.is_there():
                return
            work = await asyncio.to_thread(_claim)
            if work is None:
                return
            task = asyncio.create_task(self._settle(work))
            self._running[task] = work
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        self._woken.set()

    async def _settle(self, work: Work) -> None:
        """Have the flow run, and note how it went. What failed because Prefect went away does not count as a try."""
        begun = time.perf_counter()
        try:
            await self._hand_over.run_stage(work)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            if not await self._prefect.is_there(right_now=True):
                _tell(work, "returned", begun, error)
                await _safely(partial(asyncio.to_thread, _return, work))
                return
            _tell(work, "failed", begun, error)
            await _safely(partial(asyncio.to_thread, _postpone, work, reason))
        else:
            await _safely(partial(asyncio.to_thread, _finish, work))
            _tell(work, "done", begun)

    async def _keep_claims(self) -> None:
        while True:
            await asyncio.sleep(settings().lease_seconds / 3)
            cases = [work.case_id for work in self._running.values()]
            await _safely(partial(asyncio.to_thread, _renew, cases))

    async def _show_life(self) -> None:
        """So that the administrator's page can tell who works, and whether Prefect answers."""
        while True:
            is_there = await self._prefect.is_there(right_now=True)
            await _safely(partial(asyncio.to_thread, _show_life, is_there))
            await asyncio.sleep(LIFE_SHOWN)

    async def _tick(self) -> None:
        """Wind the clockwork when a day begins or a moment has come, also when the demonstration clock jumped to it;
        again if it failed. In a work pool every dispatcher does, and the same occasion is one run."""
        if self._is_embedded:
            await self._warm_press()
        failures = 0
        while True:
            try:
                await self._wind()
                failures = 0
            except Exception:
                failures += 1
                log.exception("clockwork", outcome="failed")
            await asyncio.sleep(max(CLOCK_LOOK, pause_after(failures).total_seconds() if failures else 0))

    async def _wind(self) -> None:
        for name, occasion in (await asyncio.to_thread(_occasions)).items():
            if self._clockwork_done.get(name) != occasion and await self._prefect.is_there():
                begun = time.perf_counter()
                await self._hand_over.run_clockwork(name, occasion)
                log.info("clockwork", name=name, outcome="done", ms=_ms_since(begun))
                self._clockwork_done[name] = occasion
                self._woken.set()

    async def _warm_press(self) -> None:
        """Print something before somebody waits for it, once the server had its time to start."""
        while not await self._prefect.is_there():
            await asyncio.sleep(CLOCK_LOOK)
        await _safely(partial(asyncio.to_thread, render, "receipt", example("receipt")))


def _send_unhurried() -> None:
    send_survey_mails()
    send_member_notices()


async def _whenever(woken: asyncio.Event, step: Callable[[], Awaitable[object]]) -> None:
    """Take the step now, each time that somebody wakes us, and when it is time to look anyway."""
    while True:
        woken.clear()
        await _safely(step)
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), settings().engine_poll_seconds)


async def _safely(step: Callable[[], Awaitable[object]]) -> None:
    """What fails is told and tried again next time: a database that restarts must not end the worker."""
    try:
        await step()
    except Exception:
        log.exception("that failed; the worker goes on")
        await asyncio.sleep(1)


def _tell(work: Work, outcome: str, begun: float, error: Exception | None = None) -> None:
    """One line per piece of work. Why it failed stands with the work; here only what kind of fault it was."""
    log.info("work", flow=work.flow, case=work.case_id, tries=work.attempts + 1, outcome=outcome, ms=_ms_since(begun),
             fault=type(error).__name__ if error else "")  # fmt: skip


def _ms_since(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1000)


def _touched() -> int:
    try:
        return settings().wake_file.stat().st_mtime_ns
    except OSError:
        return 0


def _occasions() -> dict[str, str]:
    """For what each clockwork flow is due, the day for most: terms and the mail of the day follow the clock of the
    cases, retention and seal real time; launch kits whose moment has come, only when there are."""
    with reading() as session:
        at = present(session)
        since_digest = at.astimezone(BELGIUM) - timedelta(hours=settings().digest_hour)  # a day begins at that hour
        today = day_of(real_now())
        days = {"reminding": day_of(at), "digesting": since_digest.date(), "retaining": today,
                "sealing_journals": today}  # fmt: skip
        kits = kits_due(session, at)
    found = {name: day.isoformat() for name, day in days.items()} | ({"sending_kits": kits} if kits else {})
    # Last: it takes longest, and what was forgotten and sealed today is in it as such.
    return found | ({"backing_up": today.isoformat()} if settings().backup_daily else {})


def _has_work() -> bool:
    with reading() as session:
        return has_work(session, real_now())


def _claim() -> Work | None:
    with writing() as session:
        return claim_work(session, worker_name(), real_now(), lease())


def _renew(case_ids: Collection[int]) -> int:
    with writing() as session:
        return renew_claims(session, worker_name(), case_ids, real_now(), lease())


def _finish(work: Work) -> None:
    with writing() as session:
        finish_work(session, work, worker_name(), real_now())


def _postpone(work: Work, reason: str) -> None:
    with writing() as session:
        postpone_work(session, work, worker_name(), real_now(), reason)


def _show_life(prefect_answers: bool) -> None:
    with writing() as session:
        show_worker(session, worker_name(), real_now(), prefect_answers=prefect_answers)


def _leave() -> None:
    """Put back what is still held, and say that nobody need wait for this worker."""
    with writing() as session:
        return_everything(session, worker_name())
        take_worker_away(session, worker_name())


def _return(work: Work) -> None:
    with writing() as session:
        return_work(session, work, worker_name())
