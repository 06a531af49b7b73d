"""A list as a file for a spreadsheet: semicolons and a mark for UTF-8, so that a Dutch Excel opens it as it is."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

# A cell that begins like this is a formula to a spreadsheet (bad story: a network named '=HYPERLINK(…)').
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "\ufeff"


def harmless(cell: object) -> str:
    """The cell as text that no spreadsheet will calculate."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def csv_file(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> Response:
    """The answer that a browser saves as a file."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow([str(head) for head in heads])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    answer = Response(MARK + written.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
