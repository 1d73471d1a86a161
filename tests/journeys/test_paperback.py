"""Two read a paperback on paper and talk about it here: neither hears what lies beyond their page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unseen


def begin_paperback(  # a read is all of these
    house: House, visit: Visit, name: str, *, title: str, pages: int, javascript: bool
) -> tuple[str, str, Page, Page]:
    """Ada and Bodil, who is on her phone, begin a book on paper in a club of this name: the club, the read, and the two."""
    maker = visit(house, as_="Ada", javascript=False)
    maker.goto("/clubs/new")
    maker.locator("input[name=name]").fill(name)
    maker.locator("input[name=people]").fill("Bodil")
    maker.get_by_role("button", name="Start the club").click()
    maker.wait_for_url(re.compile(r"/clubs/\d+$"))
    club = maker.url
    ada = visit(house, as_="Ada", javascript=javascript)
    bodil = visit(house, as_="Bodil", phone=True, javascript=javascript)
    bodil.goto("/clubs")
    bodil.get_by_role("link", name=name).click()
    bodil.get_by_role("button", name="Join").click()
    bodil.wait_for_url(club)

    ada.goto(f"{club}/reads/new")
    ada.locator("input[name=title]").fill(title)
    ada.locator("input[name=pages]").fill(str(pages))
    ada.get_by_role("button", name="Begin the read").click()
    ada.wait_for_url(re.compile(r"/reads/\d+"))
    read = ada.url.partition("?")[0]
    return club, read, ada, bodil


@WITH_AND_WITHOUT
def test_two_read_a_paperback_behind_one_horizon(
    house: House, visit: Visit, javascript: bool
) -> None:
    look = look_at if javascript else unseen
    name = "Paper Boats" if javascript else "Plain Paper"
    club, read, ada, bodil = begin_paperback(
        house, visit, name, title="The Riddle of the Sands", pages=300, javascript=javascript
    )

    # Ada is on page 120 and says so by what she says.
    if not javascript:
        ada.get_by_role("link", name="What we say about it").click()
    ada.locator("textarea[name=text]").fill("So it was Dollmann.")
    ada.locator(".say-box input[name=upto]").fill("120")
    look(ada)
    ada.locator(".say-box").get_by_role("button", name="Send").click()
    expect(ada.get_by_text("So it was Dollmann.")).to_be_visible()
    expect(ada.get_by_text("on Page 120")).to_be_visible()
    look(ada)

    bodil.goto(f"{read}/talk")
    expect(bodil.get_by_text("1 comment ahead")).to_be_visible()
    expect(bodil.get_by_text("Dollmann")).to_have_count(0)
    look(bodil)
    bodil.goto(read)
    bodil.locator("#upto").fill("120")
    bodil.get_by_role("button", name="Save", exact=True).click()
    bodil.goto(f"{read}/talk")
    expect(bodil.get_by_text("So it was Dollmann.")).to_be_visible()
    bodil.get_by_role("link", name=re.compile("^Reply")).first.click()
    bodil.get_by_label("Your reply").fill("I knew it at the ball.")
    bodil.get_by_role("button", name="Reply", exact=True).click()
    expect(bodil.get_by_text("I knew it at the ball.")).to_be_visible()
    look(bodil)

    ada.goto("/inbox")
    expect(ada.get_by_text("I knew it at the ball.").first).to_be_visible()
    ada.goto(f"{club}/talk")
    ada.locator("textarea[name=text]").fill("Tea on Friday?")
    look(ada)
    ada.get_by_role("button", name="Send").click()
    expect(ada.get_by_text("Tea on Friday?")).to_be_visible()
    bodil.goto(f"{club}/talk")
    expect(bodil.get_by_text("Tea on Friday?")).to_be_visible()
    look(bodil)


@WITH_AND_WITHOUT
def test_a_paperback_and_an_audiobook_lie_side_by_side_behind_one_horizon(
    house: House, visit: Visit, javascript: bool
) -> None:
    """Page 212 of 412 lies between 5:16 and 5:17 of 10:15: Bodil hears what was said there at 5:17, and not before."""
    look = look_at if javascript else unseen
    name = "Ears and Eyes" if javascript else "Plain Ears"
    _, read, ada, bodil = begin_paperback(
        house, visit, name, title="The Moonstone", pages=412, javascript=javascript
    )

    # Bodil listens, and says so.
    bodil.goto(read)
    bodil.get_by_text("My edition", exact=True).click()
    bodil.get_by_label("Hours of listening").check()
    bodil.get_by_label("How long it is").fill("10:15")
    look(bodil)
    bodil.get_by_role("button", name="Save my edition").click()
    bodil.locator("#upto").fill("5:16")
    bodil.get_by_role("button", name="Save", exact=True).click()
    expect(bodil.get_by_text("You are at 5:16 h.")).to_be_visible()
    look(bodil)

    ada.goto(f"{read}/talk")
    ada.locator("textarea[name=text]").fill("It was the opium.")
    ada.locator(".say-box input[name=upto]").fill("212")
    ada.locator(".say-box").get_by_role("button", name="Send").click()
    expect(ada.get_by_text("on Page 212")).to_be_visible()

    bodil.goto(f"{read}/talk")
    expect(bodil.get_by_text("1 comment ahead")).to_be_visible()
    expect(bodil.get_by_text("opium")).to_have_count(0)
    bodil.goto(read)
    bodil.locator("#upto").fill("5:17")
    bodil.get_by_role("button", name="Save", exact=True).click()
    bodil.goto(f"{read}/talk")
    expect(bodil.get_by_text("It was the opium.")).to_be_visible()
    expect(bodil.get_by_text("5:17 h").first).to_be_visible()
    look(bodil)

    # What Bodil says there Ada hears on the page after it.
    bodil.locator("textarea[name=text]").fill("I did not see that coming.")
    expect(bodil.locator(".say-box input[name=upto]")).to_have_value("5:17")
    bodil.locator(".say-box").get_by_role("button", name="Send").click()
    ada.goto(f"{read}/talk")
    expect(ada.get_by_text("see that coming")).to_have_count(0)
    ada.goto(read)
    ada.locator("#upto").fill("213")
    ada.get_by_role("button", name="Save", exact=True).click()
    ada.goto(f"{read}/talk")
    expect(ada.get_by_text("I did not see that coming.")).to_be_visible()
    expect(ada.get_by_text("on Page 213")).to_be_visible()
    look(ada)

    # Bodil types the chapters as she hears them. Both go on where they are, and read their names.
    bodil.goto(read)
    bodil.get_by_role("link", name="Chapters of this book").click()
    bodil.get_by_label("Chapters").fill(
        "0:00 The Loss\n5:00 The Discovery\n? The Opium\n7:30 The End"
    )
    look(bodil)
    bodil.get_by_role("button", name="Save the chapters").click()
    expect(bodil.get_by_text("You are at 5:17 h. That is chapter 2 or 3.")).to_be_visible()
    look(bodil)
    ada.goto(read)
    expect(ada.get_by_text("You are on page 213. That is chapter 2 or 3.")).to_be_visible()
    look(ada)
    ada.goto(f"{read}/contents")
    expect(ada.get_by_label("Chapters")).to_have_value(
        "1 The Loss\n201 The Discovery\n? The Opium\n302 The End"
    )
    ada.get_by_label("Chapters").fill("1 The Loss\n201 The Discovery\n250 The Opium\n302 The End")
    ada.get_by_role("button", name="Save the chapters").click()
    expect(ada.get_by_text("That is chapter 2: The Discovery.")).to_be_visible()
    ada.get_by_role("button", name="I have read chapter 2").click()
    expect(ada.get_by_text("page 249. That is the end of chapter 2.")).to_be_visible()
    ada.goto(f"{read}/talk")
    expect(ada.get_by_text("on Page 212 (chapter 2: The Discovery)")).to_be_visible()
    look(ada)
    bodil.goto(f"{read}/talk")
    expect(bodil.get_by_text("It was the opium.")).to_be_visible()
    expect(bodil.get_by_text("5:17 h (chapter 2: The Discovery)").first).to_be_visible()
    look(bodil)
