"""Characters that no text holds, and characters that markup would misunderstand."""

import re
import unicodedata

# What a keyboard writes for what a typesetter wrote: of quotation marks, dashes and spaces.
TYPED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        **dict.fromkeys("\u2010\u2011\u2013\u2014", "-"),
        **dict.fromkeys(filter(str.isspace, map(chr, range(0x3001))), " "),
    }
)

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


# A quotation mark or a dash that opens what was cut off; each turn takes one space, so that it is quick.
_LEFT_HANGING = re.compile(r"(?:\s[^\w\s]*)+$")


def shortened(text: str, most: int) -> str:
    """The text, or as many whole words of its beginning as `most` characters hold, and “ …” on the same line.

    Where there are no spaces, as in Chinese, it is cut between characters.
    """
    if len(text) <= most:
        return text
    room = text[: most + 1]
    end = max(room.rfind(space) for space in " \n\t\u00a0")
    kept = room[:end] if end > most // 2 else room[:most]
    return f"{_LEFT_HANGING.sub('', kept) or kept}\u00a0…"


# Turns the writing around it, far beyond the name it stands in; or is nothing that anybody sees.
# Joiners stay: Persian and emoji are written with them.
_TURNS_OR_HIDES = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
_JOINERS = "\u200c\u200d"


def one_line(text: str) -> str:
    """A name or a title: legible, on one line, and only what is seen of it.

    Characters that turn the direction of writing or are invisible are left out, so that no name can
    look like another or reverse the page around it. Empty if nothing to see is left.
    """
    seen = " ".join(_TURNS_OR_HIDES.sub("", legible(text)).split())
    return seen if seen.strip(_JOINERS + " ") else ""


def as_typed(text: str) -> str:
    """The text as one would type it: small letters, straight quotation marks, hyphens, ordinary spaces.

    One character for each of the composed text (NFC), so that a place in one is the same place in the other.
    """
    plain = unicodedata.normalize("NFC", text).translate(TYPED)
    folded = plain.casefold()
    if len(folded) == len(plain):  # folding makes no text shorter
        return folded
    return "".join(low if len(low := one.casefold()) == 1 else one for one in plain)


def with_stand_ins(text: str) -> str:
    """Text with stand-ins for the characters that markup is made of."""
    return text.translate(_STAND_INS)


def value_with_stand_ins(value: str) -> str:
    """An attribute's value with stand-ins for the characters that markup is made of."""
    return with_stand_ins(value).replace('"', _QUOTE)


def without_stand_ins(html: str) -> str:
    """Parsed and serialised markup with references in place of the stand-ins."""
    return html.translate(_STOOD_IN)
