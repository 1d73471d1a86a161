"""Reading takes time: a flick opens nothing, reading does, and who only looked is where they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import signing
from selectolax.lexbor import LexborHTMLParser

from bookcub.core import behind, clock
from bookcub.people.models import User
from bookcub.reading.actions.advances import forget_old_visits
from bookcub.reading.actions.dwelling import dwell, leave_passing
from bookcub.reading.actions.places import (
    forget,
    keep_place,
    move_places,
    read_up_to_end,
    visit,
)
from bookcub.reading.models import Advance, ChapterProgress, OpenedPage, Place, moment
from bookcub.reading.models.openings import SALT
from bookcub.reading.queries.horizon import going_on, horizon_of
from bookcub.works.models import Chapter, Work
from tests.browsing import Client
from tests.making import add_chapter, make_work

pytestmark = pytest.mark.both  # what is locked, and in which order, is each database's own

WORDS = 250  # in a paragraph: ten seconds
TEN = "".join(f'<p id="b-aaaaaaa{n}">{"tide " * WORDS}</p>' for n in range(10))


@pytest.fixture
def work(ada: User) -> Work:
    work = make_work(ada, chapters=0)
    for position in (1, 2, 3):
        add_chapter(work, position=position, html=TEN)
    return work


@pytest.fixture
def first(work: Work) -> Chapter:
    return work.chapters.select_related("work").get(position=1)


@contextmanager
def later(opening: OpenedPage, seconds: float) -> Iterator[None]:
    with clock.set_to(opening.at + timedelta(seconds=seconds)):
        yield


def scroll(
    user: User,
    opening: OpenedPage | None,
    chapter: Chapter,
    *,
    to: int,
    after: float = 0,
    in_front: float | None = None,
) -> int:
    """Scroll to a paragraph; the number of the last one that is reached then, -1 for none."""
    with clock.set_to((opening.at if opening else moment()) + timedelta(seconds=after)):
        dwell(
            user=user,
            chapter=chapter,
            block_id="b-aaaaaaa0",
            furthest_id=f"b-aaaaaaa{to}",
            opening=opening,
            in_front=None if in_front is None else round(in_front * 1000),
        )
    return horizon_of(user, chapter.work).furthest.get(chapter.pk, -1)


def here(user: User, work: Work) -> tuple[int, str]:
    """The chapter and the block of somebody's place."""
    place = Place.objects.select_related("chapter").get(user=user, work=work)
    assert place.chapter
    return place.chapter.position, place.block_id


def is_read(user: User, chapter: Chapter) -> bool:
    whole = ChapterProgress.objects.filter(user=user, chapter=chapter, read_whole_at__isnull=False)
    return whole.exists()


def test_a_flick_to_the_end_opens_nothing_and_is_remembered_as_the_place(
    first: Chapter, bo: User
) -> None:
    assert scroll(bo, OpenedPage.of(bo, first), first, to=9, after=0.3) == 0
    assert not is_read(bo, first)
    assert Place.objects.get(user=bo).finished_at is None


def test_the_horizon_follows_as_fast_as_one_can_read(first: Chapter, bo: User) -> None:
    opening = OpenedPage.of(bo, first)

    assert scroll(bo, opening, first, to=9, after=9) == 0
    assert scroll(bo, opening, first, to=9, after=31) == 2
    assert scroll(bo, opening, first, to=1, after=80) == 2  # no further than what was seen
    assert scroll(bo, opening, first, to=9, after=99) == 8
    assert scroll(bo, opening, first, to=9, after=101) == 9
    assert is_read(bo, first)


def test_the_shorter_of_the_two_clocks_is_believed(first: Chapter, bo: User) -> None:
    opening = OpenedPage.of(bo, first)

    assert scroll(bo, opening, first, to=9, after=60, in_front=21) == 1
    assert scroll(bo, opening, first, to=9, after=61, in_front=9999) == 5


def test_who_goes_on_within_a_chapter_needs_no_time_for_what_they_have_read(
    first: Chapter, bo: User
) -> None:
    keep_place(user=bo, chapter=first, block_id="b-aaaaaaa7")

    assert scroll(bo, OpenedPage.of(bo, first), first, to=9, after=21) == 9


