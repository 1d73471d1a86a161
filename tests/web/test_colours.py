from __future__ import annotations

import re

import pytest

from tests.web.colours import CSS, TOKENS, Colour, contrast, themes

PAPERS = ("paper", "paper-raised", "paper-sunk")
PANES = ("general", "teen", "mature", "explicit", "quiet", "warned", "pair", "done")
TEXT: list[tuple[str, str]] = [
    *((ink, paper) for ink in ("ink", "ink-soft", "accent", "accent-deep", "danger", "good", "warn") for paper in PAPERS),
    *((ink, "accent-wash") for ink in ("ink", "ink-soft", "accent", "accent-deep")),
    ("danger", "danger-wash"), ("good", "good-wash"), ("warn", "warn-wash"),
    *(("ink", wash) for wash in ("danger-wash", "good-wash", "warn-wash", "mark", "inserted", "deleted")),
    *(("accent", wash) for wash in ("danger-wash", "good-wash", "warn-wash")),
    ("on-accent", "accent"), ("on-accent", "accent-deep"),
    *(("ink", f"pane-{pane}") for pane in PANES),
]  # fmt: skip
SHAPES = [("rule-strong", paper) for paper in PAPERS] + [
    ("ink-soft", "pane-quiet"),
    ("accent", "rule"),
]

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(")


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
def test_every_text_can_be_read_on_every_paper(theme: str) -> None:
    tokens = themes()[theme]
    weak = {
        pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in TEXT
        if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
def test_the_edges_of_controls_can_be_seen(theme: str) -> None:
    tokens = themes()[theme]
    weak = {
        pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in SHAPES
        if contrast(tokens[pair[0]], tokens[pair[1]]) < 3
    }
    assert weak == {}


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    white, black = Colour(1, 0, 0), Colour(0, 0, 0)
    middle = Colour(0.5999, 0, 0)  # #808080
    assert contrast(white, black) == pytest.approx(21, abs=0.01)
    assert contrast(white, middle) == pytest.approx(3.95, abs=0.02)


def test_colours_live_in_the_tokens_alone() -> None:
    strays = {
        str(path.relative_to(CSS)): COLOUR.findall(path.read_text(encoding="utf-8"))
        for path in CSS.rglob("*.css")
        if path != TOKENS and COLOUR.search(path.read_text(encoding="utf-8"))
    }
    assert strays == {}
