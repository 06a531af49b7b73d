"""One run of the command as a process of its own, and what it used."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Used:
    """Time and memory of one process, and what it said."""

    seconds: float
    processor_seconds: float
    peak: float  # MB
    said: str


def measured(words: list[str], **settings: str) -> Used:
    """Run `binstart` with these words and settings. Raises RuntimeError when it does not end well."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "binstart", *words], env=os.environ | settings, stdout=subprocess.PIPE, text=True
    ) as process:
        status, peak = Path(f"/proc/{process.pid}/status"), 0.0
        while True:
            # Its own highest, that the system keeps: what a process reports of its children counts the parent's too.
            peak = _peak(status) or peak
            ended, code, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                process.returncode = os.waitstatus_to_exitcode(code)
                break
            time.sleep(0.05)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return Used(time.perf_counter() - begin, used.ru_utime + used.ru_stime, peak, said)


def _peak(status: Path) -> float:
    """MB; 0 when the process has ended."""
    highest = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(highest[0].split()[1]) / 1024 if highest else 0.0
