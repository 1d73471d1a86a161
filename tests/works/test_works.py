from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bookcub.people.models import User
from bookcub.tags.models import Tag, TagKind
from bookcub.works import signals
from bookcub.works.actions import delete_work, make_work, orphan_work, orphans_account, revise_work
from bookcub.works.fields import TAGS_MAX, WorkFields, check_tags
from bookcub.works.models import Tagging, Visibility, Work
from tests.refused import refuses
from tests.works.conftest import TAGS


def uses(name: str) -> int:
    return Tag.objects.get(name=name).uses


def refused(fields: WorkFields) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        fields.cleaned()
    return set(refusal.value.message_dict)


def test_a_new_work_is_a_draft_by_the_pseud_who_made_it(ada: User) -> None:
    work = make_work(
        by=ada.default_pseud,
        fields=WorkFields(title="  The\n Weir ", summary="<p>Wet.<script>alert(1)</script></p>"),
        tags={TagKind.FANDOM: ["Original Work"], TagKind.CHARACTER: ["Nan", "The Ferryman"]},
    )

    work.refresh_from_db()
    assert not work.is_posted
    assert work.title == "The Weir"
    assert "script" not in work.summary
    assert [pseud.user for pseud in work.creators.all()] == [ada]
    assert [tag.name for tag in work.tags_of(TagKind.CHARACTER)] == ["Nan", "The Ferryman"]


def test_a_work_says_each_limit_it_breaks_by_field() -> None:
    assert refused(WorkFields(title="x" * 256)) == {"title"}
    assert refused(WorkFields(title="x", summary="x" * 1251)) == {"summary"}
    assert refused(WorkFields(title="x", notes="x" * 5001)) == {"notes"}
    assert refused(WorkFields(title="x", end_notes="x" * 5001)) == {"end_notes"}
    assert refused(WorkFields(title="x", language="the old tongue")) == {"language"}
    assert refused(WorkFields(title="x", chapters_planned=0)) == {"chapters_planned"}


def test_what_a_form_has_sanitised_is_sanitised_once_and_anew_when_it_changes() -> None:
    fields = WorkFields(title="x", notes="<p>Wet.<script>alert(1)</script></p>")

    assert fields.cleaned() is fields.cleaned()
    assert fields.cleaned().notes == "<p>Wet.</p>"
    assert (
        replace(fields.cleaned(), notes="<b onclick=alert(1)>x</b>").cleaned().notes == "<b>x</b>"
    )
    assert refused(replace(fields, title="x" * 256)) == {"title"}


def test_what_just_fits_is_taken() -> None:
    fields = WorkFields(title="x" * 255, summary="x" * 1250, notes="y" * 5000, end_notes="z" * 5000)

    assert fields.cleaned().title == "x" * 255


@given(st.integers(0, 90), st.integers(0, 90))
def test_seventy_five_tags_are_the_most_whatever_their_kinds(fandoms: int, freeforms: int) -> None:
    tags = {
        TagKind.FANDOM: [f"fandom {n}" for n in range(fandoms)],
        TagKind.FREEFORM: [f"freeform {n}" for n in range(freeforms)],
    }

    if fandoms + freeforms <= TAGS_MAX:
        check_tags(tags)
    else:
        with pytest.raises(ValidationError, match=str(TAGS_MAX)):
            check_tags(tags)


def test_a_tag_named_twice_counts_once(ada: User) -> None:
    tags = {TagKind.FANDOM: ["Original Work"] * 80}

    work = make_work(by=ada.default_pseud, fields=WorkFields(title="x"), tags=tags)

    assert work.taggings.count() == 1


