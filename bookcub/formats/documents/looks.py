"""Italics, bold and strike-through that a document gives whole paragraphs by their style.

pandoc reads such looks of characters only. So each run of a paragraph whose style has one is given it
directly, unless it says otherwise itself, as ISO/IEC 29500 (17.7.3) and OpenDocument 1.3 (16.27) have it.
Headings are left alone: their looks are looks of headings.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from bookcub.formats.html.safe_xml import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_LOOKS = ("i", "b", "strike")
_WORD_TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ODT_LOOKS = {f"{_FO}font-style": "italic", f"{_FO}font-weight": "bold"}
_MOST_BASES = 20
_LARGEST = 30 * 1024 * 1024


@dataclass(slots=True)
class _Style:
    parent: str = ""
    is_heading: bool = False
    looks: dict[str, bool] = field(default_factory=dict)


def of_docx(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a Word document that had to change; none, usually."""
    styles = _word_styles(parts.get("word/styles.xml", b""))
    given = {name: _looks(styles, name) for name in styles}
    if not any(any(looks.values()) for looks in given.values()):
        return {}
    return _changed(parts, _WORD_TEXTS, lambda root: _give_word(root, given))


def of_odt(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The same for an OpenDocument text."""
    styles: dict[str, _Style] = {}
    for name in ("styles.xml", "content.xml"):
        styles |= _odt_styles(parts.get(name, b""))
    given = {name: _looks(styles, name) for name in styles}
    if not any(any(looks.values()) for looks in given.values()):
        return {}
    return _changed(parts, ("content.xml",), lambda root: _give_odt(root, given))


def _looks(styles: dict[str, _Style], name: str) -> dict[str, bool]:
    """A style's looks with those it inherits; none for headings."""
    found: dict[str, bool] = {}
    for _ in range(_MOST_BASES):
        style = styles.get(name)
        if style is None:
            break
        if style.is_heading:
            return {}
        found = style.looks | found
        name = style.parent
    return {look: is_so for look, is_so in found.items() if is_so}


def _changed(
    parts: dict[str, bytes], names: Sequence[str], give: Callable[[Element], bool]
) -> dict[str, bytes]:
    changed: dict[str, bytes] = {}
    for name in names:
        root = _parsed(parts.get(name, b""))
        if root is not None and give(root):
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return changed


def _parsed(content: bytes) -> Element | None:
    """A part that was inspected before; None for one that is no XML, which pandoc will refuse."""
    if not content or len(content) > _LARGEST:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None


# Word


def _word_styles(content: bytes) -> dict[str, _Style]:
    root = _parsed(content)
    styles: dict[str, _Style] = {}
    for each in root.iter(f"{_W}style") if root is not None else ():
        name = each.get(f"{_W}styleId", "")
        based = each.find(f"{_W}basedOn")
        called = each.find(f"{_W}name")
        title = "" if called is None else called.get(f"{_W}val", "").lower()
        outline = each.find(f"{_W}pPr/{_W}outlineLvl")
        looks = _switches(each.find(f"{_W}rPr"))
        is_heading = outline is not None or title.startswith(("heading", "title", "subtitle"))
        styles[name] = _Style("" if based is None else based.get(f"{_W}val", ""), is_heading, looks)
    return styles


def _switches(looks: Element | None) -> dict[str, bool]:
    found: dict[str, bool] = {}
    if looks is None:
        return found
    for look in _WORD_LOOKS:
        switch = looks.find(f"{_W}{look}")
        if switch is not None:
            found[look] = switch.get(f"{_W}val", "1") not in ("0", "false", "off", "none")
    return found


def _give_word(root: Element, given: dict[str, dict[str, bool]]) -> bool:
    was_given = False
    for paragraph in root.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        looks = given.get("" if style is None else style.get(f"{_W}val", ""), {})
        for run in paragraph.iter(f"{_W}r") if looks else ():
            was_given |= _give_run(run, looks, given)
    return was_given


def _give_run(run: Element, looks: dict[str, bool], given: dict[str, dict[str, bool]]) -> bool:
    own = run.find(f"{_W}rPr")
    if own is None:
        own = etree.Element(f"{_W}rPr")
        run.insert(0, own)
    named = own.find(f"{_W}rStyle")
    of_characters = given.get("" if named is None else named.get(f"{_W}val", ""), {})
    said = _switches(own)
    was_given = False
    for look in looks:
        if look in said:
            continue
        # A style of characters switches the paragraph's look off again.
        value = "0" if of_characters.get(look) else "1"
        own.append(etree.Element(f"{_W}{look}", {f"{_W}val": value}))
        was_given = True
    return was_given


# OpenDocument


def _odt_styles(content: bytes) -> dict[str, _Style]:
    root = _parsed(content)
    styles: dict[str, _Style] = {}
    for each in root.iter(f"{_STYLE}style") if root is not None else ():
        name = each.get(f"{_STYLE}name", "")
        properties = each.find(f"{_STYLE}text-properties")
        looks = {}
        for attribute, value in _ODT_LOOKS.items():
            said = "" if properties is None else properties.get(attribute, "")
            if said:
                looks[attribute] = said == value or (said == "oblique" and value == "italic")
        struck = (
            "" if properties is None else properties.get(f"{_STYLE}text-line-through-style", "")
        )
        if struck:
            looks["strike"] = struck != "none"
        title = each.get(f"{_STYLE}display-name", name).lower().replace("_20_", " ")
        is_heading = bool(each.get(f"{_STYLE}default-outline-level")) or title.startswith(
            ("heading", "title", "subtitle")
        )
        styles[f"{each.get(f'{_STYLE}family', '')}:{name}"] = _Style(
            f"{each.get(f'{_STYLE}family', '')}:{each.get(f'{_STYLE}parent-style-name', '')}",
            is_heading,
            looks,
        )
    return styles


def _give_odt(root: Element, given: dict[str, dict[str, bool]]) -> bool:
    names = _Names()
    for paragraph in list(root.iter(f"{_TEXT}p")):
        looks = given.get(f"paragraph:{paragraph.get(f'{_TEXT}style-name', '')}", {})
        if looks:
            _wrap(paragraph, tuple(sorted(looks)), names)
    if names.made:
        _declare(root, names)
    return bool(names.made)


@dataclass(slots=True)
class _Names:
    """The styles of characters that were needed: the looks, and the style that they are added to."""

    made: dict[tuple[tuple[str, ...], str], str] = field(default_factory=dict)

    def of(self, looks: tuple[str, ...], beside: str = "") -> str:
        return self.made.setdefault((looks, beside), f"bookcub-looks-{len(self.made)}")


def _wrap(paragraph: Element, looks: tuple[str, ...], names: _Names) -> None:
    """Give the looks to all words of a paragraph; a span's own looks go before them."""
    for child in paragraph.iter(f"{_TEXT}span"):
        if child.getparent() is paragraph:
            beside = child.get(f"{_TEXT}style-name", "")
            child.set(f"{_TEXT}style-name", names.of(looks, beside))
    for node in list(_pieces(paragraph)):
        name = names.of(looks)
        if node is paragraph:
            text, paragraph.text = paragraph.text, None
            paragraph.insert(0, _span(name, text))
        else:
            text, node.tail = node.tail, None
            node.addnext(_span(name, text))


def _pieces(paragraph: Element) -> Iterator[Element]:
    if paragraph.text and paragraph.text.strip():
        yield paragraph
    yield from (child for child in paragraph if child.tail and child.tail.strip())


def _span(name: str, text: str | None) -> Element:
    span = etree.Element(f"{_TEXT}span", {f"{_TEXT}style-name": name})
    span.text = text
    return span


def _declare(root: Element, names: _Names) -> None:
    styles = root.find(f"{_OFFICE}automatic-styles")
    if styles is None:
        styles = etree.Element(f"{_OFFICE}automatic-styles")
        root.insert(0, styles)
    own = {each.get(f"{_STYLE}name", ""): each for each in styles.iter(f"{_STYLE}style")}
    for (looks, beside), name in names.made.items():
        style = etree.SubElement(
            styles, f"{_STYLE}style", {f"{_STYLE}name": name, f"{_STYLE}family": "text"}
        )
        said = {look: _ODT_LOOKS[look] for look in looks if look in _ODT_LOOKS}
        if "strike" in looks:
            said[f"{_STYLE}text-line-through-style"] = "solid"
        before = own[beside].find(f"{_STYLE}text-properties") if beside in own else None
        if beside and before is None:
            style.set(f"{_STYLE}parent-style-name", beside)
        said |= dict(before.items()) if before is not None else {}
        etree.SubElement(style, f"{_STYLE}text-properties", said)
