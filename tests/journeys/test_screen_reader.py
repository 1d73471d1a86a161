"""What a screen reader says of five pages, in its order, beside axe's rules.

The words stand in `spoken/`. After a change that is meant, read the difference as somebody who only hears it would.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at
from tests.journeys.seeding import seed

SPOKEN = Path(__file__).parent / "spoken"
PAGES = """
from tests.picks.picking import begin, closed, suggest
from tests.comments.noting import note
from bookcub.people.models import Preferences
ada, bodil, mona = (User.objects.named(name).get() for name in ("Ada", "Bodil", "Mona"))
for listener in (ada, bodil):  # whatever clock another journey gave them
    Preferences.objects.update_or_create(user=listener, defaults={"time_zone": "Asia/Tokyo"})
work = make_work(ada, title="The Weir", chapters=2)
first, second = work.chapters.order_by("position")
club = make_club(ada, bodil, mona, name="Three at the weir")
read = make_read(club, work=work)
reads_to(bodil, work, 2)
with_words = note(first, ada, "the map", html="<p>Which map?</p>", club=club)
pick = begin(club, ada)
for who, title in ((ada, "Salt"), (bodil, "Moss"), (mona, "Tide")):
    suggest(pick, who, title)
pick = closed(pick)
meeting = make_meeting(read, club, upto=2)
made = {
    "reader": second.get_absolute_url(),
    "note": with_words.get_absolute_url(),
    "ballot": pick.get_absolute_url(),
    "meeting_form": f"/clubs/{club.pk}/meetings/new",
    "room": f"/meetings/{meeting.pk}/room",
}
"""
# Addresses are not said; days and hours are another every day.
ADDRESS = re.compile(r"\n *- /url: .*")
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DAY = re.compile(
    rf"(?:\b[A-Z][a-z]{{2,8}},? )?\b\d{{1,2}} (?:{MONTHS})[a-z]*(?: 20\d\d)?|\b20\d\d-\d\d-\d\d"
)
# What else the shared house has of an author is another in every run.
MORE = re.compile(r'\n *- paragraph:\n *- text: More by(?:\n *- (?:link "[^"\n]*"|text: ":"):?)+')
UNREAD = re.compile(r"Inbox \d+ unread")
AGO = re.compile(r"\bjust now\b|\b\d+ (?:minute|hour)s? ago\b")
HOUR = re.compile(r"\b\d{1,2}:\d\d(?: ?[AP]M)?\b")
# Which of its hours are over is another every hour.
WEEK = re.compile(
    r'(- paragraph:) [^\n]*–[^\n]*(\n *- button "Earlier days" \[disabled\]\n *- button "Later days"\n *- grid "[^"\n]*"):\n'
    r"(?: {6}[^\n]*\n)+"
)


@pytest.fixture(scope="module")
def addresses(house: House) -> dict[str, str]:
    return dict(seed(house, PAGES))


@pytest.mark.parametrize("name", ["reader", "note", "ballot", "meeting_form", "room"])
def test_what_is_heard(house: House, visit: Visit, addresses: dict[str, str], name: str) -> None:
    page = visit(house, as_="Ada" if name == "meeting_form" else "Bodil")
    page.goto(addresses[name])
    page.wait_for_load_state("load")
    if name == "reader":
        # Kudos, clubs and the margin are asked for when the page is there.
        expect(page.get_by_role("button", name="Kudos")).to_be_visible()
        expect(page.get_by_text("Reading with")).to_be_attached()
        expect(page.get_by_role("link", name="No notes in this chapter yet")).to_be_visible()
    if name == "room":
        page.get_by_role("textbox", name="Say something").fill("Did the cockles know?")
        page.get_by_role("button", name="Say it").click()
        expect(page.get_by_text("Take back", exact=True)).to_be_visible()

    # One page with the frame around it, the others without.
    heard = page.locator("body" if name == "reader" else "main").aria_snapshot()
    told = {
        ADDRESS: "",
        MORE: "",
        DAY: "(day)",
        HOUR: "(hour)",
        AGO: "(ago)",
        UNREAD: "Inbox",
        WEEK: r"\1 (week)\2\n",
    }
    for unlike, like in told.items():
        heard = unlike.sub(like, heard)

    assert heard.splitlines() == (SPOKEN / f"{name}.txt").read_text().splitlines()
    look_at(page)
