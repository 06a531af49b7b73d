"""Where somebody goes after signing in: back to the page they wanted, and never to another site."""

from urllib.parse import urlsplit

LONGEST_PATH = 500


def safe_path(wanted: str | None) -> str:
    """The wanted path when it is one of ours, else an empty text.

    The bad story: a mail with our address in front and `next=//evil.example` behind it, after a real sign-in.
    """
    path = (wanted or "").strip()
    if not path.startswith("/") or path.startswith(("//", "/\\")) or len(path) > LONGEST_PATH:
        return ""
    if any(ord(sign) < 32 or sign == "\\" for sign in path):
        return ""
    parts = urlsplit(path)
    return "" if parts.scheme or parts.netloc else path
