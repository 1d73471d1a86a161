"""What people call the encodings of a text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from bookcub.formats.story.decoding import LETTERS

NAMES = {
    "windows-1252": gettext_lazy("Western European letters (Windows-1252)"),
    "windows-1250": gettext_lazy("Central European letters (Windows-1250)"),
    "windows-1251": gettext_lazy("Cyrillic letters (Windows-1251)"),
    "koi8-r": gettext_lazy("Cyrillic letters (KOI8-R)"),
    "ibm866": gettext_lazy("Cyrillic letters (DOS)"),
    "windows-1253": gettext_lazy("Greek letters (Windows-1253)"),
    "windows-1254": gettext_lazy("Turkish letters (Windows-1254)"),
    "windows-1255": gettext_lazy("Hebrew letters (Windows-1255)"),
    "windows-1256": gettext_lazy("Arabic letters (Windows-1256)"),
    "windows-1257": gettext_lazy("Baltic letters (Windows-1257)"),
    "windows-874": gettext_lazy("Thai letters (Windows-874)"),
    "macintosh": gettext_lazy("Western European letters (old Macintosh)"),
    "x-mac-cyrillic": gettext_lazy("Cyrillic letters (old Macintosh)"),
    "shift_jis": gettext_lazy("Japanese letters (Shift_JIS)"),
    "euc-jp": gettext_lazy("Japanese letters (EUC-JP)"),
    "iso-2022-jp": gettext_lazy("Japanese letters (ISO-2022-JP)"),
    "gb18030": gettext_lazy("Chinese letters, simplified (GB 18030)"),
    "big5": gettext_lazy("Chinese letters, traditional (Big5)"),
    "euc-kr": gettext_lazy("Korean letters (EUC-KR)"),
}


def letters_named(code: str) -> str:
    """The name of an encoding in the reader's language."""
    return str(NAMES.get(code, code))


def choices() -> list[tuple[str, str]]:
    """All that a file can be read in."""
    return [(code, letters_named(code)) for code in LETTERS]
