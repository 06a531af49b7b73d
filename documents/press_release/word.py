"""The press release as a Word file, because editors rewrite it."""

from documents.contexts.launch import KitContext
from documents.language import said
from documents.look.word_kit import kit_word


def word_document(it: KitContext) -> bytes:
    """The DOCX file; the same record gives the same bytes."""
    return kit_word(it, said("Persbericht"), has_embargo=True, is_alone=True)
