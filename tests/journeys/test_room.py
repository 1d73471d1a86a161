"""A live room: two who talk, with and without JavaScript, and a server that dies in the middle."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at
from tests.journeys.seeding import seed

ROOMS = """
ada, bodil = (User.objects.named(name).get() for name in ("Ada", "Bodil"))
bodil.preferences.time_zone = "Asia/Tokyo"
bodil.preferences.save()

def room(*, upto):
    work = make_work(ada, title="The Weir", chapters=2)
    club = make_club(ada, bodil, name="Two at the weir")
    if upto:
        reads_to(bodil, work, upto)
    meeting = make_meeting(make_read(club, work=work), club, upto=2)
    return f"/meetings/{meeting.pk}/room"

made = {"open": [room(upto=2) for _ in range(10)], "ahead": room(upto=0)}
"""
LINE = ".room-line--said"


@pytest.fixture(scope="module")
def rooms(house: House) -> dict[str, Any]:
    """One for each journey that goes in, and one about more than Bodil has read."""
    return dict(seed(house, ROOMS))


@pytest.fixture
def room(rooms: dict[str, Any]) -> str:
    return str(rooms["open"].pop())


def say(page: Page, words: str) -> None:
    page.locator(".room-desk textarea").fill(words)
    page.get_by_role("button", name="Say it").click()


def hears(page: Page, words: str, *, times: int = 1) -> None:
    expect(page.locator(LINE, has_text=words)).to_have_count(times)


def takes_back(page: Page, line: Locator) -> None:
    """Ask for it, be told what goes, and let it go."""
    line.hover()
    line.get_by_text("Take back", exact=True).click()
    line.get_by_role("button", name="Take back").click()


def test_two_talk_and_neither_has_to_look_again(house: House, visit: Visit, room: str) -> None:
    ada, bodil = visit(house, as_="Ada"), visit(house, as_="Bodil", phone=True)
    ada.goto(room)
    bodil.goto(room)
    expect(ada.locator("[data-here]", has_text="Bodil")).to_be_visible()

    say(ada, "Did the *cockles* know?")
    hears(bodil, "cockles")
    expect(bodil.locator(f"{LINE} em")).to_have_text("cockles")
    # What comes by the stream is told on her own clock, in short and exactly.
    time = bodil.locator(f"{LINE} time")
    expect(time).to_have_attribute("title", re.compile(f"{time.text_content()}.*(GMT.9|JST)"))
    expect(ada.locator(".room-desk textarea")).to_have_value("")
    bodil.locator(".room-desk textarea").fill("Nobody had told them.")
    bodil.locator(".room-desk textarea").press("Enter")
    hears(ada, "Nobody had told them.")
    hears(bodil, "Nobody had told them.")

    # On a phone, people and tools are folded.
    bodil.locator(".room-fold > summary").click()
    bodil.get_by_text("Open the book").click()
    bodil.get_by_label("A few words of the passage").fill("further than the map")
    bodil.get_by_role("button", name="Open it for everybody").click()
    expect(ada.locator(".room-line--book blockquote")).to_have_text(
        "The tide went out further than the map allowed."
    )

    ada.locator("summary", has_text="Show of hands").click()
    ada.get_by_label("Question").fill("Again next week?")
    ada.get_by_role("button", name="Ask everybody").click()
    bodil.locator(".room-option", has_text="Yes").click()
    expect(bodil.locator(".room-option", has_text="Yes")).to_have_attribute("aria-pressed", "true")
    # The bar folds on a phone, and still says what she chose.
    expect(bodil.locator(".room-show > summary")).to_contain_text("Your hand: Yes")
    expect(bodil.locator(".room-show > summary [data-hand]")).to_be_visible()
    # Who has not raised a hand sees how many are up, and not for what.
    expect(ada.locator("[data-total]")).to_have_text("1")
    expect(ada.locator(".room-option", has_text="Yes").locator("[data-count]")).to_be_empty()
    expect(bodil.locator(".room-option", has_text="Yes").locator("[data-count]")).to_have_text("1")
    look_at(ada)
    look_at(bodil)

    ada.locator("summary", has_text="Timer").click()
    ada.get_by_label("Minutes").fill("5")
    ada.get_by_role("button", name="Start").click()
    expect(bodil.locator("[data-left]")).to_contain_text(":")

    takes_back(ada, ada.locator(LINE, has_text="cockles"))
    hears(bodil, "cockles", times=0)
    bodil.locator(".room-desk textarea").fill("What I still wanted to")
    ada.get_by_role("link", name="Close the room").click()
    expect(ada.get_by_text("Bodil is in the room and may be writing just now.")).to_be_visible()
    ada.get_by_role("button", name="Close the meeting").click()
    # Whoever has closed it comes to what was said, and could write a summary.
    expect(ada.get_by_role("link", name="Write a summary")).to_be_visible()
    expect(bodil.get_by_text("The meeting is over.")).to_be_visible()
    # Half a line goes along, and can still be said.
    expect(bodil.locator(".room-desk textarea")).to_have_value("What I still wanted to")
    bodil.get_by_role("button", name="Add it").click()
    expect(bodil.locator(LINE, has_text="What I still wanted to")).to_be_visible()
    ada.reload()
    hears(ada, "What I still wanted to")
    bodil.get_by_role("link", name="Read the minutes").click()
    expect(bodil.get_by_text("Nobody had told them.")).to_be_visible()
    look_at(bodil)


TALKED = """
from bookcub.meetings.actions import lines
from bookcub.meetings.actions.questions import send
from bookcub.meetings.models import Meeting
meeting = Meeting.objects.get(pk={meeting})
ada, bodil = meeting.club.memberships.order_by("pk")
for number in range(20):
    lines.say(meeting=meeting, by=ada if number % 2 else bodil, html=f"<p>Line {{number}}</p>")
