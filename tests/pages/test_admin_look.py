"""Own texts and house style: checked when saved, seen in an example, every version kept, back to the default."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority_text import AuthorityText
from models.database import writing
from models.house_style import HouseStyle
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect
from models.rules.access import Role
from models.rules.own_texts import LETTERS
from tests.factories import START, submitted
from tests.letters.reading import is_drawn_in, open_pdf, pictures_of, squeezed, text_of_pdf


@pytest.fixture
def administrator(place, signed_in):  # type: ignore[no-untyped-def]
    return signed_in(place.people[Role.ADMINISTRATOR])


def _picture(kind: str = "PNG", size: tuple[int, int] = (60, 30)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "#0E4B4F").save(target, kind)
    return target.getvalue()


def _save(administrator, **values):  # type: ignore[no-untyped-def]
    page = administrator.read("/beheer/oosterbeke/huisstijl")
    if isinstance(values.get("logo"), bytes):
        values["logo"] = (BytesIO(values["logo"]), "logo.png")
    token = page.soup.select_one("main input[name=csrf_token]")["value"]
    return administrator.send("/beheer/oosterbeke/huisstijl", {"csrf_token": token, **values})


def test_an_own_text_is_seen_in_the_example_and_in_the_next_mail(administrator, engine, place) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.read("/beheer/oosterbeke/teksten/mails").submit(
        introduction="Goed nieuws uit ((gemeente)) over ((netwerk)).", signature="Tot gauw"
    )
    assert answer.status == 302

    example = administrator.get("/beheer/oosterbeke/teksten/mails/voorbeeld.txt").get_data(as_text=True)
    assert "Goed nieuws uit Oosterbeke over BIN Lindekwartier." in example
    assert "Met vriendelijke groeten" not in example

    with writing(engine) as session:
        case = submitted(session, place)
        plan_effects(session, case.id, START)
        session.flush()
        facts = [one.payload["facts"] for one in session.scalars(select(Effect).where(Effect.kind == "mail"))]
    assert facts[0]["own_texts"]["introduction"] == f"Goed nieuws uit Oosterbeke over {case.name}."


def test_a_field_that_does_not_exist_is_refused_at_its_text(administrator) -> None:  # type: ignore[no-untyped-def]
    answer = administrator.read("/beheer/oosterbeke/teksten/mails").submit(closing="Dag ((voornaam))")

    assert answer.status == 422
    assert "Het veld ((voornaam)) bestaat niet." in answer.text
    assert "Dag ((voornaam))" in answer.text


def test_versions_stay_and_the_default_comes_back(administrator, engine) -> None:  # type: ignore[no-untyped-def]
    for text in ("Eerste", "Tweede"):
        administrator.read("/beheer/oosterbeke/teksten/letters").submit(introduction=text)

    page = administrator.read("/beheer/oosterbeke/teksten/letters")
    page.submit(action="/beheer/oosterbeke/teksten/letters/standaard")

    with Session(engine) as session:
        kept = session.execute(select(AuthorityText.version, AuthorityText.text).order_by(AuthorityText.version)).all()
    assert [tuple(row) for row in kept] == [(1, "Eerste"), (2, "Tweede"), (3, "")]
    assert "Tweede" in administrator.read("/beheer/oosterbeke/teksten/letters").text
    assert "Eigen tekst bewaard" in administrator.read("/beheer/oosterbeke/logboek").text


def test_the_example_of_a_letter_carries_text_and_colour_and_runs_no_script(administrator) -> None:  # type: ignore[no-untyped-def]
    administrator.read("/beheer/oosterbeke/teksten/letters").submit(introduction="<script>alert(1)</script> Beste buur")
    _save(administrator, name="Gemeente Oosterbeke, dienst Buurt", colour="#7A1F3D")

    answer = administrator.get("/beheer/oosterbeke/teksten/letters/voorbeeld.html")
    text = answer.get_data(as_text=True)

    assert "&lt;script&gt;" in text
    assert "<script>" not in text
    assert "#7A1F3D" in text
    assert "dienst Buurt" in text
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_the_letter_as_pdf_carries_the_own_texts_the_name_the_logo_and_the_colour(administrator) -> None:  # type: ignore[no-untyped-def]
    address = "/beheer/oosterbeke/teksten/letters/voorbeeld.pdf"
    plain = open_pdf(administrator.get(address).get_data())
    administrator.read("/beheer/oosterbeke/teksten/letters").submit(
        introduction="Goed nieuws uit ((gemeente)).", signature="Uw dienst Buurt"
    )
    _save(administrator, name="Gemeente Oosterbeke aan de Beek", colour="#7A1F3D", logo=_picture(size=(64, 32)))

    content = administrator.get(address).get_data()

    text, pdf = squeezed(text_of_pdf(content)), open_pdf(content)
    for words in ("Goed nieuws uit Oosterbeke.", "Uw dienst Buurt", "Gemeente Oosterbeke aan de Beek"):
        assert squeezed(words) in text
    assert (64, 32) in pictures_of(pdf)
    assert (64, 32) not in pictures_of(plain)
    assert is_drawn_in("#7A1F3D", pdf)
    assert not is_drawn_in("#7A1F3D", plain)


def test_a_colour_that_can_not_be_read_is_refused_with_the_ratio(administrator, engine) -> None:  # type: ignore[no-untyped-def]
    answer = _save(administrator, name="", colour="#F2C879")

    assert answer.status == 422
    assert "4,5 op 1" in answer.text
    with Session(engine) as session:
        assert session.scalars(select(HouseStyle)).all() == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_kept_and_shown_above_a_case(administrator, engine, place, signed_in, kind: str) -> None:  # type: ignore[no-untyped-def]
    assert _save(administrator, name="", colour="#7A1F3D", logo=_picture(kind)).status == 302
    with writing(engine) as session:
        number = submitted(session, place).number

    page = signed_in(place.resident).read(f"/dossier/{number}")
    logo = page.soup.select_one("header img.house-logo")

    assert logo is not None
    fetched = administrator.get(str(logo["src"]))
    assert (fetched.status_code, fetched.mimetype) == (200, f"image/{kind.lower()}")
    assert "#7A1F3D" in administrator.get("/huisstijl/oosterbeke.css").get_data(as_text=True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "nemen we niet aan"),
        (b"GIF89a" + b"\0" * 40, "nemen we niet aan"),
        (_picture()[:40], "geen PNG of JPEG"),
        (_picture() + b"\0" * 500_001, "te groot"),
        (_picture(size=(2001, 10)), "beeldpunten"),
    ],
)
def test_a_file_that_is_no_logo_is_refused(administrator, content: bytes, sentence: str) -> None:  # type: ignore[no-untyped-def]
    answer = _save(administrator, name="", colour="", logo=content)

    assert answer.status == 422
    assert sentence in answer.text


def test_what_hangs_behind_a_picture_is_not_kept(administrator) -> None:  # type: ignore[no-untyped-def]
    _save(administrator, name="", colour="", logo=_picture(size=(900, 900)) + b"\0" * 5000 + b"something else")

    assert b"something else" not in administrator.get("/huisstijl/oosterbeke/logo").data


def test_the_logo_goes_and_the_journal_kept_each_version(administrator) -> None:  # type: ignore[no-untyped-def]
    _save(administrator, name="", colour="", logo=_picture())
    _save(administrator, name="", colour="", no_logo="y")

    assert administrator.get("/huisstijl/oosterbeke/logo").status_code == 404
    assert "Huisstijl bewaard, versie 2" in administrator.read("/beheer/oosterbeke/logboek").text


TYPED = {"introduction": "Nog niet bewaard, ((gemeente))."}


@pytest.mark.parametrize(("kind", "form"), [("mails", "txt"), ("letters", "html")])
def test_the_example_shows_what_is_typed_and_saves_nothing(administrator, engine, kind: str, form: str) -> None:  # type: ignore[no-untyped-def]
    page = administrator.read(f"/beheer/oosterbeke/teksten/{kind}")
    address = f"/beheer/oosterbeke/teksten/{kind}/voorbeeld.{form}"
    assert page.soup.select_one(f"button[formaction='{address}']")

    shown = page.submit(action=f"/beheer/oosterbeke/teksten/{kind}", to=address, **TYPED)

    assert (shown.status, "Nog niet bewaard, Oosterbeke." in shown.response.get_data(as_text=True)) == (200, True)
    assert "Nog niet bewaard" not in administrator.get(address).get_data(as_text=True)
    with Session(engine) as session:
        assert session.scalars(select(AuthorityText)).all() == []


def test_an_example_of_a_field_that_does_not_exist_is_refused_at_its_text(administrator) -> None:  # type: ignore[no-untyped-def]
    shown = administrator.read("/beheer/oosterbeke/teksten/letters").submit(
        to="/beheer/oosterbeke/teksten/letters/voorbeeld.pdf", closing="Dag ((voornaam))"
    )

    assert shown.status == 422
    assert "Het veld ((voornaam)) bestaat niet." in shown.text
    assert shown.soup.select_one("form[novalidate]")["action"] == "/beheer/oosterbeke/teksten/letters"


def test_the_page_says_which_letters_carry_the_texts(administrator) -> None:  # type: ignore[no-untyped-def]
    text = administrator.read("/beheer/oosterbeke/teksten/letters").text

    assert [words for words in LETTERS.values() if words not in text] == []
