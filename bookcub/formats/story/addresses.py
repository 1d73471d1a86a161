"""The address a work had where it comes from, always written the same way."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

#: Archives that run the same software, by the name in their pages' titles.
ARCHIVES = {
    "archive of our own": "archiveofourown.org",
    "squidgeworld archive": "squidgeworld.org",
    "squidgeworld": "squidgeworld.org",
    "ad astra": "adastrafanfic.com",
    "superlove": "superlove.sayitditto.net",
}
_LONGEST = 2000
_USUAL_PORTS = {None, 80, 443}
#: Stories on sites whose addresses are known; what follows in an address is a chapter or a title.
_STORIES = re.compile(
    r"https://(?:www\.|m\.)?((?:fanfiction\.net|fictionpress\.com)/s/\d+|royalroad\.com/fiction/\d+"
    r"|scribblehub\.com/series/\d+)(?:/|$)"
)
_SAME_HOST = {
    "www.archiveofourown.org": "archiveofourown.org",
    "archiveofourown.com": "archiveofourown.org",
    "archiveofourown.net": "archiveofourown.org",
    "ao3.org": "archiveofourown.org",
    "www.ao3.org": "archiveofourown.org",
}


def canonical(url: str) -> str | None:
    """One spelling for one page, so that a second import of the same work finds the first.

    Returns https, the archive's own host, no query; None for what is no web address. Behind a port of its own
    another archive may stand, and another scheme: there both stay.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host or len(url) > _LONGEST:
        return None
    site = f"https://{_SAME_HOST.get(host, host)}"
    if port not in _USUAL_PORTS:
        site = f"{parts.scheme}://{host}:{port}"
    return site + parts.path.rstrip("/")


@lru_cache(maxsize=2048)  # asked of each chapter against each that is here
def without_port(address: str) -> str:
    """The spelling that earlier versions noted for a canonical address with a port; "" for one without."""
    found = re.match(r"https?://([^/:]+):\d+(?=/|$)", address)
    return (canonical(f"https://{found[1]}{address[found.end() :]}") or "") if found else ""


def work_address(url: str) -> str | None:
    """The address of the whole work, from one of any page of it."""
    found = re.match(r"(https?://[^/]+(?:/[^/]+)*?/works/\d+)(?:/|$)", canonical(url) or "")
    if found is None:
        return None
    return re.sub(r"(https?://[^/]+)/collections/[^/]+(?=/works/)", r"\1", found[1])


def story_address(url: str) -> str | None:
    """The address of the whole story, from one of any page of it, on the sites whose addresses are known.

    A chapter, a title or a mobile page in the address make no other story of it. None for the address of a
    whole site, and for one that only its query tells from others.
    """
    address = canonical(url)
    if address and (found := _STORIES.match(address)):
        return f"https://www.{found[1]}"
    if (work := work_address(url)) is not None:
        return work
    parts = urlsplit(url.strip()) if address else None
    return address if parts is not None and parts.path.strip("/") and not parts.query else None


def is_of_serial(address: str) -> bool:
    """Whether this is the address of a story on a site where stories go on, chapter by chapter."""
    return bool(_STORIES.match(address) or work_address(address))


def host_from_title(page_title: str) -> str | None:
    """The archive's host, from the name that ends its pages' titles in brackets."""
    named = re.search(r"\[([^\[\]]+)\]\s*$", page_title)
    return ARCHIVES.get(named[1].strip().lower()) if named else None
