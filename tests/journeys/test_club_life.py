"""Clubs in a real browser: two friends from an invitation to their minutes, five who vote and find an hour, one who comes late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import PASSWORD, House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unseen
from tests.journeys.seeding import seed

ZONES = {
    "Ada": "Europe/Berlin",
    "Bodil": "Europe/Berlin",
    "Carla": "America/New_York",
    "Devon": "Asia/Tokyo",
    "Elias": "America/New_York",
}
NEWCOMERS = f"""
for name in ("Carla", "Devon", "Elias"):
    User.objects.create_user(name, f"{{name.lower()}}@example.org", {PASSWORD!r})
made = 3
"""
GUESS = "The parcels come from a shop that never closed."
BALLOTS = {
    # Route Sheet goes out first, and its ballot decides between the others.
    "Ada": ["Saved Places", "Seven Copy-Books"],
    "Bodil": ["Saved Places", "Route Sheet, Lower Town"],
    "Carla": ["Seven Copy-Books", "Saved Places"],
    "Devon": ["Seven Copy-Books", "Saved Places"],
    "Elias": ["Route Sheet, Lower Town", "Saved Places"],
}
BROUGHT = {"Bodil": "Saved Places", "Carla": "Seven Copy-Books", "Elias": "Route Sheet"}
SUITS = {  # only the third hour suits all
    "Ada": ["yes", "yes", "yes"],
    "Bodil": ["yes", "no", "if"],
    "Carla": ["if", "yes", "yes"],
    "Devon": ["yes", "no", "yes"],
    "Elias": ["no", "yes", "yes"],
}
pytestmark = pytest.mark.slow_first


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, inhabited: Path) -> Iterator[House]:
    """An archive with the demo's stories and five readers."""
    house = House(tmp_path_factory.mktemp("library"), like=inhabited)
    seed(house, NEWCOMERS)
    filled = house.bookcub("demo")
    assert filled.returncode == 0, filled.stdout + filled.stderr
    house.start()
    yield house
    house.stop()


def find_work(page: Page, title: str) -> str:
    """The address of a work, as somebody finds it in the list."""
    page.goto("/works")
    for _ in range(3):
        link = page.locator("main").get_by_role("link", name=title, exact=True)
        if link.count():
            return str(link.first.get_attribute("href"))
        page.get_by_role("link", name=re.compile("Next")).first.click()
    raise AssertionError(f"{title} is nowhere")


def read_to(page: Page, chapter: int) -> None:
    """On a read's page: say how far one has come."""
    page.get_by_text("I have read on elsewhere").click()
    page.get_by_label("How far you have read").select_option(str(chapter))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile(rf"You are .*{chapter}"))).to_be_visible()


def soon(zone: str, *, minutes: int = 0, days: int = 0, hour: int | None = None) -> str:
    """A moment as `datetime-local` takes it, on that zone's clock."""
    at = datetime.now(ZoneInfo(zone)) + timedelta(minutes=minutes, days=days)
    if hour is not None:
        at = at.replace(hour=hour, minute=0)
    return at.strftime("%Y-%m-%dT%H:%M")


