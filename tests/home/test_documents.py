"""The map and the words match the code."""

from __future__ import annotations

import re
import shlex

import pytest
from django.apps import apps

from bookcub.config.commands import TABLE
from tests.shape.sources import ROOT
from tests.shape.test_layers import HOUSE

MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
WORDS = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "keepers-guide.md").read_text(encoding="utf-8")

PACKAGES = sorted(path.parent.name for path in (ROOT / "bookcub").glob("*/__init__.py"))
MODELS = sorted(
    model.__name__ for model in apps.get_models() if model.__module__.startswith("bookcub.")
)


def rows(table: str) -> list[str]:
    """What stands in the first column of the table's rows, as code."""
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_the_map_shows_every_package_from_the_top_down() -> None:
    order = [package for floor in HOUSE for package in floor if package in PACKAGES]
    shown = rows(MAP.split("## Inside a package")[0])

    assert shown == order
    [lines] = re.findall(r"from the top: (.*?)\.\s", MAP, re.DOTALL)
    assert re.findall(r"`(\w+)`", lines) == order


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(\w+/[\w/]+\.py|\w+/[\w/]+/)`", MAP))))
def test_what_the_map_points_at_is_there(path: str) -> None:
    assert (ROOT / "bookcub" / path).exists() or (ROOT / path).exists()


def test_every_model_has_its_word_and_every_word_its_model() -> None:
    assert sorted(rows(WORDS.split("## Kept, and why")[0])) == MODELS


@pytest.mark.parametrize(
    "line", [line.strip() for line in GUIDE.splitlines() if re.match(r" {4}\S*bookcub ", line)]
)
def test_the_guide_names_commands_that_exist(line: str) -> None:
    words = shlex.split(line)

    assert words[words.index(next(word for word in words if word.endswith("bookcub"))) + 1] in {
        each.name for each in TABLE
    }


def test_the_pictures_are_small_and_each_is_shown() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = sorted((ROOT / "docs" / "pictures").glob("*"))

    assert sorted(set(re.findall(r"docs/pictures/([\w-]+\.webp)", readme))) == [
        picture.name for picture in pictures
    ]
    assert all(picture.stat().st_size <= 150_000 for picture in pictures)
