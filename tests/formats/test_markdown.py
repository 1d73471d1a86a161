"""Markdown files."""

from datetime import date

import pytest

from tests.formats.reading_of import work_of

STORY = """# Chapter 1: Rain

It *rained* and **poured** and ~~stopped~~.[^1]

***

It went on.

[^1]: It never _did_ stop.

# Chapter 2: Sun

The sun came out.
"""
YAML = """---
title: "The Ledger"
author:
  - Ada Lamp
  - Cy
summary: |
  A lamp,
  a *ledger*.
tags: [Lighthouses, "Slow Tides"]
fandom: The Salt Road, Lamplight
rating: Mature
date: 2026-03-07
language: en
---
"""
TOML = '+++\ntitle = "The Ledger"\nauthors = ["Ada Lamp", "Cy"]\ntags = ["Lighthouses", "Slow Tides"]\n+++\n'


def test_headings_split_chapters_and_looks_are_kept() -> None:
    first, second = work_of(STORY).chapters

    assert (first.title, second.title) == ("Rain", "Sun")
    assert "<em>rained</em> and <strong>poured</strong> and <s>stopped</s>" in first.html
    assert "<hr>" in first.html
    assert second.html == "<p>The sun came out.</p>"


def test_footnotes_go_to_the_end_notes_of_their_chapter() -> None:
    first, second = work_of(STORY).chapters

    assert 'href="#fn-1"' in first.html
    assert "It never <em>did</em> stop." in first.end_notes
    assert second.end_notes == ""


@pytest.mark.parametrize("front", [YAML, TOML])
def test_front_matter_is_read_and_not_shown(front: str) -> None:
    work = work_of(front + STORY)

    assert (work.title, work.authors) == ("The Ledger", ("Ada Lamp", "Cy"))
    assert work.freeforms == ("Lighthouses", "Slow Tides")
    assert not work.title_is_guess
    assert "title" not in work.chapters[0].html


def test_all_that_yaml_says_is_understood() -> None:
    work = work_of(YAML + STORY)

    assert work.summary == "<p>A lamp, a <em>ledger</em>.</p>"
    assert work.fandoms == ("The Salt Road", "Lamplight")
    assert (work.rating, work.language, work.published) == ("Mature", "en", date(2026, 3, 7))


def test_a_lone_first_heading_is_the_title() -> None:
    work = work_of("# The Ledger\n\n## Rain\n\nIt rained.\n\n## Sun\n\nThe sun came out.\n")

    assert work.title == "The Ledger"
    assert [chapter.title for chapter in work.chapters] == ["Rain", "Sun"]


def test_aliases_cannot_grow_a_file() -> None:
    bomb = "---\ntitle: T\na: &a [x,x,x,x]\nb: &b [*a,*a,*a]\ntags: [*b,*b,*b]\n---\n\nA story.\n"

    assert len(str(work_of(bomb))) < 2000


def test_scripts_in_front_matter_and_text_are_harmless() -> None:
    bad = "<script>alert(1)</script>"
    work = work_of(
        f'---\ntitle: "T {bad}"\nsummary: "{bad} S"\ntags: ["{bad}"]\n---\n\n# H\n\n{bad} Story.\n'
    )

    assert "<script" not in work.summary + work.chapters[0].html
    assert work.title == f"T {bad}"  # plain text: shown as it was written, never as markup