@WITH_AND_WITHOUT
def test_two_friends_from_read_this_with_someone_to_a_guess_that_came_true(
    library: House, visit: Visit, javascript: bool
) -> None:
    # Others without JavaScript: whoever has read something cannot begin it again.
    names = ("Ada", "Bodil") if javascript else ("Carla", "Devon")
    ada = visit(library, as_=names[0], javascript=javascript)
    bodil = visit(library, as_=names[1], phone=True, javascript=javascript)
    look = look_at if javascript else unseen

    ada.goto(find_work(ada, "Forty Kilos"))
    ada.locator(".after-more > summary").click()
    ada.get_by_role("link", name="Read this with someone").click()
    look(ada)
    ada.get_by_label("With whom?").fill(names[1])
    ada.get_by_label("Message (optional)").fill("It weighs sandwiches.")
    ada.get_by_role("button", name="Start").click()
    club = re.sub(r"(/clubs/\d+).*", r"\1", ada.url)
    look(ada)

    bodil.goto("/clubs")
    look(bodil)
    bodil.get_by_role("link", name=re.compile(names[0])).first.click()
    expect(bodil.get_by_text("It weighs sandwiches.")).to_be_visible()
    look(bodil)
    bodil.get_by_role("button", name="Join").click()
    bodil.goto(club)
    look(bodil)

    for page in (ada, bodil):
        page.goto(club)
        page.get_by_role("link", name="Forty Kilos").first.click()
    read = re.sub(r"(/reads/\d+).*", r"\1", ada.url)
    ada.goto(read)
    look(ada)
    if not javascript:  # a script has seen her scroll past the first chapter, to the link below it
        read_to(ada, 1)

    ada.goto(f"{read}/predictions")
    ada.get_by_label("What will happen?").fill(GUESS)
    ada.get_by_label("Where it opens").select_option("3")
    ada.get_by_role("button", name="Seal it").click()
    look(ada)
    bodil.goto(f"{read}/predictions")
    expect(bodil.get_by_text("1 prediction, sealed until")).to_be_visible()
    assert GUESS not in bodil.content()
    look(bodil)

    for page in (ada, bodil):
        page.goto(read)
        read_to(page, 3)

    ada.goto(f"{club}/meetings/new")
    look(ada)
    ada.get_by_text("What it is about, and where").click()
    look(ada)
    ada.get_by_label("Name", exact=True).fill("The third dive")
    ada.get_by_label("About", exact=True).select_option("Forty Kilos")
    ada.get_by_label("Last chapter you will talk about").fill("3")
    ada.locator("input[name=way][value=appoint]").check()
    ada.get_by_label("Day and time").fill(soon("UTC", minutes=10))
    ada.get_by_role("button", name="Call the meeting").click()
    meeting = ada.url
    look(ada)

    for page in (ada, bodil):
        page.goto(f"{meeting}/room")
        look(page)
    say(ada, "The pans came level. Somebody had been satisfied.")
    hear(bodil, "Somebody had been satisfied", javascript=javascript)
    say(bodil, "And it has a box number for left shoes.")
    hear(ada, "a box number for left shoes", javascript=javascript)
    ada.get_by_role("link", name="Close the room").click()
    ada.get_by_role("button", name="Close the meeting").click()
    # It reloads by itself, with a field for what somebody was still writing.
    expect(bodil.get_by_role("button", name="Add it")).to_have_count(1 if javascript else 0)

    ada.get_by_role("link", name="Write a summary").click()
    write(ada, "We agreed that it is a shop, and that it is open.", javascript=javascript)
    ada.get_by_role("button", name="Save").click()
    look(ada)
    bodil.goto(f"{meeting}/minutes")
    expect(bodil.get_by_text("We agreed that it is a shop")).to_be_visible()
    expect(bodil.get_by_text("a box number for left shoes")).to_be_visible()
    look(bodil)

    for page in (ada, bodil):
        page.goto(f"{read}/predictions")
        expect(page.get_by_text(GUESS)).to_be_visible()
        page.get_by_role("button", name=re.compile(r"^It came true")).click()
    expect(bodil.get_by_role("button", name=re.compile(r"It came true\s*2"))).to_be_visible()
    look(bodil)

    bodil.goto(f"{read}/memory")
    expect(bodil.get_by_text(GUESS)).to_be_visible()
    look(bodil)


def say(page: Page, words: str) -> None:
    page.locator("[data-say] textarea").fill(words)
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("[data-lines] .room-words", has_text=words)).to_be_visible()


def hear(page: Page, words: str, *, javascript: bool) -> None:
    """By itself with JavaScript; without, by looking again."""
    if not javascript:
        page.get_by_role("link", name="Refresh").click()
        page.reload()
    expect(page.locator("[data-lines] .room-words", has_text=words)).to_be_visible()


def write(page: Page, words: str, *, javascript: bool) -> None:
    if javascript:
        page.locator("[contenteditable=true]").first.click()
        page.keyboard.type(words)
    else:
        page.locator("textarea[name=text]").fill(words)


