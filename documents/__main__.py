"""Shows a document: `python -m documents KIND [--out FILE]` makes the fictitious example of that kind."""

import argparse
import sys
from pathlib import Path

from documents.kinds import KINDS, SUFFIXES, example
from documents.press.rendering import RenderingFailed, render


def main() -> None:
    """Render the example of one kind; the suffix of the file (pdf, html, docx, txt) chooses the form."""
    parser = argparse.ArgumentParser(prog="python -m documents", description=main.__doc__)
    parser.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help=", ".join(sorted(KINDS)))
    parser.add_argument("--out", type=Path, help="the file to write; default: KIND.pdf in this folder")
    arguments = parser.parse_args()
    out: Path = arguments.out or Path(f"{arguments.kind}.pdf")
    media_types = {suffix: media_type for media_type, suffix in SUFFIXES.items()}
    try:
        media_type = media_types.get(out.suffix.lstrip("."), "")
        document = render(arguments.kind, example(arguments.kind), media_type=media_type)
        out.write_bytes(document.content)
    except (RenderingFailed, ValueError, OSError) as error:
        sys.exit(f"python -m documents: {error}")
    print(f"{out}: {len(document.content):,} bytes, {document.pages or 1} page(s), sha256 {document.sha256}")


if __name__ == "__main__":
    main()
