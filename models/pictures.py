"""Pictures that somebody uploads are drawn anew: what a camera noted (the place!) or hid in them is gone."""

import os
import resource
import subprocess
import sys
from pathlib import Path

from models.picture_worker import MOST_PIXELS, TOO_MANY
from models.rules.refusals import Invalid
from models.rules.uploads import LARGEST_UPLOAD, TOO_LARGE, CheckedUpload, safe_name

SECONDS = 30  # of the clock and of the processor
MEMORY = 2 * 1024**3  # bytes of address space; 25 megapixels in colour are 100 MB, held three times

# What we found by the content, and how the library calls it.
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/heic": "HEIF"}


def drawn_anew(upload: CheckedUpload, field: str) -> CheckedUpload:
    """The same picture without anything beside it; a PDF stays as it is. HEIC, which few programs show, becomes JPEG.

    Raises Invalid (at `field`): no picture after all, too many pixels, too large once it is drawn.
    """
    found = _FORMATS.get(upload.media_type)
    if found is None:
        return upload
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).with_name("picture_worker.py")), found], input=upload.content,
            capture_output=True, timeout=SECONDS, check=False, preexec_fn=_limit, env={"PATH": os.defpath},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _no_picture(field) from None
    if done.returncode == TOO_MANY:
        sentence = f"Deze foto is te groot: hoogstens {MOST_PIXELS // 1_000_000} miljoen beeldpunten. Maak ze kleiner."
        raise Invalid("too_many_pixels", sentence, field)
    if done.returncode or not done.stdout:
        raise _no_picture(field)
    if len(done.stdout) > LARGEST_UPLOAD:
        raise Invalid("upload_too_large", TOO_LARGE, field)
    if found != "HEIF":
        return CheckedUpload(upload.name, upload.media_type, done.stdout)
    return CheckedUpload(safe_name(upload.name, "jpg"), "image/jpeg", done.stdout)


def _no_picture(field: str) -> Invalid:
    return Invalid("upload_damaged", "Deze foto kan niet gelezen worden. Maak of kies een andere.", field)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
