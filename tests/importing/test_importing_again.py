"""The same source brought in again updates its work and doubles nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from bookcub.comments.models import Comment
from bookcub.formats.story.parsed import ParsedWork
from bookcub.formats.story.remarks import remark
from bookcub.importing.actions.save_work import Wishes, keep, keep_as_wished, plan_of
from bookcub.importing.mapping import map_work
from bookcub.importing.models import WorkOrigin
from bookcub.importing.queries.same_work import Comparison, compare, same_work
from bookcub.people.models import User
from bookcub.tags.models import TagKind
from bookcub.works.actions import add_chapter
from bookcub.works.actions.trash import discard_chapter, discard_work
from bookcub.works.fields import ChapterFields
from bookcub.works.models import Revision, Work
from tests.importing.describing import (
    ADDRESS,
    COCKLES,
    FLOOD,
    TIDE,
    chapter,
    comment,
    described,
    moved,
    serial,
)


def texts(work: Work) -> list[str]:
    return [chapter.html.split(">", 1)[1][:8] for chapter in work.chapters.order_by("position")]


def test_the_same_work_again_changes_nothing(ada: User) -> None:
    parsed = serial(TIDE, COCKLES, comments=(comment(1), comment(2, parent_id="901")))
    work = keep(parsed, as_pseud=ada.default_pseud, publish=True).work
    again = keep(parsed, as_pseud=ada.default_pseud, publish=True)

    assert (again.work, again.is_new) == (work, False)
    assert (again.chapters.added, again.chapters.changed, again.chapters.unchanged) == (0, 0, 2)
    assert again.comments_added == 0
    assert (Work.objects.count(), Revision.objects.count(), Comment.objects.count()) == (1, 2, 2)


def test_a_changed_chapter_becomes_a_revision_and_a_new_one_is_added(ada: User) -> None:
    work = keep(serial(TIDE, COCKLES), as_pseud=ada.default_pseud, publish=True).work
    again = keep(serial(TIDE, FLOOD, COCKLES + FLOOD), as_pseud=ada.default_pseud, publish=True)

    assert (again.chapters.added, again.chapters.changed, again.chapters.unchanged) == (1, 1, 1)
    assert [row.revisions.count() for row in work.chapters.order_by("position")] == [1, 2, 1]
    assert work.chapters.get(position=2).revisions.first().note  # type: ignore[union-attr]  # it has two
    assert work.chapters.get(position=3).is_posted


def test_one_chapter_of_many_finds_its_place_in_the_work(ada: User) -> None:
    whole = serial(TIDE, COCKLES, FLOOD)
    middle = replace(whole, chapters=whole.chapters[1:2])
    last = replace(whole, chapters=whole.chapters[2:])
    first = replace(whole, chapters=whole.chapters[:1])
    work = keep(middle, as_pseud=ada.default_pseud).work
    keep(last, as_pseud=ada.default_pseud)
    keep(first, as_pseud=ada.default_pseud)

    assert Work.objects.count() == 1
    assert texts(work) == [TIDE[3:11], COCKLES[3:11], FLOOD[3:11]]
    assert keep(whole, as_pseud=ada.default_pseud).chapters.unchanged == 3


def test_chapters_written_here_stay_where_they_are(ada: User) -> None:
    whole = serial(TIDE, COCKLES, FLOOD)
    work = keep(replace(whole, chapters=whole.chapters[:2]), as_pseud=ada.default_pseud).work
    add_chapter(
        work=work, by=ada.default_pseud, html="<p>An interlude, written here.</p>", position=2
    )
    keep(whole, as_pseud=ada.default_pseud)

    assert texts(work) == [TIDE[3:11], "An inter", COCKLES[3:11], FLOOD[3:11]]


def test_what_was_edited_here_stays_while_the_source_says_nothing_new(ada: User) -> None:
    work = keep(serial(TIDE, COCKLES), as_pseud=ada.default_pseud).work
    first = work.chapters.get(position=1)
    first.rewrite(by=ada.default_pseud, html=FLOOD, fields=ChapterFields(title="Mine"))
    Work.objects.filter(pk=work.pk).update(title="My own title")
    again = keep(serial(TIDE, COCKLES, FLOOD, freeforms=("Tides",)), as_pseud=ada.default_pseud)

    first.refresh_from_db()
    assert (first.title, again.work.title) == ("Mine", "My own title")
    assert "at once" in first.html
    assert [tag.name for tag in again.work.tags_of(TagKind.FREEFORM)] == ["Tides"]


def test_a_download_that_says_less_takes_nothing_away(ada: User) -> None:
    page = serial(TIDE, freeforms=("Tides",), summary="<p>S</p>")
    download = replace(
        page, format="otwarchive download", freeforms=(), summary="", warnings_tags=(), rating="",
        chapters=(chapter(1, TIDE.replace("em>", "i>")),),
    )  # fmt: skip
    keep(page, as_pseud=ada.default_pseud)
    again = keep(download, as_pseud=ada.default_pseud)

    assert [tag.name for tag in again.work.tags_of(TagKind.FREEFORM)] == ["Tides"]
    assert (again.work.summary, again.work.rating) == ("<p>S</p>", "teen")
    assert again.work.warnings.codes == ["none_apply"]
    assert (again.chapters.unchanged, again.notices) == (1, ())


def test_without_an_address_it_is_known_by_its_words(ada: User) -> None:
    parsed = described(chapter(1), chapter(2, COCKLES), original_url=None, format="Word")
    keep(parsed, as_pseud=ada.default_pseud)
    longer = replace(parsed, chapters=(*parsed.chapters, chapter(3, FLOOD)))
    again = keep(longer, as_pseud=ada.default_pseud)

    assert (again.is_new, again.chapters.added, again.chapters.unchanged) == (False, 1, 2)


def test_a_chapter_put_in_between_moves_the_others_and_changes_none(ada: User) -> None:
    parsed = described(chapter(1, TIDE), chapter(2, FLOOD), original_url=None)
    work = keep(parsed, as_pseud=ada.default_pseud).work
    new = described(chapter(1, TIDE), chapter(2, COCKLES), chapter(3, FLOOD), original_url=None)
    again = keep(new, as_pseud=ada.default_pseud)

    assert (again.chapters.added, again.chapters.changed) == (1, 0)
    assert texts(work) == [TIDE[3:11], COCKLES[3:11], FLOOD[3:11]]


def test_another_work_with_the_same_title_is_another_work(ada: User) -> None:
    keep(described(original_url=None), as_pseud=ada.default_pseud)
    other = keep(described(chapter(1, FLOOD), original_url=None), as_pseud=ada.default_pseud)

    assert other.is_new


def test_bos_import_never_touches_adas_work(ada: User, bo: User) -> None:
    work = keep(serial(TIDE), as_pseud=ada.default_pseud, publish=True).work
    his = keep(serial(FLOOD), as_pseud=bo.default_pseud, publish=True)

    assert his.is_new
    assert texts(work) == [TIDE[3:11]]


def test_words_that_were_missing_are_brought_by_a_later_source(ada: User) -> None:
    keep(described(comments=(comment(1, html=None),)), as_pseud=ada.default_pseud)
    keep(described(comments=(comment(1),)), as_pseud=ada.default_pseud)

    row = Comment.objects.get()
    assert (row.has_words, row.html) == (True, "<p>I rowed past it.</p>")


def test_chapters_gone_from_the_source_stay_and_are_told(ada: User) -> None:
    keep(serial(TIDE, COCKLES, FLOOD), as_pseud=ada.default_pseud)
    again = keep(replace(serial(TIDE, COCKLES), original_url=ADDRESS), as_pseud=ada.default_pseud)

    assert again.work.chapters.count() == 3
    assert again.notices == (remark("chapters-stay", 1),)


@pytest.mark.parametrize(
    ("parsed", "added", "changed"),
    [
        (serial(TIDE), 0, 0),
        (serial(TIDE, COCKLES), 1, 0),
        (serial(FLOOD), 0, 1),
        (serial(FLOOD, COCKLES, TIDE + FLOOD), 2, 1),
    ],
)
def test_what_would_be_done_is_said_before(
    ada: User, parsed: object, added: int, changed: int
) -> None:
    keep(serial(TIDE), as_pseud=ada.default_pseud)
    mapped = map_work(parsed)  # type: ignore[arg-type]  # parsed works

    seen = compare(mapped, same_work(mapped, ada))
    assert (seen.count("new"), seen.count("changed")) == (added, changed)


def test_comparing_takes_a_few_queries_however_many_chapters_there_are(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parsed = serial(*(f"<p>Chapter {place} of the tide tables.</p>" for place in range(12)))
    work = keep(parsed, as_pseud=ada.default_pseud).work
    mapped = map_work(parsed)

    with django_assert_num_queries(4):
        assert compare(mapped, same_work(mapped, ada)).work == work


def test_moved_chapters_are_known_by_their_words(ada: User) -> None:
    keep(serial(TIDE, COCKLES), as_pseud=ada.default_pseud)
    again = keep(moved(serial(TIDE, COCKLES), by=3), as_pseud=ada.default_pseud)

    assert (again.chapters.added, again.chapters.unchanged) == (0, 2)


def test_what_lies_in_the_trash_is_left_there_and_comes_again_anew(ada: User) -> None:
    parsed = serial(TIDE, COCKLES)
    work = keep(parsed, as_pseud=ada.default_pseud).work
    second = work.chapters.get(position=2)
    discard_chapter(chapter=second, by=ada)

    again = keep(parsed, as_pseud=ada.default_pseud)
    assert (again.work, again.chapters.added, again.chapters.unchanged) == (work, 1, 1)
    second.refresh_from_db()
    assert second.is_discarded

    discard_work(work=work, by=ada)
    anew = keep(parsed, as_pseud=ada.default_pseud)
    assert anew.is_new
    assert anew.work != work


def test_a_longer_book_again_is_as_long_as_it_is_unless_another_end_was_chosen(ada: User) -> None:
    def again(*texts: str) -> str:
        kept = keep(book(*texts, format="EPUB"), as_pseud=ada.default_pseud, publish=True)
        kept.work.refresh_from_db()
        return kept.work.chapters_label

    assert again(TIDE, COCKLES) == "2/2"
    assert again(TIDE, COCKLES, FLOOD) == "3/3"
    assert again(TIDE, COCKLES, FLOOD, TIDE + FLOOD) == "4/4"

    Work.objects.update(chapters_planned=None)
    assert again(TIDE, COCKLES, FLOOD, TIDE + FLOOD, COCKLES + FLOOD) == "5/?"
    assert Work.objects.count() == 1


def test_what_was_left_out_stays_out_until_somebody_asks_for_it(ada: User) -> None:
    parsed = serial(TIDE, COCKLES, FLOOD)
    work = keep_without(parsed, 2, by=ada)

    assert keep(parsed, as_pseud=ada.default_pseud, publish=True).notices == (
        remark("chapters-stay-out", 1),
    )
    longer = serial(TIDE, COCKLES, FLOOD, TIDE + FLOOD)
    assert keep(longer, as_pseud=ada.default_pseud).chapters.added == 1
    assert texts(work) == [TIDE[3:11], FLOOD[3:11], TIDE[3:11]]

    seen = seen_by(ada, longer)
    assert (seen.count("new"), seen.left_out) == (0, 1)
    assert seen.summary.endswith("1 chapter that you left out before stays out")
    wished = replace(wishes_for(longer), chapters=map_work(longer).chapters)
    keep_as_wished(map_work(longer), wished, as_pseud=ada.default_pseud)
    assert texts(work) == [TIDE[3:11], COCKLES[3:11], FLOOD[3:11], TIDE[3:11]]
    assert seen_by(ada, longer).left_out == 0


def test_what_was_left_out_is_known_without_addresses_too(ada: User) -> None:
    work = keep_without(book(TIDE, COCKLES, FLOOD), 2, by=ada)

    keep(book(TIDE, TIDE + FLOOD, COCKLES, FLOOD), as_pseud=ada.default_pseud)
    assert work.chapters.count() == 3
    assert not work.chapters.filter(html__contains="cockles").exists()


def test_new_words_that_were_not_wanted_stay_out_until_there_are_others(ada: User) -> None:
    work = keep(serial(TIDE, COCKLES), as_pseud=ada.default_pseud).work
    keep_without(serial(TIDE, FLOOD), 2, by=ada)

    keep(serial(TIDE, FLOOD), as_pseud=ada.default_pseud)
    assert texts(work) == [TIDE[3:11], COCKLES[3:11]]

    keep(serial(TIDE, FLOOD + COCKLES), as_pseud=ada.default_pseud)
    assert texts(work) == [TIDE[3:11], FLOOD[3:11]]
    assert seen_by(ada, serial(TIDE, FLOOD)).left_out == 0


def book(*texts: str, **more: Any) -> ParsedWork:
    """A work whose source has no addresses."""
    chapters = [chapter(place, html) for place, html in enumerate(texts, start=1)]
    return described(*chapters, original_url=None, **more)


NOTE = "<p>No chapter this week: I am back in spring.</p>"


def test_what_was_left_out_keeps_no_other_chapter_out_of_its_place(ada: User) -> None:
    work = keep_without(book(TIDE, COCKLES, NOTE), 3, by=ada)

    again = keep(book(TIDE, COCKLES, FLOOD), as_pseud=ada.default_pseud)
    assert (again.chapters.added, again.notices) == (1, ())
    assert texts(work) == [TIDE[3:11], COCKLES[3:11], FLOOD[3:11]]

    keep(book(TIDE, COCKLES, FLOOD, NOTE), as_pseud=ada.default_pseud)
    assert work.chapters.count() == 3


def test_other_words_at_the_address_of_what_was_left_out_are_offered(ada: User) -> None:
    work = keep_without(serial(TIDE, COCKLES, NOTE), 3, by=ada)

    assert seen_by(ada, serial(TIDE, COCKLES, NOTE)).left_out == 1
    keep(serial(TIDE, COCKLES, FLOOD), as_pseud=ada.default_pseud)
    assert texts(work) == [TIDE[3:11], COCKLES[3:11], FLOOD[3:11]]


def test_new_words_without_an_address_that_were_not_wanted_hold_no_newer_ones_back(
    ada: User,
) -> None:
    work = keep(book(TIDE, COCKLES), as_pseud=ada.default_pseud).work
    keep_without(book(TIDE, FLOOD), 2, by=ada)

    keep(book(TIDE, FLOOD), as_pseud=ada.default_pseud)
    assert texts(work) == [TIDE[3:11], COCKLES[3:11]]
    keep(book(TIDE, NOTE), as_pseud=ada.default_pseud)
    assert texts(work) == [TIDE[3:11], NOTE[3:11]]


@pytest.mark.parametrize("is_older", [False, True])
def test_new_words_that_were_not_wanted_stay_out_in_another_format_too(
    ada: User, is_older: bool
) -> None:
    def download(*texts: str) -> ParsedWork:
        words = (each.replace("<p>", '<p class="calibre1">') for each in texts)
        return serial(*words, format="otwarchive download")

    work = keep(serial(TIDE, COCKLES), as_pseud=ada.default_pseud).work
    keep_without(serial(TIDE, FLOOD), 2, by=ada)
    if is_older:  # noted before formats were
        for each in (origin := WorkOrigin.objects.get()).left_out:
            each.pop("format", None)
        origin.save()

    assert seen_by(ada, serial(TIDE, FLOOD)).left_out == 1
    assert seen_by(ada, download(TIDE, FLOOD)).left_out == 1
    keep(download(TIDE, FLOOD), as_pseud=ada.default_pseud)
    assert texts(work) == [TIDE[3:11], COCKLES[3:11]]
    assert seen_by(ada, download(TIDE, FLOOD + NOTE)).left_out == 0


def test_what_is_in_the_work_is_not_said_to_stay_out(ada: User) -> None:
    work = keep(serial(TIDE, COCKLES), as_pseud=ada.default_pseud).work
    keep_without(serial(TIDE, FLOOD), 2, by=ada)
    discard_chapter(chapter=work.chapters.get(position=2), by=ada)

    first, second = (keep(serial(TIDE, FLOOD), as_pseud=ada.default_pseud) for _ in range(2))

    assert (first.chapters.added, first.notices) == (1, ())
    assert (second.chapters.unchanged, second.notices) == (2, ())
    assert WorkOrigin.objects.get().left_out == []


def test_a_page_of_one_chapter_forgets_nothing_of_what_was_left_out(ada: User) -> None:
    parsed = serial(TIDE, COCKLES, FLOOD)
    keep_without(parsed, 2, by=ada)

    keep(replace(parsed, chapters=parsed.chapters[2:]), as_pseud=ada.default_pseud)

    assert seen_by(ada, parsed).left_out == 1


def seen_by(person: User, parsed: ParsedWork) -> Comparison:
    mapped = map_work(parsed)
    return compare(mapped, same_work(mapped, person))


def wishes_for(parsed: ParsedWork) -> Wishes:
    mapped = map_work(parsed)
    fields, tags = plan_of(mapped.fields, None, mapped.address)
    return Wishes(fields=fields, tags=tags, chapters=mapped.chapters)


def keep_without(parsed: ParsedWork, key: int, *, by: User) -> Work:
    """Keep it as somebody wishes who took the tick of one chapter away."""
    wishes = wishes_for(parsed)
    wished = [each for each in wishes.chapters if each.key != key]
    mapped = map_work(parsed)
    return keep_as_wished(mapped, replace(wishes, chapters=wished), as_pseud=by.default_pseud).work


OLD, NEW = "https://shelf.example/works/12", "http://shelf.example:8080/works/12"


def at(address: str, *texts: str, **more: Any) -> ParsedWork:
    """A serial of another archive."""
    chapters = [
        chapter(place, html, original_url=f"{address}/chapters/{place}")
        for place, html in enumerate(texts, start=1)
    ]
    return described(*chapters, original_url=address, **more)


@pytest.mark.both  # the title that its source had is asked for in JSON
def test_a_work_that_was_noted_without_its_port_is_found_by_the_address_with_it(ada: User) -> None:
    work = keep(at(OLD, TIDE, COCKLES), as_pseud=ada.default_pseud).work
    assert seen_by(ada, at(NEW, TIDE, COCKLES, title="Named otherwise")).work == work
    again = keep(at(NEW, TIDE, COCKLES, FLOOD), as_pseud=ada.default_pseud)

    assert (again.work, again.is_new) == (work, False)
    assert (again.chapters.added, again.chapters.unchanged, again.notices) == (1, 2, ())
    assert keep(at(NEW, TIDE, COCKLES, FLOOD), as_pseud=ada.default_pseud).chapters.unchanged == 3
    assert WorkOrigin.objects.get().address == NEW


def test_what_was_left_out_before_ports_were_noted_stays_out(ada: User) -> None:
    keep_without(at(OLD, TIDE, COCKLES), 2, by=ada)

    assert seen_by(ada, at(NEW, TIDE, COCKLES)).left_out == 1


def test_a_work_of_the_archive_without_a_port_is_another(ada: User) -> None:
    work = keep(at(OLD, TIDE), as_pseud=ada.default_pseud).work
    other = keep(at(NEW, FLOOD, title="High Water"), as_pseud=ada.default_pseud)

    assert other.is_new
    assert keep(at(OLD, TIDE), as_pseud=ada.default_pseud).work == work
    assert keep(at(NEW, FLOOD, title="High Water"), as_pseud=ada.default_pseud).work == other.work
