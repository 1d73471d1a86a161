"""Pages read as a browser reads them: their forms, and what a visitor could send back."""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

Values = dict[str, str | list[str]]


@dataclass
class PageForm:
    """One form of a page with what stands in it."""

    action: str
    values: Values = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


def parsed(content: bytes | str) -> BeautifulSoup:
    return BeautifulSoup(content, "lxml")


def post_forms(content: bytes, address: str) -> list[PageForm]:
    """The forms of a page that change something, except the frame's own."""
    return [
        _read(form, address)
        for form in parsed(content).find_all("form")
        if str(form.get("method", "")).lower() == "post"
    ]


def _read(form: Tag, address: str) -> PageForm:
    read = PageForm(action=str(form.get("action") or address))
    for part in form.find_all(["input", "textarea", "select", "button"]):
        name = str(part.get("name") or "")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if part.name == "textarea":
            read.values[name] = part.get_text().removeprefix("\n")
        elif part.name == "select":
            read.values[name] = _chosen(part)
        elif part.get("type") == "file":
            read.files.add(name)
        elif part.get("type") in {"checkbox", "radio"}:
            if part.has_attr("checked") or name not in read.values:
                read.values[name] = str(part.get("value", "on"))
        else:
            read.values.setdefault(name, str(part.get("value", "")))
    return read


def _chosen(select: Tag) -> str | list[str]:
    options = select.find_all("option")
    chosen = [str(one.get("value", "")) for one in options if one.has_attr("selected")]
    if select.has_attr("multiple"):
        return chosen or [str(one.get("value", "")) for one in options[:1]]
    return chosen[0] if chosen else str(options[0].get("value", "")) if options else ""