send(meeting=meeting, by=bodil, text="Who told the cockles in the end, " + "and why " * 12, is_sealed=False)
made = 1
"""


def stays_in_sight(page: Page, words: str) -> None:
    """The field, and the last that was said; the page itself has nowhere to scroll to."""
    expect(page.locator(LINE, has_text=words).last).to_be_in_viewport(ratio=1)
    expect(page.locator(".room-desk textarea")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("window", [{"width": 1280, "height": 900}, {"width": 375, "height": 812}])
def test_what_one_says_stays_in_sight_whatever_comes_up(
    house: House, visit: Visit, rooms: dict[str, Any], window: dict[str, int]
) -> None:
    room = rooms["open"][0]
    seed(house, TALKED.format(meeting=room.split("/")[2]))
    ada, bodil, plain = (
        visit(house, as_=who, javascript=runs)
        for who, runs in (("Ada", True), ("Bodil", True), ("Bodil", False))
    )
    for page in (bodil, plain):
        page.set_viewport_size(window)  # type: ignore[arg-type]  # its typed dict
        page.goto(room)
        stays_in_sight(page, "Line 19")
    ada.goto(room)
    say(bodil, "My own words")
    stays_in_sight(bodil, "My own words")

    ada.locator(".room-topics button").click()
    expect(bodil.locator(".room-topic-now")).to_contain_text("Who told the cockles")
    # Of what stands beside the talk nothing goes away with it.
    expect(ada.get_by_role("link", name="Close the room")).to_be_visible()
    ada.locator("summary", has_text="Show of hands").click()
    ada.get_by_label("Question").fill("Was it the tide, or was it the one who drew the map?")
    ada.get_by_role("button", name="Ask everybody").click()
    expect(bodil.locator(".room-show")).to_be_visible()

    say(ada, "And an answer")
    stays_in_sight(bodil, "And an answer")
    stays_in_sight(ada, "And an answer")
    # Whoever has scrolled up is told of what is new, and comes back to it at a press.
    bodil.locator("[data-log]").evaluate("log => log.scrollTo(0, -1000)")
    say(ada, "Further on")
    bodil.get_by_role("button", name="New lines below").click()
    stays_in_sight(bodil, "Further on")
    ada.get_by_role("button", name="Count the hands").click()
    expect(bodil.locator(".room-show")).to_have_count(0)


def test_what_lies_open_is_heard_and_stays_open_until_it_is_taken_back(
    house: House, visit: Visit, room: str
) -> None:
    seed(house, TALKED.format(meeting=room.split("/")[2]))
    ada, bodil = visit(house, as_="Ada"), visit(house, as_="Bodil", phone=True)
    ada.goto(room)
    bodil.goto(room)
    ada.get_by_text("Open the book").click()
    passage = ada.locator("[data-passage] blockquote")
    for words in ("further than the map", "told the cockles"):
        ada.get_by_label("A few words of the passage").fill(words)
        ada.get_by_role("button", name="Open it for everybody").click()
        expect(passage).to_contain_text(words)
        # Whoever opened it sees it, too, above the tools that they have scrolled to.
        expect(passage).to_be_in_viewport(ratio=1)
        # Where it also lies beside the talk, whoever only hears the talk is told the words.
        assert words in ada.get_by_role("log").aria_snapshot()
        ada.get_by_text("Open the book", exact=True).click()

    takes_back(ada, ada.locator(".room-line--book").last)
    expect(passage).to_contain_text("further than the map")
    ada.get_by_role("button", name="Close the book").click()
    expect(passage).to_have_count(0)
    expect(bodil.get_by_text("Ada closed the book.")).to_be_visible()

    # A tool at the foot of the others opens in sight.
    ada.set_viewport_size({"width": 1280, "height": 620})
    ada.locator("summary", has_text="Timer").click()
    expect(ada.get_by_role("button", name="Start the timer")).to_be_in_viewport(ratio=1)
    doors = ada.locator(".room-doors").bounding_box()
    start = ada.get_by_role("button", name="Start the timer").bounding_box()
    assert doors
    assert start
    assert start["y"] + start["height"] <= doors["y"]
    ada.locator("summary", has_text="Timer").click()
    ada.set_viewport_size({"width": 1280, "height": 900})

    # On a phone one has unfolded the question: nothing that happens beside it folds it again.
    ada.locator(".room-topics button").click()
    question = bodil.locator(".room-topic-now")
    expect(question).to_contain_text("We’re talking about")
    expect(question).not_to_have_attribute("open")
    question.locator("summary").click()
    ada.locator("summary", has_text="Show of hands").click()
    ada.get_by_label("Question").fill("Again next week?")
    ada.get_by_role("button", name="Ask everybody").click()
    expect(bodil.locator(".room-show")).to_be_visible()
    expect(question).to_have_attribute("open", "")


LONG_AGO = """
from bookcub.meetings.actions import lines
from bookcub.meetings.models import Meeting
from bookcub.meetings.queries.opened_passages import opening_by_words
meeting = Meeting.objects.get(pk={meeting})
ada, bodil = meeting.club.memberships.order_by("pk")
chapter = meeting.read.work.chapters.get(position=1)
opening = opening_by_words(chapter, words="told the cockles")
lines.open_book(meeting=meeting, by=bodil, opening=opening)
for number in range(205):
    lines.say(meeting=meeting, by=ada, html=f"<p>Line {{number}}</p>")
