"""A field for a file in a form, with its fault beside it."""

from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from models.rules.refusals import Invalid
from models.rules.uploads import KINDS, LARGEST_UPLOAD, CheckedUpload, check_upload


class UploadField(FileField):
    """One file, checked by its content while the form is validated; then `upload` holds it (None: none was chosen).

    `needed` is the sentence that who chose no file reads; empty: the file may be left out.
    """

    def __init__(self, label: Any = None, *, needed: Any = "", **options: Any) -> None:
        super().__init__(label, **options)
        self.needed = needed
        self.upload: CheckedUpload | None = None
        self.flags.required = bool(needed)
        self.render_kw = {"accept": ",".join(kind.media_type for kind in KINDS), **(self.render_kw or {})}

    def pre_validate(self, form: Any) -> None:
        """Read at most one byte more than may be: enough to know that it is too much."""
        file = self.data
        if not isinstance(file, FileStorage) or not file.filename:
            if self.needed:
                raise StopValidation(self.needed)
            return
        try:
            self.upload = check_upload(file.filename, file.stream.read(LARGEST_UPLOAD + 1), self.name)
        except Invalid as refusal:
            raise StopValidation(refusal.sentence) from refusal
