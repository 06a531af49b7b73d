"""The package for the ministry on the pages: offered where one sends it, to who sends it, and never half."""

import hashlib
import io
import zipfile

import pikepdf
import pytest
from sqlalchemy import Engine

from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import START, Place, advance_to, make_place
from tests.pages.conftest import SignedIn

KINDS = (("federal_letter", "staff"), ("charter", "partners"), ("house_rules", "partners"))


def _pdf(words: str) -> bytes:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = words
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _keep(engine: Engine, case: FoundingCase, *kinds: tuple[str, str]) -> dict[str, bytes]:
    made = {kind: _pdf(kind) for kind, _audience in kinds}
    with writing(engine) as session:
        for kind, audience in kinds:
            sha256 = hashlib.sha256(made[kind]).hexdigest()
            file = settings().documents_dir / sha256
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(made[kind])
            session.add(Document(case_id=case.id, kind=kind, version="1", title=kind, media_type="application/pdf",
                                 filename=f"{kind}.pdf", sha256=sha256, size=len(made[kind]), audience=audience,
                                 produced_at=START))  # fmt: skip
    return made


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.FEDERAL_CHECK)


def test_what_is_not_all_made_yet_is_not_given_and_is_told(signed_in: SignedIn, engine, case, place) -> None:
    _keep(engine, case, *KINDS[:2])
    desk = signed_in(place.people[Role.DESK_OFFICER])

    assert "De stukken worden nog gemaakt." in desk.read(f"/dossier/{case.number}/send-to-federal-interior").text
    assert desk.read(f"/dossier/{case.number}/federale-bundel/zip").status == 409


def test_who_sends_it_gets_the_files_as_they_are_and_one_pdf(signed_in: SignedIn, engine, case, place) -> None:
    made = _keep(engine, case, *KINDS)
    desk = signed_in(place.people[Role.DESK_OFFICER])
    page = desk.read(f"/dossier/{case.number}/send-to-federal-interior")
    addresses = [link for link in page.links() if "federale-bundel" in link]

    as_zip, as_pdf = (desk.get(address) for address in addresses)

    archive = zipfile.ZipFile(io.BytesIO(as_zip.data))
    assert archive.namelist() == ["1-federal_letter.pdf", "2-charter.pdf", "3-house_rules.pdf", "SHA256SUMS"]
    assert [archive.read(name) for name in archive.namelist()[:3]] == list(made.values())
    with pikepdf.Pdf.open(io.BytesIO(as_pdf.data)) as pdf:
        assert len(pdf.pages) == 3
    assert "versie-1.zip" in as_zip.headers["Content-Disposition"]
    assert as_zip.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_that_was_changed_on_the_disk_is_not_given(signed_in: SignedIn, engine, case, place) -> None:
    made = _keep(engine, case, *KINDS)
    file = settings().documents_dir / hashlib.sha256(made["charter"]).hexdigest()
    file.write_bytes(made["charter"] + b"x")

    answer = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/federale-bundel/zip")

    assert answer.status == 503


def test_nobody_else_gets_it(signed_in: SignedIn, engine, case, place) -> None:
    _keep(engine, case, *KINDS)
    with writing(engine) as session:
        other = make_place(session, "westveld", "WES")

    assert signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/federale-bundel/zip").status == 403
    assert signed_in(place.resident).read(f"/dossier/{case.number}/federale-bundel/pdf").status == 403
    elsewhere = signed_in(other.people[Role.DESK_OFFICER])
    assert elsewhere.read(f"/dossier/{case.number}/federale-bundel/zip").status == 404
    assert signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/federale-bundel/tar").status == 404


def test_the_way_of_sending_is_chosen_and_who_sent_it_is_shown(signed_in: SignedIn, case, place) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    page = desk.read(f"/dossier/{case.number}/send-to-federal-interior")
    assert page.submit(channel="postduif").status == 422

    shown = page.submit(channel="aangetekende brief").follow()

    assert "(aangetekende brief)" in shown.text
    assert f"Verstuurd door {place.people[Role.DESK_OFFICER].name}" in shown.text
