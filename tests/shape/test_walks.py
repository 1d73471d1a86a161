"""The walks of the map: each step is there, goes down to what is stored, and after the commit only up."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import resolve_name

from tests.shape.sources import ROOT
from tests.shape.test_layers import FLOOR

MAP = (ROOT / "docs" / "architecture.md").read_text()
WALKS = MAP.split("## Six ways through the house")[1].split("\n## ")[0]
STEP = re.compile(r"`((?:" + "|".join(FLOOR) + r")\.[\w.]+)`")


def walks() -> dict[str, tuple[list[list[str]], list[str]]]:
    """Each walk's steps: sentence by sentence down to what is stored, and up from the news of it."""
    told = {}
    for name, text in re.findall(
        r"^\*\*(.+?)\.\*\* (.*?)(?=^\*\*|\Z)", WALKS, re.DOTALL | re.MULTILINE
    ):
        down, _, up = text.partition("⇑")
        sentences = [STEP.findall(each) for each in re.split(r"\.\s+(?=[A-Z])", down)]
        told[name] = ([each for each in sentences if each], STEP.findall(up))
    return told


def floors(steps: list[str]) -> list[int]:
    return [FLOOR[step.split(".")[0]] for step in steps]


def is_there(step: str) -> bool:
    module, name = f"bookcub.{step}", ""
    while module != "bookcub":
        try:
            import_module(module)
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            name = f"{last}.{name}".rstrip(".")
            continue
        try:
            resolve_name(f"{module}:{name}")
        except AttributeError:
            return False
        return True
    return False


def test_there_are_six_walks_of_some_length() -> None:
    told = walks()

    assert list(told) == [
        "A chapter",
        "A place",
        "A note with a passage",
        "A ballot",
        "A line of a meeting",
        "An uploaded EPUB",
    ]
    assert all(sum(map(len, down)) >= 3 and up for down, up in told.values())


def test_every_step_of_a_walk_is_there() -> None:
    steps = [step for down, up in walks().values() for part in [*down, up] for step in part]

    assert [step for step in steps if not is_there(step)] == []


def test_a_walk_goes_down_and_its_news_goes_up() -> None:
    back = [
        (name, part)
        for name, (down, up) in walks().items()
        for part, is_news in [*((each, False) for each in down), (up, True)]
        if floors(part) != sorted(floors(part), reverse=not is_news)
    ]

    assert back == []


def test_a_step_that_is_gone_is_found() -> None:
    assert is_there("works.models.chapter.Chapter.rewrite")
    assert not is_there("works.models.chapter.Chapter.rewrite_it")
    assert not is_there("works.nowhere.at_all")