def test_chapters_on_one_page_share_its_time(work: Work, bo: User) -> None:
    first, second, third = work.chapters.select_related("work").order_by("position")
    at = moment()
    page = {each: OpenedPage.of(bo, each, at) for each in (first, second, third)}

    assert scroll(bo, page[first], first, to=9, after=101) == 9
    assert scroll(bo, page[second], second, to=9, after=102) == 0
    assert scroll(bo, page[second], second, to=9, after=131) == 2
    assert scroll(bo, page[third], third, to=9, after=132) == 0


def test_a_visit_gives_an_hour_at_most_and_a_page_of_another_day_nothing(
    ada: User, bo: User
) -> None:
    work = make_work(ada, chapters=0)
    html = "".join(f'<p id="b-aaaaaaa{n}">{"tide " * 50_000}</p>' for n in range(3))
    chapter = add_chapter(work, position=1, html=html)
    opening = OpenedPage.of(bo, chapter)

    assert scroll(bo, opening, chapter, to=2, after=4 * 3600) == 0
    with later(opening, 25 * 3600):
        assert OpenedPage.read(opening.signed(), user=bo, chapter=chapter) is None


def test_a_chapter_of_one_paragraph_takes_its_time_too(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=0)
    chapter = add_chapter(work, position=1, html=f'<p id="b-aaaaaaa0">{"tide " * 100}</p>')
    opening = OpenedPage.of(bo, chapter)

    scroll(bo, opening, chapter, to=0, after=3)
    assert not is_read(bo, chapter)
    scroll(bo, opening, chapter, to=0, after=5)
    assert is_read(bo, chapter)


def url(chapter: Chapter, noun: str = "place") -> str:
    return f"/works/{chapter.work_id}/chapters/{chapter.pk}/{noun}"


def post(client: Client, chapter: Chapter, *, opened: str = "", **more: str) -> dict[str, str]:
    told = {"block": "b-aaaaaaa0", "furthest": "b-aaaaaaa9", "quietly": "on", "opened": opened}
    answer = client.post(url(chapter), told | more)
    assert answer.status_code == 204
    return dict(answer.headers)


def found(page: bytes, selector: str, name: str) -> list[str]:
    """What stands under a name on these elements of a page."""
    return [one.attributes.get(name) or "" for one in LexborHTMLParser(page).css(selector)]


def opened_on(client: Client, address: str) -> str:
    """When the page says that it was opened."""
    return found(client.get(address).content, "reading-place", "opened")[0]


class TestForgedOpenings:
    """Nothing that was not signed for this person and this chapter today gives time, and nobody is told."""

    @pytest.fixture
    def signed(self, client: Client, first: Chapter, bo: User) -> OpenedPage:
        client.force_login(bo)
        return OpenedPage.of(bo, first, moment() - timedelta(minutes=30))

    def test_a_good_one_counts(self, client: Client, first: Chapter, signed: OpenedPage) -> None:
        assert post(client, first, opened=signed.signed())["X-Bookcub-Reached"] == "b-aaaaaaa9"

    @pytest.mark.parametrize(
        "kind", ["none", "nonsense", "forged", "other", "chapter", "future", "shape", "huge"]
    )
    def test_others_do_not(
        self, client: Client, first: Chapter, signed: OpenedPage, cy: User, kind: str
    ) -> None:
        bo, chapter, milliseconds = signing.loads(signed.signed(), salt=SALT)
        opened = {
            "none": "",
            "nonsense": "€:::",
            "forged": signing.dumps([bo, chapter, milliseconds], key="another", salt=SALT),
            "other": signing.dumps([cy.pk, chapter, milliseconds], salt=SALT),
            "chapter": signing.dumps([bo, chapter + 1, milliseconds], salt=SALT),
            "future": signing.dumps([bo, chapter, milliseconds + 10**10], salt=SALT),
            "shape": signing.dumps({"at": [10**40]}, salt=SALT),
            "huge": signing.dumps([bo, chapter, 10**40], salt=SALT),
        }[kind]

        post(client, first, opened=opened)

        assert not ChapterProgress.objects.filter(furthest_index__gt=0).exists()

    def test_what_was_spent_is_spent_however_often_it_is_sent(
        self, client: Client, first: Chapter, work: Work, bo: User, signed: OpenedPage
    ) -> None:
        opening = OpenedPage.of(bo, first, moment() - timedelta(seconds=31))
        for _ in range(5):
            reached = post(client, first, opened=opening.signed())["X-Bookcub-Reached"]
        assert reached == "b-aaaaaaa2"

    def test_a_page_that_is_open_for_hours_is_handed_another(
        self, client: Client, first: Chapter, bo: User, signed: OpenedPage
    ) -> None:
        old = OpenedPage.of(bo, first, moment() - timedelta(hours=5))
        headers = post(client, first, opened=old.signed())
        assert headers["X-Bookcub-Reached"] == "b-aaaaaaa9"
        fresh = OpenedPage.read(headers["X-Bookcub-Opened"], user=bo, chapter=first)
        assert fresh is not None
        assert moment() - fresh.at < timedelta(minutes=1)
        assert "X-Bookcub-Opened" not in post(client, first, opened=signed.signed())


