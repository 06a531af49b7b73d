"""`python -m benchmarks [NAME] [--json]`: each benchmark is a module here with a `TITLE` and a `run()`."""

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
)
MODULES = {"import": "importing", "search": "searching", "compare": "comparing"}  # a module is named after what it does


def _module(name: str) -> Any:
    return importlib.import_module(f"benchmarks.{MODULES.get(name, name)}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON: figures, targets, met or not")
    arguments = parser.parse_args()
    if arguments.name is None:
        for name in NAMES:
            print(f"{name:<10}{_module(name).TITLE}")
        return 0
    result: Result = _module(arguments.name).run()
    print(show(result))
    if arguments.json:
        print(json.dumps(result.as_json(), sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