@pytest.mark.parametrize("name", ["x" * 151, "a,b", "a<b", "50%", " "])
def test_a_tag_that_the_archive_refuses_is_named(name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_tags({TagKind.FREEFORM: [name]})

    assert "freeform" in refusal.value.message_dict


def test_a_tag_is_used_by_posted_works_that_more_than_named_people_may_read(
    serial: Work, draft: Work
) -> None:
    assert uses("Original Work") == 1

    draft.chapters.get().post(by=None)
    assert uses("Original Work") == 2

    fields = WorkFields(title=draft.title, visibility=Visibility.NAMED)
    revise_work(work=draft, fields=fields)
    assert uses("Original Work") == 1

    delete_work(work=serial, by=None)
    assert uses("Original Work") == 0


def test_retagging_counts_what_left_and_what_came(serial: Work) -> None:
    fields = WorkFields(title=serial.title)

    revise_work(work=serial, fields=fields, tags={TagKind.FANDOM: ["Tideland", "Marsh"]})

    assert [uses("Original Work"), uses("Tideland"), uses("Marsh")] == [0, 1, 1]
    assert [tag.name for tag in serial.tags_of(TagKind.FANDOM)] == ["Tideland", "Marsh"]

    revise_work(work=serial, fields=fields, tags={TagKind.FANDOM: ["Marsh", "Tideland"]})

    assert [tag.name for tag in serial.tags_of(TagKind.FANDOM)] == ["Marsh", "Tideland"]
    assert Tagging.objects.filter(work=serial).count() == 2


def test_a_posted_work_cannot_lose_its_last_fandom(serial: Work) -> None:
    with pytest.raises(ValidationError, match="fandom"):
        revise_work(work=serial, fields=WorkFields(title="x"), tags={TagKind.FREEFORM: ["Rain"]})

    assert [tag.name for tag in Work.objects.get().tags.all()] == ["Original Work"]


def test_a_work_whose_chapter_was_posted_meanwhile_cannot_lose_its_title(draft: Work) -> None:
    seen = Work.objects.get(pk=draft.pk)
    draft.chapters.get().post(by=None)

    with refuses("title"):
        revise_work(work=seen, fields=WorkFields(title=""))

    draft.refresh_from_db()
    assert draft.is_posted
    assert draft.title


def test_a_deleted_work_is_announced_while_it_still_is_there(serial: Work, ada: User) -> None:
    seen: list[tuple[str, bool]] = []

    def remember(work: Work, **_more: object) -> None:
        seen.append((work.title, Work.objects.filter(pk=work.pk).exists()))

    signals.work_deleted.connect(remember)
    try:
        delete_work(work=serial, by=ada)
    finally:
        signals.work_deleted.disconnect(remember)

    assert seen == [("Low Water", True)]
    assert not Work.objects.exists()


@pytest.mark.parametrize(("wish", "name"), [("keep", "Ada"), ("drop", "orphan_account")])
def test_an_orphan_stays_and_its_author_is_gone(
    serial: Work, ada: User, wish: str, name: str
) -> None:
    orphan_work(work=serial, by=ada, keep_name=wish == "keep")

    (pseud,) = serial.creators.all()
    assert pseud.user == orphans_account()
    assert pseud.name == name
    assert not Work.objects.by_person(ada).exists()
    assert not pseud.user.has_usable_password()


def test_two_orphans_share_one_account(serial: Work, draft: Work, ada: User) -> None:
    orphan_work(work=serial, by=ada, keep_name=True)
    orphan_work(work=draft, by=ada, keep_name=True)

    assert User.objects.filter(username="orphan_account").count() == 1
    assert serial.creators.get() == draft.creators.get()


def test_a_revision_of_the_work_is_announced_after_the_commit(serial: Work) -> None:
    seen: list[str] = []

    def remember(work: Work, **_more: object) -> None:
        seen.append(work.title)

    signals.work_revised.connect(remember)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            revise_work(work=serial, fields=WorkFields(title="High Water"), tags=TAGS)
            assert seen == []
    finally:
        signals.work_revised.disconnect(remember)

    assert seen == ["High Water"]


def test_an_orphan_posts_nothing_by_itself(draft: Work, ada: User) -> None:
    chapter = draft.chapters.get()
    chapter.schedule(by=ada, at=timezone.now() + timedelta(hours=1))

    orphan_work(work=draft, by=ada, keep_name=False)

    chapter.refresh_from_db()
    assert chapter.scheduled_for is None
