"""Copies the scripts, styles and fonts that others made from node_modules to where pages and letters find them.

Run by `make` after `npm ci`. Works with a bare Python: it imports the standard library only.
"""

import json
import shutil
import sys
from pathlib import Path

# Per folder in webapp/static/vendor: where each file comes from, below node_modules. Left out on purpose: GOV.UK's own
# fonts, crown and icons, which only GOV.UK itself may use (web.md section 2).
WEB_FILES = {
    "govuk-frontend": [
        "govuk-frontend/dist/govuk/govuk-frontend.min.css",
        "govuk-frontend/dist/govuk/govuk-frontend.min.js",
        "govuk-frontend/README.md",  # states the licence; the package holds no other file that does
    ],
    "htmx": ["htmx.org/dist/htmx.min.js", "htmx.org/LICENSE"],
    "leaflet": [
        "leaflet/dist/leaflet.css",
        "leaflet/dist/leaflet.js",
        "leaflet/dist/images/layers.png",
        "leaflet/dist/images/layers-2x.png",
        "leaflet/dist/images/marker-icon.png",
        "leaflet/dist/images/marker-icon-2x.png",
        "leaflet/dist/images/marker-shadow.png",
        "leaflet/LICENSE",
    ],
    "source-sans-3": [
        *(
            f"@fontsource/source-sans-3/files/source-sans-3-{script}-{style}.woff2"
            for script in ("latin", "latin-ext")
            for style in ("400-normal", "400-italic", "600-normal", "700-normal")
        ),
        "@fontsource/source-sans-3/LICENSE",
    ],
    "source-serif-4": [
        *(
            f"@fontsource/source-serif-4/files/source-serif-4-{script}-600-normal.woff2"
            for script in ("latin", "latin-ext")
        ),
        "@fontsource/source-serif-4/LICENSE",
    ],
}
# Leaflet's stylesheet asks for its pictures in a folder of this name beside it.
SUBFOLDERS = {".png": "images"}


def copy_assets(checkout: Path) -> int:
    """Fill webapp/static/vendor and documents/fonts of the checkout; returns the number of files.

    Each folder is made beside the old one and then takes its place, so that an interrupted copy leaves nothing half.
    Raises FileNotFoundError naming the file that a package no longer holds.
    """
    modules = checkout / "node_modules"
    web = {
        f"{folder}/{SUBFOLDERS.get(Path(source).suffix, '.')}/{Path(source).name}": modules / source
        for folder, sources in WEB_FILES.items()
        for source in sources
    }
    fonts = json.loads((checkout / "documents" / "fonts_manifest.json").read_text(encoding="utf-8"))
    _fill(checkout / "webapp" / "static" / "vendor", web)
    _fill(checkout / "documents" / "fonts", {name: modules / source for name, source in fonts.items()})
    return len(web) + len(fonts)


def _fill(folder: Path, files: dict[str, Path]) -> None:
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name, source in files.items():
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


if __name__ == "__main__":
    checkout = Path(__file__).resolve().parent.parent
    try:
        print(f"Copied {copy_assets(checkout)} files of scripts, styles and fonts.")
    except FileNotFoundError as error:
        sys.exit(f"A file of an npm package is missing: {error.filename}. Remove node_modules and run make again.")
