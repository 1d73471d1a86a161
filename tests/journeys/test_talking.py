"""Talk under a work: said, answered, moderated, kept through accidents; with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Visit, log_in
from tests.journeys.house import PASSWORD, SESSION, House
from tests.journeys.looking import look_at, unseen
from tests.journeys.writing import TEXT, begin_work, post_work, press

LONG = "\n\n".join([TEXT] * 12)


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
        expect(bodil.locator(".kudos-names")).to_contain_text("Thank you!")
        expect(bodil.get_by_role("button", name="Take kudos back")).to_be_hidden()
        bodil.get_by_text("You left kudos").click()
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


@pytest.mark.parametrize("phone", [False, True], ids=["laptop", "phone"])
def test_whoever_goes_to_the_comments_finds_them_at_once(
    house: House, visit: Visit, phone: bool
) -> None:
    work = post_work(house, f"Gone to {'by phone' if phone else ''}", text=LONG)
    bodil = visit(house, as_="Bodil", phone=phone)
    bodil.goto(work)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    bodil.route("**/comments?part=true*", hold)
    bodil.locator(".after-actions").first.scroll_into_view_if_needed()
    bodil.get_by_role("link", name="Comments", exact=True).click()
    expect(bodil.get_by_text("Loading the comments")).to_be_visible()
    bodil.wait_for_timeout(1500)  # who only scrolls by waits for longer
    assert len(held) == 1
    before = _top_of_talk(bodil)
    assert 0 <= before < 80
    held.pop().continue_()
    expect(bodil.locator("#comment_form")).to_be_visible()
    assert abs(_top_of_talk(bodil) - before) < 8
    look_at(bodil)

    # So does whoever follows a link to them.
    bodil.unroute("**/comments?part=true*")
    bodil.goto("/")
    bodil.goto(f"{work}#comments")
    expect(bodil.locator("#comment_form")).to_be_visible(timeout=2500)

    plain = visit(house, phone=phone, javascript=False)
    plain.goto(work)
    plain.locator(".after-actions").get_by_role("link", name="Comments").click()
    expect(plain.get_by_role("heading", name="Comments on")).to_be_in_viewport()


def _top_of_talk(page: Page) -> float:
    box = page.locator("#comments_placeholder h2").first.bounding_box()
    assert box
    return box["y"]


def test_a_guest_waits_for_approval(house: House, visit: Visit) -> None:
    ada = visit(house, as_="Ada")
    work = post_work(house, "Moderated", may_comment="everyone", moderates_comments=True)
    guest = visit(house, phone=True)
    guest.goto(f"{work}/comments")
    guest.locator("textarea[name=text]").fill("Mine.")
    guest.locator("input[name=name]").fill("A gull")
    guest.locator("input[name=email]").fill("gull@example.org")
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


def test_a_guest_who_logs_in_while_replying_finds_the_box_and_the_words_again(
    house: House, visit: Visit
) -> None:
    work = post_work(house, "Answered by a guest", may_comment="everyone")
    bodil = visit(house, as_="Bodil", phone=True)
    bodil.goto(f"{work}/comments")
    bodil.locator("textarea[name=text]").fill("Before ||the end is a gull|| after.")
    bodil.get_by_role("button", name="Post the comment").click()
    cover = bodil.get_by_label("Show the spoiler")
    cover.check()
    expect(bodil.get_by_text("the end is a gull")).to_be_visible()
    switch = bodil.locator(".spoiler-switch").bounding_box()
    assert switch
    assert switch["width"] < 40
    cover.uncheck()
    expect(bodil.get_by_text("the end is a gull")).to_be_hidden()

    guest = visit(house, phone=True)
    guest.goto(f"{work}/comments")
    guest.get_by_role("link", name="Write a comment").click()
    expect(guest.locator("#comment_form textarea")).to_be_focused()
    guest.get_by_role("link", name=re.compile("^Reply to")).click()
    guest.locator(".comment-reply textarea").fill("Mine, in a moment.")
    guest.wait_for_timeout(600)
    guest.locator(".comment-reply").get_by_role("link", name="log in").click()
    guest.locator("main input[name=name]").fill("Ada")
    guest.locator("main input[name=password]").fill(PASSWORD)
    guest.locator("main form button[type=submit]").first.click()
    guest.wait_for_url("**/reply")
    expect(guest.locator(".comment-reply textarea")).to_have_value("Mine, in a moment.")
    expect(guest.get_by_role("button", name="Put it back")).to_have_count(0)
    look_at(guest)

    bodil.get_by_role("link", name=re.compile("^Delete")).click()
    bodil.get_by_role("button", name="Delete the comment").click()
    spot = bodil.locator("li.comment", has=bodil.get_by_role("button", name="Undo"))
    expect(spot).to_be_focused()
    expect(spot).to_be_in_viewport()
    expect(spot).to_contain_text("The comment is deleted.")
    look_at(bodil)
    spot.get_by_role("button", name="Undo").click()
    back = bodil.locator("li.comment", has_text="Your comment is back.")
    expect(back).to_be_focused()
    expect(back).to_contain_text("the end is a gull")

    # Without a script a page asks, and what is undone is there again where it stood.
    plain = visit(house, as_="Bodil", javascript=False)
    plain.goto(f"{work}/comments")
    plain.get_by_role("link", name=re.compile("^Delete")).click()
    plain.get_by_role("button", name="Delete the comment").click()
    plain.get_by_role("button", name="Undo").click()
    expect(plain.get_by_text("Your comment is back.")).to_be_visible()
    expect(plain.locator(".comment-card")).to_be_visible()


# What htmx writes to the console of a call that failed.
HTMX = ("htmx:", "Response Status Error Code")


def test_a_call_that_fails_says_so_and_keeps_the_words(house: House, visit: Visit) -> None:
    work = post_work(house, "Unreachable", may_comment="everyone")
    bodil = visit(house, as_="Bodil", despite=HTMX)
    bodil.goto(f"{work}/comments")
    box, send = bodil.locator("textarea[name=text]"), bodil.get_by_role("button", name="Post the")
    box.fill("Is anybody there?")
    note = bodil.locator(".comment-form .call-note")

    for answer, words in (
        (lambda route: route.abort(), "cannot be reached"),
        (lambda route: route.fulfill(status=502, body="Bad gateway"), "did not work just now"),
        # The page to log in, where a part was asked for.
        (lambda route: route.fulfill(status=200, body="<!doctype html><p>?"), "You are logged out"),
    ):
        bodil.route("**/comments*", answer)
        send.click()
        expect(note).to_contain_text(words)
        expect(bodil.locator("#warned")).to_contain_text(words)
        expect(box).to_have_value("Is anybody there?")
        expect(box).to_be_focused()
        expect(note).to_be_in_viewport()
        look_at(bodil)
        bodil.unroute("**/comments*")

    # A call that takes its time says that it is under way, and is not made twice.
    sent = []

    def late(route: Route) -> None:
        sent.append(route.request.method)
        bodil.wait_for_timeout(1200)
        route.continue_()

    bodil.route("**/comments*", late)
    box.press("ControlOrMeta+End")
    send.dblclick()
    expect(note).to_have_text("Sending …")
    expect(bodil.locator(".comment-text", has_text="Is anybody there?")).to_have_count(1)
    assert sent == ["POST"]

    # Other calls than forms: the archive's own reason, and a part that nobody asked for.
    bodil.route("**/reply*", lambda route: route.abort())
    bodil.get_by_role("link", name=re.compile("^Reply to")).click()
    expect(bodil.locator(".comment-actions .call-note")).to_contain_text("cannot be reached")


def test_a_page_that_outlives_its_log_in_still_sends(house: House, visit: Visit) -> None:
    work = post_work(house, "Outlived", may_comment="everyone")
    bodil = visit(house, despite=HTMX)
    log_in(bodil, "Bodil")
    bodil.goto(f"{work}/comments")
    bodil.locator("textarea[name=text]").fill("Still me")

    def log_in_again(name: str) -> None:
        other = bodil.context.new_page()
        bodil.context.clear_cookies(name=SESSION)
        log_in(other, name)
        other.close()

    log_in_again("Bodil")
    bodil.get_by_role("button", name="Post the").click()
    expect(bodil.locator(".comment-text", has_text="Still me")).to_be_visible()

    # Somebody else's page sends nothing in their name.
    bodil.locator("textarea[name=text]").fill("Not me")
    log_in_again("Ada")
    bodil.get_by_role("button", name="Post the").click()
    expect(bodil.locator(".comment-form .call-note")).to_contain_text("The log-in has changed")
    expect(bodil.locator("textarea[name=text]")).to_have_value("Not me")


def test_what_was_thrown_away_in_a_box_can_be_put_back(house: House, visit: Visit) -> None:
    work = post_work(house, "Thrown away", may_comment="everyone")
    bodil = visit(house, as_="Bodil")
    bodil.goto(f"{work}/comments")
    bodil.locator("textarea[name=text]").fill("Half a thought")
    bodil.wait_for_timeout(600)  # by now the browser keeps it
    bodil.reload()

    note = bodil.locator(".kept-text")
    note.get_by_role("button", name="Throw it away").click()
    expect(note).to_contain_text("Thrown away.")
    expect(note.get_by_role("button", name="Undo")).to_be_focused()
    look_at(bodil)
    note.get_by_role("button", name="Undo").click()
    bodil.reload()
    note.get_by_role("button", name="Put it back").click()
    expect(bodil.locator("textarea[name=text]")).to_have_value("Half a thought")

    bodil.locator("textarea[name=text]").press("End")
    bodil.wait_for_timeout(600)
    bodil.reload()
    note.get_by_role("button", name="Throw it away").click()
    bodil.reload()
    expect(note).to_have_count(0)


def test_focus_goes_to_what_came(house: House, visit: Visit) -> None:
    work = post_work(house, "In focus", may_comment="everyone")
    bodil = visit(house, as_="Bodil")
    # As in browsers whose fields cannot grow by themselves: a script sets their height.
    bodil.add_init_script("CSS.supports = () => false")
    bodil.goto(f"{work}/comments")
    box = bodil.locator("textarea[name=text]")
    expect(bodil.get_by_role("button", name="Post the")).to_be_hidden()
    box.focus()
    bodil.get_by_role("button", name="Post the").click()
    expect(bodil.locator(".form-errors")).to_be_focused()
    box.fill("First")
    bodil.get_by_role("button", name="Post the").click()
    expect(bodil.locator("li.comment", has_text="First")).to_be_focused()
    expect(bodil.locator("#told")).to_have_text("Your comment is posted.")
    expect(bodil.get_by_role("heading", name="Comments 1")).to_be_visible()

    bodil.get_by_role("link", name=re.compile("^Reply to")).click()
    expect(bodil.locator(".comment-reply textarea")).to_be_focused()
    bodil.keyboard.type("Second")
    bodil.locator(".comment-reply").get_by_role("button", name="Reply").click()
    expect(bodil.locator("li.comment", has_text="Second").last).to_be_focused()
    expect(bodil.get_by_role("heading", name="Comments 2")).to_be_visible()
    bodil.get_by_role("link", name=re.compile("^Edit your comment")).last.click()
    changed = bodil.locator(".comment-reply textarea")
    expect(changed).to_be_focused()
    bodil.keyboard.type(", Changed")
    expect(changed).to_have_value("Second, Changed")
    bodil.get_by_role("button", name="Save").click()
    expect(bodil.locator("li.comment", has_text="Changed").last).to_be_focused()
    # What was said of the reply has gone.
    expect(bodil.locator(".talk .message")).to_have_text(["Your reply is changed."])
    assert bodil.url.endswith(f"{work}/comments")

    bodil.goto(work)
    bodil.get_by_role("button", name="Kudos").click()
    expect(bodil.locator(".kudos-names")).to_be_focused()
    expect(bodil.locator("#told")).to_contain_text("Thank you!")

    ada = visit(house, as_="Ada", phone=True)
    ada.goto(f"{work}/comments")
    expect(ada.get_by_role("link", name=re.compile("^Freeze"))).to_have_count(0)
    ada.locator(".comment-menu summary").first.press("Enter")
    look_at(ada)
    ada.get_by_role("link", name=re.compile("^Freeze")).first.click()
    ada.get_by_role("button", name="Freeze the thread").click()
    expect(ada.locator("li.comment", has_text="First").first).to_be_focused()
    expect(ada.get_by_role("link", name=re.compile("^Reply to"))).to_have_count(0)
    assert ada.url.endswith(f"{work}/comments")


@pytest.mark.parametrize("phone", [False, True], ids=["laptop", "phone"])
def test_what_was_posted_is_not_offered_once_more(house: House, visit: Visit, phone: bool) -> None:
    work = post_work(
        house, f"Said once {'on' if phone else 'off'} the phone", may_comment="everyone"
    )
    bodil = visit(house, as_="Bodil", phone=phone)
    bodil.goto(work)
    bodil.locator("#comments_placeholder").scroll_into_view_if_needed()
    box = bodil.locator("#comment_form textarea[name=text]")
    for words in ("The tide was early.", "And the gulls were late."):
        box.fill(words)
        bodil.wait_for_timeout(600)  # by now the browser keeps it
        bodil.get_by_role("button", name="Post the").click()
        expect(bodil.locator("li.comment", has_text=words)).to_be_focused()
        expect(box).to_have_value("")
        expect(bodil.get_by_role("button", name="Put it back")).to_have_count(0)

    # What is begun after it is kept as before.
    box.fill("Half a thought")
    bodil.wait_for_timeout(600)
    bodil.goto(f"{work}/comments")
    bodil.get_by_role("button", name="Put it back").click()
    expect(box).to_have_value("Half a thought")


def test_what_a_club_form_kept_is_let_go_once_it_is_sent(house: House, visit: Visit) -> None:
    work = post_work(house, "Let go", may_comment="everyone")
    ada = visit(house, as_="Ada")
    ada.goto("/clubs/new")
    ada.locator("input[name=name]").fill("Let go readers")
    ada.locator("textarea[name=word]").fill("Come and read with us")
    ada.wait_for_timeout(600)
    ada.goto(work)
    ada.goto("/clubs/new")
    ada.get_by_role("button", name="Put it back").click()
    ada.locator("input[name=name]").fill("Let go readers")
    ada.get_by_role("button", name="Start the club").click()
    ada.wait_for_url(re.compile(r"/clubs/\d+"))
    ada.goto("/clubs/new")
    expect(ada.locator("textarea[name=word]")).to_be_visible()
    expect(ada.get_by_role("button", name="Put it back")).to_have_count(0)


def test_a_work_nobody_may_comment_on_says_so(house: House, visit: Visit) -> None:
    ada = visit(house, as_="Ada")
    begin_work(ada, title="Quiet", text=TEXT)
    ada.get_by_text("Who can read and comment").click()
    ada.locator("input[name=may_comment][value=nobody]").check()
    press(ada, "post")
    ada.wait_for_url(re.compile(r"/works/\d+"))

    guest = visit(house)
    guest.goto(ada.url)
    guest.locator("#comments_placeholder").scroll_into_view_if_needed()
    expect(guest.get_by_text("has closed its comments")).to_be_visible()


def test_the_other_order_of_comments_comes_in_place(house: House, visit: Visit) -> None:
    work = post_work(house, "Turned about", text=LONG, may_comment="everyone")
    bodil = visit(house, as_="Bodil")
    for words in ("Said first.", "Said second."):
        bodil.goto(f"{work}/comments")
        bodil.locator("textarea[name=text]").fill(words)
        bodil.locator(".comment-form button[type=submit]").click()
        expect(bodil.locator("ol.thread").get_by_text(words)).to_be_visible()
    bodil.goto(f"{work}#comments")
    first = bodil.locator("ol.thread > li").first
    expect(first).to_contain_text("Said first.")

    bodil.get_by_role("link", name="Newest first").press("Enter")

    expect(first).to_contain_text("Said second.")
    expect(bodil).to_have_url(re.compile(f"{work}#comments$"))
    expect(bodil.get_by_role("link", name="Oldest first")).to_be_focused()
    look_at(bodil)

    plain = visit(house, as_="Bodil", javascript=False)
    plain.goto(f"{work}/comments")
    plain.get_by_role("link", name="Newest first").click()
    expect(plain).to_have_url(re.compile("order=newest#comments_placeholder$"))
