"""A story, a name or a remark cannot pass for the archive itself, or for somebody else."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import bookcub
from bookcub.core.text import clean_chapter, clean_notes
from bookcub.core.text.sanitising import CLASS_PREFIX
from tests.security.pages import parsed

PACKAGE = Path(bookcub.__file__).parent
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def own_classes() -> set[str]:
    """Every class name that the archive's style sheets know."""
    sheets = (
        sheet.read_text()
        for sheet in PACKAGE.glob("*/static/**/*.css")
        if "vendor" not in str(sheet)
    )
    without_remarks = (
        re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet, flags=re.DOTALL) for sheet in sheets
    )
    return {name for sheet in without_remarks for name in CLASS.findall(sheet)}


def classes_in(html: str) -> set[str]:
    return {name for node in parsed(html).find_all(class_=True) for name in node["class"]}


def test_no_text_can_wear_a_class_of_the_archive() -> None:
    names = own_classes()
    assert {"visually-hidden", "masthead", "skip-link"} <= names
    worn = " ".join(f'<p class="{name} {CLASS_PREFIX}{name}">x</p>' for name in sorted(names))

    for html in (clean_chapter(worn), clean_notes(worn, classes=True)):
        drawn = {name for name in names if name.startswith(CLASS_PREFIX)}
        assert classes_in(html) & names == drawn
        assert drawn <= {"x-smallcaps"}  # what importers mean by it


@given(st.lists(st.text(alphabet="x-aZ_1é\t", max_size=70), max_size=25))
def test_class_names_settle_at_once(names: list[str]) -> None:
    once = clean_chapter(f'<p class="{" ".join(names)}">word</p>')

    assert clean_chapter(once) == once
    assert all(name.startswith(CLASS_PREFIX) for name in classes_in(once))
