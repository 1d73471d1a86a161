"""Which languages the archive speaks: English, and every one that has a catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import to_language


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
    known = LANG_INFO.get(code, {})
    return str(known.get("name_local", code)).capitalize()
