"""Other engines that do the same six steps, in an environment of their own (requirements/bench.txt)."""

import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent.parent / "build" / "peers"
PINS = HERE.parent.parent / "requirements" / "bench.txt"


@lru_cache
def peers_python() -> Path:
    """The interpreter with the peers, made when it is missing."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / PINS.name
    if not stamp.exists() or stamp.read_text() != PINS.read_text():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(PINS)], check=True)
        stamp.write_text(PINS.read_text())
    return python


def run_peer(script: str, *arguments: str, **environment: str) -> dict[str, Any]:
    """Run a peer's script and read the JSON that it ends with; `environment`: on top of ours."""
    command = [str(peers_python()), str(HERE / script), *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | environment).stdout
    figures: dict[str, Any] = json.loads(output.splitlines()[-1])
    return figures
