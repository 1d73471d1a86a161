"""Make any markup harmless to parse: known elements only, bounded depth, no quadratic tricks.

A parser that follows the HTML standard takes quadratic time on deep nesting and can grow
n elements to n² when formatting elements are left open. ``normalise`` re-writes the markup so that
what a parser sees is what was counted here. Ordinary markup keeps its shape, mistakes included,
and the parser mends them as browsers do; only markup that would be deeper than ``DEPTH`` is
balanced here, by simpler rules.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from bookcub.core.text.characters import legible, with_stand_ins
from bookcub.core.text.tokens import VOID, listed, tokens, value

#: The deepest nesting that comes out. People's texts stay below 30.
DEPTH = 120

#: How many elements one text may have; a chapter of 500,000 characters with a tag on each word
#: stays below. Beyond, tags are left out and text stays.
MOST_ELEMENTS = 120_000

#: How many formatting elements may be left open before the text is balanced here. Browsers open
#: them again in every paragraph that follows, so a few hundred could become millions.
MOST_LEFT_OPEN = 12

#: Elements that a browser opens again in the next paragraph when they were left open.
FORMATTING = listed("a b big code em font i nobr s small strike strong tt u")

#: Elements at which a paragraph ends.
ENDS_PARAGRAPH = listed(
    "address blockquote center details dir div dl figcaption figure h1 h2 h3 h4 h5 h6 hr "
    "li dd dt ol p pre summary table ul"
)

_SPECIAL = ENDS_PARAGRAPH | listed(
    "br caption col colgroup iframe img source tbody td tfoot th thead tr track"
)
_SCOPE = frozenset({"table", "td", "th", "caption"})
_ITEM_SCOPE = _SCOPE | {"ol", "ul"}
_TABLE = frozenset({"table"})
_IMPLIED = frozenset({"dd", "dt", "li", "p", "rp", "rt"})
_TABLE_PART = listed("caption col colgroup tbody td tfoot th thead tr")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# Sectioning and form elements: their borders separate words, so they become <div>.
_AS_DIV = listed(
    "article aside fieldset footer form header hgroup legend main nav option search section"
)
_DROPPED_WITH_CONTENT = frozenset({"script", "style", "title", "noembed", "noframes", "iframe"})


_SHOWN = frozenset({"raw", "text"})
_ANY_TAG = re.compile(r"<[^<>]*+>?+")


class SafeToken(NamedTuple):
    """One token as it is written: an element's name and what to write for it."""

    kind: str
    name: str
    source: str


#: Given an element's name and its attributes as written: the whole opening tag, or text to put
#: in its place (for an element that is refused), as ``(is_kept, markup)``.
Opening = Callable[[str, str], tuple[bool, str]]


def normalise(html: str, *, elements: frozenset[str], opening: Opening) -> str:
    """Rewrite ``html`` with only ``elements``, no deeper than :data:`DEPTH`, in linear time.

    References in texts come out as stand-ins, for :func:`without_stand_ins` to undo after parsing.
    """
    safe = _Normaliser(elements, opening).tokens_of(html)
    if _reach(safe) > DEPTH:
        safe = balanced(safe)
    return "".join(token.source for token in safe)


class _Normaliser:
    """Turns the tokens of a source into safe ones; knows what came just before."""

    def __init__(self, elements: frozenset[str], opening: Opening) -> None:
        self.elements = elements
        self.write_opening = opening
        self.safe: list[SafeToken] = []
        self.unclosed: Counter[str] = Counter()
        self.count = 0
        self.is_fresh_pre = False

    def tokens_of(self, html: str) -> list[SafeToken]:
        """The safe tokens of ``html``; after MOST_ELEMENTS elements only its text."""
        for token in tokens(html):
            name = "div" if token.name in _AS_DIV else token.name
            if name not in _DROPPED_WITH_CONTENT and token.kind in _SHOWN:
                self.text(token.text)
            elif name not in self.elements or token.kind == "raw":
                continue
            elif token.kind == "close":
                self.close(name)
            elif self.count == MOST_ELEMENTS:
                self.text(_ANY_TAG.sub(" ", html[token.start :]))
                break
            else:
                self.open(name, token.text if name == token.name else "")
        return self.safe

    def text(self, source: str) -> None:
        """Write a text with its references resolved."""
        text = legible(value(source))
        if self.is_fresh_pre:
            # A parser drops one newline here each time; with none left, cleaning twice is
            # cleaning once.
            text = text.lstrip("\n")
        if text:
            self.safe.append(SafeToken("text", "", with_stand_ins(text)))
            self.is_fresh_pre = False

    def open(self, name: str, source: str) -> None:
        """Write an opening tag, or the text that stands in for a refused element."""
        self.count += 1
        is_kept, markup = self.write_opening(name, source)
        kind = "text" if not is_kept else "void" if name in VOID or name == "iframe" else "open"
        if name == "iframe" and is_kept:
            markup += "</iframe>"
        self.safe.append(SafeToken(kind, name if is_kept else "", markup))
        self.unclosed[name] += kind == "open"
        self.is_fresh_pre = kind == "open" and (name == "pre" or self.is_fresh_pre)

    def close(self, name: str) -> None:
        """Write an end tag, if there is anything it could close."""
        if name == "br":
            self.safe.append(SafeToken("void", "br", "<br>"))
        elif self.unclosed[name]:
            # An end tag of nothing is no paragraph, though a browser makes one of </p>.
            self.unclosed[name] -= 1
            self.safe.append(SafeToken("close", name, f"</{name}>"))
            self.is_fresh_pre = False


