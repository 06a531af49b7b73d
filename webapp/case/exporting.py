"""A list as a file for a spreadsheet: as CSV with semicolons and a mark for UTF-8, so that a Dutch Excel opens it as it
is, or as an Excel file."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter  # type: ignore[import-untyped]
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


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60  # characters of a column


def excel_file(name: str, sheet: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> Response:
    """The same as an Excel file: numbers stay numbers, and no cell is ever a formula or a link."""
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        page = book.add_worksheet(sheet)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        lines: list[list[object]] = [[str(head) for head in heads], *(list(row) for row in rows)]
        for number, line in enumerate(lines):
            page.write_row(number, 0, line, wrapped if number else bold)
        for column, head in enumerate(heads):
            longest = max(len(str(line[column])) for line in lines)
            page.set_column(column, column, min(max(longest, len(str(head))) + 2, WIDEST))
        page.freeze_panes(1, 0)
    answer = Response(written.getvalue(), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
