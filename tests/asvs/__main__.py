"""`python -m tests.asvs`: run the tests that the table of OWASP ASVS names, keep what they showed, write the table.

python -m tests.asvs                    runs them all, some minutes
python -m tests.asvs --seen FILE        takes what a run with `--junitxml=FILE` saw, for the tests that it held
python -m tests.asvs --only-write       writes the table again from what was kept
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree  # a file that our own pytest wrote

from tests.asvs.table import OUTCOMES, ROOT, TABLE, named_tests, requirements, seen, written


def main() -> int:
    """Run, keep, write. 0: every named test passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.asvs", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--seen", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--only-write", action="store_true")
    asked = parser.parse_args()
    if not asked.only_write:
        _keep(asked.seen)
    outcomes = seen()
    TABLE.write_text(written(requirements(), outcomes), encoding="utf-8")
    wrong = [test for test in named_tests() if outcomes.get(test) != "passed"]
    print(f"{TABLE.name}: {len(named_tests())} tests named, {len(wrong)} of them not seen passing", *wrong, sep="\n")
    return 1 if wrong else 0


def _keep(reports: list[Path]) -> None:
    """What was seen now beside what was seen before, of the tests that are named today."""
    with TemporaryDirectory() as folder:
        if not reports:
            reports = [Path(folder) / "report.xml"]
            tests = [f"tests/{test}" for test in named_tests()]
            subprocess.run([sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile",
                            f"--junitxml={reports[0]}", *tests], cwd=ROOT, check=False)  # fmt: skip
        kept = seen()
        for report in reports:
            kept |= outcomes_in(report.read_text(encoding="utf-8"))
    named = {test: kept[test] for test in named_tests() if test in kept}
    OUTCOMES.write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")


def outcomes_in(report: str) -> dict[str, str]:
    """What a report (JUnit) says of each test. With several sets of values: failed if one is, passed if one is and none
    failed, else skipped."""
    found: dict[str, set[str]] = {}
    for case in ElementTree.fromstring(report).iter("testcase"):  # noqa: S314 - see the import
        file = case.get("classname", "").removeprefix("tests.").replace(".", "/") + ".py"
        test = f"{file}::{case.get('name', '').partition('[')[0]}"
        kinds = {child.tag for child in case}
        outcome = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        found.setdefault(test, set()).add(outcome)
    return {test: next(one for one in ("failed", "passed", "skipped") if one in saw) for test, saw in found.items()}


if __name__ == "__main__":
    sys.exit(main())
