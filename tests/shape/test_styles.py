"""Where one writes from the right, the page is mirrored: neither styles nor templates know a left and a right."""

import re

from tests.shape.sources import ROOT, templates, text_of, tracked

PHYSICAL = re.compile(
    r"""(?<![\w-])(?:
        (?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[\w-]*
        | border-(?:top|bottom)-(?:left|right)-radius
        | left | right
    )\s*:
    | (?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/|{#.*?#}", re.DOTALL)
ARROW = re.compile(r"[←→⇐⇒‹›«»◀▶◂▸⟵⟶]|&(?:[lr]arr|[lr]s?aquo|[lr]aquo);")


def test_styles_know_a_beginning_and_an_end_but_no_left_and_right() -> None:
    physical = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in tracked()
        if path.suffix == ".css"
        for found in PHYSICAL.finditer(COMMENT.sub("", text_of(path)))
    ]

    assert physical == []


def test_arrows_are_icons_which_turn_round() -> None:
    arrows = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in templates()
        for found in ARROW.finditer(COMMENT.sub("", text_of(path)))
    ]

    assert arrows == []
