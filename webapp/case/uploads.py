"""Files that were uploaded to a case: for the staff of the case, as a download, never shown in a page."""

from io import BytesIO

from flask import Blueprint, Response, current_app, g, send_file
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound, ServiceUnavailable

from models.database import db
from models.file_store import uploads
from models.operations.keeping.uploading import content_of
from models.queries.support.support import is_scan_of_sheet
from models.rules.access import may as may_do
from models.rules.refusals import NotAllowed
from models.upload import Upload
from webapp.case.acting import acting_person
from webapp.permissions import may

blueprint = Blueprint("uploads", __name__)


@blueprint.get("/dossier/<number>/bijlage/<int:upload_id>")
@may("open_upload", case_argument="number")
def download_upload(number: str, upload_id: int) -> Response:
    """One uploaded file of this case, whole and unchanged; of another case it does not exist. The scan of a support
    sheet names who is for and who against: it is for who may read the voices."""
    upload = db.session.get(Upload, upload_id)
    if upload is None or upload.case_id != g.case.id:
        raise NotFound
    if is_scan_of_sheet(db.session(), upload.id) and not may_do(acting_person(), "see_voices", g.case.place):
        raise NotAllowed("scan_of_sheet", _("Deze steunlijst is alleen voor wie de stemmen invoert en nakijkt."))
    content = content_of(uploads(), upload)
    if content is None:
        current_app.logger.error("upload %s: the file %s is missing or changed", upload.id, upload.sha256)
        raise ServiceUnavailable
    answer = send_file(BytesIO(content), upload.media_type, as_attachment=True, download_name=upload.name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    del answer.headers["Cache-Control"]  # as for every page: never kept on the computer of who is signed in
    return answer
