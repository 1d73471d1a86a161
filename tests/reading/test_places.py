"""Places and horizons: kept, carried through edits, never opened by accident."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.text import Block, blocks_of
from bookcub.people.models import User
from bookcub.reading.actions import places
from bookcub.reading.actions.places import (
    _heirs,
    forget,
    keep_place,
    move_places,
    read_up_to_end,
    visit,
)
from bookcub.reading.models import ChapterProgress, Place
from bookcub.reading.queries.horizon import going_on, horizon_of, percent_read
from bookcub.works.models import Chapter, Work
from tests.browsing import Client
from tests.making import add_chapter, make_work

FIVE = "".join(f'<p id="b-aaaaaaa{n}">Paragraph number {n} of five.</p>' for n in range(5))


def five_blocks(work: Work, position: int = 1) -> Chapter:
    return add_chapter(work, position=position, html=FIVE)


def test_a_place_is_kept_and_the_work_says_where_to_go_on(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0, chapters_planned=2)
    chapter = five_blocks(work)
    five_blocks(work, 2)

    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa2")

    go_on = going_on(bo, [work])[work.pk]
    assert go_on.url == f"/works/{work.pk}/chapters/{chapter.pk}#b-aaaaaaa2"
    assert "1" in go_on.label


def test_who_looks_again_into_what_they_have_read_to_its_end_goes_on_behind_it(
    ada: User, bo: User
) -> None:
    """Scrolling up at the end of a chapter, or looking something up in it, is not reading it once more."""
    work = make_work(ada, chapters=0, chapters_planned=2)
    first, second = five_blocks(work), five_blocks(work, 2)
    read_up_to_end(user=bo, chapter=first)

    place = keep_place(user=bo, chapter=first, block_id="b-aaaaaaa1")

    assert place is not None
    assert place.block_id == "b-aaaaaaa1"
    go_on = going_on(bo, [work])[work.pk]
    assert go_on.url == second.get_absolute_url()
    assert "2" in go_on.label


def test_a_byline_of_many_fits_into_a_place(ada: User, bo: User) -> None:
    work = make_work(ada)
    for number in range(10):
        pseud = bo.pseuds.create(name=f"Somebody with a rather long name {number}")
        work.creatorships.create(pseud=pseud, accepted_at=work.created_at)

    visit(user=bo, chapter=work.chapters.get())
    assert Place.objects.get().work_byline == work.kept_byline[:300] != work.kept_byline
    Place.objects.all().delete()
    read_up_to_end(user=bo, chapter=work.chapters.get())
    assert len(Place.objects.get().work_byline) == 300


def test_scrolling_back_moves_the_place_and_not_the_horizon(ada: User, bo: User) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))

    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa3")
    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa1")

    assert Place.objects.get(user=bo).block_id == "b-aaaaaaa1"
    assert horizon_of(bo, chapter.work).has_reached(chapter.pk, 3)
    assert not horizon_of(bo, chapter.work).has_reached(chapter.pk, 4)


def test_after_the_last_block_one_goes_on_with_the_next_chapter(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0, chapters_planned=2)
    first, second = five_blocks(work), five_blocks(work, 2)

    read_up_to_end(user=bo, chapter=first)

    assert going_on(bo, [work])[work.pk].url == second.get_absolute_url()


def test_a_new_chapter_gives_a_finished_reader_something_to_go_on_with(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0, chapters_planned=None)
    read_up_to_end(user=bo, chapter=five_blocks(work))
    assert going_on(bo, [work])[work.pk].is_finished

    fresh = five_blocks(work, 2)

    assert going_on(bo, [work])[work.pk].url == fresh.get_absolute_url()


def test_the_button_under_a_chapter_reaches_all_before_it(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0)
    first, second, third = (five_blocks(work, n) for n in (1, 2, 3))

    read_up_to_end(user=bo, chapter=second)

    horizon = horizon_of(bo, work)
    assert horizon.has_reached(first.pk, 4)
    assert horizon.has_reached(second.pk, 4)
    assert not horizon.has_reached(third.pk, 0)


def test_another_order_neither_opens_the_unread_nor_closes_the_read(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0)
    first, second, third = (five_blocks(work, n) for n in (1, 2, 3))
    read_up_to_end(user=bo, chapter=second)

    for chapter, position in ((third, 1), (first, 2), (second, 3)):
        Chapter.objects.filter(pk=chapter.pk).update(position=position)

    horizon = horizon_of(bo, work)
    assert horizon.has_reached(first.pk, 4)
    assert horizon.has_reached(second.pk, 4)
    assert not horizon.has_reached(third.pk, 0)


def test_an_edit_carries_a_place_to_the_nearest_earlier_block(ada: User, bo: User) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa2")
    before = chapter.html
    chapter.html = before.replace('<p id="b-aaaaaaa2">Paragraph number 2 of five.</p>', "")
    chapter.save()

    move_places(chapter=chapter, before=blocks_of(before))

    assert Place.objects.get(user=bo).block_id == "b-aaaaaaa1"
    assert horizon_of(bo, chapter.work).has_reached(chapter.pk, 1)
    assert not horizon_of(bo, chapter.work).has_reached(chapter.pk, 2)


def test_blocks_added_above_do_not_close_what_was_read(ada: User, bo: User) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa2")
    before = chapter.html
    chapter.html = '<p id="b-zzzzzzz0">A foreword.</p>' + before
    chapter.save()

    move_places(chapter=chapter, before=blocks_of(before))

    progress = ChapterProgress.objects.get(user=bo, chapter=chapter)
    assert (progress.furthest_block_id, progress.furthest_index) == ("b-aaaaaaa2", 3)


def test_a_text_written_anew_leaves_nothing_reached(ada: User, bo: User) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa4")
    before = chapter.html
    chapter.html = '<p id="b-zzzzzzz0">All new.</p>'
    chapter.save()

    move_places(chapter=chapter, before=blocks_of(before))

    assert not horizon_of(bo, chapter.work).has_reached(chapter.pk, 0)


@given(
    old=st.lists(st.sampled_from("abcdefgh"), unique=True),
    new=st.lists(st.sampled_from("abcdefghxyz"), unique=True),
)
def test_no_edit_ever_hands_a_place_to_a_later_block(old: list[str], new: list[str]) -> None:
    number = {name: index for index, name in enumerate(new)}

    heirs = _heirs([Block(name, "p", name) for name in old], number)

    for place, heir in heirs.items():
        assert not heir or old.index(heir) <= old.index(place)


def text_of(*words: str) -> str:
    return "".join(f'<p id="b-aaaaaaa{word[0]}">Paragraph {word}.</p>' for word in words)


def edited(bo: User, chapter: Chapter, *, read_to: str, to: str) -> int | None:
    """How far Bo has read in a chapter once it has the second text, having read up to a block of the first."""
    keep_place(user=bo, chapter=chapter, block_id=f"b-aaaaaaa{read_to}")
    before = chapter.html
    chapter.html = to
    chapter.save()
    move_places(chapter=chapter, before=blocks_of(before))
    return horizon_of(bo, chapter.work).furthest.get(chapter.pk)


def test_whoever_opens_a_chapter_while_its_edit_is_carried_out_stands_in_no_ones_way(
    ada: User, bo: User, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    chapter.html = text_of("1", "2", "3", "4")
    chapter.save()
    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa3")
    as_shown = Chapter.objects.get(pk=chapter.pk)
    looked_up = places._furthest_after

    def meanwhile(*asked: Any) -> Any:
        keep_place(user=cy, chapter=as_shown, block_id="b-aaaaaaa2")
        return looked_up(*asked)

    monkeypatch.setattr(places, "_furthest_after", meanwhile)
    chapter.html = text_of("1", "3", "4")
    chapter.save()
    move_places(chapter=chapter, before=as_shown.blocks)

    assert horizon_of(bo, chapter.work).furthest == {chapter.pk: 1}


@pytest.mark.parametrize(
    ("read_to", "to", "index"),
    [
        ("2", text_of("1", "3", "4", "2"), 0),  # what was read went behind what was not
        ("2", text_of("4", "1", "2", "3"), None),  # what was not read came first
        ("2", text_of("2", "1", "3", "4"), 1),  # what was read changed places
        ("3", text_of("1", "2", "5 is new", "3", "4"), 3),  # something new in between
        ("2", text_of("1", "2 and Paragraph 3", "4"), 0),  # the unread was joined to the read
        ("2", text_of("1", "2", "7: Paragraph 3", "4"), 1),  # the unread has another id now
        ("4", text_of("1", "2"), 1),
    ],
)
def test_no_edit_opens_what_was_unread(
    ada: User, bo: User, read_to: str, to: str, index: int | None
) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    chapter.html = text_of("1", "2", "3", "4")
    chapter.save()

    assert edited(bo, chapter, read_to=read_to, to=to) == index


def test_who_keeps_no_history_has_no_place(ada: User, bo: User) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    bo.preferences.keeps_history = False
    bo.preferences.save()

    assert keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa2") is None
    assert visit(user=bo, chapter=chapter) is None
    assert not Place.objects.exists()
    assert not ChapterProgress.objects.exists()


def test_forgetting_a_work_takes_its_place_and_its_horizon(ada: User, bo: User) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa2")

    forget(user=bo, work=chapter.work)

    assert not Place.objects.exists()
    assert not horizon_of(bo, chapter.work).has_reached(chapter.pk, 0)


def test_the_share_that_is_read_counts_words(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0)
    chapter = five_blocks(work)
    Chapter.objects.update(word_count=25)
    work.count_again()

    keep_place(user=bo, chapter=chapter, block_id="b-aaaaaaa2")

    assert percent_read(bo, work) == 40


def test_who_has_only_opened_a_chapter_has_read_none_of_it(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0)
    chapter = five_blocks(work)
    Chapter.objects.update(word_count=25)
    work.count_again()

    visit(user=bo, chapter=chapter)

    assert percent_read(bo, work) == 0
    # A text that is changed at this moment may have lost the block.
    Place.objects.update(block_id="b-aaaaaaa9")
    assert percent_read(bo, work) == 0


def test_scrolling_up_again_in_a_read_chapter_takes_nothing_back(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0)
    first = five_blocks(work)
    five_blocks(work, 2)
    Chapter.objects.update(word_count=25)
    work.count_again()
    first.refresh_from_db()
    read_up_to_end(user=bo, chapter=first)

    keep_place(user=bo, chapter=first, block_id="b-aaaaaaa1")

    assert percent_read(bo, work) == 50


def post_place(client: Client, chapter: Chapter, **data: str) -> int:
    url = f"/works/{chapter.work_id}/chapters/{chapter.pk}/place"
    return client.post(url, data).status_code


def test_a_block_that_the_chapter_does_not_have_is_refused(
    client: Client, ada: User, bo: User
) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    client.force_login(bo)

    assert post_place(client, chapter, block="b-99999999", quietly="on") == 422
    assert post_place(client, chapter, block="<script>", quietly="on") == 422
    assert post_place(client, chapter, quietly="on") == 422
    assert post_place(client, chapter, block="b-aaaaaaa1", quietly="on") == 204


def test_nobody_keeps_a_place_in_a_draft(client: Client, ada: User, bo: User) -> None:
    chapter = add_chapter(make_work(ada, chapters=0), position=1, html=FIVE, posted=False)
    client.force_login(bo)

    assert post_place(client, chapter, block="b-aaaaaaa1") == 404


def test_the_button_under_a_chapter_leads_nowhere_else(client: Client, ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0)
    first, _ = five_blocks(work), five_blocks(work, 2)
    client.force_login(bo)

    response = client.post(f"{first.get_absolute_url()}/place", {"end": "on"})

    assert response.headers["Location"] == f"{first.get_absolute_url()}#after"


def test_a_place_can_be_kept_at_a_paragraph_without_javascript(
    client: Client, ada: User, bo: User
) -> None:
    chapter = five_blocks(make_work(ada, chapters=0))
    client.force_login(bo)

    page = client.get(f"{chapter.get_absolute_url()}/places").content.decode()
    assert page.count('name="block"') == 5

    response = client.post(f"{chapter.get_absolute_url()}/place", {"block": "b-aaaaaaa3"})
    assert response.headers["Location"] == f"{chapter.get_absolute_url()}#b-aaaaaaa3"
