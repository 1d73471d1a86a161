"""Twelve who read together in a library: two belong by name alone, and one uses nothing but keys.

Nora finds everything as a screen reader does, by what it is and what it is called, and goes there with Tab.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import PASSWORD, House
from tests.journeys.looking import look_at
from tests.journeys.seeding import seed

OTHERS = ("Abel", "Beth", "Dora", "Emil", "Fred", "Gwen", "Hugo", "Ines")
BEGINNING = f"""
from bookcub.clubs.models import Membership
from bookcub.picks.models import Method, PickRules
from tests.picks.picking import ballot, begin, closed, suggest
people = []
for name in ("Ruth", "Nora", *{OTHERS!r}):
    password = {PASSWORD!r} if name in ("Ruth", "Nora") else None
    people.append(User.objects.create_user(name, f"{{name.lower()}}@example.org", password))
ruth, nora, *others = people
club = make_club(*people, name="Harbour Library")
PickRules.objects.filter(club=club).update(method=Method.APPROVAL)
for name in ("Greta", "Oskar"):
    Membership.objects.create(club=club, former_name=name, is_by_name=True)
pick = begin(club, ruth)
salt, moss = (suggest(pick, who, title) for who, title in ((ruth, "Salt"), (others[0], "Moss")))
pick = closed(pick)
for number, one in enumerate(others):
    ballot(pick, one, salt if number < 4 else moss)
made = {{"club": club.get_absolute_url(), "pick": pick.get_absolute_url()}}
"""
NOW = """
from bookcub.meetings.models import Meeting
Meeting.objects.filter(pk={meeting}).update(starts_at=timezone.now())
made = 1
"""
MOST_TABS = 120  # more than any page has


@pytest.fixture(scope="module")
def library(house: House) -> dict[str, str]:
    return dict(seed(house, BEGINNING))


def tab_to(page: Page, role: str, name: str) -> Locator:
    """Press Tab until the focus is on what is called so."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]  # its literals
    expect(wanted).to_be_visible()
    there = wanted.element_handle()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if there.evaluate("here => here === document.activeElement"):
            return wanted
    raise AssertionError(f"Tab never comes to the {role} “{name}” of {page.url}")


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    tab_to(page, role, name)
    page.keyboard.press(key)


def soon(page: Page) -> str:
    """A week from now, as the field of a day and a time takes it."""
    week = 7 * 24 * 3600 * 1000
    return str(page.evaluate(f"new Date(Date.now() + {week}).toISOString().slice(0, 16)"))


def test_they_choose_a_book_and_two_ballots_are_of_paper(
    house: House, visit: Visit, library: dict[str, str]
) -> None:
    ruth, nora = visit(house, as_="Ruth"), visit(house, as_="Nora")
    for name, title in (("Greta", "Moss"), ("Oskar", "Salt")):
        ruth.goto(library["pick"])
        ruth.get_by_text("Vote for somebody without an account").click()
        ruth.get_by_role("link", name=name, exact=True).click()
        ruth.get_by_role("checkbox", name=title).check()
        ruth.get_by_role("button", name="Cast the ballot").click()
    ruth.get_by_role("checkbox", name="Moss").check()
    ruth.get_by_role("button", name="Cast my ballot").click()

    nora.goto(library["club"])
    press(nora, "link", "Vote on our next read")
    nora.wait_for_url("**/picks/*")
    press(nora, "checkbox", "Moss", "Space")
    press(nora, "button", "Cast my ballot")

    expect(nora.get_by_text("the vote is closed")).to_be_visible()
    expect(nora.get_by_text("12 of you ticked")).to_be_visible()
    look_at(nora)
    nora.goto(library["club"])
    expect(nora.get_by_role("link", name="Moss").first).to_be_visible()


def test_they_meet_every_month_and_who_was_there_is_ticked(
    house: House, visit: Visit, library: dict[str, str]
) -> None:
    ruth, nora = visit(house, as_="Ruth"), visit(house, as_="Nora")
    ruth.goto(f"{library['club']}/meetings/new")
    ruth.get_by_label("The time is already agreed").check()
    ruth.get_by_label("Day and time").fill(soon(ruth))
    ruth.get_by_label("Repeat").select_option(label="Every week")
    ruth.get_by_text("What it is about, and where").click()
    ruth.get_by_label("Name", exact=True).fill("Tea and tides")
    ruth.get_by_label("Place").fill("The reading room")
    ruth.get_by_role("button", name="Call the meeting").click()
    meeting = ruth.url
    ruth.get_by_text("Answer for somebody without an account").click()
    ruth.get_by_label("Who?").select_option(label="Greta")
    ruth.get_by_label("Yes", exact=True).check()
    ruth.get_by_role("button", name="Save the answer").click()
    expect(ruth.get_by_text("as Ruth says")).to_be_visible()

    nora.goto(library["club"])
    press(nora, "link", "Meetings")
    nora.wait_for_url("**/meetings")
    press(nora, "link", "Tea and tides")
    press(nora, "radio", "I’m coming", "Space")
    press(nora, "button", "Tell the others")
    expect(nora.get_by_text("You’re coming.")).to_be_visible()

    ruth.add_init_script(
        "window.print = () => { document.documentElement.dataset.printed = 'yes'; }"
    )
    ruth.goto(f"{meeting}/agenda#print")
    ruth.wait_for_selector("html[data-printed]")
    for name in ("Ruth", "Nora", "Greta", "Oskar", *OTHERS):
        expect(ruth.get_by_role("listitem").filter(has_text=name)).to_be_visible()

    seed(house, NOW.format(meeting=meeting.rpartition("/")[2]))
    nora.goto(meeting)
    press(nora, "link", "Go to the room")
    tab_to(nora, "textbox", "Say something")
    nora.keyboard.type("The tide has the last word.")
    press(nora, "button", "Say it")
    said = nora.locator(".room-words", has_text="The tide has the last word.")
    expect(said).to_be_visible()

    ruth.goto(f"{meeting}/room")
    ruth.get_by_role("link", name="Mark who was there").click()
    expect(ruth.get_by_label("Nora")).to_be_checked()
    for name in ("Greta", "Gwen", "Hugo"):
        ruth.get_by_label(name).check()
    look_at(ruth)
    ruth.get_by_role("button", name="Save who was there").click()
    look_at(ruth)
    ruth.goto(f"{meeting}/room")
    ruth.get_by_role("link", name="Close the room").click()
    ruth.get_by_role("button", name="Close the meeting").click()
    ruth.wait_for_url(f"{meeting}/minutes")
    expect(ruth.get_by_role("link", name="Write a summary")).to_be_visible()

    nora.goto(meeting)
    press(nora, "link", "Read the minutes")
    there = nora.get_by_role("region", name="Who was there")
    for name in ("Greta", "Gwen", "Hugo"):
        expect(there.get_by_role("listitem").filter(has_text=name)).to_contain_text("as Ruth says")
    expect(there.get_by_role("listitem").filter(has_text="Nora")).to_be_visible()
    look_at(nora)
    nora.goto(meeting)
    press(nora, "button", "I wasn’t there")
    there = nora.get_by_role("region", name="Who was there")
    expect(there.get_by_role("listitem").filter(has_text="Nora")).to_have_count(0)
