"""Without a network: one page that the browser has kept, until there is a network again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at, violations

KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys())
    found[name] = (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname);
  return found;
}"""
FACES = """[...document.fonts].filter((one) => one.status === "loaded")
  .map((one) => `${one.family.replaceAll('"', "")} ${one.weight}`).sort()"""
READY = "navigator.serviceWorker.ready.then((one) => one.active.state)"


def settled(page: Page) -> None:
    """Wait until the browser has kept what it keeps."""
    while page.evaluate(READY) != "activated":
        page.wait_for_timeout(50)


@pytest.mark.parametrize(("language", "words"), [("en-US", "You are offline"), ("de-DE", "")])
def test_whoever_is_offline_is_told_so_and_reads_on_when_the_network_is_back(
    house: House, visit: Visit, language: str, words: str
) -> None:
    page = visit(
        house,
        as_="Bodil",
        phone=True,
        language=language,
        keeps_offline_page=True,
        despite=("ERR_",),
    )
    page.goto("/works")
    settled(page)
    page.goto("/browse")

    page.context.set_offline(True)
    page.locator(".masthead-nav a[href='/clubs']").click()

    expect(page).to_have_url(re.compile("/clubs$"))
    expect(page.locator("html")).to_have_attribute("lang", language[:2])
    if words:
        expect(page.get_by_role("heading")).to_have_text(words)
    assert "Bodil" not in page.content()
    assert page.locator("form").count() == 0
    page.evaluate("document.fonts.ready")
    assert page.evaluate(FACES) == ["Atkinson Hyperlegible 700", "Literata 400 700"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert violations(page, scheme) == []
    look_at(page)
    [kept] = page.evaluate(KEPT).values()
    assert [each for each in kept if not each.startswith("/static/")] == ["/offline"]

    page.locator(".error-page .button--primary").click()
    expect(page.locator(".error-page")).to_be_visible()
    page.context.set_offline(False)
    page.locator(".error-page .button--primary").click()
    expect(page.locator(".masthead-nav a[aria-current]")).to_have_attribute("href", "/clubs")


def test_from_the_kept_page_one_gets_back_to_what_one_read(house: House, visit: Visit) -> None:
    page = visit(house, phone=True, keeps_offline_page=True, despite=("ERR_",))
    page.goto("/works")
    settled(page)
    page.goto("/browse")
    page.context.set_offline(True)
    page.locator(".masthead-nav a[href='/clubs']").click()

    page.locator("#step_back").click()

    expect(page).to_have_url(re.compile("/browse$"))
    expect(page.locator(".masthead-nav a[aria-current]")).to_have_attribute("href", "/browse")


def test_the_worker_is_asked_for_once_and_not_after_each_page(house: House, visit: Visit) -> None:
    page = visit(house, keeps_offline_page=True)
    before = asked_for_worker(house)
    page.goto("/works")
    settled(page)

    for path in ("/browse", "/clubs", "/works"):
        page.goto(path, wait_until="load")
        page.wait_for_timeout(1500)  # Chromium looks for a newer one a second after a page

    assert asked_for_worker(house) - before == 1
    page.evaluate("localStorage.setItem('bookcub-offline-page-asked', Date.now() - 3_700_000)")
    page.reload(wait_until="load")
    asked_at = "Number(localStorage.getItem('bookcub-offline-page-asked'))"
    # Asked again and again from here: what waits in the page itself evaluates a text, which the policy forbids.
    for _ in range(50):
        if page.evaluate(f"Date.now() - {asked_at} < 60_000"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("nobody asked for the worker again")


def asked_for_worker(house: House) -> int:
    return house.log.read_text().count('"path": "/service-worker.js"')


def test_a_form_that_is_sent_without_a_network_is_no_page_of_ours(
    house: House, visit: Visit
) -> None:
    """The browser's own page sends it again; a kept one would have lost it."""
    page = visit(house, keeps_offline_page=True, despite=("ERR_",))
    page.goto("/users/login")
    settled(page)
    page.goto("/users/login")
    page.locator("main input[name=name]").fill("Bodil")
    page.locator("main input[name=password]").fill("typed")

    page.context.set_offline(True)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_timeout(500)
    assert page.locator(".error-page").count() == 0
