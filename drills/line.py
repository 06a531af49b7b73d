"""A line between two processes that can be cut or slowed: a TCP port that passes everything on."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

Target = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]
PIECE = 65536  # bytes that are passed on at a time


class Line:
    """Passes bytes on from `port` to the target, in a thread of its own. `cut`: all connections end, none is taken;
    `slow_down`: each piece waits so many seconds; `heal`: as before."""

    def __init__(self, port: int, target: Target, address: str = "127.0.0.1") -> None:
        self.port, self._address = port, address
        self._target = target
        self._is_cut = False
        self._pause = 0.0
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()
        self._ready.wait()

    def cut(self) -> None:
        """End what is connected and take nobody until `heal`."""
        self._is_cut = True
        self._loop.call_soon_threadsafe(self._hang_up)

    def slow_down(self, seconds: float) -> None:
        """Let every piece wait."""
        self._pause = seconds

    def heal(self) -> None:
        """Pass everything on at once again."""
        self._is_cut, self._pause = False, 0.0

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._take, self._address, self.port))
        self._ready.set()
        self._loop.run_forever()

    def _hang_up(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await self._target()
        except OSError:
            writer.transport.abort()
            return
        pair = {writer, far_writer}
        self._writers |= pair
        await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer))
        self._writers -= pair

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                if self._pause:
                    await asyncio.sleep(self._pause)
                writer.write(piece)
                await writer.drain()
        with suppress(OSError):
            writer.close()


def port_target(port: int) -> Target:
    """What listens on a port of this machine."""
    return lambda: asyncio.open_connection("127.0.0.1", port)


def socket_target(path: str) -> Target:
    """What listens on a Unix socket."""
    return lambda: asyncio.open_unix_connection(path)
