"""`binstart import-streets`, as an administrator types it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from binstart.migrating import upgrade
from models.address import Street
from models.authority import Authority

STREETS = """postcode,street,housenumber,lat,lon
8870,Kerkstraat,1,50.91,3.21
8870,Kerkstraat,3,50.91,3.21
8870,Molenstraat,2,50.92,3.22
9999,Verweg,1,51.00,3.30
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose database holds one municipality without streets."""
    engine = create_engine(f"sqlite:///{tmp_path / 'binstart.sqlite'}")
    upgrade(engine)
    with Session(engine) as session:
        session.add(Authority(kind="municipality", slug="oosterbeke", name="Oosterbeke", code="OOS", nis_code="99901"))
        session.commit()
    (tmp_path / "streets.csv").write_text(STREETS, encoding="utf-8")
    return tmp_path


def test_the_streets_of_a_municipality_are_taken_over(data: Path) -> None:
    done = _import(data, "--municipality", "oosterbeke", "--postcode", "8870")

    assert done.returncode == 0, done.stderr
    assert "streets: 2 new, 0 changed, 0 gone, 0 the same" in done.stdout
    assert "dwellings: 3 new, 0 changed, 0 gone, 0 the same" in done.stdout
    assert _streets(data) == ["Kerkstraat", "Molenstraat"]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(data: Path) -> None:
    done = _import(data, "--municipality", "99901", "--postcode", "8870", "--dry-run")

    assert "streets: 2 new" in done.stdout
    assert "nothing was changed" in done.stdout
    assert _streets(data) == []


def test_a_municipality_that_is_not_there_is_refused_in_one_line_that_names_those_that_are(data: Path) -> None:
    done = _import(data, "--municipality", "Westveld")

    assert done.returncode == 1
    assert done.stderr == "binstart: no municipality is called Westveld; known are: Oosterbeke\n"


def test_a_file_that_is_not_there_is_refused_in_one_line(data: Path) -> None:
    (data / "streets.csv").unlink()

    done = _import(data, "--municipality", "Oosterbeke")

    assert done.returncode == 1
    assert done.stderr.startswith("binstart: ")
    assert done.stderr.count("\n") == 1


def _import(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "binstart",
        "import-streets",
        str(data / "streets.csv"),
        "--data",
        str(data),
        *words,
    ]
    return subprocess.run(command, env=os.environ | {"COLUMNS": "200"}, capture_output=True, text=True, check=False)


def _streets(data: Path) -> list[str]:
    with Session(create_engine(f"sqlite:///{data / 'binstart.sqlite'}")) as session:
        return list(session.scalars(select(Street.name).order_by(Street.name)))