def _reach(safe: list[SafeToken]) -> int:
    """An upper bound of the depth that a parser following the standard would build."""
    stack: list[str] = []
    deepest = carried = 0
    for kind, name, _ in safe:
        if kind == "close":
            if (at := _closing_index(stack, name)) is not None:
                carried += _left_open(stack, at, name)
                del stack[at:]
        elif kind != "text":
            carried += _make_room(stack, name)
            if kind == "open":
                stack.append(name)
            deepest = max(deepest, len(stack))
            if carried > MOST_LEFT_OPEN or deepest > DEPTH:
                return DEPTH + 1
    return deepest + carried


def _left_open(stack: list[str], at: int, name: str) -> int:
    if at == len(stack) - 1:
        return 0
    above = stack[at + 1 :]
    if name in FORMATTING:
        return len(above) + 1
    return sum(other in FORMATTING for other in above)


def _closing_index(stack: list[str], name: str) -> int | None:
    """Which open element an end tag closes, by the standard's scopes; None if it is ignored."""
    ordinary = name not in _SPECIAL and name not in FORMATTING
    ends = _ends_of_scope(name)
    for at in range(len(stack) - 1, -1, -1):
        open_name = stack[at]
        if open_name == name or (name in _HEADINGS and open_name in _HEADINGS):
            return at
        if open_name in ends or (ordinary and open_name in _SPECIAL):
            return None
    return None


def _ends_of_scope(name: str) -> frozenset[str]:
    """The elements beyond which an end tag closes nothing."""
    if name == "table" or name in _TABLE_PART:
        return _TABLE
    return _ITEM_SCOPE if name == "li" else _SCOPE


def _make_room(stack: list[str], name: str) -> int:
    """Close what a start tag closes by itself; the number of formatting elements left open."""
    carried = 0
    if name in ENDS_PARAGRAPH and (at := _closing_index(stack, "p")) is not None:
        carried += _left_open(stack, at, "p")
        del stack[at:]
    if name in ("li", "dd", "dt"):
        carried += _close_item(stack, name)
    elif name in _HEADINGS and stack and stack[-1] in _HEADINGS:
        stack.pop()
    elif name == "a" and "a" in stack and (at := _closing_index(stack, "a")) is not None:
        carried += _left_open(stack, at, "a")
        del stack[at:]
    elif name in _TABLE_PART:
        _close_table_part(stack, name)
    elif name in ("rt", "rp") and _closing_index(stack, "ruby") is not None:
        # Outside of <ruby> one stands inside the other.
        while stack and stack[-1] in _IMPLIED:
            stack.pop()
    return carried


def _close_item(stack: list[str], name: str) -> int:
    wanted = ("li",) if name == "li" else ("dd", "dt")
    for at in range(len(stack) - 1, -1, -1):
        if stack[at] in wanted:
            carried = _left_open(stack, at, stack[at])
            del stack[at:]
            return carried
        if stack[at] in _SPECIAL and stack[at] not in ("address", "div", "p"):
            break
    return 0


_CLOSED_BY = {
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("tr",),
    "col": ("colgroup", "caption"),
    "colgroup": ("colgroup", "caption"),
    "caption": ("caption",),
    "tbody": ("tbody", "thead", "tfoot", "caption", "colgroup"),
    "thead": ("tbody", "thead", "tfoot", "caption", "colgroup"),
    "tfoot": ("tbody", "thead", "tfoot", "caption", "colgroup"),
}


def _close_table_part(stack: list[str], name: str) -> None:
    for at in range(len(stack) - 1, -1, -1):
        if stack[at] == "table":
            return
        if stack[at] in _CLOSED_BY[name]:
            del stack[at:]
            return


def balanced(safe: list[SafeToken]) -> list[SafeToken]:
    """The tokens with every element closed where it was opened and none deeper than DEPTH.

    Formatting that a paragraph left open is not carried into the next one; elements opened
    beyond the depth lose their tags and keep their text.
    """
    out: list[SafeToken] = []
    stack: list[str] = []
    for token in safe:
        kind, name, _ = token
        if kind == "text":
            out.append(token)
        elif kind == "close":
            if (at := _closing_index(stack, name)) is not None:
                _unwind(out, stack, at)
        else:
            room = list(stack)
            _make_room(room, name)
            _unwind(out, stack, len(room))
            if kind == "void":
                out.append(token)
            elif len(stack) < DEPTH:
                out.append(token)
                stack.append(name)
    _unwind(out, stack, 0)
    return out


def _unwind(out: list[SafeToken], stack: list[str], depth: int) -> None:
    while len(stack) > depth:
        name = stack.pop()
        out.append(SafeToken("close", name, f"</{name}>"))