def test_five_choose_by_ranked_vote_and_find_an_hour_in_three_time_zones(
    library: House, visit: Visit
) -> None:
    pages = {
        name: visit(library, as_=name, phone=name in {"Devon", "Elias"}, javascript=name != "Carla")
        for name in ZONES
    }
    ada = pages["Ada"]
    for name, page in pages.items():
        page.goto("/settings/preferences")
        set_zone(page, ZONES[name])

    club = found_by_link(pages)
    choose_by_ballot(pages, club)
    meeting = propose_hours(ada, club)
    for name, page in pages.items():
        answer_hours(page, meeting, ZONES[name], SUITS[name])
    for page in (ada, pages["Devon"]):
        page.goto(meeting)
        look_at(page)
    ada.get_by_role("button", name=re.compile("Choose this time")).first.click()

    for name, page in pages.items():
        page.goto(meeting)
        there = datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(days=4)
        at = there.replace(hour=14, minute=0).astimezone(ZoneInfo(ZONES[name]))
        expect(page.get_by_text(re.compile(at.strftime("%H:%M"))).first).to_be_visible()
    look_at(pages["Devon"])
    assert [letter for letter in library.letters() if "text/calendar" in letter]
    print_handout(ada, meeting)


def print_handout(page: Page, meeting: str) -> None:
    """One press leads from the meeting to the printer, with everybody's name on the sheet."""
    page.add_init_script(
        "window.print = () => { document.documentElement.dataset.printed = 'yes'; }"
    )
    page.goto(meeting)
    page.get_by_role("link", name=re.compile(r"Print for \w+day")).click()
    page.wait_for_selector("html[data-printed]")
    look_at(page)
    for name in ZONES:
        expect(page.get_by_role("listitem").filter(has_text=name)).to_be_visible()


def found_by_link(pages: dict[str, Page]) -> str:
    """Ada starts a club, and the others come in by its link; its address."""
    ada = pages["Ada"]
    ada.goto("/clubs/new")
    look_at(ada)
    ada.locator("input[name=name]").fill("Five by Ballot")
    ada.get_by_role("button", name="Start the club").click()
    club = re.sub(r"(/clubs/\d+).*", r"\1", ada.url)
    ada.goto(f"{club}/link")
    ada.get_by_role("button", name="Make a link").click()
    door = re.search(r"/clubs/links/[\w-]+", ada.content())
    assert door
    for name, page in pages.items():
        if name != "Ada":
            page.goto(door[0])
            page.get_by_role("button", name="Join").click()
    return club


def choose_by_ballot(pages: dict[str, Page], club: str) -> None:
    """Three bring something, all five put it in order, and the count decides in two rounds."""
    ada = pages["Ada"]
    ada.goto(f"{club}/rules")
    choose_method(ada, "ranked")
    ada.goto(f"{club}/picks/new")
    ada.get_by_role("button", name="Ask for suggestions").click()
    pick = ada.url
    look_at(ada)
    for name, title in BROUGHT.items():
        page = pages[name]
        page.goto(f"{club}/nominations/new?q={title}")
        page.get_by_role("link", name=re.compile(r"This one.*" + title)).first.click()
        page.locator("textarea[name=why], input[name=why]").first.fill(f"{name} says so.")
        page.get_by_role("button", name="Suggest it").click()
    steer(ada, pick, "Close suggestions")
    *before, last = pages
    for name in before:
        pages[name].goto(pick)
        rank(pages[name], BALLOTS[name])
        expect(pages[name].get_by_text("You have voted")).to_be_visible()
        expect(
            pages[name].get_by_text("You will see the result when the vote is over")
        ).to_be_visible()
    look_at(pages[before[-1]])
    pages[last].goto(pick)
    expect(pages[last].get_by_text("Only your ballot is missing")).to_be_visible()
    rank(pages[last], BALLOTS[last])
    expect(pages[last].get_by_text("the vote is closed")).to_be_visible()
    ada.goto(pick)
    expect(ada.get_by_text(re.compile(r"5 of you put the books in order")).first).to_be_visible()
    look_at(ada)
    ada.goto(club)
    expect(ada.get_by_role("link", name="Saved Places").first).to_be_visible()


def steer(page: Page, pick: str, what: str) -> None:
    page.goto(pick)
    page.get_by_role("link", name=what).click()
    look_at(page)
    page.get_by_role("button", name=what).click()


