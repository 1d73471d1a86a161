"""Which languages the archive speaks: English, and every one that has a catalogue."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import to_language

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def unfit(folder: Path) -> dict[Path, str]:
    """Catalogues in a folder that would break pages, each with its first unfit sentence in English; "" of no catalogue."""
    found = {}
    for catalogue in sorted(folder.glob("*/LC_MESSAGES/django.mo")):
        try:
            with catalogue.open("rb") as file:
                charset = GNUTranslations(file).charset() or "ascii"
            sentences = _sentences(catalogue.read_bytes(), charset)
            wrong = next((english for english, said in sentences if not _fits(english, said)), None)
        except (OSError, ValueError, LookupError, struct.error, TypeError, AttributeError):
            wrong = ""
        if wrong is not None:
            found[catalogue] = wrong
    return found


def languages(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """Codes of languages (BCP 47, small letters) with the names that their own speakers use, in the order of names.

    A catalogue is a file `LANGUAGE/LC_MESSAGES/django.mo` in one of the folders.
    """
    found = {
        to_language(catalogue.parent.parent.name)
        for folder in folders
        for catalogue in folder.glob("*/LC_MESSAGES/django.mo")
    }
    return sorted(
        ((code, _own_name(code)) for code in {"en", *found}), key=lambda pair: pair[1].casefold()
    )


def _own_name(code: str) -> str:
    """“Deutsch”, “Deutsch (AT)”; the code itself where nobody has told us the name."""
    language, _, place = code.partition("-")
    if name := LANG_INFO.get(code, {}).get("name_local"):
        return str(name).capitalize()
    if name := LANG_INFO.get(language, {}).get("name_local"):
        return f"{str(name).capitalize()} ({place.upper()})"
    return code.capitalize()


def _sentences(content: bytes, charset: str) -> Iterator[tuple[str, str]]:
    """English and what is said for it, plural forms apart by NUL: a file of GNU gettext, which Python has read already.

    https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
    """
    order = "<" if content.startswith(b"\xde\x12\x04\x95") else ">"
    count, *tables = struct.unpack_from(f"{order}3I", content, 8)
    for number in range(count):
        pair = []
        for table in tables:
            length, start = struct.unpack_from(f"{order}2I", content, table + 8 * number)
            pair.append(content[start : start + length].decode(charset))
        if pair[0]:  # else it is the header
            yield pair[0].rpartition("\x04")[2], pair[1]


def _fits(english: str, said: str) -> bool:
    """Whether facts can be filled into what is said as into the English."""
    known = set(PLACEHOLDER.findall(english))
    if not set(PLACEHOLDER.findall(said)) <= known:
        return False
    rest = PLACEHOLDER.sub("", said.replace("%%", ""))
    kinds = {placeholder[0] for placeholder in known}
    return not ("%" in kinds and "%" in rest) and not ("{" in kinds and set("{}") & set(rest))
