"""Turn what a word processor puts on the clipboard into the markup that a person meant.

Sources: the clipboard HTML of Word 2016 (``mso-list`` styles, ``<![if !supportLists]>``) and of
Google Docs (a bold wrapper that is not bold, formatting by ``span`` styles, lists in lists
without an item around them).
"""

import re
from dataclasses import dataclass, field
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bookcub.core.text.characters import legible, without_stand_ins
from bookcub.core.text.normalising import normalise
from bookcub.core.text.sanitising import ELEMENTS, clean_chapter
from bookcub.core.text.styles import LOOKS, MEANS, STYLED, declarations, styles_within
from bookcub.core.text.tokens import VOID, listed

_FRAGMENT = re.compile(
    r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE
)
_LIST = re.compile(r"\bmso-list\s*:\s*(l\d+)\s+level(\d+)\s+lfo\d+", re.IGNORECASE)
_MARKER = re.compile(r"\bmso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(\d+|[a-z]|[ivxlcdm]+)[.):]?", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\f\r]+")
_NBSP_RUN = re.compile(r"(?<=\S)\xa0(?=\S)|(?<=\S) \xa0(?=\S)|(?<=\S)\xa0 (?=\S)")
_EMPTY = re.compile(r"<(p|h[1-6])>(?:[\s\xa0]|&nbsp;|<br>)*</\1>")

_BREAKS = re.compile(r"(?:<br>\s*+)++")
_ENDS_BLOCK = re.compile(r".*(?:</(?:p|[uo]l|h[1-6]|div|table|blockquote)>|<hr>)", re.DOTALL)
_BEGINS_BLOCK = re.compile(r"<(?:p|[uo]l|h[1-6]|hr|div|table|blockquote)\b")
_LONGEST_TAG = 13
_SHEET = re.compile(r"<style\b[^>]{0,500}+>([^<]{0,200000}(?:<!--[^<]{0,200000})?)", re.IGNORECASE)
_LONGEST_RULE = 4000
_STYLED_CLASS = re.compile(r"\.([A-Za-z_][\w-]{0,80})\s*$")

_ITEM_TYPES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_BLOCKS = listed(
    "blockquote caption center col colgroup dd details div dl dt figcaption figure h1 h2 "
    "h3 h4 h5 h6 hr li ol p pre summary table tbody td tfoot th thead tr ul"
)
_KEPT = listed("alt cite colspan href open reversed rowspan src start title type value")
_LISTABLE = frozenset({"h1", "h2", "h3", "h4", "li", "p"})
_SEEN = ELEMENTS | {"font"}


def clean_paste(html: str) -> str:
    """Sanitised chapter markup from the HTML of a clipboard (Word, Google Docs, web pages).

    Bold, italic, underline, strike, super- and subscript that were only styles become elements,
    and elements whose style says otherwise (Google's wrapper ``<b style="font-weight:normal">``)
    vanish. Word's list paragraphs become nested lists. Styles, classes, ids and empty paragraphs
    go. Raises nothing; linear in the length of ``html``.
    """
    sheet = _sheet(html)
    if fragment := _FRAGMENT.search(html):
        html = fragment[1]
    normalised = normalise(legible(html), elements=_SEEN, opening=_opening)
    body = LexborHTMLParser(without_stand_ins(normalised)).body
    if body is None:
        return ""
    writer = _Writer(sheet)
    writer.children(body, frozenset())
    writer.close_lists()
    written = _EMPTY.sub("", "".join(writer.out))
    return clean_chapter(_BREAKS.sub(_parted, written).strip())


def _sheet(html: str) -> dict[str, dict[str, str]]:
    """What the clipboard's own style sheet says of each class: Word names its italics there."""
    found: dict[str, dict[str, str]] = {}
    for css in _SHEET.findall(html):
        # Split, for a pattern would look for braces from every letter anew; the last piece is no rule.
        for rule in css.split("}")[:-1]:
            before, _, declared = rule.rpartition("{")
            looks = _looks(declared[:_LONGEST_RULE])
            for selector in before.rpartition("{")[2].split(",") if looks else ():
                if named := _STYLED_CLASS.search(selector):
                    found[named[1]] = found.get(named[1], {}) | looks
    return found


