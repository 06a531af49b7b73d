"""The news of the launch as a Word file, for the municipal paper."""

from documents.contexts.launch import KitContext
from documents.language import said
from documents.look.word_kit import kit_word


def word_document(it: KitContext) -> bytes:
    """The DOCX file; the same record gives the same bytes."""
    return kit_word(it, said("Voor het infoblad"), has_embargo=True)
