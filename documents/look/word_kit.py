"""The documents of the launch kit as Word files: editors and printers take them over."""

from docx import Document
from docx.document import Document as WordDocument

from documents.contexts.launch import KitContext, KitText
from documents.language import said
from documents.look.word import packed, prepare


def kit_word(it: KitContext, label: str, *, has_embargo: bool = False, is_alone: bool = False) -> bytes:
    """The texts one after the other. `is_alone`: one text, whose title is that of the document."""
    document = Document()
    title = it.texts[0].title if is_alone else label
    prepare(document, title, it.sender, it.case, it.dated_on)
    if has_embargo:
        until, then = said("EMBARGO TOT {when}.", when=it.embargo.upper()), said("Daarna vrij voor publicatie.")
        document.add_paragraph().add_run(f"{until} {then}").bold = True
    if is_alone:
        document.add_paragraph(f"{label} · {it.texts[0].size}")
        document.add_paragraph(title, style="Title")
        _paragraphs(document, it.texts[0])
    else:
        document.add_paragraph(label, style="Title")
        for one in it.texts:
            document.add_heading(f"{one.name} ({one.size})", level=1)
            if one.title:
                document.add_paragraph().add_run(one.title).bold = True
            _paragraphs(document, one)
    document.add_paragraph(
        said(
            "{organisation}, dossier {number}, versie {version}.",
            organisation=it.sender.organisation,
            number=it.case.number,
            version=it.version,
        )
    )
    return packed(document)


def _paragraphs(document: WordDocument, one: KitText) -> None:
    for part in one.paragraphs:
        document.add_paragraph(part)
