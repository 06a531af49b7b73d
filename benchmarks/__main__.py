"""`python -m benchmarks [NAME] [--json]`: each benchmark is a module here with a `TITLE` and a `run()`.

What a run may be told otherwise stands in the `OPTIONS` of its module, with what it does by itself: `--cases 400`.
"""

import argparse
import importlib
import json
import sys
from typing import Any

from benchmarks.figures import Result, show

NAMES = (
    "engine",
    "web",
    "mail",
    "mailing",
    "charter",
    "seal",
    "letters",
    "lighthouse",
    "start",
    "search",
    "worklist",
    "import",
    "checkin",
    "autosave",
    "compare",
    "preview",
    "register",
    "export",
    "insight",
    "backup",
    "country",
    "drain",
    "restart",
)
MODULES = {"import": "importing", "search": "searching", "compare": "comparing"}  # a module is named after what it does


def _module(name: str) -> Any:
    return importlib.import_module(f"benchmarks.{MODULES.get(name, name)}")


def _options(name: str, words: list[str]) -> dict[str, Any]:
    """What this run is told; ends the command with a word about what the benchmark does not know."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks {name}")
    for option, default in getattr(_module(name), "OPTIONS", {}).items():
        parser.add_argument(f"--{option}", type=type(default), default=default, help=f"{default} by itself")
    return vars(parser.parse_args(words))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON: figures, targets, met or not")
    arguments, more = parser.parse_known_args()
    if arguments.name is None:
        for name in NAMES:
            print(f"{name:<10}{_module(name).TITLE}")
        return 0
    result: Result = _module(arguments.name).run(**_options(arguments.name, more))
    print(show(result))
    if arguments.json:
        print(json.dumps(result.as_json(), sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
