"""A field for a file in a form, with its fault beside it."""

from collections.abc import Callable
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from models.operations.keeping.uploading import checked_file
from models.rules.refusals import Invalid
from models.rules.uploads import KINDS, LARGEST_UPLOAD, CheckedUpload
from webapp.bypass_log import note_upload

Check = Callable[[str, bytes, str], CheckedUpload]


class UploadField(FileField):
    """One file, checked by its content as soon as it is there: `upload` holds it (None: none, or one with a fault).

    `needed` is the sentence that who chose no file reads; empty: the file may be left out. `check` says whether it may
    be kept, and how: else a picture is drawn anew.
    """

    def __init__(self, label: Any = None, *, needed: Any = "", check: Check = checked_file, **options: Any) -> None:
        known = options.pop("render_kw", None) or {}
        accepted = ",".join(kind.media_type for kind in KINDS)
        super().__init__(label, render_kw={"accept": accepted, **known}, **options)
        self.needed = needed
        self._check = check
        self.upload: CheckedUpload | None = None
        self._fault = needed
        self.flags.required = bool(needed)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read at most one byte more than may be: enough to know that it is too much."""
        super().process_formdata(valuelist)
        file = self.data
        if not isinstance(file, FileStorage) or not file.filename:
            return
        try:
            self.upload = self._check(file.filename, file.stream.read(LARGEST_UPLOAD + 1), self.name)
            self._fault = ""
        except Invalid as refusal:
            note_upload(refusal)
            self._fault = refusal.sentence

    def pre_validate(self, form: Any) -> None:
        """Say what is wrong with the file."""
        if self._fault:
            raise StopValidation(self._fault)
