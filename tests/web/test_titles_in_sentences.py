"""Titles that keep their language in a sentence of ours."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bookcub.web.components.languages import naming


@dataclass(frozen=True)
class Thing:
    title: str
    language: str = "de"


SALT, WEIR, UNTITLED = Thing("<Salt>"), Thing("The Weir", "en"), Thing("")


@pytest.mark.parametrize(
    ("sentence", "things", "shown"),
    [
        ("New: <Salt>", [SALT], 'New: <bdi lang="de" dir="ltr">&lt;Salt&gt;</bdi>'),
        ("<Salt>", [SALT, UNTITLED], '<bdi lang="de" dir="ltr">&lt;Salt&gt;</bdi>'),
        ("", [UNTITLED], ""),
        ("<New>", [WEIR, UNTITLED], "&lt;New&gt;"),
    ],
)
def test_only_titles_are_marked(sentence: str, things: list[Thing], shown: str) -> None:
    assert naming(sentence, things) == shown
