"""The charter as it is written, signed, printed and checked."""