def test_two_tabs_and_two_devices_each_have_their_own_time(first: Chapter, bo: User) -> None:
    tab = OpenedPage.of(bo, first)
    other = OpenedPage.of(bo, first, tab.at + timedelta(seconds=1))

    assert scroll(bo, tab, first, to=9, after=31, in_front=31) == 2
    assert scroll(bo, other, first, to=9, after=31, in_front=2) == 2  # it lay behind the first
    assert scroll(bo, other, first, to=9, after=52, in_front=21) == 4
    assert scroll(bo, tab, first, to=9, after=60, in_front=31) == 4


class TestGoingOn:
    """Whoever never scrolls has read a chapter when they go on, if there was time for it."""

    @pytest.fixture
    def reader(self, client: Client, bo: User) -> Client:
        client.force_login(bo)
        return client

    def way_on(self, client: Client, chapter: Chapter) -> str:
        page = client.get(chapter.get_absolute_url()).content
        return found(page, "a.chapter-nav-next", "href")[0]

    def test_after_enough_time_it_counts_and_the_address_is_clean(
        self, reader: Client, work: Work, first: Chapter, bo: User
    ) -> None:
        href = self.way_on(reader, first)
        with clock.set_to(moment() + timedelta(seconds=101)):
            answer = reader.get(href)

        second = work.chapters.get(position=2)
        assert answer.headers["Location"] == second.get_absolute_url()
        assert is_read(bo, first)

    def test_too_soon_it_does_not(self, reader: Client, first: Chapter, bo: User) -> None:
        href = self.way_on(reader, first)
        with clock.set_to(moment() + timedelta(seconds=98)):
            reader.get(href)
        assert horizon_of(bo, first.work).furthest == {first.pk: 0}

    def test_not_by_a_browser_that_fetches_ahead_nor_with_anothers_link(
        self, reader: Client, work: Work, first: Chapter, bo: User, cy: User
    ) -> None:
        href = self.way_on(reader, first)
        second = work.chapters.get(position=2)
        foreign = OpenedPage.of(cy, first, moment() - timedelta(minutes=9)).signed()
        with clock.set_to(moment() + timedelta(minutes=9)):
            reader.get(href, headers={"Sec-Purpose": "prefetch"})
            reader.get(f"{second.get_absolute_url()}?read={foreign}")
        assert not is_read(bo, first)

    @pytest.mark.usefixtures("left_behind")
    def test_the_page_waits_for_nothing(self, reader: Client, first: Chapter, bo: User) -> None:
        href = self.way_on(reader, first)
        with clock.set_to(moment() + timedelta(minutes=9)):
            reader.get(href)
            assert not is_read(bo, first)
            behind.write_all()
        assert is_read(bo, first)

    def test_the_script_says_for_how_long_the_text_was_in_front(
        self, reader: Client, first: Chapter, bo: User
    ) -> None:
        opened = OpenedPage.of(bo, first, moment() - timedelta(minutes=9)).signed()
        told = {"on": "on", "quietly": "on", "opened": opened}
        assert reader.post(url(first), told | {"in_front": "99000"}).status_code == 204
        assert not is_read(bo, first)
        assert reader.post(url(first), told | {"in_front": "101000"}).status_code == 204
        assert is_read(bo, first)

    def test_guests_and_who_keeps_no_history_find_a_plain_link(
        self, client: Client, first: Chapter, bo: User
    ) -> None:
        assert "read=" not in self.way_on(client, first)
        bo.preferences.keeps_history = False
        bo.preferences.save()
        client.force_login(bo)
        assert "read=" not in self.way_on(client, first)


