"""Choosing in a real browser: the ballot by keys, by dragging and without JavaScript; every page looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from bookcub.clubs.models import Club
from bookcub.people.models import User
from bookcub.picks.models import Ballot, Method, Pick, TieRuleChoice
from tests.browsing import Client
from tests.journeys.looking import look_at
from tests.making import make_work
from tests.picks.picking import ballot, begin, closed, club_of, member, suggest

pytestmark = pytest.mark.journey

Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer) -> Iterator[Opener]:
    """A browser window of somebody who is logged in; it fails the test when a page complains."""
    complaints: list[str] = []
    with ExitStack() as windows:

        def window(who: User, *, js: bool = True) -> Page:
            client = Client()
            client.force_login(who)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context = browser.new_context(
                base_url=live_server.url,
                java_script_enabled=js,
                reduced_motion="reduce",
                service_workers="block",
                viewport={"width": 375, "height": 800},
            )
            windows.callback(context.close)
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "console",
                lambda line: complaints.append(line.text) if line.type == "error" else None,
            )
            return page

        yield window
    # Fonts are built, not kept in the repository; and a form that is refused answers 422.
    assert [words for words in complaints if "404" not in words and "422" not in words] == []


def voting(ada: User, bo: User, cy: User) -> Pick:
    pick = begin(club_of(ada, bo, cy), ada)
    for who, title in ((ada, "Salt"), (bo, "Moss"), (cy, "Tide")):
        suggest(pick, who, title)
    return closed(pick)


def test_a_ballot_is_put_in_order_by_keys_and_by_dragging(
    opened: Opener, ada: User, bo: User, cy: User
) -> None:
    pick = voting(ada, bo, cy)
    page = opened(bo)
    page.goto(pick.get_absolute_url())
    names = page.locator(".ballot-name")
    for title in ("Tide", "Salt", "Moss"):
        page.get_by_role("button", name=f"Add: {title}").click()
    expect(names).to_have_text(["Tide", "Salt", "Moss"])

    page.get_by_role("button", name="Move Moss").focus()
    page.keyboard.press("Home")
    expect(names).to_have_text(["Moss", "Tide", "Salt"])
    expect(page.locator("ranked-ballot [aria-live]")).to_have_text("Moss is now number 1 of 3.")

    page.locator(".ballot").evaluate("list => list.scrollIntoView()")
    handle = page.get_by_role("button", name="Move Salt").bounding_box()
    first = page.locator(".ballot-row").first.bounding_box()
    assert handle
    assert first
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, first["y"] + 2, steps=6)
    page.mouse.up()
    expect(names).to_have_text(["Salt", "Moss", "Tide"])
    page.get_by_role("button", name="Take off: Tide").click()
    look_at(page)
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.get_by_role("heading", name="You have voted")).to_be_visible()

    assert Ballot.objects.get(pick=pick, membership=member(pick.club, bo)).ranking == [1, 2]
    expect(names).to_have_text(["Salt", "Moss", "Tide"])


def test_a_ballot_that_is_not_cast_is_not_lost_without_a_question(
    opened: Opener, ada: User, bo: User, cy: User
) -> None:
    pick = voting(ada, bo, cy)
    page = opened(bo)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(pick.get_absolute_url())
    page.get_by_role("link", name="Reads").click()
    assert asked == []

    page.goto(pick.get_absolute_url())
    page.get_by_role("button", name="Add: Salt").click()
    page.get_by_role("link", name="Reads").click()
    page.wait_for_url(re.compile("reads"))
    assert asked == ["beforeunload"]

    page.goto(pick.get_absolute_url())
    page.get_by_role("button", name="Add: Salt").click()
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.get_by_role("heading", name="You have voted")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_ballot_without_javascript(opened: Opener, ada: User, bo: User, cy: User) -> None:
    pick = voting(ada, bo, cy)
    page = opened(cy, js=False)
    page.goto(pick.get_absolute_url())
    page.get_by_label("Tide", exact=True).select_option("1")
    page.get_by_label("Salt", exact=True).select_option("1")
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("main")).to_contain_text("Two books have place 1")
    page.get_by_label("Salt", exact=True).select_option("2")
    page.get_by_role("button", name="Cast my ballot").click()

    expect(page.get_by_role("heading", name="You have voted")).to_be_visible()
    assert Ballot.objects.get(pick=pick).ranking == [3, 1]


def test_a_ballot_that_is_full_again_is_no_longer_called_empty(
    opened: Opener, ada: User, bo: User, cy: User
) -> None:
    pick = voting(ada, bo, cy)
    page = opened(bo)
    page.goto(pick.get_absolute_url())
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator(".form-errors")).to_contain_text("Your ballot is empty")
    expect(page.get_by_text("drag a book by its dots, or press")).to_be_visible()
    expect(page.locator(".ballot--ranked")).to_have_accessible_description(
        re.compile("^Add your favourite first(?!.*Give a number)")
    )

    page.get_by_role("button", name="Add: Moss").click()
    expect(page.locator(".form-errors")).to_have_count(0)


def test_on_the_ballot_one_press_keeps_a_work_for_later_and_the_next_lets_it_go(
    opened: Opener, ada: User, bo: User, cy: User
) -> None:
    pick = begin(club_of(ada, bo, cy), ada)
    suggest(pick, ada, make_work(ada, title="The Weir"))
    suggest(pick, bo, "Moss")
    closed(pick)
    page, plain = opened(bo), opened(bo, js=False)
    page.goto(pick.get_absolute_url())
    page.get_by_role("button", name="Add: Moss").click()
    page.locator("summary", has_text="The Weir").click()

    page.get_by_role("button", name="Later – keep The Weir").click()
    kept = page.get_by_role("button", name="Kept for later – The Weir")
    expect(kept).to_be_focused()
    assert bo.reading_lists.get().entries.exists()
    kept.click()
    expect(page.get_by_role("button", name="Later – keep The Weir")).to_be_focused()
    assert not bo.reading_lists.get().entries.exists()
    expect(page.get_by_role("button", name="Take off: Moss")).to_be_visible()

    plain.goto(pick.get_absolute_url())
    plain.locator("summary", has_text="The Weir").click()
    expect(plain.get_by_role("link", name="Go to the story")).to_be_visible()
    expect(plain.get_by_role("button", name="Later")).to_have_count(0)


def test_the_head_of_a_club_stands_in_one_place_on_all_its_pages(
    opened: Opener, ada: User, bo: User, cy: User
) -> None:
    pick = voting(ada, bo, cy)
    club = f"/clubs/{pick.club_id}"
    page = opened(ada)
    for width in (1280, 900, 320):
        page.set_viewport_size({"width": width, "height": 800})
        heads, ends = set(), set()
        for address in (f"{club}/picks", f"{club}/rules", f"{club}/meetings", f"{club}/reads"):
            page.goto(address)
            head = page.locator(".club-head").bounding_box()
            assert head
            heads.add((head["x"], head["width"], head["height"]))
            ends.add(page.evaluate("document.documentElement.scrollWidth"))
        assert len(heads) == 1, (width, heads)
        assert ends == {width}


def test_the_rules_show_what_belongs_to_the_way_that_is_chosen(
    opened: Opener, ada: User, bo: User, cy: User
) -> None:
    page = opened(ada, js=False)
    page.goto(f"/clubs/{club_of(ada, bo, cy, method=Method.RANKED).pk}/rules")
    for method, seconds, days in (
        (Method.RANKED, True, True),
        (Method.LOTTERY, True, False),
        (Method.TURNS, False, False),
    ):
        page.locator(f"input[name=method][value={method}]").check()
        expect(page.get_by_label("How many others must second")).to_be_visible(visible=seconds)
        expect(page.get_by_label("Days for the vote")).to_be_visible(visible=days)


def test_two_friends_choose_by_turns_without_a_word_too_many(
    opened: Opener, ada: User, bo: User
) -> None:
    club = club_of(ada, bo)
    make_work(ada, title="The Weir")
    hers, his = opened(ada), opened(bo, js=False)
    for page in (hers, his):
        page.goto(f"/clubs/{club.pk}/picks")
    expect(his.get_by_role("heading", name="It is Ada’s turn")).to_be_visible()
    look_at(hers)
    hers.get_by_label("Find it in this archive").fill("weir")
    hers.get_by_role("button", name="Find").click()
    look_at(hers)
    hers.get_by_role("link", name="This one").click()
    look_at(hers)
    hers.get_by_label("Why this one?").fill("You never finished it.")
    hers.get_by_role("button", name="Read this next").click()
    expect(hers.get_by_role("heading", name="You chose “The Weir”")).to_be_visible()
    look_at(hers)

    his.reload()
    expect(his.get_by_role("heading", name="Ada chose “The Weir”")).to_be_visible()
    expect(
        his.get_by_role("heading", name="Then it is your turn: what comes after that?")
    ).to_be_visible()
    expect(his.locator("main")).to_contain_text("You never finished it.")
    his.get_by_text("Choose a book from elsewhere").click()
    his.get_by_label("Title").fill("Tide Tables")
    his.get_by_role("button", name="Read this next").click()
    expect(his.get_by_role("heading", name="You chose “Tide Tables”")).to_be_visible()


def test_every_other_page_holds_on_the_narrowest_screen(
    opened: Opener, ada: User, bo: User, cy: User
) -> None:
    ranked = voting(ada, bo, cy)
    made = list(ranked.nominations.order_by("number"))
    ballot(ranked, ada, made[0], made[1])
    ballot(ranked, bo, made[1])
    ballot(ranked, cy, made[2], made[1])
    closed(ranked)
    lots = drawn(club_of(ada, bo, cy, method=Method.LOTTERY), ada, bo)
    ticks = drawn(
        club_of(ada, bo, cy, method=Method.APPROVAL, tie_rule=TieRuleChoice.HOST), ada, bo
    )
    for who, number in ((ada, 1), (bo, 2)):
        ballot(ticks, who, ticks.nominations.get(number=number))
    closed(ticks)
    deciding = asked(club_of(ada, bo, cy, method=Method.HOST), ada, bo)
    page = opened(ada)
    for address in (
        f"/clubs/{ranked.club_id}/picks",
        f"/clubs/{ranked.club_id}/picks/new",
        f"/clubs/{ranked.club_id}/rules",
        f"{ranked.get_absolute_url()}/count",
        f"{lots.get_absolute_url()}/count",
        ticks.get_absolute_url(),
        deciding.get_absolute_url(),
        f"{deciding.get_absolute_url()}/cancellation",
        f"/clubs/{deciding.club_id}/nominations/new?outside=true",
    ):
        page.goto(address)
        look_at(page)


def drawn(club: Club, *people: User) -> Pick:
    pick = begin(club, people[0])
    for who in people:
        suggest(
            pick, who, f"A book of {who.username}, whose title goes on for quite a while longer"
        )
    return closed(pick)


def asked(club: Club, *people: User) -> Pick:
    pick = begin(club, people[0])
    for who in people:
        suggest(pick, who, who.username)
    return closed(pick)


def test_what_is_set_for_one_choice_stands_below_no_summary_of_other_rules(
    opened: Opener, ada: User, bo: User
) -> None:
    club = club_of(ada, bo, method=Method.LOTTERY)
    page = opened(ada, js=False)
    page.goto(f"/clubs/{club.pk}/picks/new")
    summary = page.locator(".pick-deciding > .pick-rules")

    expect(summary).to_be_visible()
    page.get_by_text("Decide it in another way").click()
    expect(summary).to_be_hidden()
    page.locator("[name=method][value=host]").check()
    page.get_by_text("Decide it in another way").click()
    expect(summary).to_be_hidden()
