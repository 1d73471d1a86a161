"""Two friends, two browsers: what one notes, the other finds on top of their club's page, and nothing of what lies ahead."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unfold_news, unseen
from tests.journeys.seeding import seed

BEGUN = """
from bookcub.clubs.actions.joining import invite
from bookcub.reading.actions.places import read_up_to_end
mona, ada, bodil = (User.objects.get(username=name) for name in ("Mona", "Ada", "Bodil"))
work = make_work(mona, title="Low Water", chapters=3)
club = make_club(ada, name={name!r})
make_read(club, work=work)
read_up_to_end(user=ada, chapter=work.chapters.get(position=1))
invite(membership=club.memberships.get(user=ada), pseud=bodil.default_pseud)
made = f"/clubs/{{club.pk}}"
"""
NOTED_AHEAD = """
from tests.comments.noting import note
club = User.objects.get(username="Bodil").memberships.get(club={club}).club
second = club.reads.get().work.chapters.get(position=2)
note(second, User.objects.get(username="Bodil"), html="<p>The goose did it.</p>", club=club)
made = 1
"""
ANNOUNCED = """
from tests.comments.announcing import announced
mona, ada, bodil = (User.objects.get(username=name) for name in ("Mona", "Ada", "Bodil"))
club = make_club(ada, bodil, mona, name="Three who announce")
said = [announced(club, ada, f"Tea at {hour}.") for hour in (3, 4, 5, 6)]
made = [f"/clubs/{club.pk}#{one.anchor}" for one in (said[0], said[-1])]
"""

ASKED = """
from bookcub.memory.actions.recall_index import catch_up
from bookcub.reading.actions.places import read_up_to_end
from tests.memory.remembering import note
mona, ada, bodil = (User.objects.get(username=name) for name in ("Mona", "Ada", "Bodil"))
work = make_work(mona, title="Low Water Again", chapters=3)
club = make_club(ada, bodil, name="The low readers of the upper weir")
make_read(club, work=work)
first = work.chapters.get(position=1)
read_up_to_end(user=bodil, chapter=first)
note(club, ada, first, "The goose did it.")
catch_up()
made = f"/clubs/{club.pk}"
"""


@WITH_AND_WITHOUT
def test_a_friend_sees_at_once_what_the_other_noted(
    house: House, visit: Visit, javascript: bool
) -> None:
    look = look_at if javascript else unseen
    name = f"Low readers {'by script' if javascript else 'in plain'}"
    club = seed(house, BEGUN.format(name=name))
    ada = visit(house, as_="Ada", javascript=javascript)
    bodil = visit(house, as_="Bodil", phone=True, javascript=javascript)
    ada.goto(club)
    expect(ada.get_by_text("Nobody has said anything here yet")).to_be_visible()
    look(ada)

    # From the line in the inbox to the first note in five presses.
    bodil.goto("/desk")
    bodil.get_by_role("link", name=name).first.click()  # 1
    look(bodil)
    bodil.get_by_role("button", name="Come in and start reading").click()  # 2
    expect(bodil.get_by_text(f"Welcome to “{name}”.")).to_be_visible()
    if javascript:
        bodil.get_by_role("button", name="Note on a paragraph").click()  # 3
        bodil.get_by_role("button", name=re.compile("Note on this paragraph: Nobody")).press(
            "Enter"
        )  # 4
    else:
        bodil.get_by_role("link", name="Note on a paragraph").click()
        bodil.get_by_role("link", name=re.compile("Nobody had told")).click()
    bodil.locator("textarea[name=text]").last.fill("Poor cockles.")
    bodil.get_by_role("button", name="Save the note").click()  # 5
    expect(bodil.get_by_text("Poor cockles.").first).to_be_visible()
    bodil.goto(club)
    expect(bodil.get_by_role("navigation", name="This club").get_by_role("link")).to_have_text(
        ["Talk", "Reads", "Choosing", "Meetings"]
    )
    look(bodil)

    ada.goto(club)
    news = ada.get_by_role("region", name="New since you were here")
    expect(news).to_contain_text("Bodil")
    expect(news).to_contain_text("Poor cockles.")
    expect(news.locator("blockquote")).to_contain_text("Nobody had told the cockles.")
    look(ada)
    news.get_by_role("link", name="In the text").click()
    expect(ada.get_by_text("Nobody had told the cockles.").first).to_be_in_viewport()
    if javascript:
        expect(ada.locator(".margin-note")).to_contain_text("Poor cockles.")
        expect(ada.locator(".margin-note")).to_be_visible()

    # What lies ahead is a number.
    seed(house, NOTED_AHEAD.format(club=club.rpartition("/")[2]))
    ada.goto(club)
    expect(ada.get_by_text("1 comment ahead.")).to_be_visible()
    assert "goose" not in ada.content()
    ada.goto("/desk")
    assert "goose" not in ada.content()


def test_one_answers_on_the_page_by_keyboard_and_finds_the_line(house: House, visit: Visit) -> None:
    club = seed(house, BEGUN.format(name="Low readers by keys"))
    ada = visit(house, as_="Ada")
    ada.goto(club)
    box = ada.get_by_role("textbox", name="Say something")
    expect(ada.get_by_role("button", name="Send")).to_be_hidden()

    tab_to(ada, box)
    ada.keyboard.type("Anybody there?")
    look_at(ada)
    # Any place can be given without leaving the words.
    tab_to(ada, ada.get_by_role("link", name="Up to another place"))
    ada.keyboard.press("Enter")
    place = ada.get_by_label("Up to where it goes")
    expect(place).to_have_value(re.compile(r"\d+"))
    expect(box).to_have_value("Anybody there?")
    tab_to(ada, place)
    ada.keyboard.type("Nothing of")
    look_at(ada)
    tab_to(ada, ada.get_by_role("button", name="Send"))
    ada.keyboard.press("Enter")

    ada.wait_for_url(re.compile(rf"{club}#comment_\d+$"))
    line = ada.locator(f"#{ada.url.partition('#')[2]}")
    expect(line).to_contain_text("Anybody there?")
    expect(line).to_be_in_viewport()
    look_at(ada)


def tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(40):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by Tab")


def test_a_link_to_an_announcement_opens_it(house: House, visit: Visit) -> None:
    oldest, newest = seed(house, ANNOUNCED)
    bodil = visit(house, as_="Bodil")
    bodil.goto("/desk")
    unfold_news(bodil)
    bodil.get_by_role("link", name="Tea at 6").click()
    expect(bodil).to_have_url(re.compile(f"{newest}$"))
    words = bodil.locator(".announcement-words")
    expect(words.filter(has_text="Tea at 6")).to_be_visible()
    expect(words.filter(has_text="Tea at 5")).to_be_hidden()
    look_at(bodil)
    # One that is folded below the others, too.
    bodil.goto("/desk")
    bodil.goto(oldest)
    expect(words.filter(has_text="Tea at 3")).to_be_visible()


def test_on_a_phone_what_was_found_is_on_the_first_screen_however_much_narrows_it(
    house: House, visit: Visit
) -> None:
    club = seed(house, ASKED)
    bodil = visit(house, as_="Bodil", phone=True)
    bodil.set_viewport_size({"width": 375, "height": 812})
    bodil.goto(club)
    expect(bodil.locator(".club-head-search__short")).to_be_visible()
    bodil.locator(".club-head-search").click()

    question = "?q=what+did+Ada+say+about+the+goose+in+chapter+1&kind=notes&since=2020-01-01"
    bodil.goto(f"{bodil.url.replace('?', question + '&')}")

    chips = bodil.locator(".recall-chips li")
    expect(chips).to_have_count(5)
    boxes = [each.bounding_box() for each in chips.all()]
    assert len({round(box["y"]) for box in boxes if box}) == 1
    words = bodil.get_by_text("The goose did it.").bounding_box()
    assert words
    assert words["y"] + words["height"] < 812
    assert bodil.evaluate("document.documentElement.scrollWidth") == 375
    chips.last.get_by_role("link").focus()
    expect(chips.last).to_be_in_viewport()
    look_at(bodil)
