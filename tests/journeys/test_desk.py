"""A desk that is full and one that is empty, as their owners see them; and what a keeper reads."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unfold_news
from tests.journeys.seeding import seed

BUSY = """
from bookcub.clubs.actions.joining import invite
from bookcub.core.clock import now
from bookcub.meetings.models import Meeting, Presence, Slot
from bookcub.picks.actions.picks import open_pick
from bookcub.reading.actions.lists import put_on_shelf
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reading.models import ShelfKind
from bookcub.works.actions import invite_co_creator
from tests.comments.talking import a_comment

ada, bodil = (User.objects.named(name).get() for name in ("Ada", "Bodil"))
serial = make_work(ada, title="The lighthouse keeper and the very long title of her story", chapters=3)
read_up_to_end(user=bodil, chapter=serial.chapters.get(position=1))
put_on_shelf(user=bodil, work=make_work(ada, title="For a rainy day"), kind=ShelfKind.LATER)
own = make_work(bodil, title="Mine", moderates_comments=True)
make_work(bodil, title="In the drawer", posted=False)
a_comment(own, ada)
club = make_club(ada, bodil, User.objects.named("Mona").get(), name="Weir Readers")
make_read(club, work=serial)
open_pick(club=club, by=member(ada, club))
soon = now() + timedelta(days=2)
Meeting.objects.create(club=club, title="Friday talk", stage="fixed", starts_at=soon)
room = Meeting.objects.create(club=club, title="Tonight", stage="fixed", starts_at=now())
Presence.objects.create(meeting=room, membership=member(ada, club))
Slot.objects.create(meeting=Meeting.objects.create(club=club, title="When"), starts_at=soon)
other = make_club(ada, name="The other club")
invite(membership=member(ada, other), pseud=bodil.default_pseud)
invite_co_creator(work=serial, pseud=bodil.default_pseud, by=ada)
made = room.pk
"""


def test_a_desk_begins_with_what_is_new(house: House, visit: Visit) -> None:
    empty = visit(house, as_="Bodil")
    empty.goto("/desk")
    look_at(empty)
    room = seed(house, BUSY)

    page = visit(house, as_="Bodil", phone=True)
    page.goto("/desk")
    look_at(page)
    unfold_news(page)
    page.locator(f".desk-news a[href='/meetings/{room}/room']").click()
    page.wait_for_url(f"**/meetings/{room}/room")


@WITH_AND_WITHOUT
def test_all_drafts_of_a_work_are_posted_from_one_row(
    house: House, visit: Visit, javascript: bool
) -> None:
    title = "Thirty evenings" if javascript else "Thirty mornings"
    seed(
        house,
        f"""
made = make_work(User.objects.named("Ada").get(), title="{title}", chapters=30, posted=False).pk
""",
    )
    page = visit(house, as_="Ada", javascript=javascript)
    page.goto("/desk")
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Post all chapters").click()
    if javascript:
        look_at(page)
    page.get_by_role("button", name="Post all").click()

    expect(page.get_by_text(f"30 chapters of “{title}” are posted.")).to_be_visible()
    page.goto("/desk")
    drafts = page.get_by_role("region", name="Drafts and scheduled chapters")
    expect(drafts.get_by_role("link", name=title)).to_have_count(0)


@pytest.mark.parametrize("language", ["en-US", "de-DE"])
def test_a_members_menu_stands_on_one_line_of_a_phone(
    house: House, visit: Visit, language: str
) -> None:
    page = visit(house, as_="Bodil", phone=True, language=language)
    page.goto("/works")
    for width in (375, 320):
        page.set_viewport_size({"width": width, "height": 640})
        lines = page.evaluate(
            "[...document.querySelectorAll('.masthead-nav a')].map((link) => link.offsetTop)"
        )
        assert len(lines) == 5
        assert len(set(lines)) == 1, (width, lines)


def test_a_keeper_finds_the_guide_in_the_archive(house: House, visit: Visit) -> None:
    page = visit(house, as_="Mona")
    page.goto("/keeper/first-steps")
    look_at(page)
    page.locator("a[href$='#backup-and-restore']").click()
    page.wait_for_url("**/help/keepers-guide#backup-and-restore")
    look_at(page)
