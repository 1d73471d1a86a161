"""Bytes to text: byte order marks, what the file says of itself, and the guesses that are safe."""

import codecs
import re

_DECLARED = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.IGNORECASE
)
_ENOUGH = 8
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ALIASES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
# Everything that cannot be seen and cannot be stored: C0 without tab and line feed, DEL, C1, surrogates.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def decode(content: bytes, *, trust_declared: bool = True) -> str:
    """Decode text of unknown encoding; line ends become LF and control characters go.

    Order: byte order mark, UTF-8 if it is valid, UTF-16 by where its zero bytes stand, the encoding
    that the file declares in its first 2,000 bytes (HTML and XML), and Windows-1252.
    """
    text = _decode(content, trust_declared=trust_declared)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return _CONTROL.sub("", text.removeprefix("\ufeff"))


def _decode(content: bytes, *, trust_declared: bool) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    try:
        if b"\x00" not in content:
            return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if wide := utf16_order(content[:4000]):
        return content.decode(wide, "replace")
    declared = _DECLARED.search(content[:2000]) if trust_declared else None
    name = declared[1].decode("ascii").lower() if declared else "cp1252"
    name = _ALIASES.get(name, name)
    if name.startswith(("utf-16", "utf-32")):
        name = "utf-8"  # it was readable as ASCII up to here, so this cannot be true
    try:
        return content.decode(name, "replace" if name != "cp1252" else "bookcub-latin")
    except LookupError:
        return content.decode("cp1252", "bookcub-latin")


def utf16_order(start: bytes) -> str | None:
    """Name the byte order of UTF-16 without a mark: Latin letters leave every second byte zero."""
    half = len(start) // 2
    if half < _ENOUGH:
        return None
    if start[1::2].count(0) > half * 0.4 and start[0::2].count(0) < half * 0.05:
        return "utf-16-le"
    if start[0::2].count(0) > half * 0.4 and start[1::2].count(0) < half * 0.05:
        return "utf-16-be"
    return None


def _latin(error: UnicodeError) -> tuple[str, int]:
    """Read the five bytes that Windows-1252 leaves undefined as Latin-1 does, as browsers do."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("bookcub-latin", _latin)
