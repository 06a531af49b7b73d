"""A picture that somebody uploads is drawn anew: where and when it was taken is gone, and so is all that hid in it."""

from io import BytesIO

import pytest
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from models import pictures
from models.operations.keeping.uploading import checked_file
from models.rules.refusals import Invalid
from models.rules.uploads import LARGEST_UPLOAD, SNIFFED, kind_of
from tests.files import HEIC, JPEG, PDF, PNG, WEBP, picture

PLACE = {1: "N", 2: (51.0, 3.0, 0.0), 3: "E", 4: (4.0, 28.0, 0.0)}
SCRIPT = b"<script>alert(document.cookie)</script>"


def _opened(content: bytes) -> Image.Image:
    found = Image.open(BytesIO(content))
    found.load()
    return found


def _noted(**more: object) -> Image.Exif:
    """What a phone writes beside a photo."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telefoon van Jan"
    exif[ExifTags.Base.DateTime] = "2026:03:02 10:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    for name, value in more.items():
        exif[ExifTags.Base[name]] = value
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_where_when_and_with_what_a_photo_was_taken_is_gone(kind: str) -> None:
    photo = picture(kind, exif=_noted().tobytes())
    assert b"Telefoon van Jan" in photo

    kept = checked_file("foto", photo).content

    assert b"Telefoon van Jan" not in kept
    assert b"2026:03:02" not in kept
    assert not _opened(kept).getexif()


def test_a_photo_of_a_phone_that_was_held_upright_stands_upright() -> None:
    lying = Image.new("RGB", (64, 48), "white")
    lying.paste("red", (0, 0, 64, 8))  # what is above on the sensor is at the right of what was seen
    photo = picture("JPEG", lying, exif=_noted(Orientation=6).tobytes(), quality=95)

    kept = _opened(checked_file("foto.jpg", photo).content)

    assert kept.size == (48, 64)
    assert kept.getpixel((46, 32))[1] < 60  # red
    assert kept.getpixel((2, 32))[1] > 200  # white


def test_texts_in_a_picture_and_what_hangs_behind_it_are_gone() -> None:
    texts = PngInfo()
    texts.add_text("Author", "Jan Peeters")
    scan = picture("PNG", pnginfo=texts) + bytes(SNIFFED) + SCRIPT

    kept = checked_file("scan.png", scan).content

    assert b"Jan Peeters" in scan
    assert b"Jan Peeters" not in kept
    assert SCRIPT not in kept


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PNG, "foto.png", "image/png"),
        (JPEG, "foto.jpg", "image/jpeg"),
        (WEBP, "foto.webp", "image/webp"),
        (HEIC, "foto.jpg", "image/jpeg"),
    ],
)
def test_each_kind_stays_what_it_is_but_for_heic_which_few_programs_show(
    content: bytes, name: str, media_type: str
) -> None:
    kept = checked_file("foto.heic", content)

    assert (kept.name, kept.media_type) == (name, media_type)
    assert kind_of(kept.content).media_type == media_type
    assert _opened(kept.content).size == (64, 48)
    red, green, _ = _opened(kept.content).convert("RGB").getpixel((30, 20))
    assert (red > 150, green < 80) == (True, True)


def test_the_same_picture_gives_the_same_file() -> None:
    assert checked_file("a.jpg", JPEG).content == checked_file("b.jpg", JPEG).content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_scans_of_all_sorts_of_colours_can_be_read(mode: str) -> None:
    drawn = Image.new(mode, (20, 10))
    kind = "JPEG" if mode == "CMYK" else "PNG"

    assert _opened(checked_file("scan", picture(kind, drawn)).content).size == (20, 10)


def test_a_colour_profile_is_taken_into_account_and_goes() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    kept = _opened(checked_file("foto.jpg", picture("JPEG", icc_profile=profile)).content)

    assert "icc_profile" not in kept.info


def test_a_pdf_stays_as_it_is() -> None:
    assert checked_file("brief.pdf", PDF).content == PDF


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_a_picture_that_is_cut_off_or_is_none_is_refused(kind: str) -> None:
    whole = picture(kind, Image.effect_noise((200, 200), 80).convert("RGB"))

    for content in (whole[: len(whole) // 2], whole[:60] + b"\xff" * 400):
        with pytest.raises(Invalid) as refused:
            checked_file("foto", content, "scan")
        assert (refused.value.code, refused.value.field) == ("upload_damaged", "scan")


def test_a_picture_of_more_than_25_megapixels_is_refused_before_it_is_unpacked() -> None:
    bomb = picture("PNG", Image.new("1", (50_000, 1_000)))  # 50 megapixels in a few bytes
    assert len(bomb) < 30_000

    with pytest.raises(Invalid) as refused:
        checked_file("foto.png", bomb)

    assert refused.value.code == "too_many_pixels"
    assert "25 miljoen" in refused.value.sentence


def test_a_picture_of_25_megapixels_is_taken() -> None:
    assert _opened(checked_file("foto.png", picture("PNG", Image.new("1", (5000, 5000)))).content).size == (5000, 5000)


def test_a_picture_that_grows_too_large_is_drawn_less_finely() -> None:
    noise = Image.effect_noise((4000, 4000), 120)
    photo = picture("JPEG", noise, quality=50)
    assert len(photo) < LARGEST_UPLOAD

    assert len(checked_file("foto.jpg", photo).content) <= LARGEST_UPLOAD


def test_a_picture_that_asks_for_more_memory_than_it_may_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    large = picture("PNG", Image.new("RGB", (4900, 5000)))
    monkeypatch.setattr(pictures, "MEMORY", 60 * 1024**2)

    with pytest.raises(Invalid) as refused:
        checked_file("foto.png", large)

    assert refused.value.code == "upload_damaged"
