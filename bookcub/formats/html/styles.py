"""Italics and the like that a page says only in CSS become elements, before styles are dropped."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from bookcub.formats.html.markup import Node, attribute, children, classes

_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,4000})\}")
_CLASS = re.compile(r"\.([A-Za-z_][\w-]{0,80})$")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BOLD_FROM = 600
_RESTYLED = frozenset({"span", "font", "p", "i", "b", "em", "strong", "u", "a", "div"})
_MOST_CSS = 500_000
_SPACED = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td"})

#: Class name to the looks it gives; a look is an element's name, or "plain-…" to take one away.
Sheet = dict[str, frozenset[str]]


def looks_of(css: str) -> frozenset[str]:
    """The looks that declarations give: em, strong, s, u, sup, sub, small caps, centre."""
    rules: dict[str, str] = {}
    for declaration in css.lower().split(";")[:60]:
        name, _, value = declaration.partition(":")
        rules[name.strip()] = value.replace("!important", "").strip()
    weight, decoration = rules.get("font-weight", ""), rules.get("text-decoration", "")
    decoration += rules.get("text-decoration-line", "")
    slope, lift = rules.get("font-style", ""), rules.get("vertical-align", "")
    is_bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight[:4]) >= _BOLD_FROM)
    looks = {
        "em": slope in ("italic", "oblique"),
        "plain-em": slope == "normal",
        "strong": is_bold,
        "plain-strong": bool(weight) and not is_bold,
        "s": "line-through" in decoration,
        "u": "underline" in decoration,
        "sup": lift == "super",
        "sub": lift == "sub",
        "smallcaps": "small-caps"
        in rules.get("font-variant", "") + rules.get("font-variant-caps", ""),
        "center": rules.get("text-align") == "center",
        "hidden": rules.get("display") == "none" or rules.get("mso-hide") == "all",
    }
    return frozenset(look for look, is_so in looks.items() if is_so)


def read_sheet(css: str) -> Sheet:
    """Looks by class name, from rules whose selector ends in one class."""
    sheet: Sheet = {}
    for selectors, declarations in _RULE.findall(_COMMENT.sub("", css[:_MOST_CSS])):
        looks = looks_of(declarations)
        for selector in selectors.split(",") if looks else ():
            if match := _CLASS.search(selector.strip()):
                sheet[match[1]] = sheet.get(match[1], frozenset()) | looks
    return sheet


def sheet_in(page: LexborHTMLParser) -> Sheet:
    """The sheet of the page's own style elements."""
    return read_sheet("\n".join(node.text(deep=True) for node in page.css("style")))


def apply_styles(root: Node, sheet: Sheet) -> None:
    """Turn looks into elements everywhere under a node."""
    for node in _styled(root):
        looks = looks_of(attribute(node, "style")) if attribute(node, "style") else frozenset()
        for name in classes(node):
            looks |= sheet.get(name, frozenset())
        if looks and node.parent is not None:
            _apply(node, looks)


def _styled(root: Node) -> Iterable[Node]:
    return root.css("[style], [class]")


def _apply(node: Node, looks: frozenset[str]) -> None:
    if "hidden" in looks:
        node.decompose()
        return
    tag = node.tag or ""
    if tag in _SPACED and "center" in looks and not attribute(node, "align"):
        node.attrs["align"] = "center"
    is_bold_undone = tag in ("b", "strong") and "plain-strong" in looks
    if is_bold_undone or (tag in ("i", "em") and "plain-em" in looks):
        node.unwrap()
    elif tag in _RESTYLED:
        _restyle(node, tag, looks)


def _restyle(node: Node, tag: str, looks: frozenset[str]) -> None:
    wanted = [look for look in ("strong", "em", "s", "sup", "sub") if look in looks and look != tag]
    if "u" in looks and tag not in ("u", "a"):
        wanted.append("u")
    if "smallcaps" in looks:
        node.attrs["class"] = "smallcaps"
    if wanted and not any(child.tag in _SPACED for child in children(node)):
        _wrap(node, wanted)


def _wrap(node: Node, names: list[str]) -> None:
    """Put everything inside a node into new elements."""
    if not node.text(deep=True).strip():
        return
    moving = []
    child = node.first_child
    while child is not None:
        moving.append(child)
        child = child.next
    for name in names:
        made = LexborHTMLParser(f"<{name}></{name}>").css_first(name)
        if made is None:
            continue
        node.insert_child(made)
        inside = node.last_child
        if inside is None:
            continue
        for moved in moving:
            inside.insert_child(moved, move=True)
        moving = [inside]