def _looks(declared: str) -> dict[str, str]:
    # Only what is asked for: each element of a class takes all of this over.
    return {name: value for name, value in declarations(declared).items() if name in LOOKS}


def _parted(breaks: re.Match[str]) -> str:
    """Breaks between two blocks are the blank line that Google Docs shows there: paragraphs part themselves."""
    before = breaks.string[max(0, breaks.start() - _LONGEST_TAG) : breaks.start()]
    is_between = _ENDS_BLOCK.fullmatch(before) or _BEGINS_BLOCK.match(breaks.string, breaks.end())
    return "" if is_between else breaks[0]


def _opening(name: str, source: str) -> tuple[bool, str]:
    return True, f"<{name} {source}>" if source.strip() else f"<{name}>"


@dataclass(slots=True)
class _OpenList:
    element: str
    level: int
    family: str


@dataclass(slots=True)
class _Writer:
    """Writes a tree of pasted nodes as plain markup."""

    sheet: dict[str, dict[str, str]]
    out: list[str] = field(default_factory=list)
    lists: list[_OpenList] = field(default_factory=list)

    def children(self, node: LexborNode, styles: frozenset[str]) -> None:
        for child in node.iter(include_text=True):
            self.node(child, styles)

    def node(self, node: LexborNode, styles: frozenset[str]) -> None:
        if node.is_text_node:
            text = node.text_content or ""
            if text.strip() or not self.lists:
                self.text(text, styles)
            return
        style = node.attributes.get("style") or ""
        if not node.is_element_node or _MARKER.search(style):
            return
        name = str(node.tag)
        styles = styles_within(name, self.declared(node), styles)
        if (place := _LIST.search(style)) and name in _LISTABLE:
            self.list_item(node, place[1], int(place[2]), styles)
        elif name in _BLOCKS:
            self.close_lists()
            self.block(node, name, styles)
        else:
            self.inline(node, name, styles)

    def declared(self, node: LexborNode) -> dict[str, str]:
        """What an element's classes and its own style say of its looks."""
        found: dict[str, str] = {}
        for name in (node.attributes.get("class") or "").split()[:20]:
            found |= self.sheet.get(name, {})
        return found | declarations(node.attributes.get("style") or "")

    def inline(self, node: LexborNode, name: str, styles: frozenset[str]) -> None:
        if name in ("br", "img"):
            if node.attributes.get("class") != "Apple-interchange-newline":
                self.out.append(_tag(node, name))
        elif name in ("span", "font") or name in MEANS:
            self.children(node, styles)
        else:
            self.out.append(_tag(node, name))
            # A link is underlined by being one, whatever its span says.
            self.children(node, styles | {"in a link"} if name == "a" else styles)
            self.out.append(f"</{name}>")

    def text(self, text: str, styles: frozenset[str]) -> None:
        text = _SPACES.sub(" ", _NBSP_RUN.sub(" ", text))
        if not text:
            return
        escaped = escape(text, quote=False)
        if "in a link" in styles:
            styles -= {"u"}
        wanted = [style for style in STYLED if style in styles] if text.strip() else []
        opening = "".join(f"<{style}>" for style in wanted)
        closing = "".join(f"</{style}>" for style in reversed(wanted))
        # Neighbouring runs of one style are one element: Docs cuts them at every spelling mark.
        if opening and self.out and self.out[-1] == closing and self.out[-3] == opening:
            self.out[-2] += escaped
            return
        self.out.extend((opening, escaped, closing) if opening else (escaped,))

    def block(self, node: LexborNode, name: str, styles: frozenset[str]) -> None:
        if name in ("ol", "ul"):
            self.nested_list(node, name, styles)
            return
        if name == "div" and not _holds_text(node):
            self.children(node, styles)
            self.close_lists()
            return
        self.out.append(_tag(node, name))
        if name not in VOID:
            heading = styles - {"b"} if name[0] == "h" and name[1:].isdigit() else styles
            self.children(node, heading)
            self.close_lists()
            self.out.append(f"</{name}>")

    def nested_list(self, node: LexborNode, name: str, styles: frozenset[str]) -> None:
        """A list; one that stands directly in a list goes into the item before it."""
        items = list(node.iter(include_text=False))
        self.out.append(_list_tag(name, items))
        is_open = False
        for child in items:
            inner = str(child.tag)
            if inner in ("ol", "ul"):
                if not is_open:
                    self.out.append("<li>")
                    is_open = True
                self.nested_list(child, inner, styles)
                continue
            if is_open:
                self.out.append("</li>")
            self.out.append("<li>")
            is_open = True
            own = styles_within(inner, self.declared(child), styles)
            self.item_content(child, own)
        if is_open:
            self.out.append("</li>")
        self.out.append(f"</{name}>")

    def item_content(self, item: LexborNode, styles: frozenset[str]) -> None:
        """What an item holds; its only paragraph loses its border."""
        paragraphs = [child for child in item.iter(include_text=False) if str(child.tag) == "p"]
        for child in item.iter(include_text=True):
            if len(paragraphs) == 1 and str(child.tag) == "p":
                self.children(child, styles_within("p", self.declared(child), styles))
            else:
                self.node(child, styles)

    def list_item(self, node: LexborNode, family: str, level: int, styles: frozenset[str]) -> None:
        """One of Word's list paragraphs, put into the lists that are open."""
        level = max(1, min(level, 9))
        element, kind = _kind_of_list(_marker(node))
        while self.lists and (
            self.lists[-1].level > level
            or (self.lists[-1].level == level and self.lists[-1].element != element)
            or (len(self.lists) == 1 and self.lists[0].family != family and level == 1)
        ):
            self._close_list()
        if self.lists and self.lists[-1].level == level:
            self.out.append("</li>")
        else:
            self.out.append(f'<{element} type="{kind}">' if kind else f"<{element}>")
            self.lists.append(_OpenList(element, level, family))
        self.out.append("<li>")
        lists, self.lists = self.lists, []
        self.children(node, styles)
        self.lists = lists

    def close_lists(self) -> None:
        while self.lists:
            self._close_list()

    def _close_list(self) -> None:
        self.out.append(f"</li></{self.lists.pop().element}>")


