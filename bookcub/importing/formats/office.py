"""What word processors put on the clipboard and into their HTML files, made into plain HTML."""

import re
from html import escape

from selectolax.lexbor import LexborHTMLParser

from bookcub.importing.formats.markup import Node, attribute, children, drop, inner, text_of

_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?[0-9a-z]{1,4}[.)]", re.IGNORECASE)


def clean_office(root: Node) -> None:
    """Take office elements away and make Word's list paragraphs and Google's nested lists lists."""
    drop(root, "style, xml")
    _lists_from_paragraphs(root)
    for node in _office_elements(root):
        node.unwrap()
    for item in root.css("li"):
        _open_lone_paragraph(item)
    for nested in root.css("ol > ol, ol > ul, ul > ul, ul > ol"):
        before = nested.prev
        while before is not None and not before.is_element_node:
            before = before.prev
        if before is not None and before.tag == "li":
            before.insert_child(nested, move=True)


def _office_elements(root: Node) -> list[Node]:
    return [node for node in root.css("*") if ":" in (node.tag or "")]


def _open_lone_paragraph(item: Node) -> None:
    paragraphs = [child for child in children(item) if child.tag == "p"]
    if len(paragraphs) == 1:
        paragraphs[0].unwrap()


def _lists_from_paragraphs(root: Node) -> None:
    """Word writes a list as paragraphs with a level; a run of them becomes one nested list."""
    paragraphs = [node for node in root.css("p, h1, h2, h3, li") if _level(node)]
    done: set[int] = set()
    for paragraph in paragraphs:
        if paragraph.mem_id in done:
            continue
        run = _run(paragraph)
        done |= {node.mem_id for node in run}
        made = LexborHTMLParser(_as_list(run)).css_first("ol, ul")
        if made is None:
            continue
        run[0].insert_before(made)
        for node in run:
            node.decompose()


def _run(first: Node) -> list[Node]:
    run = [first]
    node = first.next
    while node is not None:
        if node.is_element_node and _level(node):
            run.append(node)
        elif node.is_element_node or (node.is_text_node and node.text().strip()):
            break
        node = node.next
    return run


def _level(node: Node) -> int:
    found = _LEVEL.search(attribute(node, "style"))
    return int(found[1]) if found else 0


def _as_list(run: list[Node]) -> str:
    """Nested lists from levels; the marker that Word wrote decides between numbers and dots."""
    parts: list[str] = []
    stack: list[tuple[int, str]] = []
    for node in run:
        level, kind = _level(node), _kind(node)
        while stack and stack[-1][0] > level:
            parts.append(f"</li></{stack.pop()[1]}>")
        if stack and stack[-1][0] == level:
            parts.append("</li>")
        else:
            parts.append(f"<{kind}>")
            stack.append((level, kind))
        parts.append(f"<li>{inner(node).strip()}")
    parts += [f"</li></{kind}>" for _, kind in reversed(stack)]
    return "".join(parts)


def _kind(node: Node) -> str:
    """Read the marker and take it away."""
    marker = ""
    for span in node.css("span"):
        if "mso-list" in attribute(span, "style").lower():
            marker = text_of(span)
            span.decompose()
            break
    return "ol" if _NUMBERED.match(escape(marker)) else "ul"
