"""How a page becomes a file: rendered, typeset by processes without secrets, bundled, stamped, sealed."""
