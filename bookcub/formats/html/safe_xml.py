"""XML from strangers: no entities, no network, no huge trees."""

from collections import defaultdict

from lxml import etree

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.story import refusals
from bookcub.formats.story.parsed import SourceRefusedError

Element = etree._Element  # noqa: SLF001 - lxml gives its element type no public name
MAX_XML = 8 * 1024 * 1024


def parse_xml(content: bytes, what: str) -> Element:
    """Parse a small XML file. Raises RefusedError if it is broken or defines entities."""
    if len(content) > MAX_XML or b"<!ENTITY" in content:
        refused = refusals.unsafe(
            gettext_noop(
                "This file holds definitions that no e-book or document needs, so it was not opened."
            )
        )
        raise SourceRefusedError.of(refused)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, recover=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None:
        refused = refusals.damaged(what)
        raise SourceRefusedError.of(refused)
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def texts(root: Element, *names: str) -> dict[str, list[str]]:
    """The words of all elements of these names, whatever their namespace."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in root.iter():
        name = local(element)
        if name in names:
            words = " ".join("".join(str(part) for part in element.itertext()).split())
            if words:
                found[name].append(words)
    return dict(found)