def test_who_reads_a_chapter_again_goes_on_there_until_they_are_through(
    work: Work, first: Chapter, bo: User
) -> None:
    read_up_to_end(user=bo, chapter=work.chapters.get(position=2))
    assert going_on(bo, [work])[work.pk].label == "Continue with chapter 3"
    again = OpenedPage.of(bo, first)
    with later(again, 10):
        visit(user=bo, chapter=first, at=again.at)
    scroll(bo, again, first, to=5, after=59)
    assert going_on(bo, [work])[work.pk].label == "Continue with chapter 3", "they look it up"

    scroll(bo, again, first, to=5, after=60)
    assert going_on(bo, [work])[work.pk].label == "Continue in chapter 1"

    for back_to in (9, 7):
        scroll(bo, again, first, to=back_to, after=100)
        assert going_on(bo, [work])[work.pk].label == "Continue with chapter 2"


class TestOnlyLooking:
    @pytest.fixture
    def reader(self, client: Client, bo: User) -> Client:
        client.force_login(bo)
        return client

    def look_away(self, client: Client, chapter: Chapter, opened: str) -> str:
        """Press the button; where that leads."""
        answer = client.post(url(chapter, "glance"), {"opened": opened})
        assert answer.status_code == 302
        return answer.headers["Location"]

    def test_a_visit_that_began_a_work_has_not_been(
        self, reader: Client, first: Chapter, bo: User
    ) -> None:
        opened = opened_on(reader, first.get_absolute_url())
        with clock.set_to(moment() + timedelta(seconds=50)):
            post(reader, first, opened=opened)

        assert self.look_away(reader, first, opened) == f"/works/{first.work_id}/navigate"

        assert not ChapterProgress.objects.exists()
        assert not Place.objects.exists()

    def test_one_is_where_one_was(
        self, reader: Client, work: Work, first: Chapter, bo: User
    ) -> None:
        keep_place(user=bo, chapter=first, block_id="b-aaaaaaa4")
        third = work.chapters.select_related("work").get(position=3)
        opened = opened_on(reader, third.get_absolute_url())
        with clock.set_to(moment() + timedelta(seconds=200)):
            post(reader, third, opened=opened)
        assert is_read(bo, third)

        there = f"{first.get_absolute_url()}#b-aaaaaaa4"
        assert self.look_away(reader, third, opened) == there

        ways = found(reader.get(there).content, ".message a", "href")
        assert any(way.startswith(third.get_absolute_url()) for way in ways), "and back again"
        assert horizon_of(bo, work).furthest == {first.pk: 4}
        assert going_on(bo, [work])[work.pk].url == f"{first.get_absolute_url()}#b-aaaaaaa4"

    @pytest.mark.parametrize("looks_at", [1, 3])
    @pytest.mark.parametrize("is_written_behind", [False, True])
    def test_who_was_reading_again_goes_on_there(
        self,
        request: pytest.FixtureRequest,
        reader: Client,
        work: Work,
        bo: User,
        looks_at: int,
        is_written_behind: bool,
    ) -> None:
        first, second, _ = work.chapters.select_related("work").order_by("position")
        read_up_to_end(user=bo, chapter=second)
        keep_place(user=bo, chapter=first, block_id="b-aaaaaaa4")
        looked_at = work.chapters.select_related("work").get(position=looks_at)
        if is_written_behind:
            request.getfixturevalue("left_behind")
        opened = opened_on(reader, looked_at.get_absolute_url())
        with clock.set_to(moment() + timedelta(seconds=20)):
            post(reader, looked_at, opened=opened)
        behind.write_all()
        before = first.blocks
        first.html = first.html.replace('<p id="b-aaaaaaa4">', '<p id="b-zzzzzzz4">')
        first.save()
        move_places(chapter=first, before=before)

        self.look_away(reader, looked_at, opened)

        assert here(bo, work) == (1, "b-aaaaaaa3")

    def test_of_two_visits_each_leads_back_to_before_both(
        self, reader: Client, work: Work, bo: User
    ) -> None:
        first, second, third = work.chapters.select_related("work").order_by("position")
        keep_place(user=bo, chapter=first, block_id="b-aaaaaaa4")
        openings = {}
        for seconds, chapter in enumerate((second, third), start=1):
            with clock.set_to(moment() + timedelta(seconds=seconds)):
                openings[chapter] = opened_on(reader, chapter.get_absolute_url())
        for chapter, opened in openings.items():
            self.look_away(reader, chapter, opened)

        assert here(bo, work) == (1, "b-aaaaaaa4")

    def test_what_the_page_still_sends_moves_nothing(
        self, reader: Client, first: Chapter, bo: User
    ) -> None:
        opened = opened_on(reader, first.get_absolute_url())
        self.look_away(reader, first, opened)
        with clock.set_to(moment() + timedelta(seconds=200)):
            post(reader, first, opened=opened)
            reader.post(url(first), {"on": "on", "quietly": "on", "opened": opened})
        assert not ChapterProgress.objects.exists()
        assert not Place.objects.exists()

    @pytest.mark.usefixtures("left_behind")
    def test_a_visit_that_was_not_written_yet_is_not_written_later(
        self, reader: Client, first: Chapter
    ) -> None:
        opened = opened_on(reader, first.get_absolute_url())
        self.look_away(reader, first, opened)
        behind.write_all()
        assert not ChapterProgress.objects.exists()

    def test_all_chapters_of_a_page_go_back(self, reader: Client, work: Work, bo: User) -> None:
        address = f"{work.get_absolute_url()}?view_full_work=true"
        chapters = work.chapters.select_related("work").order_by("position")
        opened = found(reader.get(address).content, "reading-place", "opened")
        with clock.set_to(moment() + timedelta(seconds=250)):
            for chapter, own in zip(chapters, opened, strict=True):
                post(reader, chapter, opened=own)
        assert is_read(bo, chapters[1])

        self.look_away(reader, chapters[0], opened[0])

        assert not ChapterProgress.objects.exists()

    def test_what_was_said_meanwhile_stays_said(
        self, reader: Client, first: Chapter, bo: User
    ) -> None:
        opened = opened_on(reader, first.get_absolute_url())
        keep_place(user=bo, chapter=first, block_id="b-aaaaaaa2")
        with clock.set_to(moment() + timedelta(seconds=200)):
            post(reader, first, opened=opened)

        self.look_away(reader, first, opened)

        assert horizon_of(bo, first.work).furthest == {first.pk: 2}
        assert not is_read(bo, first)

    def test_the_other_tab_goes_on(self, reader: Client, first: Chapter, bo: User) -> None:
        here = OpenedPage.of(bo, first)
        there = OpenedPage.of(bo, first, here.at - timedelta(seconds=1))
        scroll(bo, here, first, to=9, after=101)
        scroll(bo, there, first, to=3, after=60)
        keep_place(user=bo, chapter=first, block_id="b-aaaaaaa1")

        self.look_away(reader, first, here.signed())
        assert horizon_of(bo, first.work).furthest == {first.pk: 1}
        assert scroll(bo, there, first, to=3, after=60) == 3

    def test_an_edit_in_between_carries_what_each_has_moved(
        self, reader: Client, first: Chapter, bo: User
    ) -> None:
        keep_place(user=bo, chapter=first, block_id="b-aaaaaaa1")
        here = OpenedPage.of(bo, first)
        there = OpenedPage.of(bo, first, here.at - timedelta(seconds=1))
        scroll(bo, there, first, to=4, after=60)
        scroll(bo, here, first, to=9, after=61)
        before = first.blocks
        first.html = f'<p id="b-zzzzzzz0">Before it all.</p>{first.html}'
        first.save()
        move_places(chapter=first, before=before)

        self.look_away(reader, first, here.signed())
        assert horizon_of(bo, first.work).furthest == {first.pk: 5}
        self.look_away(reader, first, there.signed())
        assert horizon_of(bo, first.work).furthest == {first.pk: 2}

    def test_a_button_that_was_pressed_is_undone_by_itself(
        self, reader: Client, work: Work, bo: User
    ) -> None:
        first, second, _ = work.chapters.select_related("work").order_by("position")
        keep_place(user=bo, chapter=first, block_id="b-aaaaaaa4")
        reader.get(second.get_absolute_url())
        page = reader.post(url(second), {"end": "on"}, follow=True)
        assert is_read(bo, first)
        assert is_read(bo, second)
        [undo] = found(page.content, ".messages form", "action")

        answer = reader.post(undo)

        assert answer.headers["Location"] == f"{second.get_absolute_url()}#after"
        assert horizon_of(bo, work).furthest == {first.pk: 4, second.pk: 0}
        assert not is_read(bo, first)

    @pytest.mark.parametrize("opened", ["", "forged", "old", "another's"])
    def test_it_is_said_when_it_is_too_late(
        self, reader: Client, first: Chapter, bo: User, cy: User, opened: str
    ) -> None:
        read_up_to_end(user=bo, chapter=first)
        hour = moment() - timedelta(minutes=61)
        signed = {"old": OpenedPage.of(bo, first, hour), "another's": OpenedPage.of(cy, first)}.get(
            opened
        )

        answer = reader.post(
            url(first, "glance"), {"opened": signed.signed() if signed else opened}
        )

        assert answer.status_code == 409
        assert "can no longer be taken back" in answer.content.decode()
        assert is_read(bo, first)

    def test_it_is_a_plain_form_at_the_end_and_in_the_bar(
        self, reader: Client, first: Chapter
    ) -> None:
        page = reader.get(first.get_absolute_url()).content
        form = f"form[action='{url(first, 'glance')}']"
        assert len(found(page, f".reader-bar [hidden] > {form}", "action")) == 1
        assert len(found(page, f".after {form}", "action")) == 1


