r"""RTF's bytes in other alphabets, written as Unicode before pandoc sees them.

RTF 1.9.1 says of each font which alphabet its bytes are in (`\fcharset`), and of the document which one those
have whose font does not say (`\ansicpg`). pandoc takes every byte for Windows-1252.
"""

import codecs
import re
from dataclasses import dataclass, replace

#: `\\fcharset` to the encoding.
_CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_WESTERN = "cp1252"
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([\x80-\xff])"
    rb"|([^\\{}\x80-\xff]+)",
    re.DOTALL,
)
_FONT = re.compile(rb"\\f(\d{1,6})\b[^{};]*?\\fcharset(\d{1,3})")
_UNICODE = re.compile(rb"\\u-?\d")
_DEFAULT = re.compile(rb"\\ansicpg(\d{1,5})")
_DEFAULT_FONT = re.compile(rb"\\deff(\d{1,6})")


@dataclass(frozen=True, slots=True)
class _State:
    font: int
    skips: int = 1


def in_unicode(content: bytes) -> bytes:
    r"""The same document with every letter of another alphabet as `\uN`; unchanged if all are Western."""
    fonts = {int(font): _CHARSETS.get(int(charset), "") for font, charset in _FONT.findall(content)}
    page = _DEFAULT.search(content[:2000])
    default = _encoding(f"cp{page[1].decode()}") if page else _WESTERN
    if default == _WESTERN and not any(fonts.values()) and not _UNICODE.search(content):
        return content
    first = _DEFAULT_FONT.search(content[:2000])
    return _Writer(fonts, default, int(first[1]) if first else 0).written(content)


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _WESTERN


class _Writer:
    def __init__(self, fonts: dict[int, str], default: str, font: int) -> None:
        self._fonts, self._default, self._first = fonts, default, font
        self._out: list[bytes] = []
        self._bytes = bytearray()
        self._skipping = 0
        self._states = [_State(font)]

    def written(self, content: bytes) -> bytes:
        for match in _TOKEN.finditer(content):
            escaped, word, number, symbol, brace, raw, plain = match.groups()
            if escaped is not None or raw is not None:
                self._take(bytes.fromhex(escaped.decode()) if escaped is not None else raw)
            elif self._waits_for_half() and (half := plain or symbol) is not None:
                # The second byte of a letter in two bytes may be an ASCII one, a backslash even.
                self._bytes += half[:1]
                self._flush()
                self._out.append(half[1:])
            else:
                self._flush()
                self._keep(match[0], word, number, brace, plain)
        self._flush()
        return b"".join(self._out)

    def _take(self, byte: bytes) -> None:
        if self._skipping:
            self._skipping -= 1  # it stands for a letter that is Unicode already
        else:
            self._bytes += byte

    def _keep(
        self,
        token: bytes,
        word: bytes | None,
        number: bytes | None,
        brace: bytes | None,
        plain: bytes | None,
    ) -> None:
        if word == b"u" and number is not None:
            self._out.append(_unicode(int(number)))
            self._skipping = self._states[-1].skips
            return
        if plain is not None:
            token, self._skipping = plain[self._skipping :], max(0, self._skipping - len(plain))
        else:
            self._skipping = 0
            self._follow(word, number, brace)
        self._out.append(token)

    def _follow(self, word: bytes | None, number: bytes | None, brace: bytes | None) -> None:
        state = self._states[-1]
        if brace == b"{":
            self._states.append(state)
        elif brace == b"}" and len(self._states) > 1:
            self._states.pop()
        elif word == b"f" and number is not None:
            self._states[-1] = replace(state, font=int(number))
        elif word == b"plain":
            self._states[-1] = replace(state, font=self._first)
        elif word == b"uc" and number is not None:
            self._states[-1] = replace(state, skips=max(0, min(int(number), 9)))

    @property
    def _alphabet(self) -> str:
        return self._fonts.get(self._states[-1].font) or self._default

    def _waits_for_half(self) -> bool:
        """Whether the bytes so far end within a letter."""
        if not self._bytes:
            return False
        decoder = codecs.getincrementaldecoder(self._alphabet)("replace")
        decoder.decode(bytes(self._bytes))
        return bool(decoder.getstate()[0])

    def _flush(self) -> None:
        if not self._bytes:
            return
        for sign in self._bytes.decode(self._alphabet, "replace"):
            units = sign.encode("utf-16-le")
            for at in range(0, len(units), 2):
                number = int.from_bytes(units[at : at + 2], "little", signed=True)
                self._out.append(_unicode(number))
        self._bytes.clear()


def _unicode(number: int) -> bytes:
    """One letter. What other programs write after it for readers without Unicode, pandoc skips wrongly."""
    return b"{\\uc0\\u%d}" % number
