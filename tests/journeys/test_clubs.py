"""Two friends, two browsers: from “read this with someone” to both being in, with and without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.house import PASSWORD, House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unseen
from tests.journeys.writing import post_work


@WITH_AND_WITHOUT
def test_ada_reads_with_bodil(house: House, visit: Visit, javascript: bool) -> None:
    look = look_at if javascript else unseen
    title = "The Weir" if javascript else "The Sluice"
    work = post_work(house, title)

    ada = visit(house, as_="Ada", javascript=javascript)
    bodil = visit(house, as_="Bodil", phone=True, javascript=javascript)
    ada.goto(work)
    ada.locator(".after-more > summary").click()
    ada.get_by_role("link", name="Read this with someone").click()
    if javascript:
        box = ada.locator("main").get_by_role("combobox")
        box.press_sequentially("bod", delay=30)
        expect(ada.get_by_role("option", name="Bodil")).to_be_visible()
        box.press("Enter")
    else:
        ada.locator("input[name=friend]").fill("bodil")
    ada.locator("textarea[name=word]").fill("You too? It is about tides.")
    look(ada)
    ada.get_by_role("button", name="Start").click()
    ada.wait_for_url(re.compile(r"/clubs/\d+$"))
    expect(ada.get_by_text("Only you so far")).to_be_visible()
    look(ada)
    club = ada.url

    bodil.goto(club)
    expect(bodil.get_by_text("Ada & Bodil")).to_have_count(0)
    bodil.goto("/clubs")
    expect(bodil.get_by_text("You too? It is about tides.")).to_be_visible()
    look(bodil)
    bodil.get_by_role("link", name="Answer").first.click()
    expect(bodil.get_by_role("link", name=title, exact=True)).to_be_visible()
    look(bodil)
    bodil.get_by_role("button", name="Join").click()
    bodil.wait_for_url(club)
    expect(bodil.get_by_role("link", name=title, exact=True)).to_be_visible()
    look(bodil)

    ada.goto("/clubs")
    expect(ada.get_by_text("With Bodil").first).to_be_visible()
    ada.goto(f"{club}/members")
    expect(ada.get_by_text("Bodil").first).to_be_visible()
    look(ada)


@WITH_AND_WITHOUT
def test_a_friend_without_an_account_follows_the_link(
    house: House, visit: Visit, javascript: bool
) -> None:
    look = look_at if javascript else unseen
    name = "rowan" if javascript else "sorrel"
    ada = visit(house, as_="Ada", javascript=javascript)
    work = post_work(house, f"For {name}")
    ada.goto(f"{work}/read-with")
    ada.locator("input[name=by_link][value=yes]").check()
    ada.get_by_role("button", name="Start").click()
    ada.wait_for_url(re.compile(r"/clubs/\d+/link$"))
    look(ada)
    if javascript:
        ada.get_by_role("button", name="Copy").click()
        expect(ada.get_by_role("button", name="Copied")).to_be_visible()
    link = ada.locator("#club-link").input_value()

    friend = visit(house, phone=True, javascript=javascript)
    friend.goto(link)
    expect(friend.get_by_text("Ada invites you to read together")).to_be_visible()
    look(friend)
    friend.get_by_role("link", name="Make an account").click()
    for field, value in (("username", name), ("email", f"{name}@example.org")):
        friend.locator(f"main input[name={field}]").fill(value)
    friend.locator("main input[name=password]").fill(PASSWORD)
    for agreed in ("is_of_age", "data_agreed", "terms_agreed"):
        friend.locator(f"main input[name={agreed}]").check()
    friend.get_by_role("button", name="Make my account").click()
    friend.wait_for_url(link)
    friend.get_by_role("button", name="Join").click()
    friend.wait_for_url(re.compile(r"/clubs/\d+$"))
    expect(friend.get_by_text(f"For {name}").first).to_be_visible()

    ada.goto("/clubs")
    expect(ada.get_by_text(f"With {name}")).to_be_visible()


def test_a_host_leaves_a_club_of_two_to_the_other(house: House, visit: Visit) -> None:
    ada = visit(house, as_="Ada", javascript=False)
    ada.goto("/clubs/new")
    ada.locator("input[name=name]").fill("Tide Tables")
    ada.locator("input[name=people]").fill("Bodil")
    ada.get_by_role("button", name="Start the club").click()
    ada.wait_for_url(re.compile(r"/clubs/\d+$"))
    club = ada.url
    bodil = visit(house, as_="Bodil")
    bodil.goto("/clubs")
    bodil.get_by_role("link", name="Tide Tables").click()
    bodil.get_by_role("button", name="Join").click()
    bodil.wait_for_url(club)

    ada.goto(f"{club}/membership/delete")
    expect(ada.get_by_text("Bodil is told that you have left")).to_be_visible()
    ada.get_by_role("button", name="Leave the club").click()
    ada.goto(club)
    expect(ada.get_by_text("Tide Tables")).to_have_count(0)

    bodil.goto(f"{club}/edit")
    look_at(bodil)
    bodil.goto(f"{club}/membership/delete")
    look_at(bodil)
    bodil.get_by_role("checkbox").check()
    bodil.get_by_role("button", name="Leave and delete the club").click()
    look_at(bodil)
    bodil.get_by_role("button", name="Undo").click()
    bodil.wait_for_url(club)
    expect(bodil.get_by_text("Tide Tables").first).to_be_visible()


@WITH_AND_WITHOUT
def test_two_friends_quarrel_and_nothing_that_was_said_is_lost(
    house: House, visit: Visit, javascript: bool
) -> None:
    look = look_at if javascript else unseen
    work = post_work(house, "The Groyne" if javascript else "The Jetty")
    ada = visit(house, as_="Ada", javascript=javascript)
    bodil = visit(house, as_="Bodil", phone=True, javascript=javascript)
    ada.goto(work)
    ada.locator(".after-more > summary").click()
    ada.get_by_role("link", name="Read this with someone").click()
    friend = (
        ada.locator("main").get_by_role("combobox")
        if javascript
        else ada.get_by_label("With whom?")
    )
    friend.fill("Bodil")
    ada.get_by_role("button", name="Start").click()
    ada.wait_for_url(re.compile(r"/clubs/\d+$"))
    club = ada.url
    bodil.goto("/clubs")
    bodil.get_by_role("link", name="Answer").first.click()
    bodil.get_by_role("button", name="Join").click()
    bodil.wait_for_url(club)

    # Bodil may arrange things like Ada, and cannot delete the club, nor end the hosting of her friend.
    bodil.goto(f"{club}/edit")
    expect(bodil.get_by_label("We decide together")).to_be_checked()
    look(bodil)
    bodil.get_by_label("We decide together").uncheck()
    bodil.get_by_role("button", name="Save", exact=True).click()
    expect(bodil.get_by_text("neither can change this alone").first).to_be_visible()
    look(bodil)
    bodil.goto(f"{club}/delete")
    expect(bodil.get_by_text("you can leave it")).to_be_visible()

    # She deletes the read, in which nobody has said anything yet; Ada hears of it and brings it back.
    bodil.goto(club)
    bodil.locator(".club-now-title a").click()
    bodil.goto(re.sub(r"(/reads/\d+).*", r"\1/delete", bodil.url))
    bodil.get_by_role("button", name="Delete", exact=True).click()
    ada.goto("/inbox")
    ada.get_by_role("link", name="See it in the trash").first.click()
    look(ada)
    ada.get_by_role("button", name=re.compile("Restore")).first.click()
    expect(ada.get_by_text("is back, as it was")).to_be_visible()

    # And she leaves. Ada is told, and reads it on the club's page.
    bodil.goto(f"{club}/membership/delete")
    expect(bodil.get_by_text("Ada is told that you have left")).to_be_visible()
    look(bodil)
    bodil.get_by_role("button", name="Leave the club").click()
    bodil.wait_for_url(re.compile(r"/clubs$"))
    ada.goto("/inbox")
    expect(ada.get_by_text("Bodil has left").first).to_be_visible()
    ada.goto(club)
    expect(ada.get_by_role("heading", name="Bodil has left")).to_be_visible()
    look(ada)