def ways_back(page: bytes) -> list[str]:
    """What is offered in the bar at once."""
    shown = LexborHTMLParser(page).css(".reader-bar [data-only-looked]:not([hidden]) button span")
    return [" ".join(one.text().split()) for one in shown]


def test_who_jumps_to_a_chapter_is_told_at_once_where_they_were_and_led_back(
    client: Client, work: Work, bo: User
) -> None:
    add_chapter(work, position=4, html=TEN)
    first, second, third, fourth = work.chapters.order_by("position")
    client.force_login(bo)
    assert ways_back(client.get(third.get_absolute_url()).content) == [], "where one begins"
    read_up_to_end(user=bo, chapter=first)
    keep_place(user=bo, chapter=second, block_id="b-aaaaaaa1")

    assert ways_back(client.get(second.get_absolute_url()).content) == []
    page = client.get(fourth.get_absolute_url()).content
    assert ways_back(page) == ["Back to chapter 2"]
    [opened] = found(page, ".reader-bar [data-only-looked] [name=opened]", "value")
    answer = client.post(url(fourth, "glance"), {"opened": opened})

    assert answer.headers["Location"] == f"{second.get_absolute_url()}#b-aaaaaaa1"
    assert ways_back(client.get(third.get_absolute_url()).content) == [], "the next"
    assert ways_back(client.get(first.get_absolute_url()).content) == ["Back to chapter 3"]


