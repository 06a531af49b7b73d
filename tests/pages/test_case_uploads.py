"""Uploaded files: only for the staff of the case, only as a download, and a fault stands beside the field."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.datastructures import MultiDict

from models.case import FoundingCase
from models.database import writing
from models.file_store import uploads
from models.operations.keeping.uploading import checked_file, keep_upload
from models.rules.access import Role
from models.rules.uploads import LARGEST_UPLOAD
from models.settings import settings
from tests.factories import START, Place, acting, make_place, submitted
from tests.files import HEIC, PDF
from tests.pages.conftest import SignedIn
from webapp.forms import BinstartForm
from webapp.uploads import UploadField

OTHER_KIND = "Dit soort bestand nemen we niet aan. Kies een PDF of een foto (JPEG, PNG, WebP of HEIC)."
STAFF = (Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF)


def _kept(engine: Engine, place: Place, content: bytes = PDF) -> tuple[FoundingCase, int]:
    with writing(engine) as session:
        case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])
        upload = keep_upload(session, uploads(), case.id, desk, START, checked_file("brief.pdf", content))
        return case, upload.id


@pytest.mark.parametrize("role", STAFF)
def test_staff_of_the_case_download_it_and_no_browser_shows_it(
    engine: Engine, place: Place, signed_in: SignedIn, role: Role
) -> None:
    case, upload_id = _kept(engine, place, HEIC)

    page = signed_in(place.people[role]).read(f"/dossier/{case.number}/bijlage/{upload_id}")

    assert (page.status, page.response.get_data()) == (200, checked_file("brief", HEIC).content)
    assert page.headers["Content-Type"] == "image/jpeg"
    assert page.headers["Content-Disposition"] == "attachment; filename=brief.jpg"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page.headers["Cache-Control"] == "no-store"


def test_the_initiator_does_not_see_what_staff_put_in_the_case(
    engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    case, upload_id = _kept(engine, place)

    page = signed_in(place.resident).read(f"/dossier/{case.number}/bijlage/{upload_id}")

    assert page.status == 403


def test_an_upload_of_another_case_does_not_exist(engine: Engine, place: Place, signed_in: SignedIn) -> None:
    _, upload_id = _kept(engine, place)
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        other = submitted(session, elsewhere)

    page = signed_in(elsewhere.people[Role.DESK_OFFICER]).read(f"/dossier/{other.number}/bijlage/{upload_id}")

    assert page.status == 404


def test_a_file_that_is_gone_from_the_disk_gives_a_clear_page(
    engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    case, upload_id = _kept(engine, place)
    for file in settings().uploads_dir.iterdir():
        file.unlink()

    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/bijlage/{upload_id}")

    assert page.status == 503


class ScanForm(BinstartForm):
    """A form as staff fill in."""

    class Meta:
        """No session in this test."""

        csrf = False

    scan = UploadField("Scan", needed="Kies een bestand.")


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("", b"", "Kies een bestand."),
        ("leeg.pdf", b"", "Dit bestand is leeg. Kies een ander bestand."),
        ("groot.pdf", PDF + bytes(LARGEST_UPLOAD), "Dit bestand is te groot. Een bestand is hoogstens 10 MB."),
        ("pagina.pdf", b"<html><script>", OTHER_KIND),
    ],
)
def test_what_is_wrong_with_a_file_stands_at_its_field(app: Flask, name: str, content: bytes, fault: str) -> None:
    with app.test_request_context(method="POST", data=MultiDict([("scan", (BytesIO(content), name))])):
        form = ScanForm()

        assert not form.validate()

        assert [(field.name, told) for field, told in form.faults() if field] == [("scan", fault)]
        assert form.has_upload


def test_a_good_file_is_read_whole_with_the_name_and_type_that_we_found(app: Flask) -> None:
    with app.test_request_context(method="POST", data=MultiDict([("scan", (BytesIO(PDF), "a/b.png"))])):
        form = ScanForm()

        assert form.validate(), form.errors

        assert form.scan.upload is not None
        assert (form.scan.upload.name, form.scan.upload.content) == ("b.pdf", PDF)
