"""The charter: written together, signed on screen and on paper, checked federally."""
