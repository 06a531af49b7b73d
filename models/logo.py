"""The logo of an authority: a PNG or JPEG, told by its content and drawn anew, so that nothing else comes along."""

from io import BytesIO
from warnings import catch_warnings, simplefilter

from PIL import Image, UnidentifiedImageError

from models.rules.refusals import Invalid

LARGEST = 500_000  # bytes
MOST_PIXELS = 2000  # of one side
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}


def checked_logo(content: bytes) -> tuple[bytes, str]:
    """The picture as it is kept, with its media type. Raises Invalid (field `logo`) with what is wrong.

    It is drawn anew: a file that is a picture and a script at once loses the script, and what a camera noted is gone.
    """
    if len(content) > LARGEST:
        raise Invalid("too_large", "Het logo is te groot: hoogstens 500 kB.", "logo")
    try:
        with catch_warnings():
            simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
                kind = picture.format or ""
                if max(picture.size) > MOST_PIXELS:
                    raise Invalid(
                        "too_many_pixels", f"Het logo is hoogstens {MOST_PIXELS} beeldpunten breed en hoog.", "logo"
                    )
                picture.load()
                return _drawn_anew(picture, kind), _TYPES[kind]
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError,
            ValueError) as error:  # fmt: skip
        raise Invalid("no_picture", "Dit bestand is geen PNG of JPEG, of het is beschadigd.", "logo") from error


def _drawn_anew(picture: Image.Image, kind: str) -> bytes:
    mode = "RGB" if kind == "JPEG" else "RGBA"
    fresh = Image.new(mode, picture.size)
    fresh.paste(picture.convert(mode))
    target = BytesIO()
    fresh.save(target, kind, **({"quality": 90} if kind == "JPEG" else {"optimize": True}))
    return target.getvalue()