@pytest.mark.usefixtures("left_behind")
def test_who_jumps_is_told_so_before_the_last_visit_is_written(
    client: Client, work: Work, bo: User
) -> None:
    first, second, third = work.chapters.order_by("position")
    visit(user=bo, chapter=first)
    client.force_login(bo)

    assert ways_back(client.get(second.get_absolute_url()).content) == []
    assert ways_back(client.get(third.get_absolute_url()).content) == []


def test_which_visit_moved_what_is_known_for_a_day(first: Chapter, bo: User) -> None:
    opening = OpenedPage.of(bo, first)
    scroll(bo, opening, first, to=9, after=31)
    forget_old_visits()
    assert Advance.objects.count() == 1

    with later(opening, 25 * 3600):
        forget_old_visits()

    assert not Advance.objects.exists()
    assert ChapterProgress.objects.get().settled_index is None
    assert horizon_of(bo, first.work).furthest == {first.pk: 2}


def test_who_keeps_no_history_is_moved_by_no_page(client: Client, first: Chapter, bo: User) -> None:
    bo.preferences.keeps_history = False
    bo.preferences.save()

    assert scroll(bo, OpenedPage.of(bo, first), first, to=9, after=500) == -1
    assert not Place.objects.exists()


@pytest.mark.usefixtures("left_behind")
def test_what_is_forgotten_is_not_written_down_afterwards(first: Chapter, bo: User) -> None:
    opening = OpenedPage.of(bo, first)
    with later(opening, 200):
        leave_passing(user=bo, opening=opening)
        forget(user=bo, work=first.work)
        behind.write_all()

    assert not ChapterProgress.objects.filter(user=bo).exists()
