"""The one sanitiser: whatever people send, only harmless markup is stored and shown.

The elements and attributes are those that readers of fan archives know (63 elements, no ids, no
styles, no scripts), plus sound and film in chapters and, for hosts that a keeper names, embedded
players. Everything passes `nh3 <https://nh3.readthedocs.io>`_ (the *ammonia* sanitizer on
*html5ever*) after :mod:`bookcub.core.text.normalising` has made it cheap to parse.

All functions are pure, raise nothing on any ``str``, and cleaning twice is cleaning once.
"""

import re
from functools import cache
from urllib.parse import urlsplit

import nh3

from bookcub.core.text.characters import (
    legible,
    value_with_stand_ins,
    with_stand_ins,
    without_stand_ins,
)
from bookcub.core.text.normalising import ENDS_PARAGRAPH, normalise
from bookcub.core.text.tokens import attribute_value, attributes, listed, tokens, value

#: The elements that every text may use.
ELEMENTS = listed(
    "a abbr acronym address b big blockquote br caption center cite code col colgroup dd "
    "del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li "
    "ol p pre q rp rt ruby s samp small span strike strong sub summary sup table tbody td "
    "tfoot th thead tr tt u ul var"
)

#: Elements of sound and film, in chapters only.
MEDIA = frozenset({"audio", "video", "source", "track"})

#: Added to every link: the archive vouches for no address that people write.
LINK_REL = "nofollow ugc noopener"

#: Begins every class name of an author's, so that none is ever one of the archive's own: a text
#: cannot hide itself from readers or dress up as a button, a dialog or another person's comment.
CLASS_PREFIX = "x-"

