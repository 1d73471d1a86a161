"""A story, a name or a remark cannot pass for the archive itself, or for somebody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

import bookcub
from bookcub.comments.forms.comments import CommentForm
from bookcub.core.text import clean_chapter, clean_notes, one_line
from bookcub.core.text.sanitising import CLASS_PREFIX
from bookcub.people.forms.settings import PseudForm
from bookcub.people.models import User
from bookcub.reading.forms import ReadingListForm
from bookcub.reading.models import ReadingList
from bookcub.tags.models import Tag, TagKind, validate_tag_name
from bookcub.works.fields import WorkFields
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


UNSEEN = ["\u200b", "\u202e", "\u2067", "\ufeff", "\u3164", "\u2800", "\u00ad", "\u200d"]


@pytest.mark.parametrize("sign", UNSEEN)
def test_nothing_has_a_name_that_cannot_be_seen(sign: str, ada: User) -> None:
    assert WorkFields(title=sign * 3).cleaned().title == ""  # as a draft that has none yet
    with pytest.raises(ValidationError):
        validate_tag_name(sign)
    assert not PseudForm({"name": sign}, user=ada).is_valid()
    assert not ReadingListForm({"name": sign}, instance=ReadingList(user=ada)).is_valid()
    assert Tag.objects.taken([sign], TagKind.FANDOM) == []


def test_a_title_turns_nothing_around_but_itself() -> None:
    title = "\u202eegaP \u2066and\u200b so\u00ad on"

    assert WorkFields(title=title).cleaned().title == "egaP and so on"


def test_two_tags_that_look_the_same_are_the_same(db: None) -> None:
    one, other = (
        Tag.objects.taken([name], TagKind.FANDOM)[0] for name in ("Weirs", "We\u200birs\u202c")
    )

    assert one == other
    assert one.name == "Weirs"


def test_a_guest_cannot_take_a_name_by_what_is_unseen() -> None:
    form = CommentForm(
        {"name": "Mo\u200b\u202e", "email": "mo@example.org", "text": "Hello."}, member=None
    )

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Mo"


@given(st.text(max_size=60))
def test_one_line_settles_at_once(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize("name", ["نمی\u200cخواهم", "👩\u200d🚀 stories", "Élan, naïve", "שלום"])
def test_joiners_and_other_scripts_stay(name: str) -> None:
    assert one_line(name) == name
