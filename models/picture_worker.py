"""Draws one picture anew, in a process of its own: what comes in is from anybody, and may be made to do harm.

On its command line the format that was found; the picture comes in on stdin and leaves on stdout. The code: 0, or
TOO_MANY or NO_PICTURE. Run by `models.pictures` alone, which says how much time and memory it may take.
"""

import sys
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

TOO_MANY, NO_PICTURE = 3, 4
MOST_PIXELS = 25_000_000  # web.md, section 4.5
LARGEST = 10 * 1024 * 1024  # bytes
QUALITIES = (90, 80, 65)  # of what is no PNG: the first that is not too large
_AS_IT_IS = ("1", "L", "LA", "RGB", "RGBA")


def main(found: str) -> int:
    """Draw it. Nothing is left of what a camera or a program noted with it: place, moment, name, thumbnail."""
    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, before anything is unpacked
    if found == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
    try:
        with Image.open(BytesIO(sys.stdin.buffer.read()), formats=(found,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return TOO_MANY
            picture.load()
            drawn = _drawn_anew(picture)
    except (OSError, SyntaxError, ValueError, MemoryError, OverflowError):
        return NO_PICTURE
    sys.stdout.buffer.write(_written(drawn, "JPEG" if found == "HEIF" else found))
    return 0


def _drawn_anew(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)  # how the camera was held is noted beside the picture
    if upright.mode not in _AS_IT_IS:
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    fresh = Image.new(upright.mode, upright.size)
    fresh.paste(_in_common_colours(upright, picture))
    return fresh


def _in_common_colours(upright: Image.Image, picture: Image.Image) -> Image.Image:
    """The colours as everybody's screen shows them: the profile of the camera goes too."""
    profile = picture.info.get("icc_profile")
    if not profile or upright.mode not in ("RGB", "RGBA"):
        return upright
    try:
        known = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(upright, known, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return upright
    return converted or upright


def _written(drawn: Image.Image, kind: str) -> bytes:
    if kind == "PNG":
        return _saved(drawn, kind, optimize=True)
    if kind == "JPEG" and drawn.mode in ("LA", "RGBA"):
        white = Image.new("RGB", drawn.size, "white")
        white.paste(drawn, mask=drawn.getchannel("A"))
        drawn = white
    content = b""
    for quality in QUALITIES:
        content = _saved(drawn.convert("L") if drawn.mode == "1" else drawn, kind, quality=quality)
        if len(content) <= LARGEST:
            break
    return content


def _saved(drawn: Image.Image, kind: str, **how: object) -> bytes:
    target = BytesIO()
    drawn.save(target, kind, **how)
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
