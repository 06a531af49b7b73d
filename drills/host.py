"""Hosts on one machine: network namespaces on a bridge, each with an address and a name. Needs root and `ip`."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

NETWORK = "10.231.77"
BRIDGE = "binstart0"
HERE = f"{NETWORK}.1"  # the drill itself, on the bridge: database and mail server answer here


@dataclass(frozen=True)
class Host:
    """One host. `number`: the last part of its address."""

    name: str
    number: int

    @property
    def address(self) -> str:
        """Where the others reach it."""
        return f"{NETWORK}.{self.number}"

    @property
    def _space(self) -> str:
        return f"binstart-{self.name}"

    def plug_in(self) -> None:
        """Make the host and its cable to the bridge."""
        near, far = f"bn{self.number}", f"bf{self.number}"
        _ip("netns", "add", self._space)
        _ip("link", "add", near, "type", "veth", "peer", "name", far)
        _ip("link", "set", far, "netns", self._space)
        _ip("link", "set", near, "master", BRIDGE, "up")
        _ip("-n", self._space, "addr", "add", f"{self.address}/24", "dev", far)
        _ip("-n", self._space, "link", "set", far, "up")
        _ip("-n", self._space, "link", "set", "lo", "up")

    def start(self, log: Path, environment: dict[str, str], *command: str) -> "subprocess.Popen[bytes]":
        """Start a program on this host; what it says is added to `log`."""
        named = ["sh", "-c", 'hostname "$0"; exec "$@"', self.name, *command]
        with log.open("ab") as out:
            return subprocess.Popen(["ip", "netns", "exec", self._space, "unshare", "--uts", *named], env=environment,
                                    stdout=out, stderr=out)  # fmt: skip

    def cut_off(self) -> None:
        """Pull its cable out: everything on it runs on and reaches nobody."""
        _ip("link", "set", f"bn{self.number}", "down")

    def connect_again(self) -> None:
        """Put the cable back."""
        _ip("link", "set", f"bn{self.number}", "up")

    def die(self) -> None:
        """End everything on it at once, as when its power is gone."""
        found = subprocess.run(["ip", "netns", "pids", self._space], capture_output=True, text=True, check=False)
        for one in found.stdout.split():
            with suppress(ProcessLookupError):
                os.kill(int(one), signal.SIGKILL)

    def remove(self) -> None:
        """Take the host away."""
        self.die()
        subprocess.run(["ip", "netns", "del", self._space], capture_output=True, check=False)


@contextmanager
def network(*hosts: Host) -> Iterator[None]:
    """The bridge with these hosts on it."""
    _ip("link", "add", BRIDGE, "type", "bridge")
    try:
        _ip("addr", "add", f"{HERE}/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        for one in hosts:
            one.plug_in()
        yield
    finally:
        for one in hosts:
            one.remove()
        _ip("link", "del", BRIDGE)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