_SCHEMES = {"ftp", "http", "https", "mailto"}
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "title"},
    "a": {"href", "name"},
    "blockquote": {"cite"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "hr": {"width"},
    "img": {"alt", "border", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "table": {"border", "summary", "width"},
    "td": {"abbr", "axis", "colspan", "height", "rowspan", "width"},
    "th": {"abbr", "axis", "colspan", "height", "rowspan", "scope", "width"},
    "ul": {"type"},
}
_MEDIA_ATTRIBUTES = {
    "audio": {"controls", "crossorigin", "loop", "muted", "preload", "src"},
    "video": {
        "controls", "crossorigin", "height", "loop", "muted", "playsinline", "poster",
        "preload", "src", "width",
    },
    "source": {"src", "type"},
    "track": {"default", "kind", "label", "src", "srclang"},
}  # fmt: skip
_FRAME_ATTRIBUTES = {"allowfullscreen", "height", "src", "width"}
_FRAME_FIXED = {
    "loading": "lazy",
    "referrerpolicy": "strict-origin-when-cross-origin",
    "sandbox": "allow-scripts allow-same-origin allow-popups allow-presentation",
}

_FETCHED = frozenset({"img", "audio", "video", "source", "track"})
_NEEDS_SOURCE = frozenset({"img", "source", "track", "iframe"})
_CLASS = re.compile(r"[A-Za-z][\w-]{0,63}", re.ASCII)
_NAME = re.compile(r"(?!b-)[A-Za-z][\w.:-]{0,63}", re.ASCII)
_SPACES = re.compile(r"\s+")


def clean_chapter(html: str, *, embed_hosts: frozenset[str] = frozenset()) -> str:
    """A chapter's text: all elements, class names (prefixed), sound and film, players of ``embed_hosts``.

    A frame is kept if its host is one of ``embed_hosts`` or a subdomain of one; it is loaded by
    https, lazily and in a sandbox.
    """
    return _clean(html, _Policy(classes=True, media=True, embed_hosts=embed_hosts))


def clean_notes(html: str, *, classes: bool = False) -> str:
    """A summary, a profile or a pseud's description; notes and end notes with ``classes=True``."""
    return _clean(html, _Policy(classes=classes))


def clean_comment(html: str, *, by_guest: bool = False) -> str:
    """A comment: no class names; of a guest, no images either (their alt text stays)."""
    return _clean(html, _Policy(images=not by_guest))


def plain(html: str) -> str:
    """What the markup says, on one line, for titles and previews.

    This is text and not markup: no tag survives, references are resolved (``&lt;`` is ``<``), so
    it has to be escaped like any other text. Borders of blocks and line breaks become spaces.
    """
    parts: list[str] = []
    for token in tokens(legible(html)):
        if token.kind == "text":
            parts.append(value(token.text))
        elif token.kind != "raw" and (token.name in ENDS_PARAGRAPH or token.name in _SEPARATING):
            parts.append(" ")
    return _SPACES.sub(" ", legible("".join(parts))).strip()


_SEPARATING = listed(
    "br td th tr caption article aside section header footer nav main img audio video"
)


class _Policy:
    """What one kind of text may hold."""

    def __init__(
        self,
        *,
        classes: bool = False,
        images: bool = True,
        media: bool = False,
        embed_hosts: frozenset[str] = frozenset(),
    ) -> None:
        self.embed_hosts = frozenset(host.lower().strip(".") for host in embed_hosts)
        self.images = images
        elements = ELEMENTS if images else ELEMENTS - {"img"}
        if media:
            elements |= MEDIA
        if self.embed_hosts:
            elements |= {"iframe"}
        self.elements = elements
        self.cleaner = _cleaner(elements, classes=classes)

    def opening(self, name: str, source: str) -> tuple[bool, str]:
        """The opening tag with its attributes in unambiguous form, or what stands in for it."""
        if not source:
            return name not in _NEEDS_SOURCE, f"<{name}>" if name not in _NEEDS_SOURCE else ""
        found = {key: attribute_value(written) for key, written in attributes(source).items()}
        if name in _FETCHED:
            _keep_web_address(found, "src")
            _keep_web_address(found, "poster")
        elif name == "iframe":
            _keep_frame_address(found, self.embed_hosts)
        if name in _NEEDS_SOURCE and "src" not in found:
            return False, with_stand_ins(found.get("alt", ""))
        return True, _written(name, found)


def _written(name: str, found: dict[str, str]) -> str:
    allowed = _known_attributes().get(name, _ATTRIBUTES["*"])
    kept = (
        f' {attribute}="{value_with_stand_ins(legible(written))}"'
        for attribute, written in found.items()
        if attribute in allowed
    )
    return f"<{name}{''.join(kept)}>"


@cache
def _known_attributes() -> dict[str, set[str]]:
    everywhere = _ATTRIBUTES["*"] | {"class"}
    named = _ATTRIBUTES | _MEDIA_ATTRIBUTES | {"iframe": _FRAME_ATTRIBUTES}
    return {name: names | everywhere for name, names in named.items()} | dict.fromkeys(
        ELEMENTS - named.keys(), everywhere
    )


def _keep_web_address(found: dict[str, str], attribute: str) -> None:
    if attribute not in found:
        return
    address = "".join(legible(found[attribute]).split())
    if address.startswith("//"):
        address = f"https:{address}"
    if address.lower().startswith(("http://", "https://")):
        found[attribute] = address
    else:
        del found[attribute]


def _keep_frame_address(found: dict[str, str], hosts: frozenset[str]) -> None:
    address = _frame_address(found.pop("src", ""), hosts)
    if address is not None:
        found["src"] = address


def _frame_address(address: str, hosts: frozenset[str]) -> str | None:
    address = "".join(legible(address).split())
    if address.startswith("//"):
        address = f"https:{address}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower().rstrip(".")
        plain_place = parts.port in (None, 80, 443) and parts.username is None
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not plain_place or "\\" in address:
        return None
    if not any(host == allowed or host.endswith(f".{allowed}") for allowed in hosts):
        return None
    return parts._replace(scheme="https", netloc=host).geturl()


def _filter(element: str, attribute: str, written: str) -> str | None:
    match attribute:
        case "class":
            names = [name.removeprefix(CLASS_PREFIX) for name in written.split()]
            kept = [CLASS_PREFIX + name for name in names if _CLASS.fullmatch(name)]
            return " ".join(kept[:20]) or None
        case "name":
            return written if _NAME.fullmatch(written) else None
        case "src" | "poster":
            is_web = written.lower().startswith(("http://", "https://"))
            return written if is_web else None
        case _:
            return written


@cache
def _cleaner(elements: frozenset[str], *, classes: bool) -> nh3.Cleaner:
    allowed = {
        name: set(names)
        for name, names in (_ATTRIBUTES | _MEDIA_ATTRIBUTES).items()
        if name == "*" or name in elements
    }
    if classes:
        allowed["*"] = allowed["*"] | {"class"}
    if "iframe" in elements:
        allowed["iframe"] = set(_FRAME_ATTRIBUTES)
    return nh3.Cleaner(
        tags=set(elements),
        clean_content_tags=set(),
        attributes=allowed,
        attribute_filter=_filter,
        link_rel=LINK_REL,
        url_schemes=_SCHEMES,
        set_tag_attribute_values=({"iframe": dict(_FRAME_FIXED)} if "iframe" in elements else {}),
    )


def _clean(html: str, policy: _Policy) -> str:
    html = legible(html)
    for _ in range(4):
        normalised = normalise(html, elements=policy.elements, opening=policy.opening)
        cleaned = without_stand_ins(policy.cleaner.clean(normalised))
        # Mending misnested markup can bring out another mistake; the second look settles it.
        if cleaned == html:
            return cleaned
        html = cleaned
    return html