def propose_hours(page: Page, club: str) -> str:
    """Three hours on Ada's clock; the meeting's address."""
    page.goto(f"{club}/meetings/new")
    page.get_by_text("What it is about, and where").click()
    page.get_by_label("Name", exact=True).fill("All of it")
    page.locator("input[name=way][value=propose]").check()
    if (typed := page.get_by_text("Type the times instead")).is_visible():
        typed.click()
    rows = page.locator(".time-rows input")
    for row, (days, hour) in enumerate([(3, 13), (3, 20), (4, 14)]):
        rows.nth(row).fill(soon("Europe/Berlin", days=days, hour=hour))
    page.get_by_role("button", name="Call the meeting").click()
    return page.url


def answer_hours(page: Page, meeting: str, zone: str, answers: list[str]) -> None:
    page.goto(meeting)
    expect(page.get_by_text(zone.rpartition("/")[2].replace("_", " ")).first).to_be_visible()
    rows = page.locator(".answers tbody tr:has(input)")
    for row, answer in enumerate(answers):
        rows.nth(row).locator(f"input[value={answer}]").check()
    page.get_by_role("button", name="Save my answers").click()


def set_zone(page: Page, zone: str) -> None:
    field = page.locator("[name=time_zone]").first
    if field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(zone)
    else:
        field.fill(zone)
    field.locator("xpath=ancestor::form").get_by_role("button").first.click()


def choose_method(page: Page, method: str) -> None:
    radio = page.locator(f"input[name=method][value={method}]")
    if radio.count():
        radio.check()
    else:
        page.locator("select[name=method]").select_option(method)
    page.locator("main form[method=post]").get_by_role("button").first.click()


def rank(page: Page, wanted: list[str]) -> None:
    """Put what one would read in order: by buttons, or without JavaScript by numbers."""
    rows = page.locator(".ballot-row")
    by_number = page.locator("ranked-ballot:not([data-ready])").count()
    for place, title in enumerate(wanted, start=1):
        row = rows.filter(has=page.locator(".ballot-name", has_text=title))
        if by_number:
            row.locator("select").select_option(str(place))
        else:
            row.locator(".ballot-toggle").click()
    page.get_by_role("button", name="Cast my ballot").click()


def test_who_joins_in_the_middle_sees_nothing_ahead(library: House, visit: Visit) -> None:
    """The keeper is asked into the library's club, which is at chapter 8 of its book."""
    mona = visit(library, as_="Mona")
    mona.goto("/clubs")
    mona.get_by_role("link", name=re.compile("Tuesday Room")).first.click()
    mona.get_by_role("button", name="Join").click()
    club = re.sub(r"(/clubs/\d+).*", r"\1", mona.url)
    ahead = [
        "cuts to make a star",
        "Gwen has brought an",
        "On her RIGHT",
        "interrogation by soup",
        "grey glove",
        "apologise to Methodists",
    ]

    seen = []
    mona.goto(club)
    mona.get_by_role("link", name="A House Full of Static").first.click()
    read = re.sub(r"(/reads/\d+).*", r"\1", mona.url)
    look_at(mona)
    seen.append(mona.locator("main").inner_text())
    for path in ("talk", "predictions", "memory"):
        mona.goto(f"{read}/{path}")
        look_at(mona)
        seen.append(mona.locator("main").inner_text())
    mona.goto(f"{club}/meetings")
    meetings = mona.locator("main a[href^='/meetings/']").evaluate_all(
        "links => [...new Set(links.map((a) => a.getAttribute('href')))]"
    )
    for address in [address for address in meetings if re.fullmatch(r"/meetings/\d+", address)]:
        for path in ("", "/room", "/minutes"):
            mona.goto(f"{address}{path}")
            seen.append(mona.locator("main").inner_text())
    mona.goto("/clubs/recall?q=apple")
    seen.append(mona.locator("main").inner_text())
    mona.goto("/inbox")
    seen.append(mona.locator("main").inner_text())
    for words in ahead:
        assert not any(words in page for page in seen), words

    mona.goto(read)
    read_to(mona, 6)
    mona.goto(f"{read}/talk")
    expect(mona.get_by_text("I sealed it on the ninth")).to_be_visible()
    mona.goto("/clubs/recall?q=apple")
    expect(mona.get_by_text("Gwen has brought an").first).to_be_visible()
    look_at(mona)
