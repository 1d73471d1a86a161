"""Looking for what a browser would execute, with a browser's own rules for broken markup."""

from __future__ import annotations

import re

from lxml import html

SCHEME = re.compile(r"[\s\x00-\x20]*(javascript|vbscript|data\s*:\s*text)", re.IGNORECASE)
FOREIGN = {"script", "object", "embed", "iframe", "base", "svg", "math", "style", "meta", "form"}


def harmful_in(page: str, *, frame: bool = False) -> list[str]:
    """Elements and attributes that could run something; in a `frame`, the archive's own are let pass."""
    found = []
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        # What a script is given to say is data: no browser runs it.
        own = frame and (
            (element.get("src") or "").startswith("/static/")
            or element.get("type") == "application/json"
        )
        if element.tag in FOREIGN and not (
            own or (frame and element.tag in {"svg", "meta", "form"})
        ):
            found.append(element.tag)
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on") or str(name).lower() in {"style", "srcdoc"}:
                found.append(f"{element.tag} {name}")
            if SCHEME.match(str(value)):
                found.append(f"{element.tag} {name}={value}")
    return found
