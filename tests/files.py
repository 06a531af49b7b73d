"""Small files of each kind that may be uploaded: a PDF that can be told by its content, and real pictures."""

from io import BytesIO

from PIL import Image
from pillow_heif import from_pillow

_PICTURE = Image.new("RGB", (64, 48), (180, 40, 40))


def picture(kind: str, drawn: Image.Image = _PICTURE, **how: object) -> bytes:
    """A picture as a file: PNG, JPEG, WEBP or HEIC."""
    target = BytesIO()
    if kind == "HEIC":
        from_pillow(drawn).save(target, **how)
    else:
        drawn.save(target, kind, **how)
    return target.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG, JPEG, WEBP, HEIC = picture("PNG"), picture("JPEG"), picture("WEBP"), picture("HEIC")
