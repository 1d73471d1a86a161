"""Footnotes and endnotes: each goes to the end notes of the chapter that refers to it, linked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from bookcub.formats.html import cleaning
from bookcub.formats.html.markup import Node, attribute, drop, inner, linked, text_of
from bookcub.formats.story.parsed import ParsedChapter

_REFERENCE = re.compile(r'href="#fn-(\d+)"')
_CONTAINERS = (
    "section.footnotes, div.footnotes, section[role='doc-endnotes'], "
    "section[epub\\:type~='endnotes'], section[epub\\:type~='footnotes'], "
    "section[epub\\:type~='rearnotes']"
)
_SINGLE = (
    "aside[epub\\:type~='footnote'], aside[epub\\:type~='endnote'], aside[role='doc-footnote'], "
    "li[epub\\:type~='endnote'], li[epub\\:type~='footnote'], li[role='doc-endnote']"
)
_BACK = "a.footnote-back, a[role='doc-backlink'], a[epub\\:type~='backlink'], a[epub\\:type~='referrer']"

#: A footnote's id in the source to its markup.
Notes = dict[str, str]


def collect_notes(root: Node) -> Notes:
    """Take footnotes out of the text. Returns their markup by id."""
    notes: Notes = {}
    for container in root.css(_CONTAINERS):
        for item in container.css("li[id]"):
            notes.setdefault(*_note(item))
    for item in root.css(_SINGLE):
        if attribute(item, "id"):
            notes.setdefault(*_note(item))
            item.decompose()
    drop(root, _CONTAINERS)
    return notes


def _note(item: Node) -> tuple[str, str]:
    drop(item, _BACK)
    return attribute(item, "id"), inner(item)


def number_references(root: Node, notes: Mapping[str, str], numbers: dict[str, int]) -> None:
    """Point references at the notes' new names; numbers run through the whole work."""
    for link in linked(root):
        key = unquote(attribute(link, "href").partition("#")[2])
        if key not in notes:
            continue
        number = numbers.setdefault(key, len(numbers) + 1)
        link.attrs["href"] = f"#fn-{number}"
        link.attrs["name"] = f"fnref-{number}"
        if not text_of(link):
            link.insert_child(str(number))


def drop_dead_links(root: Node) -> None:
    """Links that lead nowhere outside their file become plain words."""
    for link in linked(root):
        target = attribute(link, "href")
        is_note = _REFERENCE.search(f'href="{target}"') is not None
        if not is_note and not re.match(
            r"(?:https?:|mailto:|ftp:|//|/)", target.strip(), re.IGNORECASE
        ):
            del link.attrs["href"]
    for anchor in root.css("a:not([href])"):
        if not attribute(anchor, "name").startswith("fnref-"):
            anchor.unwrap(delete_empty=True)


def attach(
    chapters: Iterable[ParsedChapter], notes: Mapping[str, str], numbers: Mapping[str, int]
) -> tuple[ParsedChapter, ...]:
    """Give each chapter the notes it refers to, as a numbered list with links back."""
    by_number = {number: notes[key] for key, number in numbers.items()}
    given: list[ParsedChapter] = []
    for chapter in chapters:
        wanted = dict.fromkeys(int(number) for number in _REFERENCE.findall(chapter.html))
        items = [
            f'<li value="{number}"><a name="fn-{number}"></a>{by_number[number].strip()} '
            f'<a href="#fnref-{number}">↩</a></li>'
            for number in wanted
            if number in by_number
        ]
        if items:
            listed = cleaning.notes(f"{chapter.end_notes}<ol>{''.join(items)}</ol>")
            chapter = replace(chapter, end_notes=listed)  # noqa: PLW2901 - the same chapter, fuller
        given.append(chapter)
    return tuple(given)
