"""What a template may lean on, how it names a page, and how it is set."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.template.engine import Engine
from django.urls import URLPattern, URLResolver, get_resolver

from tests.shape.sources import ROOT, templates, text_of, tracked
from tests.shape.test_layers import FLOOR, may_know

TAG = re.compile(r"{%.*?%}")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)
LOADED = re.compile(r"""{%\s*(?:extends|include|static)\s+["']([^"']+)["']""")
LIBRARIES = re.compile(r"{%\s*load\s+(.*?)\s*%}")
ADDRESS = re.compile(r"""\b[\w-]+=["'](/(?!/)[^"']*)|{{[^}]*(?:url|address|path)\s*}}(/[a-z]\S*)""")
# Not addresses of pages, though they look like it.
NOT_PAGES = {
    ("config/settings.py", "/files/"),  # where uploads lie
    ("config/lookout.py", "/health/live"),
    ("config/shell.py", "/health/live"),  # answered before Django is asked
    ("core/files/static_files.py", "\0/js/*.js"),  # a file
    ("formats/otwarchive/saved_page.py", "\0/works/\0"),  # of another archive
    ("formats/sites/bookcub.py", "/works/\0"),  # of another archive
    ("formats/sites/bookcub.py", "\0/chapters/\0"),
    ("people/limits/log_ins.py", "/users"),  # a cookie's path
    ("tags/models/tag.py", "/tags/\0/\0"),  # `reverse` would escape AO3's spelling of names again
    ("works/forms/work.py", r"/works/(\d{1,18})(?:[/?#].*)?"),  # read from what people type
    *(
        ("home/middleware.py", beginning)  # beginnings of paths that are open before set-up
        for beginning in (
            "/setup",
            "/health",
            "/favicon.ico",
            "/site.webmanifest",
            "/robots.txt",
            "/service-worker.js",
            "/offline",
        )
    ),
}


WIDTH = 120
MOST_IN_A_FOLDER = 20


def test_lines_of_templates_are_short() -> None:
    wrong = [
        f"{_short(template)}:{number} has {len(line)} columns"
        for template, number, line in _lines()
        if len(line) > WIDTH
    ]

    assert not wrong, "\n".join(wrong)


def test_no_line_of_a_template_holds_a_question_within_a_question() -> None:
    wrong = [
        f"{_short(template)}:{number} {line.strip()}"
        for template, number, line in _lines()
        if _nests(line)
    ]

    assert not wrong, "\n".join(wrong)


PIECE = re.compile(r"\{%\s*(\w+).*?%\}|\{\{.*?\}\}", re.DOTALL)
OUTSIDE = {"extends", "load", "comment", "endcomment"}


def test_what_a_page_says_stands_in_a_block() -> None:
    """Django leaves all else of a page that extends another away: a name set there is nothing within."""
    wrong = []
    for template in templates():
        text = COMMENT.sub("", text_of(template))
        if "{% extends" not in text:
            continue
        depth = 0
        for piece in PIECE.finditer(text):
            depth += {"block": 1, "endblock": -1}.get(piece[1] or "", 0)
            if depth == 0 and (piece[1] or "") not in {*OUTSIDE, "endblock"}:
                wrong.append(f"{_short(template)}: {piece[0]}")

    assert not wrong, "\n".join(wrong)


def test_a_folder_of_templates_can_be_overlooked() -> None:
    folders = Counter(template.parent for template in templates())
    # The design system keeps one file a component.
    long = {
        _short(folder): number
        for folder, number in folders.items()
        if number > MOST_IN_A_FOLDER and folder.name != "components"
    }

    assert not long


def test_templates_load_only_what_stands_below() -> None:
    libraries = {
        name: module.split(".")[1]
        for name, module in Engine.get_default().libraries.items()
        if module.startswith("bookcub.")
    }
    assert "ui" in libraries
    wrong = []
    for template in templates():
        package, text = _package(template), COMMENT.sub("", text_of(template))
        used = [(name, name.split("/")[0]) for name in LOADED.findall(text)]
        loaded = " ".join(LIBRARIES.findall(text)).split()
        used += [(name, libraries[name]) for name in loaded if name in libraries]
        wrong += [
            f"{_short(template)} loads {name}"
            for name, owner in used
            if owner in FLOOR and not may_know(package, owner)
        ]

    assert not wrong, "\n".join(wrong)


def test_code_renders_only_templates_of_its_own_package_or_below() -> None:
    wrong = [
        f"{_short(path)}:{line} renders {text}"
        for path in _modules()
        for line, text in _texts(path)
        if re.fullmatch(r"[\w\0]+(/[\w\0-]+)+\.(html|txt)", text)
        and (owner := text.split("/")[0]) in FLOOR
        and not may_know(_package(path), owner)
    ]

    assert not wrong, "\n".join(wrong)


def test_templates_name_pages_by_the_names_of_their_addresses() -> None:
    wrong = [
        f"{_short(template)}: {found[1] or found[2]}"
        for template in templates()
        for found in ADDRESS.finditer(COMMENT.sub("", text_of(template)))
    ]

    assert not wrong, "\n".join(wrong)


def test_code_names_pages_by_the_names_of_their_addresses() -> None:
    begins = "|".join(sorted(set(_first_words(get_resolver()))))
    # An address, or what is hung on one that a model gave.
    address = re.compile(rf"(/({begins})|\0/[a-z-]+)(?=[/?#.\0]|$)")
    found = {
        (_short(path), text): line
        for path in _modules()
        if path.name not in {"urls.py", "account_urls.py"}
        for line, text in _texts(path)
        if address.match(text)
    }

    assert found.keys() >= NOT_PAGES
    wrong = [f"{path}:{found[path, text]} {text}" for path, text in found.keys() - NOT_PAGES]
    assert not wrong, "\n".join(wrong)


def _lines() -> Iterator[tuple[Path, int, str]]:
    for template in templates():
        if template.suffix == ".html":  # a letter's text is set as it is sent
            for number, line in enumerate(text_of(template).split("\n"), 1):
                yield template, number, line


def _nests(line: str) -> bool:
    depth = 0
    for found in re.finditer(r"{%\s*(if|endif)\b", COMMENT.sub("", line)):
        depth = depth + 1 if found[1] == "if" else max(depth - 1, 0)
        if depth > 1:
            return True
    return False


def _first_words(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if word := re.match(r"\^?([a-z-]+)", str(pattern.pattern)):
            yield word[1]
        elif not isinstance(pattern, URLPattern):
            yield from _first_words(pattern)


def _modules() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "bookcub")
        and "migrations" not in path.parts
    ]


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a module with its line; what an f-string fills in stands as \\0."""
    parts: set[int] = set()
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.JoinedStr):
            parts |= {id(part) for part in node.values}
            yield (
                node.lineno,
                "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "\0"
                    for part in node.values
                ),
            )
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts
        ):
            yield node.lineno, node.value


def _package(path: Path) -> str:
    return path.relative_to(ROOT / "bookcub").parts[0]


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT / "bookcub"))
