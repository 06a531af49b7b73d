"""A document that is made on demand, while somebody waits, and kept nowhere."""

from flask import Response

from documents.kinds import PDF
from documents.limits import Printed
from documents.press.rendering import render
from models.file_store import documents
from webapp.transaction import undo


def print_now(kind: str, context: Printed, *, logo: str) -> Response:
    """The answer that a browser saves as a PDF. `logo` names the file of the sender, or is empty.

    Ends the transaction first: what was not committed is lost. Raises what `render` raises.
    """
    content = documents().read(logo) if logo else b""
    undo()  # a form opens the database to write: nobody may have to wait while the press prints
    made = render(kind, context, logo=content)
    answer = Response(made.content, mimetype=PDF)
    answer.headers.set("Content-Disposition", "attachment", filename=made.filename)
    return answer
