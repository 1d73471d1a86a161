"""At the pace of people: what is flung over is not read, and one may say that one only looked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at
from tests.journeys.seeding import seed

LONG = """
from bookcub.people.models import User
from tests.making import add_chapter, make_work

ada = User.objects.get(username="Ada")
work = make_work(ada, title="The Long Ebb", chapters=0, chapters_planned=10)
line = '<p id="b-%08d">Line %s. ' + "The tide goes out and takes its time. " * 10 + "</p>"
lines = [line % (number, number) for number in range(40)]
html = "".join(lines)
for position in (1, 2):
    add_chapter(work, position=position, html=html)
made = work.get_absolute_url()
"""
REACHED = """
from bookcub.reading.models import ChapterProgress
rows = ChapterProgress.objects.filter(user__username="Bodil", chapter__work={work})
made = [[row.furthest_index, bool(row.read_whole_at)] for row in rows.order_by("chapter__position")]
"""
PLACE = """
from bookcub.reading.models import Place
places = Place.objects.filter(user__username="Bodil", work={work})
made = [[place.block_id, bool(place.is_through)] for place in places]
"""


IN_THE_MIDDLE = """
from bookcub.core.text import blocks_of
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress, Place
from bookcub.works.models import Work

work, bodil = Work.objects.get(pk={work}), User.objects.get(username="Bodil")
chapter = work.chapters.order_by("position").first()
block = blocks_of(chapter.html)[20].id
there = dict(user=bodil, chapter=chapter)
ChapterProgress.objects.update_or_create(**there, defaults=dict(furthest_index=20, furthest_block_id=block))
Place.objects.update_or_create(user=bodil, work=work, defaults=dict(chapter=chapter, block_id=block))
made = block
"""


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory, inhabited: Path) -> Iterator[House]:
    """An archive that counts as read what people can read, and no more."""
    house = House(tmp_path_factory.mktemp("calm"), like=inhabited, words_per_minute="1500")
    house.start()
    yield house
    house.stop()


def test_who_flings_to_the_end_opens_nothing_and_can_take_it_back(
    calm: House, visit: Visit
) -> None:
    work = seed(calm, LONG)
    reached = REACHED.format(work=work.rsplit("/", 1)[1])
    bodil = visit(calm, as_="Bodil", phone=True)
    with bodil.expect_response(lambda one: one.url.endswith("/place") and one.status == 204):
        bodil.goto(work)
    looked = bodil.locator(".reader-bar").get_by_role("button", name="Back to where I was")
    expect(looked).to_be_hidden()

    with bodil.expect_response(lambda one: one.url.endswith("/place") and one.status == 204):
        bodil.get_by_text("Line 39.").scroll_into_view_if_needed()
    bodil.mouse.wheel(0, -200)
    expect(looked).to_be_visible()
    [[index, whole]] = seed(calm, reached)
    assert (index < 3, whole) == (True, False)
    look_at(bodil)
    chapters = bodil.locator(".reader-bar > .reader-menu:first-child > summary > span")
    for width in (320, 360):
        bodil.set_viewport_size({"width": width, "height": 800})
        expect(chapters).to_have_text("Chapter 1 of 10")
        cut, tall = chapters.evaluate(
            "words => [words.scrollWidth - words.clientWidth, words.closest('reader-bar').offsetHeight]"
        )
        assert cut <= 0
        assert tall < 60
    looked.click()

    expect(bodil.get_by_text("It is as if you had not opened it.")).to_be_visible()
    assert seed(calm, reached) == []


def test_whoever_only_looked_is_led_back_and_sees_that_they_are(calm: House, visit: Visit) -> None:
    work = seed(calm, LONG)
    seed(calm, IN_THE_MIDDLE.format(work=work.rsplit("/", 1)[1]))
    bodil = visit(calm, as_="Bodil", phone=True)
    bodil.goto(work)
    with bodil.expect_response(lambda one: one.url.endswith("/place") and one.status == 204):
        bodil.get_by_text("Line 39.").scroll_into_view_if_needed()
    bodil.mouse.wheel(0, -200)
    bodil.locator(".reader-bar").get_by_role("button", name="Back to where I was").click()

    expect(bodil.get_by_text("Line 20.").first).to_be_in_viewport()
    told = bodil.get_by_text("You are back where you were.")
    expect(told).to_be_in_viewport(ratio=1)
    look_at(bodil)


def test_who_comes_straight_to_the_comments_keeps_the_place_they_had(
    calm: House, visit: Visit
) -> None:
    work = seed(calm, LONG)
    number = work.rsplit("/", 1)[1]
    bodil = visit(calm, as_="Bodil")
    bodil.goto(f"{work}#comments_placeholder")
    expect(bodil.locator("#comments_placeholder")).to_be_in_viewport()
    bodil.wait_for_timeout(2000)  # a place that is moved is moved within less
    assert seed(calm, PLACE.format(work=number)) == [["", False]]

    with bodil.expect_response(lambda one: one.url.endswith("/place") and one.status == 204):
        bodil.get_by_text("Line 2.").evaluate("line => line.scrollIntoView()")

    [[block, through]] = seed(calm, PLACE.format(work=number))
    assert (bool(block), through) == (True, False)


def test_without_scripts_one_can_only_look_too(calm: House, visit: Visit) -> None:
    work = seed(calm, LONG)
    reached = REACHED.format(work=work.rsplit("/", 1)[1])
    bodil = visit(calm, as_="Bodil", javascript=False)
    bodil.goto(work)
    bodil.locator(".after-more > summary").click()
    bodil.get_by_role("button", name="I have read up to here").click()
    expect(bodil.get_by_text("Your place is kept.")).to_be_visible()
    assert seed(calm, reached) == [[39, True]]
    bodil.get_by_role("button", name="Undo").click()
    expect(bodil.get_by_text("You are back where you were")).to_be_visible()
    assert seed(calm, reached) == [[0, False]]

    bodil.get_by_role("link", name="Next chapter").click()
    bodil.wait_for_url(lambda url: "/chapters/" in url and "read=" not in url)
    assert seed(calm, reached) == [[0, False], [0, False]]
    bodil.locator(".after-more > summary").click()
    bodil.locator(".after").get_by_role("button", name="I only looked").click()
    expect(bodil.get_by_role("heading", name="The Long Ebb")).to_be_visible()
    assert seed(calm, reached) == [[0, False]]
