"""Fit sanitised HTML into the XHTML that an e-book may hold.

What the sanitiser lets through is what authors of two decades write: old elements, blocks inside of
emphasis, lists without items. E-readers are stricter (`EPUB 3.3, XHTML content documents
<https://www.w3.org/TR/epub-33/#sec-xhtml>`_), and some show nothing at all of a file with one mistake.
The fitting keeps every word and its emphasis; what would be loaded from elsewhere becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from bookcub.core.text.tokens import listed
from bookcub.formats.epub.markup_tree import (
    INLINE,
    MEDIA,
    WORDLESS,
    MarkupNode,
    elements,
    elsewhere,
    flattened,
    holds_block,
    own_attributes,
    rows_of,
    span,
    tree,
    web_address,
    xml_text,
)

__all__ = ["as_xhtml", "web_address", "xml_text"]

#: Old elements, and what stands for them.
_RENAMED = {"acronym": "abbr", "big": "span", "center": "div", "strike": "s", "tt": "code"}
_CLASS_OF = {"big": "big", "center": "center", "address": "address"}

_PHRASING_ONLY = listed("p h1 h2 h3 h4 h5 h6 pre")
_CLASS = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_XML_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


def as_xhtml(html: str) -> str:
    """Sanitised HTML as a row of well-formed block elements; empty for no words.

    Block ids stay, an id that comes twice only at its first place. Raises nothing on any text.
    """
    return _Fitting().fit(tree(html))


class _Fitting:
    """One document on its way: which ids it has used."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def fit(self, children: Sequence[MarkupNode | str]) -> str:
        return self._flow(children, (), bare=False)

    def _flow(
        self, children: Sequence[MarkupNode | str], around: tuple[MarkupNode, ...], *, bare: bool
    ) -> str:
        """Blocks for what may hold blocks; runs of words between them become paragraphs unless `bare`."""
        has_block = any(
            child.tag not in INLINE | MEDIA or holds_block(child) for child in elements(children)
        )
        if bare and not has_block:
            return self._run(children, around)
        out: list[str] = []
        run: list[MarkupNode | str] = []

        def end_run() -> None:
            markup = self._run(run, around)
            if _says_something(markup):
                out.append(f"<p>{markup}</p>\n")
            run.clear()

        for child in children:
            if isinstance(child, str) or (child.tag in INLINE | MEDIA and not holds_block(child)):
                run.append(child)
                continue
            end_run()
            out.append(self._block(child, around))
        end_run()
        return "".join(out)

    def _block(self, node: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        """One block element, or an inline one around blocks: the blocks with it inside of each."""
        if node.tag in INLINE:
            return self._flow(node.children, (*around, node), bare=False)
        if node.tag in _SHAPES:
            return _SHAPES[node.tag](self, node, around)
        if node.tag in _PHRASING_ONLY:
            return self._phrasing_block(node, around)
        tag = _RENAMED.get(node.tag, node.tag)
        if node.tag in WORDLESS:
            return ""
        # Items, cells, captions outside of what they belong to: their words.
        tag = tag if tag in ("blockquote", "figure") else "div"
        markup = self._flow(node.children, around, bare=tag != "blockquote")
        return f"<{tag}{self._attributes(node)}>{markup}</{tag}>\n" if markup.strip() else ""

    def _phrasing_block(self, node: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        markup = self._run(flattened(node.children), around)
        has_words = _says_something(markup) or (node.tag == "p" and "id" in node.attrs)
        return f"<{node.tag}{self._attributes(node)}>{markup}</{node.tag}>\n" if has_words else ""

    def _rule(self, node: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        return f"<hr{self._attributes(node)}/>\n"

    def _list(self, node: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        items = self._items(node, around)
        return f"<{node.tag}{self._attributes(node)}>\n{items}</{node.tag}>\n" if items else ""

    def _items(self, node: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        out: list[str] = []
        for child in node.children:
            is_item = isinstance(child, MarkupNode) and child.tag == "li"
            inner = child.children if is_item and isinstance(child, MarkupNode) else [child]
            markup = self._flow(inner, around, bare=True)
            if isinstance(child, MarkupNode) and is_item:
                out.append(
                    f"<li{self._attributes(child, numbered=node.tag == 'ol')}>{markup}</li>\n"
                )
            elif _says_something(markup):
                out.append(f"<li>{markup}</li>\n")
        return "".join(out)

    def _terms(self, node: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        """A list of terms: every term with its meaning, every meaning with a term before it."""
        out: list[str] = []
        last = ""
        for child in node.children:
            tag = child.tag if isinstance(child, MarkupNode) and child.tag in ("dt", "dd") else "dd"
            is_own = isinstance(child, MarkupNode) and child.tag == tag
            inner = child.children if is_own and isinstance(child, MarkupNode) else [child]
            if tag == "dt":
                markup = self._run(flattened(inner), around)
            else:
                markup = self._flow(inner, around, bare=True)
            if not is_own and not _says_something(markup):
                continue
            if tag == "dd" and not last:
                out.append("<dt></dt>\n")
            given = self._attributes(child) if is_own and isinstance(child, MarkupNode) else ""
            out.append(f"<{tag}{given}>{markup}</{tag}>\n")
            last = tag
        if last == "dt":
            out.append("<dd></dd>\n")
        return f"<dl{self._attributes(node)}>\n{''.join(out)}</dl>\n" if out else ""

    def _table(self, node: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        rows = list(rows_of(node))
        width = max((sum(span(cell) for cell in row_cells) for _, row_cells in rows), default=0)
        if not width:
            return self._flow(node.children, around, bare=False) if node.children else ""
        captions = [child for child in elements(node.children) if child.tag == "caption"]
        markup = "".join(self._run(flattened(each.children), around) for each in captions)
        head = f"<caption>{markup}</caption>\n" if _says_something(markup) else ""
        lines = "".join(
            f"<tr{self._attributes(row)}>"
            + "".join(self._cell(cell, around) for cell in cells)
            + "</tr>\n"
            for row, cells in rows
            if cells
        )
        return f"<table{self._attributes(node)}>\n{head}{lines}</table>\n"

    def _cell(self, cell: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        if cell.tag == "th":
            markup = self._run(flattened(cell.children), around)
        else:
            markup = self._flow(cell.children, around, bare=True)
        return f"<{cell.tag}{self._attributes(cell)}>{markup}</{cell.tag}>"

    def _details(self, node: MarkupNode, around: tuple[MarkupNode, ...]) -> str:
        """What can be opened on a page stands open in a book: its heading, then its words."""
        out = [
            f"<p><b>{self._run(flattened(child.children), around)}</b></p>\n"
            for child in elements(node.children)
            if child.tag == "summary"
        ]
        rest = [
            child
            for child in node.children
            if not (isinstance(child, MarkupNode) and child.tag == "summary")
        ]
        out.append(self._flow(rest, around, bare=False))
        return f"<div{self._attributes(node)}>{''.join(out)}</div>\n"

    def _run(self, children: Sequence[MarkupNode | str], around: tuple[MarkupNode, ...]) -> str:
        markup = "".join(self._inline(child) for child in children)
        if not markup.strip():
            return markup and " "
        for node in reversed(around):
            markup = self._wrapped(node, markup)
        return markup

    def _inline(self, child: MarkupNode | str) -> str:
        if isinstance(child, str):
            return escape(child, quote=False)
        if child.tag == "br":
            return "<br/>"
        if child.tag == "img" or child.tag in MEDIA:
            return elsewhere(child)
        if child.tag in WORDLESS:
            return ""
        if child.tag == "ruby":
            return self._ruby(child)
        return self._wrapped(child, "".join(self._inline(each) for each in child.children))

    def _ruby(self, node: MarkupNode) -> str:
        """A ruby annotation needs its words and, after them, how they are read."""
        out, has_reading = "", False
        for child in node.children:
            if isinstance(child, MarkupNode) and child.tag == "rt":
                out += f"<rt>{''.join(self._inline(each) for each in child.children)}</rt>"
                has_reading = True
            else:
                out += self._inline(child)
        begins_with_reading = out.startswith("<rt>")
        return f"<ruby>{out}</ruby>" if has_reading and not begins_with_reading else _untagged(out)

    def _wrapped(self, node: MarkupNode, markup: str) -> str:
        tag = _RENAMED.get(node.tag, node.tag)
        if tag in ("a", "dfn") and (f"<{tag} " in markup or f"<{tag}>" in markup):
            return markup
        if tag in ("rt", "rp") or tag not in INLINE:
            return markup
        given = self._attributes(node)
        if tag == "span" and not given:
            return markup
        if tag == "a" and "href=" not in given:
            return f"<span{given}>{markup}</span>" if given else markup
        return f"<{tag}{given}>{markup}</{tag}>"

    def _attributes(self, node: MarkupNode, *, numbered: bool = False) -> str:
        """The attributes that an e-book may hold, in a fixed order."""
        markup = node.attrs
        found: dict[str, str] = {}
        name = markup.get("id") or (markup.get("name", "") if node.tag == "a" else "")
        if name and _XML_NAME.fullmatch(name) and name not in self.ids:
            self.ids.add(name)
            found["id"] = name
        classes = [each for each in markup.get("class", "").split() if _CLASS.fullmatch(each)]
        if node.tag in _CLASS_OF:
            classes.append(_CLASS_OF[node.tag])
        if markup.get("align", "").lower() in ("center", "right", "justify"):
            classes.append(markup["align"].lower())
        if classes:
            found["class"] = " ".join(dict.fromkeys(classes))
        if _LANGUAGE.fullmatch(markup.get("lang", "")):
            found["lang"] = found["xml:lang"] = markup["lang"]
        if markup.get("dir", "").lower() in ("ltr", "rtl", "auto"):
            found["dir"] = markup["dir"].lower()
        if markup.get("title"):
            found["title"] = markup["title"]
        found |= own_attributes(node, numbered=numbered)
        return "".join(f' {key}="{xml_text(held)}"' for key, held in found.items())


_SHAPES: dict[str, Callable[[_Fitting, MarkupNode, tuple[MarkupNode, ...]], str]] = {
    "hr": _Fitting._rule,  # noqa: SLF001  # the class's own table of shapes
    "ul": _Fitting._list,  # noqa: SLF001
    "ol": _Fitting._list,  # noqa: SLF001
    "dl": _Fitting._terms,  # noqa: SLF001
    "table": _Fitting._table,  # noqa: SLF001
    "details": _Fitting._details,  # noqa: SLF001
}


def _says_something(xhtml: str) -> bool:
    return bool(_untagged(xhtml).strip())


def _untagged(xhtml: str) -> str:
    return re.sub(r"<[^>]*>", "", xhtml)
