"""Lighthouse on the public pages as a phone on a slow line sees them: speed, accessibility, practices, findability.

Its package is fetched into benchmarks/lighthouse_tool on the first run; it needs node and chromium.
"""

import json
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.figures import Result, Target
from benchmarks.installation import running
from models.database import connect
from models.network import NeighbourhoodNetwork

TITLE = "the public pages in Lighthouse (performance, accessibility, best practices, SEO)"
TOOL = Path(__file__).parent / "lighthouse_tool"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
LEAST = 95.0
ROUNDS = 3  # of each page the middle one counts: other work on the machine weighs on a single one


def run() -> Result:
    """Measure; takes about three minutes."""
    _fetch_tool()
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        data = Path(folder) / "data"
        with running(data) as (address, _process, _seconds):
            found = {page: _middle(f"{address}{page}") for page in _pages(data)}
    figures = {f"{page} {name}": score for page, scores in found.items() for name, score in scores.items()}
    lowest = {f"lowest {name}": min(scores[name] for scores in found.values()) for name in CATEGORIES}
    targets = tuple(Target(name, LEAST, at_least=True) for name in lowest)
    return Result("lighthouse", figures | lowest, targets, ("mobile, with Lighthouse's own slow line and processor",))


def _fetch_tool() -> None:
    if shutil.which("npm") is None or shutil.which("chromium") is None:
        raise RuntimeError("Lighthouse needs node with npm, and chromium")
    if not (TOOL / "node_modules" / "lighthouse").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=TOOL, check=True)


def _pages(data: Path) -> tuple[str, ...]:
    with Session(connect(f"sqlite:///{data / 'binstart.sqlite'}")) as session:
        network = select(NeighbourhoodNetwork.slug).where(NeighbourhoodNetwork.state == "active",
                                                          NeighbourhoodNetwork.case_id.is_not(None))  # fmt: skip
        slug = session.scalars(network.order_by(NeighbourhoodNetwork.id)).first()
    return ("/", "/netwerken", f"/netwerken/{slug}", f"/netwerken/{slug}/lid-worden", "/wat-is-een-bin")


def _middle(address: str) -> dict[str, float]:
    rounds = [_scores(address) for _ in range(ROUNDS)]
    return {name: sorted(one[name] for one in rounds)[ROUNDS // 2] for name in CATEGORIES}


def _scores(address: str) -> dict[str, float]:
    with TemporaryDirectory(prefix="binstart-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            ["node", "node_modules/lighthouse/cli/index.js", address, "--quiet", "--output=json",
             f"--output-path={report}", f"--chrome-flags={FLAGS}", f"--only-categories={','.join(CATEGORIES)}"],
            cwd=TOOL, check=True, env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder,
                                       "CHROME_PATH": shutil.which("chromium") or ""},
        )  # fmt: skip
        found = json.loads(report.read_text())["categories"]
    return {name: 100 * float(found[name]["score"] or 0) for name in CATEGORIES}
