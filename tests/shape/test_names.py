"""One name for one thing: no two classes share one, and no two modules of a folder are told apart by an ending."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

from tests.shape.sources import ROOT, text_of, tracked

SHARED = {"Meta"}  # Django looks for it by its name, inside another class


def _modules() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "bookcub")
        and "migrations" not in path.parts
    ]


def _classes(tree: ast.Module) -> Iterable[str]:
    """The classes of a module, and what it names like one: `Outcome = Success | Failure`."""
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        names = node.targets if isinstance(node, ast.Assign) else []
        yield from (
            name.id
            for name in names
            if isinstance(name, ast.Name) and name.id[:1].isupper() and not name.id.isupper()
        )


def _is_told_apart(one: str, other: str) -> bool:
    """Whether two names differ by more than what one has at its end, or by more than one letter."""
    if other.startswith(one):
        return False
    return len(one) != len(other) or sum(a != b for a, b in zip(one, other, strict=True)) > 1


def test_no_two_classes_share_a_name() -> None:
    holders = defaultdict(set)
    for path in _modules():
        for name in _classes(ast.parse(text_of(path))):
            if not name.startswith("_") and name not in SHARED:
                holders[name].add(str(path.relative_to(ROOT)))

    assert len(holders) > 500
    assert {name: paths for name, paths in holders.items() if len(paths) > 1} == {}


def test_the_modules_of_a_folder_are_told_apart_at_a_glance() -> None:
    folders = defaultdict(set)
    for path in _modules():
        folders[path.parent.relative_to(ROOT)].add(path.stem)

    assert [
        f"{folder}: {one}, {other}"
        for folder, names in folders.items()
        for one, other in permutations(sorted(names), 2)
        if not _is_told_apart(one, other)
    ] == []


def test_names_that_differ_by_an_ending_or_a_letter_are_found() -> None:
    assert not _is_told_apart("pick", "picking_votes")
    assert not _is_told_apart("form", "farm")
    assert _is_told_apart("line", "link_rows")
