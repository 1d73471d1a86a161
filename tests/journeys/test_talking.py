"""Talk under a work: said, answered, moderated, kept through accidents; with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit, log_in
from tests.journeys.house import House
from tests.journeys.looking import look_at, unseen
from tests.journeys.writing import TEXT, begin_work, post_work, press


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_bodil_comments_and_ada_answers(house: House, visit: Visit, javascript: bool) -> None:
    look = look_at if javascript else unseen
    ada = visit(house, as_="Ada")
    work = post_work(
        house, "Answered" if javascript else "Plainly answered", may_comment="everyone"
    )

    bodil = visit(house, as_="Bodil", phone=True, javascript=javascript)
    bodil.goto(work)
    if javascript:
        bodil.locator("#comments_placeholder").scroll_into_view_if_needed()
        bodil.get_by_role("button", name="Kudos").click()
        expect(bodil.get_by_role("button", name="Take kudos back")).to_be_visible()
    else:
        bodil.goto(f"{work}/comments")
    bodil.locator("textarea[name=text]").fill("The *cockles* knew all along.")
    bodil.locator(".comment-form button[type=submit]").click()
    expect(bodil.locator("ol.thread em", has_text="cockles")).to_be_visible()
    expect(bodil.get_by_role("heading", name="Comment Actions").first).to_be_attached()
    look(bodil)

    ada.goto("/inbox")
    expect(ada.get_by_text("knew all along").first).to_be_visible()
    look_at(ada)
    ada.get_by_role("link", name=re.compile("^Reply")).first.click()
    ada.locator("form textarea[name=text]").last.fill("They had it from the gulls.")
    ada.locator("form", has=ada.locator("textarea[name=text]")).last.get_by_role(
        "button"
    ).first.click()
    ada.wait_for_timeout(1500)

    bodil.goto("/inbox")
    expect(bodil.get_by_text("They had it from the gulls.").first).to_be_visible()
    bodil.goto(f"{work}/comments")
    expect(bodil.get_by_text("They had it from the gulls.")).to_be_visible()
    assert any("They had it from the gulls." in letter for letter in house.letters())


def test_a_guest_waits_for_approval(house: House, visit: Visit) -> None:
    ada = visit(house, as_="Ada")
    work = post_work(house, "Moderated", may_comment="everyone", moderates_comments=True)
    guest = visit(house, phone=True)
    guest.goto(f"{work}/comments")
    guest.locator("input[name=name]").fill("A gull")
    guest.locator("input[name=email]").fill("gull@example.org")
    guest.locator("textarea[name=text]").fill("Mine.")
    look_at(guest)
    guest.locator(".comment-form button[type=submit]").click()
    guest.wait_for_timeout(1000)

    other = visit(house)
    other.goto(f"{work}/comments")
    expect(other.get_by_text("Mine.", exact=True)).to_have_count(0)
    ada.goto(f"{work}/comments/unreviewed")
    look_at(ada)
    ada.get_by_role("button", name=re.compile("^Approve the comment|^Approve$")).first.click()
    other.goto(f"{work}/comments")
    expect(other.get_by_text("Mine.", exact=True)).to_be_visible()


def test_a_comment_survives_a_closed_tab_and_an_expired_session(house: House, visit: Visit) -> None:
    work = post_work(house, "Forgetful", may_comment="everyone")
    bodil = visit(house, as_="Bodil")
    bodil.goto(f"{work}/comments")
    bodil.locator("textarea[name=text]").fill("Half a thought about tides")
    bodil.wait_for_timeout(800)
    context = bodil.context
    bodil.close()

    again = context.new_page()
    again.goto(f"{work}/comments")
    again.get_by_role("button", name="Put it back").click()
    expect(again.locator("textarea[name=text]")).to_have_value("Half a thought about tides")

    again.locator("textarea[name=text]").fill("A whole thought about tides")
    again.wait_for_timeout(800)
    context.clear_cookies(name="bookcub_session")
    again.locator(".comment-form button[type=submit]").click()
    again.wait_for_timeout(1500)
    # Logged out meanwhile: the words are still there, on this page or after logging in.
    log_in(again, "Bodil")
    again.goto(f"{work}/comments")
    box = again.locator("textarea[name=text]")
    if box.input_value() != "A whole thought about tides":
        again.get_by_role("button", name="Put it back").click()
    expect(box).to_have_value("A whole thought about tides")


def test_a_work_nobody_may_comment_on_says_so(house: House, visit: Visit) -> None:
    ada = visit(house, as_="Ada")
    begin_work(ada, title="Quiet", text=TEXT)
    ada.locator("input[name=may_comment][value=nobody]").check()
    press(ada, "post")
    ada.wait_for_url(re.compile(r"/works/\d+"))

    guest = visit(house)
    guest.goto(ada.url)
    guest.locator("#comments_placeholder").scroll_into_view_if_needed()
    expect(guest.get_by_text("has closed its comments")).to_be_visible()
