"""Bytes to text: byte order marks, what the file says of itself, and the guesses that are safe."""

import codecs
import re
from dataclasses import dataclass

import chardet

_DECLARED = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.IGNORECASE
)
#: As Project Gutenberg's texts say it, in words.
_SAID = re.compile(
    rb"^Character set encoding:[ \t]*([A-Za-z0-9._-]{2,40})", re.IGNORECASE | re.MULTILINE
)
_ENOUGH = 8
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ALIASES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
# Everything that cannot be seen and cannot be stored: C0 without tab and line feed, DEL, C1, surrogates.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

WESTERN = "windows-1252"
#: The encodings that are guessed, by the name that the web has for them, to Python's.
LETTERS = {
    WESTERN: "cp1252", "windows-1250": "cp1250", "windows-1251": "cp1251", "koi8-r": "koi8-r",
    "ibm866": "cp866", "windows-1253": "cp1253", "windows-1254": "cp1254", "windows-1255": "cp1255",
    "windows-1256": "cp1256", "windows-1257": "cp1257", "windows-874": "cp874",
    "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic", "shift_jis": "cp932",
    "euc-jp": "euc-jp", "iso-2022-jp": "iso2022-jp", "gb18030": "gb18030", "big5": "big5hkscs",
    "euc-kr": "cp949",
}  # fmt: skip
#: What the detector calls them.
_DETECTED = {
    "windows-1251": "windows-1251", "iso-8859-5": "windows-1251", "koi8-r": "koi8-r",
    "ibm866": "ibm866", "ibm855": "ibm866", "maccyrillic": "x-mac-cyrillic",
    "windows-1253": "windows-1253", "iso-8859-7": "windows-1253", "windows-1255": "windows-1255",
    "iso-8859-8": "windows-1255", "iso-8859-9": "windows-1254", "tis-620": "windows-874",
    "shift_jis": "shift_jis", "cp932": "shift_jis", "euc-jp": "euc-jp",
    "iso-2022-jp": "iso-2022-jp", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "euc-kr": "euc-kr", "cp949": "euc-kr",
}  # fmt: skip
#: Of these, letters of Latin alone are told apart by accents, and a Western text has some of them.
_LATIN = frozenset({"windows-1254"})
#: The detector reads about a megabyte a second, and knows after some pages.
_SAMPLE = 40_000
_SURE = 0.8
_SURE_OF_LATIN = 0.9
#: So much of a text in another script is no ASCII; of a Western one, a few accents are.
_LEAST_FOREIGN = 0.2
#: A text in UTF-8 with a damaged place here and there is still one.
_GOOD_FOR_EACH_BAD = 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that was guessed for it ("" where it was known), and how many signs were lost."""

    text: str
    guessed: str = ""
    lost: int = 0


def decode(content: bytes, *, trust_declared: bool = True) -> str:
    """Decode text of unknown encoding; line ends become LF and control characters go.

    Order: byte order mark, UTF-16 by where its zero bytes stand, UTF-8 if it is valid but for a few places,
    the encoding that the file declares in its first 2,000 bytes (HTML and XML), what a detector is sure of,
    and Windows-1252.
    """
    return decoded(content, trust_declared=trust_declared).text


def decoded(content: bytes, *, trust_declared: bool = True) -> Decoded:
    """The same, with what was guessed and lost."""
    found = _decode(content, trust_declared=trust_declared)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return Decoded(_CONTROL.sub("", text.removeprefix("\ufeff")), found.guessed, found.lost)


def in_utf8(content: bytes, letters: str) -> bytes:
    """A text whose owner says in which of `LETTERS` it is, in UTF-8. LookupError for another name.

    What is UTF-8 or UTF-16 already stays, and what is no text: there may be several files, of all kinds.
    """
    if not _asks_for_letters(content):
        return content
    text = content.decode(LETTERS[letters], "replace" if letters != WESTERN else "bookcub-latin")
    return codecs.BOM_UTF8 + text.encode()


def _asks_for_letters(content: bytes) -> bool:
    """Whether nothing in a file says for certain how its letters are written."""
    if content.startswith((b"PK", b"{\\rtf", *(mark for mark, _ in _BOMS))) or utf16_order(
        content[:4000]
    ):
        return False
    try:
        return content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return True


def _decode(content: bytes, *, trust_declared: bool) -> Decoded:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(encoding, "replace"))
    if wide := utf16_order(content[:4000]):
        return Decoded(content.decode(wide, "replace"))
    content = content.replace(b"\x00", b"")
    if (found := _as_utf8(content)) is not None:
        return found
    declared = _SAID.search(content[:4000])
    declared = declared or (_DECLARED.search(content[:2000]) if trust_declared else None)
    name = declared[1].decode("ascii").lower() if declared else ""
    name = _ALIASES.get(name, name)
    if name and not name.startswith(
        ("utf-", "utf8")
    ):  # readable as ASCII up to here, and not as UTF-8
        try:
            return Decoded(content.decode(name, "replace" if name != "cp1252" else "bookcub-latin"))
        except LookupError:
            pass
    letters = _detected(content)
    handled = "replace" if letters != WESTERN else "bookcub-latin"
    return Decoded(content.decode(LETTERS[letters], handled), letters)


def _as_utf8(content: bytes) -> Decoded | None:
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        good = len(text) - len(text.encode("ascii", "ignore")) - bad
        return Decoded(text, lost=bad) if good >= bad * _GOOD_FOR_EACH_BAD else None


def _detected(content: bytes) -> str:
    """Windows-1252, unless the detector is sure of another encoding and the text can be in it."""
    sample = b"\n".join(line for line in content[: 50 * _SAMPLE].splitlines() if not line.isascii())
    sample = sample[:_SAMPLE]
    told = chardet.detect(sample)
    letters = _DETECTED.get((told["encoding"] or "").lower(), WESTERN)
    sure = told["confidence"] >= (_SURE_OF_LATIN if letters in _LATIN else _SURE)
    foreign = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    letters_in_all = len(sample) - len(re.sub(rb"[A-Za-z\x80-\xff]", b"", sample))
    is_foreign = letters in _LATIN or foreign >= letters_in_all * _LEAST_FOREIGN
    return letters if sure and is_foreign else WESTERN


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
