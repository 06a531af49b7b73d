"""What `make` sets up: pinned packages, scripts and fonts of others, Debian packages; and what the wheel holds."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from binstart.setup_assets import WEB_FILES, copy_assets
from binstart.setup_machine import Need, install_line, install_missing

ROOT = Path(__file__).parents[2]
ABSENT = Need("binstart-nowhere", lambda: False, "nothing works")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout after `npm ci`, in which nothing was copied yet."""
    if not (ROOT / "node_modules").exists():
        pytest.skip("node_modules is not here: make test fetches it")
    (tmp_path / "documents").mkdir()
    (tmp_path / "webapp" / "static").mkdir(parents=True)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copy(ROOT / "documents" / "fonts_manifest.json", tmp_path / "documents")
    return tmp_path


def test_every_python_package_is_pinned_with_hashes_and_names_no_registry() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, flags=re.MULTILINE | re.DOTALL)

        assert pins, file.name
        assert all(re.match(r"[a-z0-9.\-\[\]]+==", pin) and "--hash=sha256:" in pin for pin in pins), file.name
        assert "://" not in text


def test_every_script_package_is_pinned_with_its_hash_and_names_no_registry() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    exact = asked["dependencies"] | asked["devDependencies"]
    for name, version in exact.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package and "resolved" not in package for name, package in locked.items() if name)


def test_the_backend_that_builds_the_wheel_is_the_pinned_one() -> None:
    wanted = re.search(r'requires = \["(setuptools==.*?)"\]', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert wanted
    assert wanted[1] in (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")


def test_scripts_and_fonts_are_copied_each_with_its_licence(checkout: Path) -> None:
    copy_assets(checkout)

    vendor = checkout / "webapp" / "static" / "vendor"
    assert {folder.name for folder in vendor.iterdir()} == set(WEB_FILES)
    for folder in vendor.iterdir():
        assert any(file.name in {"LICENSE", "README.md"} for file in folder.iterdir()), folder.name
    fonts = json.loads((checkout / "documents" / "fonts_manifest.json").read_text(encoding="utf-8"))
    assert {file.name for file in (checkout / "documents" / "fonts").iterdir()} == set(fonts)


def test_gov_uks_own_font_and_crown_are_never_copied(checkout: Path) -> None:
    copy_assets(checkout)

    names = [file.name for file in (checkout / "webapp" / "static" / "vendor" / "govuk-frontend").rglob("*")]
    assert sorted(names) == ["README.md", "govuk-frontend.min.css", "govuk-frontend.min.js"]


def test_a_file_that_we_no_longer_want_is_gone_after_the_next_copy(checkout: Path) -> None:
    old = checkout / "webapp" / "static" / "vendor" / "old" / "old.js"
    old.parent.mkdir(parents=True)
    old.touch()

    copy_assets(checkout)

    assert not old.exists()


def test_a_file_that_a_package_no_longer_holds_is_named_and_the_old_copy_stays(checkout: Path) -> None:
    copy_assets(checkout)
    (checkout / "documents" / "fonts_manifest.json").write_text('{"Font.ttf": "nowhere/Font.ttf"}', encoding="utf-8")

    with pytest.raises(FileNotFoundError) as missing:
        copy_assets(checkout)

    assert Path(missing.value.filename) == checkout / "node_modules" / "nowhere" / "Font.ttf"
    assert (checkout / "documents" / "fonts" / "SourceSans3-Regular.ttf").exists()


def test_the_wheel_holds_pages_letters_migrations_scripts_and_fonts(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    kept_out = shutil.ignore_patterns(
        ".*", "node_modules", "data", "build", "dist", "__pycache__", "*.egg-info", "tests"
    )
    shutil.copytree(ROOT, tree, ignore=kept_out)

    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), "."],
        cwd=tree,
        check=True,
    )

    (wheel,) = tmp_path.glob("binstart-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    packages = ["models", "flows", "webapp", "documents", "binstart"]
    there = {
        str(file.relative_to(tree))
        for package in packages
        for file in (tree / package).rglob("*")
        if file.is_file() and file.name != ".made"
    }
    assert there - held == set()
    assert not any(name.endswith(".pyc") or name.startswith(("tests/", "benchmarks/")) for name in held)
    assert "webapp/static/vendor/govuk-frontend/govuk-frontend.min.css" in held


def test_where_we_may_not_install_the_missing_package_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert install_missing([ABSENT]) == [ABSENT]
    assert install_line([ABSENT]) == "sudo apt-get install --no-install-recommends binstart-nowhere"


def test_a_package_that_debian_does_not_know_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = tmp_path / "asked"
    _program(tmp_path / "apt-get", f'echo "$@" >> {asked}; [ "$1" = update ] || [ "${{!#}}" != binstart-nowhere ]')
    _program(tmp_path / "sudo", f'shift; [ "$1" = true ] || {{ shift 2; {tmp_path}/apt-get "$@"; }}')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    other = Need("binstart-other", lambda: asked.exists() and "binstart-other" in asked.read_text(), "little works")

    assert install_missing([ABSENT, other]) == [ABSENT]


def test_without_chromium_the_browser_tests_are_left_out(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "binstart" / "setup_machine.py"), "marks"]

    without = subprocess.run(
        script, env=os.environ | {"PATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    _program(tmp_path / "chromium", "true")
    with_it = subprocess.run(
        script, env=os.environ | {"PATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )

    assert (without.stdout, with_it.stdout) == ("not browser\n", "\n")


def _program(file: Path, line: str) -> None:
    file.write_text(f"#!/bin/bash\n{line}\n", encoding="utf-8")
    file.chmod(0o755)


def test_ci_runs_what_make_test_leaves_out() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    left_out = recipe.partition("SYSTEM_TESTS := ")[2].partition("#")[0].split()

    assert left_out
    assert [folder for folder in left_out if not (ROOT / "tests" / folder).is_dir()] == []
    assert recipe.count("$(SYSTEM_TESTS:%=--ignore=tests/%)") == recipe.count("$(SYSTEM_TESTS:%=tests/%)") == 1
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make (\S+)", ci, re.MULTILINE) == ["check", "test", "test-system"]
