"""From one page of HTML to a finished PDF: archival (PDF/A-3a) and accessible (PDF/UA-1) in one file.

Imported by the worker process only, because it needs Pango.
"""

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import weasyprint
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, Attachment, URLFetcher
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from documents.own_fingerprint import with_own_fingerprint

FOLDER = Path(__file__).parents[1]
DATA_LIMIT = 2_000_000  # characters of a data: address
_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml"}
_REPLACEMENT = "□"
# What is sent along under these names lies in the file: how it is called there, and its part in PDF/A-3.
ATTACHED = {"data.json": ("brongegevens.json", "Source"), "signed.json": ("ondertekende-tekst.json", "Data")}
_ALWAYS_FINE = set("\n\t\u00ad\u200b")
_POINTS = 0.75  # in a CSS pixel

# WeasyPrint makes either PDF/A or PDF/UA. The identification of PDF/UA, with the schema that PDF/A then asks for,
# is added to the metadata of a PDF/A-3a; both validators accept the result.
_UA_METADATA = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class Assets(URLFetcher):
    """The only things that a page may load: our fonts, and what was sent along with it. All else stops the page.

    The bad story: a text that embeds a file of the server as an attachment, or that calls an address on the network.
    """

    def __init__(self, sent_along: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols={"asset", "data"}, allow_redirects=False, fail_on_errors=True)
        self._sent_along = sent_along

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        address = urlsplit(url)
        if address.scheme == "data" and len(url) <= DATA_LIMIT:
            return super().fetch(url, headers)
        name = address.path.lstrip("/")
        if address.scheme == "asset" and (content := self._content(name)) is not None:
            return URLFetcherResponse(url, content, {"Content-Type": _type_of(name, content)})
        raise FatalURLFetchingError(url[:80])

    def _content(self, name: str) -> bytes | None:
        if name in self._sent_along:
            return self._sent_along[name]
        font = FOLDER / "fonts" / Path(name).name
        return font.read_bytes() if name == f"fonts/{font.name}" and font.suffix == ".ttf" and font.is_file() else None


def _type_of(name: str, content: bytes) -> str:
    """A logo has no ending: it is a PNG or a JPEG."""
    return _TYPES.get(Path(name).suffix) or ("image/png" if content.startswith(b"\x89PNG") else "image/jpeg")


class Typesetter:
    """Keeps what is costly to make: the fonts and the parsed styles."""

    Refused = FatalURLFetchingError  # raised by `pdf` when a page asks for what it may not load

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._styles: dict[str, CSS] = {}
        self._printable = _ALWAYS_FINE.union(*(_characters(path) for path in sorted(FOLDER.glob("fonts/*.ttf"))))
        self.made_with = f"WeasyPrint {weasyprint.__version__}, Pango {_dotted(pango.pango_version())}"

    def pdf(self, html: str, job: dict[str, Any], assets: dict[str, bytes]) -> tuple[bytes, dict[str, Any]]:
        """The PDF, and what `documents.press.pool.Sheet` tells of it: `pages`, `places`, and as `notices` every
        character that no font of ours has."""
        missing = sorted(set(html) - self._printable)
        html = html.translate(dict.fromkeys(map(ord, missing), _REPLACEMENT))
        attached = {name: assets.pop(name) for name in ATTACHED if name in assets}
        told: dict[str, Any] = {
            "notices": [f"character U+{ord(char):04X} replaced by {_REPLACEMENT}" for char in missing]
        }

        def finish(document: Any, pdf: Any) -> None:
            told["pages"] = len(document.pages)
            corners = document.pages[0].anchors.items()
            told["places"] = {name: (left * _POINTS, top * _POINTS) for name, (left, top, *_) in corners}
            if not job["is_form"]:
                _add_ua_identification(pdf)

        pdf: bytes = HTML(string=html, base_url="asset:/", url_fetcher=Assets(assets)).write_pdf(
            finisher=finish,
            font_config=self._fonts,
            stylesheets=[self._style(name) for name in job["styles"]],
            pdf_variant=None if job["is_form"] else "pdf/a-3a",
            pdf_identifier=bytes.fromhex(job["identifier"]),
            attachments=_attachments(attached, job["described"], job["dated"]),
        )
        return pdf if job["is_form"] else with_own_fingerprint(pdf), told

    def _style(self, name: str) -> CSS:
        if name not in self._styles:
            text = (FOLDER / name).read_text("utf-8")
            fetcher = Assets({})
            self._styles[name] = CSS(string=text, base_url="asset:/", url_fetcher=fetcher, font_config=self._fonts)
        return self._styles[name]


def _dotted(version: int) -> str:
    return f"{version // 10_000}.{version // 100 % 100}.{version % 100}"


def _characters(font: Path) -> set[str]:
    with TTFont(font, lazy=True) as opened:
        return {chr(code) for code in opened.getBestCmap()}


def _attachments(attached: dict[str, bytes], described: dict[str, str], dated: str) -> list[Attachment]:
    noon = datetime.fromisoformat(f"{dated}T12:00:00")  # the document's own date: the clock would change the bytes
    kept = []
    for name, content in attached.items():
        shown, relationship = ATTACHED[name]
        kept.append(
            Attachment(
                string=content,
                name=shown,
                description=described[name],
                created=noon,
                modified=noon,
                relationship=relationship,
            )
        )
    return kept


def _add_ua_identification(pdf: Any) -> None:
    for item in pdf.objects:
        if getattr(item, "extra", None) and item.extra.get("Type") == "/Metadata":
            item.stream = [part.replace(b"</rdf:RDF>", _UA_METADATA + b"</rdf:RDF>") for part in item.stream]
            item.compress = False  # archives read the metadata without unpacking