made = 1
"""


def test_what_was_opened_before_all_that_is_shown_lies_open_until_it_is_taken_back(
    house: House, visit: Visit, room: str
) -> None:
    seed(house, LONG_AGO.format(meeting=room.split("/")[2]))
    ada, bodil = visit(house, as_="Ada"), visit(house, as_="Bodil")
    ada.goto(room)
    bodil.goto(room)
    passage = ada.locator("[data-passage] blockquote")
    expect(passage).to_contain_text("told the cockles")
    say(bodil, "Still there?")
    hears(ada, "Still there?")
    expect(passage).to_contain_text("told the cockles")

    bodil.get_by_text("Open the book").click()
    bodil.get_by_label("A few words of the passage").fill("further than the map")
    bodil.get_by_role("button", name="Open it for everybody").click()
    expect(passage).to_contain_text("further than the map")
    takes_back(bodil, bodil.locator(".room-line--book").last)
    expect(passage).to_contain_text("told the cockles")

    bodil.get_by_role("link", name="Earlier lines").click()
    takes_back(bodil, bodil.locator(".room-line--book").last)
    expect(passage).to_have_count(0)


def test_what_is_typed_while_a_line_is_under_way_or_after_no_answer_came_is_not_lost(
    house: House, visit: Visit, room: str
) -> None:
    ada, bodil = visit(house, as_="Ada"), visit(house, as_="Bodil")
    ada.goto(room)
    bodil.goto(room)
    hears(bodil, "Did the cockles know?", times=0)
    field = ada.locator(".room-desk textarea")

    under_way: list[Route] = []

    def hold(route: Route) -> None:
        under_way.append(route)

    ada.route("**/room/lines", hold)
    say(ada, "Did the cockles know?")
    field.press_sequentially(" I think")
    expect(field).to_have_value("Did the cockles know? I think")
    under_way[0].continue_()
    hears(bodil, "Did the cockles know?")
    expect(field).to_have_value(" I think")
    ada.unroute("**/room/lines")

    # The archive has it, and no answer comes: the same is said once, other words are said, too.
    def unanswered(route: Route) -> None:
        route.fetch()
        route.abort()

    ada.route("**/room/lines", unanswered, times=2)
    say(ada, "Nobody told them")
    expect(ada.locator(".room-desk [data-trouble]")).to_contain_text("Your words stay here")
    ada.get_by_role("button", name="Say it").click()
    expect(ada.locator(".room-desk [data-trouble]")).to_contain_text("Your words stay here")
    say(ada, "Nobody told them but the heron")
    hears(bodil, "Nobody told them but the heron")
    hears(bodil, "Nobody told them", times=2)
    expect(field).to_have_value("")


def test_a_part_that_did_not_come_comes_with_the_next_and_no_one_loses_their_place(
    house: House, visit: Visit, room: str
) -> None:
    seed(house, TALKED.format(meeting=room.split("/")[2]))
    ada, bodil = visit(house, as_="Ada"), visit(house, as_="Bodil")
    ada.goto(room)
    bodil.goto(room)
    expect(ada.locator("[data-here]", has_text="Bodil")).to_be_visible()
    bodil.route("**/room?part=topic*", lambda route: route.abort(), times=2)

    ada.locator(".room-topics button").focus()
    ada.keyboard.press("Enter")
    expect(ada.locator(".room-topics [aria-current]")).to_have_count(1)
    # The button is gone, and who pressed it by the keyboard is still beside the talk.
    assert ada.evaluate("document.activeElement.closest('[data-topics]') !== null")

    expect(bodil.locator(".room-line--topic")).to_have_count(1)
    expect(bodil.locator(".room-topics [aria-current]")).to_have_count(0)
    ada.locator("summary", has_text="Show of hands").click()
    ada.get_by_label("Question").fill("Again next week?")
    ada.get_by_role("button", name="Ask everybody").focus()
    ada.keyboard.press("Enter")
    expect(bodil.locator(".room-show")).to_be_visible()
    expect(bodil.locator(".room-topics [aria-current]")).to_have_count(1)
    expect(bodil.locator(".room-topic-now")).to_contain_text("We’re talking about")
    expect(ada.locator("summary", has_text="Show of hands").first).to_be_focused()


def test_the_server_dies_in_the_middle_and_nothing_is_lost(
    house: House, visit: Visit, room: str
) -> None:
    ada, bodil = visit(house, as_="Ada"), visit(house, as_="Bodil")
    ada.goto(room)
    bodil.goto(room)
    say(ada, "before")
    hears(bodil, "before")

    house.kill()
    expect(bodil.locator("[data-status]")).to_have_text("Connecting again …")
    say(ada, "into the dark")
    expect(ada.locator(".room-desk [data-trouble]")).to_contain_text("Your words stay here")
    expect(ada.locator(".room-desk textarea")).to_have_value("into the dark")
    seed(
        house,
        "from bookcub.meetings.actions import lines\n"
        "from bookcub.meetings.models import Meeting\n"
        f"meeting = Meeting.objects.get(pk={room.split('/')[2]})\n"
        "by = meeting.club.memberships.last()\n"
        "lines.say(meeting=meeting, by=by, html='<p>while you were away</p>')\n"
        "made = 1",
    )
    house.start()

    ada.get_by_role("button", name="Say it").click()
    for page in (ada, bodil):
        hears(page, "before")
        hears(page, "while you were away")
        hears(page, "into the dark")
        expect(page.locator("[data-status]")).to_have_text("")


def test_a_connection_that_stalls_is_noticed_and_taken_up_again(
    house: House, visit: Visit, room: str
) -> None:
    ada = visit(house, as_="Ada")
    ada.clock.install()
    # Neither broken nor answered: a tunnel, a router that forgot.
    ada.route("**/room/stream*", lambda _: None)
    ada.route("**/room/lines", lambda _: None)
    ada.goto(room)
    status, trouble = ada.locator("[data-status]"), ada.locator(".room-desk [data-trouble]")
    expect(status).to_have_text("")
    ada.clock.fast_forward(26_000)
    expect(status).to_have_text("Connecting again …")

    say(ada, "into the tunnel")
    ada.clock.fast_forward(1_000)
    expect(trouble).to_have_text("Sending …")
    ada.clock.fast_forward(15_000)
    expect(trouble).to_contain_text("No answer came")
    expect(ada.locator(".room-desk textarea")).to_have_value("into the tunnel")

    ada.unroute("**/room/stream*")
    ada.unroute("**/room/lines")
    ada.clock.fast_forward(26_000)
    expect(status).to_have_text("")
    expect(trouble).to_have_text("")
    ada.get_by_role("button", name="Say it").click()
    hears(ada, "into the tunnel")

    # A form with no place of its own for it says so in the room's status, for as long as it is under way.
    held: list[Route] = []
    ada.route("**/lines/*/delete", lambda route: held.append(route))  # noqa: PLW0108
    takes_back(ada, ada.locator(LINE).last)
    ada.clock.fast_forward(1_000)
    expect(status).to_have_text("Sending …")
    held.pop().continue_()
    expect(ada.locator(LINE, has_text="into the tunnel")).to_have_count(0)
    expect(status).to_have_text("")


def test_without_scripts_the_room_works_by_looking_again(
    house: House, visit: Visit, room: str
) -> None:
    ada, bodil = visit(house, as_="Ada", javascript=False), visit(house, as_="Bodil")
    ada.goto(room)
    bodil.goto(room)
    say(ada, "plainly")
    hears(ada, "plainly")
    hears(bodil, "plainly")
    say(bodil, "an answer")
    hears(bodil, "an answer")
    hears(ada, "an answer", times=0)
    ada.get_by_role("link", name="Refresh").click()
    hears(ada, "an answer")
    ada.locator("summary", has_text="Show of hands").click()
    ada.get_by_label("Question").fill("Plain enough?")
    ada.get_by_role("button", name="Ask everybody").click()
    ada.locator(".room-option", has_text="Unsure").click()
    expect(ada.locator(".room-option", has_text="Unsure").locator("[data-count]")).to_have_text("1")
    expect(bodil.locator("[data-total]")).to_have_text("1")
    ada.get_by_role("button", name="Count the hands").click()
    expect(bodil.locator(".room-line--count")).to_contain_text("Plain enough?")


def test_who_has_not_come_so_far_stands_before_the_door(
    house: House, visit: Visit, rooms: dict[str, Any]
) -> None:
    bodil = visit(house, as_="Bodil", phone=True)
    bodil.goto(rooms["ahead"])
    expect(bodil.get_by_text("You have not started reading yet.")).to_be_visible()
    look_at(bodil)
    bodil.get_by_role("button", name="I have read that far").click()
    expect(bodil.locator(".room-desk textarea")).to_be_visible()


def test_streams_end_before_the_archive_does(house: House, visit: Visit, room: str) -> None:
    ada = visit(house, as_="Ada")
    ada.goto(room)
    bodil = visit(house, as_="Bodil")
    bodil.goto(room)
    say(bodil, "are you there?")
    # What another has said comes by the stream alone: it is open.
    hears(ada, "are you there?")
    house.stop()
    ended = [line for line in house.log.read_text().splitlines() if "stream ended" in line]
    assert '"because": "closing"' in ended[-1]
    house.start()
    say(ada, "and on it goes")
    hears(ada, "and on it goes")
