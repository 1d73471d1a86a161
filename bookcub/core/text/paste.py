"""Turn what a word processor puts on the clipboard into the markup that a person meant."""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bookcub.core.text.sanitising import ELEMENTS, clean_chapter, legible
from bookcub.core.text.taming import tame
from bookcub.core.text.tokens import value

_SUPPORT_LISTS = re.compile(
    r"<!(?:--)?\[if !supportLists\](?:--)?>.*?<!(?:--)?\[endif\](?:--)?>", re.DOTALL | re.IGNORECASE
)
_LIST = re.compile(r"mso-list:\s*(l\d+)\s+level(\d+)\s+(lfo\d+)", re.IGNORECASE)
_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.DOTALL)
_NUMBERED = re.compile(r"^\W*(?:\d+|[a-zA-Z]|[ivxlcdmIVXLCDM]+)[.)\]:]")
_BULLETS = frozenset("\u00b7\u2022\u25cf\u25cb\u25aa\u25a0\u2013\u2014o\u00a7\u00fc\uf0b7-*v\u00d8")
_SPACES = re.compile(r"[ \t\n\f\r]+")


def clean_paste(html: str) -> str:
    """Sanitised chapter markup from the HTML of a clipboard (Word, Google Docs, web pages).

    Bold, italic, underline, strike, super- and subscript that were only styles become elements,
    and elements whose style says otherwise (Google's wrapper ``<b style="font-weight:normal">``)
    vanish. Word's list paragraphs become nested lists. Styles, classes and empty paragraphs go.
    """
    return clean_chapter(html)
