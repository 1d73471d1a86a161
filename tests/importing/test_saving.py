"""A parsed work becomes a work of its importer's, with all that the source says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookcub.comments.models import Comment
from bookcub.formats.story.parsed import ParsedLink, ParsedSeries
from bookcub.formats.story.remarks import remark
from bookcub.importing.actions.save_work import keep
from bookcub.importing.models import WorkOrigin
from bookcub.people.models import User
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Series, Visibility, Work
from tests.importing.describing import ADDRESS, COCKLES, TIDE, chapter, comment, described, serial
from tests.importing.harmless import harmful_in


def test_ada_brings_a_work_in_as_a_draft_that_bo_cannot_see(ada: User, bo: User) -> None:
    kept = keep(described(), as_pseud=ada.default_pseud)

    assert kept.is_new
    assert kept.notices == ()
    assert not kept.work.is_posted
    assert not Work.objects.visible_to(bo).exists()
    assert kept.work.signers == [ada.default_pseud]


def test_everything_said_of_the_work_is_kept(ada: User) -> None:
    parsed = described(
        summary="<p>A <em>wet</em> summer.</p>",
        notes="<p>Before.</p>",
        end_notes="<p>After.</p>",
        relationships=("Nan/Tom",),
        characters=("Nan", "Tom"),
        freeforms=("Tides",),
        chapters_planned=5,
        is_restricted=True,
        is_anonymous=True,
    )
    work = keep(parsed, as_pseud=ada.default_pseud, publish=True).work

    assert (work.title, work.summary) == ("The Weir", "<p>A <em>wet</em> summer.</p>")
    assert (work.notes, work.end_notes) == ("<p>Before.</p>", "<p>After.</p>")
    assert (work.rating, work.warnings) == (Rating.TEEN, ArchiveWarning.NONE_APPLY)
    assert work.categories == Category.GEN
    assert [tag.name for tag in work.tags_of(TagKind.CHARACTER)] == ["Nan", "Tom"]
    assert [tag.name for tag in work.tags_of(TagKind.RELATIONSHIP)] == ["Nan/Tom"]
    assert work.chapters_planned == 5
    assert work.visibility == Visibility.MEMBERS
    assert work.is_anonymous
    assert work.original_url == ADDRESS


def test_a_published_work_carries_its_own_date_and_not_todays(ada: User) -> None:
    work = keep(described(), as_pseud=ada.default_pseud, publish=True).work

    assert work.is_posted
    assert work.chapters.get().dated_on == date(2020, 5, 1)
    assert work.revised_at == datetime(2020, 5, 1, 12, tzinfo=UTC)
    assert Tag.objects.get(name="Tideland").uses == 1


def test_a_draft_remembers_its_date_until_it_is_posted(ada: User) -> None:
    work = keep(described(), as_pseud=ada.default_pseud).work

    assert work.chapters.get().dated_on == date(2020, 5, 1)


def test_a_work_of_today_is_never_dated_in_the_future(ada: User) -> None:
    work = keep(
        described(published=timezone.localdate()), as_pseud=ada.default_pseud, publish=True
    ).work

    assert work.chapters.get().dated_on == timezone.localdate()
    assert work.revised_at <= timezone.now()


def test_chapters_keep_their_order_and_their_surroundings(ada: User) -> None:
    parsed = described(
        chapter(1, TIDE, title="Ebb", notes="<p>N</p>"),
        chapter(2, COCKLES, title="Flood", summary="<p>S</p>", end_notes="<p>E</p>", published=date(2020, 5, 9)),
        complete=True,
    )  # fmt: skip
    work = keep(parsed, as_pseud=ada.default_pseud, publish=True).work

    one, two = work.chapters.all()
    assert (one.title, one.notes, two.title, two.summary, two.end_notes) == (
        "Ebb", "<p>N</p>", "Flood", "<p>S</p>", "<p>E</p>",
    )  # fmt: skip
    assert "<em>map</em>" in one.html
    assert two.dated_on == date(2020, 5, 9)
    assert [chapter.revisions.get().note for chapter in (one, two)] == ["Imported", "Imported"]
    assert work.is_complete


def test_without_a_fandom_it_is_filed_where_it_can_be_posted(ada: User) -> None:
    kept = keep(described(fandoms=()), as_pseud=ada.default_pseud, publish=True)

    assert [tag.name for tag in kept.work.tags_of(TagKind.FANDOM)] == ["Unspecified Fandom"]
    assert kept.work.is_posted
    assert kept.notices == (remark("fandom-filed", "Unspecified Fandom"),)


def test_a_chapter_too_short_to_be_posted_stays_a_draft(ada: User) -> None:
    kept = keep(
        described(chapter(1), chapter(2, "<p>Hm.</p>")), as_pseud=ada.default_pseud, publish=True
    )

    assert [chapter.is_posted for chapter in kept.work.chapters.all()] == [True, False]
    assert kept.notices == (remark("chapter-too-short", 1),)


def test_series_are_joined_by_their_titles(ada: User, bo: User) -> None:
    Series.objects.create(title="The Lamp Books", made_by=bo)
    series = (ParsedSeries("The Lamp Books", 2),)
    first = keep(described(series=series), as_pseud=ada.default_pseud).work
    second = keep(
        described(title="Two", original_url=None, series=series), as_pseud=ada.default_pseud
    ).work

    own = Series.objects.get(made_by=ada)
    assert list(own.works.order_by("series_entries__position")) == [first, second]


def test_debts_to_other_works_are_named_and_found_here(ada: User) -> None:
    parent = keep(described(), as_pseud=ada.default_pseud, publish=True).work
    child = keep(
        described(
            title="After",
            original_url=None,
            inspired_by=(ParsedLink("The Weir", "Ada", ADDRESS),),
            translation_of=(
                ParsedLink("Fyret", "Ukendt", "https://example.org/fyr"),
                ParsedLink("Bad", "", "javascript:alert(1)"),
                ParsedLink("", "", None),
            ),
        ),
        as_pseud=ada.default_pseud,
    ).work

    assert [(debt.relation, debt.parent, debt.url, debt.title) for debt in child.parents.order_by("pk")] == [
        ("inspired_by", parent, "", ""),
        ("translation_of", None, "https://example.org/fyr", "Fyret"),
        ("translation_of", None, "", "Bad"),
    ]  # fmt: skip


def test_comments_come_with_names_times_and_threads_and_belong_to_nobody(ada: User) -> None:
    comments = (
        comment(1),
        comment(2, parent_id="901", html=None, name="lampkeeper"),
        comment(3, chapter=1),
    )
    kept = keep(described(comments=comments), as_pseud=ada.default_pseud, publish=True)

    first, answer, third = Comment.objects.order_by("source_id")
    assert kept.comments_added == 3
    assert (first.guest_name, first.written_at) == ("rowan_oar", comments[0].written_at)
    assert (answer.parent, answer.has_words, answer.html) == (first, False, "")
    assert third.chapter == kept.work.chapters.get()
    assert all(row.is_imported and row.pseud is None for row in (first, answer, third))


def test_scripts_in_every_field_come_to_nothing(ada: User) -> None:
    evil = '<img src=x onerror="alert(1)"><script>alert(1)</script><p>Hm</p>'
    work = keep(
        described(
            chapter(1, TIDE + evil, title=evil, summary=evil, notes=evil),
            title=evil, summary=evil, notes=evil, freeforms=(evil,), authors=(evil,),
        ),
        as_pseud=ada.default_pseud,
    ).work  # fmt: skip
    one = work.chapters.get()

    for html in (work.summary, work.notes, one.html, one.summary, one.notes):
        assert harmful_in(f"<div>{html}</div>") == []
    assert not set("<>") & set(work.tags_of(TagKind.FREEFORM)[0].name)


def test_where_it_comes_from_is_remembered(ada: User) -> None:
    work = keep(described(authors=("A Lady",)), as_pseud=ada.default_pseud).work

    origin = WorkOrigin.objects.get(work=work)
    assert (origin.address, origin.authors, origin.imported_by) == (ADDRESS, ["A Lady"], ada)


@pytest.mark.parametrize("number", [1, 12])
def test_the_queries_of_keeping_grow_by_chapters_alone(
    ada: User, number: int, django_assert_max_num_queries: object
) -> None:
    texts = [f"<p>Chapter {place} of the tide tables.</p>" for place in range(number)]

    with django_assert_max_num_queries(60 + 51 * number):  # type: ignore[operator]  # a fixture
        keep(serial(*texts), as_pseud=ada.default_pseud, publish=True)


def test_parts_of_a_series_stand_in_the_order_that_their_sources_say(ada: User) -> None:
    for part in (1, 10, 11, 12, 2, 3):
        keep(
            described(
                title=f"Lamp {part}",
                original_url=f"https://archiveofourown.org/works/{part + 50}",
                series=(ParsedSeries("The Lamp Books", part),),
            ),
            as_pseud=ada.default_pseud,
        )

    series = Series.objects.get()
    titles = [entry.work.title for entry in series.entries.order_by("position")]
    assert titles == [f"Lamp {part}" for part in (1, 2, 3, 10, 11, 12)]


def test_a_work_that_was_moved_in_its_series_stays_there(ada: User) -> None:
    def bring(part: int) -> None:
        keep(
            described(
                title=f"Lamp {part}",
                original_url=f"https://archiveofourown.org/works/{part + 50}",
                series=(ParsedSeries("The Lamp Books", part),),
            ),
            as_pseud=ada.default_pseud,
        )

    for part in (1, 2, 3):
        bring(part)
    series = Series.objects.get()
    order = [entry.work_id for entry in series.entries.order_by("position")]
    series.reorder([order[2], order[0], order[1]])
    bring(2)
    bring(3)

    assert [entry.work_id for entry in series.entries.order_by("position")] == [
        order[2],
        order[0],
        order[1],
    ]


def test_a_works_skin_is_kept_with_it_and_given_to_its_importer(ada: User) -> None:
    kept = keep(described(skin="#workskin p { color: red }"), as_pseud=ada.default_pseud)
    again = keep(described(), as_pseud=ada.default_pseud)

    assert again.work == kept.work
    assert WorkOrigin.objects.get().skin == "#workskin p { color: red }"


@pytest.mark.parametrize(("publish", "most"), [(False, 11), (True, 32)])
def test_a_chapter_costs_few_queries_however_many_there_are(
    ada: User,
    publish: bool,  # a parameter of the test
    most: int,
) -> None:
    def asked(chapters: int) -> int:
        texts = [f"<p>Tide number {number} came in and went out.</p>" for number in range(chapters)]
        parsed = serial(*texts, title=f"{chapters} tides")
        parsed = replace(parsed, original_url=f"{ADDRESS}{chapters}")
        with CaptureQueriesContext(connection) as captured:
            kept = keep(parsed, as_pseud=ada.default_pseud, publish=publish)
        assert kept.is_new
        assert kept.work.chapters.count() == chapters
        return len(captured)

    few, many = asked(10), asked(30)

    assert (many - few) / 20 <= most
