"""Languages that nobody speaks, made of our English: what is too narrow, bare or the wrong way round shows in them.

`write_catalogues(data / "locale")` before the archive is started; then `en-xa` is longer and `ar` from the right too.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path

from bookcub.config import settings

BEGIN, END = "⟦", "⟧"
LONGER, MIRRORED = "en-xa", "ar"
GERMAN = settings.PACKAGE / "locale/de/LC_MESSAGES/django.mo"
HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
# What programs fill in or read: placeholders of both kinds, tags, entities, addresses.
KEPT = re.compile(
    r"(%\(\w+\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z]|%[-#0+]*\d*(?:\.\d+)?[sdifr]|%%|\{[^{}]*\}|<[^<>]*>|&#?\w+;|https?://\S+)"
)
DATE = re.compile(r"(?:\b[A-Za-z]\b[ ,.:]*)+")
ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÀƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽàƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
CONTEXT, PLURAL = "\x04", "\x00"


def write_catalogues(folder: Path) -> None:
    """Write both languages as gettext's catalogues."""
    said = {key: PLURAL.join(map(said_so, forms(key))) for key in messages() if key}
    for language in ("en_XA", "ar"):
        catalogue = folder / language / "LC_MESSAGES/django.mo"
        catalogue.parent.mkdir(parents=True)
        catalogue.write_bytes(machine_object({"": HEADER, **said}))


def said_so(english: str) -> str:
    """A sentence in brackets with accents, a third and more longer: `Read it` is ⟦Ŕéàđàđ îţ⟧, its placeholders whole."""
    if DATE.fullmatch(english):
        return english
    parts = KEPT.split(english)
    parts[::2] = [re.sub("[AEIOUaeiou]", r"\g<0>\g<0>", part) for part in parts[::2]]
    parts[::2] = [part.translate(ACCENTED) for part in parts[::2]]
    return f"{BEGIN}{''.join(parts)}{END}"


def forms(key: str) -> list[str]:
    """The English of a message: one sentence, or that for one thing and that for many."""
    return key.rpartition(CONTEXT)[2].split(PLURAL)


def messages(catalogue: Path = GERMAN) -> dict[str, str]:
    """All messages of a catalogue of gettext (the GNU manual, "The Format of GNU MO Files"), as they are written there."""
    raw = catalogue.read_bytes()
    _, _, number, keys, values = struct.unpack_from("<5I", raw)

    def text(table: int, row: int) -> str:
        length, start = struct.unpack_from("<2I", raw, table + 8 * row)
        return raw[start : start + length].decode()

    return {text(keys, row): text(values, row) for row in range(number)}


def machine_object(entries: dict[str, str]) -> bytes:
    """The same, written: a head, two tables of lengths and starts, and the texts, each ended by a zero."""
    pairs = sorted((key.encode(), value.encode()) for key, value in entries.items())
    number, tables, texts = len(pairs), b"", b""
    for text in [key for key, _ in pairs] + [value for _, value in pairs]:
        tables += struct.pack("<2I", len(text), 28 + 16 * number + len(texts))
        texts += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, number, 28, 28 + 8 * number, 0, 0) + tables + texts
