"""The charter: writing it section by section, reading, freezing and signing it, and the screening of coordinators."""
