"""The institutional seal of an authority on a finished PDF: PAdES, added at the end, so the file before it stays whole.

The field lies outside the page and the metadata is left alone, else archives and screen readers lose what the file
promises (PDF/A-3a, PDF/UA-1). Source: documents.md, section 5.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from documents.language import said

FIELD = "Zegel"
_OUTSIDE_THE_PAGE = (-30, -30, -10, -10)  # points


class NoCertificate(Exception):
    """The certificate can't be used; the message says why, and never holds the password."""


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key (PKCS#12), opened. `holder`: whose it is, as it says; `ends_at`: in UTC."""

    content: bytes
    password: str
    holder: str
    ends_at: datetime


def read_certificate(path: Path, password: str) -> Certificate:
    """Open the file. Raises NoCertificate when it is missing, no PKCS#12, or has another password."""
    try:
        content = path.read_bytes()
        key, certificate, _ = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except OSError as error:
        raise NoCertificate(f"the certificate {path} can't be read: {error.strerror}") from None
    except ValueError:
        raise NoCertificate(f"the certificate {path} is no PKCS#12 file, or its password is another one") from None
    if key is None or certificate is None:
        raise NoCertificate(f"the file {path} holds no certificate with its key")
    names = [one.value for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
             for one in certificate.subject.get_attributes_for_oid(oid)]  # fmt: skip
    return Certificate(content, password, str(names[0]) if names else "", certificate.not_valid_after_utc)


class _KeepingMetadata(IncrementalPdfFileWriter):
    """Writes what is added, and leaves the metadata as it was: rewritten, it no longer says that it is PDF/UA."""

    def _update_meta(self) -> None:
        pass


def seal(pdf: bytes, certificate: Certificate) -> bytes:
    """The file with the seal, which holds the real time and a random number: two seals on one file differ. What it is
    is told in the language that is spoken (`documents.language.speaking`)."""
    signer = SimpleSigner.load_pkcs12_data(
        certificate.content, other_certs=[], passphrase=certificate.password.encode() or None
    )
    assert signer is not None  # it was opened before
    writer = _KeepingMetadata(io.BytesIO(pdf))
    words = said("Elektronisch zegel van {holder}", holder=certificate.holder)
    append_signature_field(writer, SigFieldSpec(FIELD, on_page=0, box=_OUTSIDE_THE_PAGE, readable_field_name=words))
    metadata = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=certificate.holder
    )
    nothing = RawContent(b" ", box=BoxConstraints(20, 20))  # nobody sees it: what is sealed stands in the text
    empty = StaticStampStyle(border_width=0, background=nothing, background_opacity=1)
    made = io.BytesIO()
    PdfSigner(metadata, signer=signer, stamp_style=empty).sign_pdf(writer, output=made)
    return made.getvalue()