def _holds_text(node: LexborNode) -> bool:
    return any(
        bool((child.text_content or "").strip())
        if child.is_text_node
        else str(child.tag) not in _BLOCKS
        for child in node.iter(include_text=True)
    )


def _marker(node: LexborNode) -> str:
    """The bullet or number that Word wrote in front of a list paragraph."""
    for inner in node.traverse(include_text=False):
        if _MARKER.search(inner.attributes.get("style") or ""):
            return (inner.text() or "").strip("\xa0 \t\n\r")
    return ""


def _kind_of_list(marker: str) -> tuple[str, str]:
    """The list's element and its ``type`` (empty for the usual one) by a marker's look."""
    number = _NUMBER.fullmatch(marker)
    if not number or marker in ("o", "v"):
        return "ul", ""
    label = number[1]
    if label.isdecimal():
        return "ol", ""
    kind = "i" if label.lower() in ("i", "ii", "iii", "iv", "v", "vi") else "a"
    return "ol", kind.upper() if label.isupper() else kind


def _list_tag(name: str, items: list[LexborNode]) -> str:
    if name == "ol":
        for item in items:
            look = declarations(item.attributes.get("style") or "").get("list-style-type", "")
            if look in _ITEM_TYPES:
                return f'<ol type="{_ITEM_TYPES[look]}">'
            if str(item.tag) == "li":
                break
    return f"<{name}>"


def _tag(node: LexborNode, name: str) -> str:
    kept = "".join(
        f' {key}="{escape(value or "")}"'
        for key, value in node.attributes.items()
        if key in _KEPT or (key == "dir" and value == "rtl")
    )
    return f"<{name}{kept}>"
