"""Characters that no text holds, and characters that markup would misunderstand."""

import re

# Characters that mean something in markup travel through the parser as non-characters, which no
# text holds (``legible`` takes them out): parsers take quadratic time on rows of references.
_STAND_INS = str.maketrans("&<>", "\ufdd0\ufdd1\ufdd2")
_QUOTE = "\ufdd3"
_STOOD_IN = str.maketrans(
    {"\ufdd0": "&amp;", "\ufdd1": "&lt;", "\ufdd2": "&gt;", "\ufdd3": "&quot;"}
)
# What no text needs and some store or parser chokes on: controls and non-characters.
_UNTYPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def legible(text: str) -> str:
    """The text without control characters, lone surrogates and carriage returns."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNTYPABLE.sub("", _SURROGATE.sub("\ufffd", text))


def stood_in(text: str) -> str:
    """Text with stand-ins for the characters that markup is made of."""
    return text.translate(_STAND_INS)


def stood_in_value(said: str) -> str:
    """An attribute's value with stand-ins for the characters that markup is made of."""
    return stood_in(said).replace('"', _QUOTE)


def restored(html: str) -> str:
    """Parsed and serialised markup with references in place of the stand-ins."""
    return html.translate(_STOOD_IN)
