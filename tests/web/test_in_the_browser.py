"""The catalogue in a real browser: accessibility, narrow screens, and what each custom element does."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.looking import THEMES, violations

pytestmark = [pytest.mark.journey, pytest.mark.slow_first]


def choose_paper(page: Page, theme: str) -> None:
    look = f"{theme}.literata.3.medium.medium.no"
    page.context.add_cookies([{"name": "bookcub_look", "value": look, "url": page.url}])


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_the_catalogue(page: Page, theme: str) -> None:
    page.goto("/look")
    choose_paper(page, theme)
    page.goto("/design")
    assert page.locator("html").get_attribute("data-theme") == theme

    assert violations(page, theme) == []


@pytest.mark.parametrize("size", ["3", "7"])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(page: Page, size: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/design")
    page.locator(f"input[name=size][value='{size}']").check(force=True)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_controls_are_large_enough_for_a_thumb(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/design")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
             '.button, input:not([type=hidden],[type=checkbox],[type=radio],[type=number]), select, textarea, summary.menu-button, .masthead a, .look-option, .sort-list-handle')]
           .filter((e) => e.checkVisibility() && !e.closest('.tag-input, .landmark, .look-options, dialog'))
           .filter((e) => e.getBoundingClientRect().height < 43.5)
           .map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_a_look_applies_at_once_and_is_there_on_the_next_page(page: Page) -> None:
    page.goto("/look")
    page.get_by_label("Dark").check(force=True)
    page.get_by_label("Atkinson Hyperlegible").check(force=True)

    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto("/design")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("html").get_attribute("data-face") == "atkinson"
    assert "Atkinson" in page.locator(".reading").evaluate("e => getComputedStyle(e).fontFamily")


def answer_tags(route: Route) -> None:
    asked = re.search(r"q=([^&]*)", route.request.url)
    names = ["Slow Burn", "Slow Dancing", "Fluff"]
    found: list[dict[str, object]] = [
        {"name": n, "uses": 10, "synonym": ""}
        for n in names
        if asked and asked[1].lower() in n.lower()
    ]
    if asked and "fuzzies".startswith(asked[1].lower()):
        found.append({"name": "Fluff", "uses": None, "synonym": "Fuzzies"})
    route.fulfill(body=json.dumps({"results": found}), content_type="application/json")


def test_tags_are_chosen_by_keyboard_and_kept_in_the_plain_field(page: Page) -> None:
    page.route("**/tags/autocomplete?*", answer_tags)
    page.goto("/design")
    entry = page.get_by_role("combobox", name="Fandoms").first
    plain = page.locator("#well_fandoms")

    entry.press_sequentially("slow")
    # Two that are known, and the line that adds what was typed.
    expect(page.locator(".tag-option")).to_have_count(3)
    entry.press("ArrowDown")
    entry.press("ArrowDown")
    entry.press("Enter")
    assert plain.input_value() == "The Harbour Cycle, Original Work, Slow Dancing"

    entry.press_sequentially("a new one,")
    assert plain.input_value().endswith("Slow Dancing, a new one")
    entry.press("Backspace")
    page.get_by_role("button", name="Remove Original Work").click()
    assert plain.input_value() == "The Harbour Cycle, Slow Dancing"


def test_the_keyboard_leads_through_suggestions_and_a_screen_reader_hears_of_them(
    page: Page,
) -> None:
    page.route("**/tags/autocomplete?*", answer_tags)
    page.goto("/design")
    entry = page.get_by_role("combobox", name="Fandoms").first
    plain, voice = page.locator("#well_fandoms"), page.locator("tag-input [aria-live]").first
    before = plain.input_value()
    active = "e => document.getElementById(e.getAttribute('aria-activedescendant'))?.textContent"

    entry.press_sequentially("slow")
    expect(voice).to_have_text("Suggestions: 2.")
    expect(entry).to_have_attribute("aria-expanded", "true")
    entry.press("ArrowDown")
    assert entry.evaluate(active) == "Slow Burn10"
    expect(page.locator(".tag-option[aria-selected=true]")).to_have_text("Slow Burn10")
    # The cursor moves in what is typed, and nothing is chosen any more.
    entry.press("Home")
    assert not entry.evaluate(active)
    entry.press("ArrowUp")
    assert entry.evaluate(active) == "New tag: slow"
    entry.press("Escape")
    expect(entry).to_have_attribute("aria-expanded", "false")
    expect(entry).to_have_value("slow")
    entry.press("ArrowDown")
    expect(entry).to_have_attribute("aria-expanded", "true")
    entry.press("ArrowDown")
    entry.press("ArrowDown")
    entry.press("Tab")
    assert plain.input_value() == f"{before}, Slow Dancing"
    expect(entry).not_to_be_focused()

    entry.press_sequentially("zzz")
    expect(voice).to_have_text("Suggestions: 0.")


def test_a_synonym_leads_to_its_tag_and_enter_takes_only_what_begins_so(page: Page) -> None:
    page.route("**/tags/autocomplete?*", answer_tags)
    page.goto("/design")
    entry = page.get_by_role("combobox", name="Fandoms").first
    plain = page.locator("#well_fandoms")
    before = plain.input_value()

    entry.press_sequentially("fuzz")
    expect(page.locator(".tag-option").first).to_have_text("Fuzzies → Fluff")
    entry.press("Enter")
    assert plain.input_value() == f"{before}, Fluff"

    # From the middle it is only offered: who types a new name and Enter means that.
    entry.press_sequentially("burn")
    expect(page.locator(".tag-option").first).to_have_text("Slow Burn10")
    entry.press("Enter")
    assert plain.input_value() == f"{before}, Fluff, burn"


def test_the_search_box_suggests_and_searches_as_typed_without_a_choice(page: Page) -> None:
    asked = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        groups = [
            {"label": "Works", "options": [{"name": "The Weir", "url": "/look", "note": ""}]},
            {"label": "Tags", "options": [{"name": "Weird", "url": "/none", "note": "3 works"}]},
        ]
        told = [] if "zzz" in route.request.url else groups
        route.fulfill(body=json.dumps({"groups": told}), content_type="application/json")

    page.route("**/search/suggestions?*", answer)
    page.goto("/design")
    box = page.locator("#masthead_q")
    options = page.locator(".search-option")
    active = "e => document.getElementById(e.getAttribute('aria-activedescendant'))?.textContent"

    box.press_sequentially("weir", delay=20)
    expect(options).to_have_count(2)
    assert len(asked) == 1  # not for every letter
    expect(page.get_by_role("group", name="Tags").get_by_role("option")).to_have_text(
        "Weird3 works"
    )
    expect(page.locator("search-suggestions [aria-live]").first).to_have_text("Suggestions: 2.")
    box.press("ArrowDown")
    assert box.evaluate(active) == "The Weir"
    box.press("ArrowUp")
    assert not box.evaluate(active)
    box.press("ArrowUp")
    assert box.evaluate(active) == "Weird3 works"
    box.press("Escape")
    expect(box).to_have_value("weir")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(options).to_have_count(2)
    box.press("Enter")
    page.wait_for_url("**/search?q=weir")

    page.goto("/design")
    box.press_sequentially("zzz")
    expect(page.locator("search-suggestions [aria-live]").first).to_have_text("Suggestions: 0.")
    box.fill("weir")
    expect(options).to_have_count(2)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/look")


def test_the_field_holds_a_tag_while_it_is_typed(page: Page) -> None:
    page.route("**/tags/autocomplete?*", answer_tags)
    page.goto("/design")
    plain = page.locator("#well_fandoms")
    entry = page.get_by_role("combobox", name="Fandoms").first

    entry.press_sequentially("slow")
    assert plain.input_value() == "The Harbour Cycle, Original Work, slow"
    entry.press_sequentially("er, and")
    assert plain.input_value() == "The Harbour Cycle, Original Work, slower, and"
    entry.fill("original work")
    entry.blur()
    assert plain.input_value() == "The Harbour Cycle, Original Work, slower"


def test_who_types_before_the_script_has_come_goes_on_typing(page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/tag-input*.js", lambda route: waiting.append(route))  # noqa: PLW0108  # it takes functions only
    page.route("**/tags/autocomplete?*", answer_tags)
    page.goto("/design", wait_until="commit")
    plain = page.locator("#well_fandoms")
    plain.press("End")
    plain.press_sequentially(", slo")
    waiting.pop().continue_()
    entry = page.get_by_role("combobox", name="Fandoms").first

    expect(entry).to_be_focused()
    page.keyboard.type("w")
    expect(entry).to_have_value("slow")
    expect(page.locator(".tag-option")).to_have_count(3)
    page.keyboard.press("Enter")
    assert plain.input_value() == "The Harbour Cycle, Original Work, Slow Burn"


def test_rows_are_put_in_order_by_keyboard_and_said_aloud(page: Page) -> None:
    page.goto("/design")
    page.get_by_role("button", name="Move Tide").press("Home")

    order = page.locator(".sort-list-row input").evaluate_all(
        "rows => rows.map((r) => [r.name, r.value])"
    )
    assert order == [["chapter-3", "1"], ["chapter-1", "2"], ["chapter-2", "3"]]
    expect(page.locator("sort-list [aria-live]")).to_have_text("Tide is now number 1 of 3.")


def test_rows_are_put_in_order_by_dragging(page: Page) -> None:
    page.goto("/design")
    handle = page.get_by_role("button", name="Move Salt")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, box["y"] + 200, steps=12)
    page.mouse.up()

    assert page.locator(".sort-list-row input").first.get_attribute("name") == "chapter-2"
    assert page.locator("input[name=chapter-1]").input_value() == "3"


def test_words_are_kept_through_a_closed_tab_and_let_go_after_success(page: Page) -> None:
    page.goto("/design")
    page.locator("#well_summary").fill("A long summary, typed with care.")
    page.goto("/look")
    page.goto("/design")
    page.get_by_role("button", name="Put it back").click()
    assert page.locator("#well_summary").input_value() == "A long summary, typed with care."

    page.evaluate(
        """() => document.querySelector('kept-text').dispatchEvent(new Event('bookcub:saved'))"""
    )
    page.goto("/look")
    page.goto("/design")
    expect(page.get_by_role("button", name="Put it back")).to_have_count(0)


def test_a_counter_says_what_is_left(page: Page) -> None:
    page.goto("/design")
    page.locator("#well_title").fill("a" * 250 + "é")
    expect(page.locator("char-counter[for=well_title]")).to_have_text("4 left")
    expect(page.locator("char-counter[for=wrong_title]")).to_have_text("45 too many")


def test_a_counter_is_there_only_near_the_end(page: Page) -> None:
    page.goto("/design")
    counter = page.locator("char-counter[for=well_summary] .field-counter")
    page.locator("#well_summary").fill("a" * 900)
    expect(counter).to_be_hidden()
    page.locator("#well_summary").fill("a" * 1_060)
    expect(counter).to_be_visible()
    expect(counter).to_have_text("190 left")


def test_a_confirmation_is_a_dialog_and_closes_again(page: Page) -> None:
    page.goto("/design")
    page.get_by_role("link", name="Delete this work").click()
    dialog = page.get_by_role("dialog", name="Delete “Four Small Hours”?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_dropped_files_are_listed_with_their_size(page: Page) -> None:
    page.goto("/design")
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(['x'.repeat(2048)], 'salt.epub'));
          const zone = document.querySelector('drop-zone');
          zone.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator(".drop-zone-files")).to_contain_text("salt.epub 2 kB")
    chosen = "input => input.files.length"
    assert page.locator("drop-zone input").evaluate(chosen) == 1

    page.get_by_role("button", name="Take salt.epub out").click()
    expect(page.locator(".drop-zone-files li")).to_have_count(0)
    assert page.locator("drop-zone input").evaluate(chosen) == 0


@pytest.mark.parametrize(
    ("language", "near", "zoned", "exact"),
    [
        ("en", "6 Nov 2026", "6 Nov 2026, 16:04 EST", "Friday 6 November 2026, 16:04 EST"),
        ("de", "6. Nov. 2026", "6. Nov. 2026, 16:04 EST", "Freitag, 6. November 2026, 16:04 EST"),
    ],
)
def test_a_guest_s_moments_go_by_the_clock_of_the_device(
    browser: Browser, live_server: LiveServer, language: str, near: str, zoned: str, exact: str
) -> None:
    context = browser.new_context(base_url=live_server.url, timezone_id="America/New_York")
    context.add_cookies([{"name": "bookcub_language", "value": language, "url": live_server.url}])
    page = context.new_page()
    page.goto("/design")

    moments = page.locator("#moment local-time time")
    expect(moments.nth(0)).to_have_text(near)
    expect(moments.nth(0)).to_have_attribute("title", exact)
    expect(moments.nth(1)).to_have_text(zoned)
    context.close()


def test_without_scripts_exact_times_are_one_tick_away(plain_page: Page) -> None:
    plain_page.goto("/design")
    time = plain_page.locator(".moment--near").first
    before = time.bounding_box()
    plain_page.get_by_label("Show exact times").check()
    after = time.bounding_box()

    assert before
    assert after
    assert after["width"] > before["width"]


def test_without_scripts_the_look_is_a_form_with_a_button(plain_page: Page) -> None:
    plain_page.goto("/look")
    plain_page.get_by_label("Sepia").check(force=True)
    plain_page.get_by_role("button", name="Save").click()

    assert plain_page.locator("html").get_attribute("data-theme") == "sepia"


def test_without_scripts_rows_have_numbers_and_menus_open(plain_page: Page) -> None:
    plain_page.goto("/design")

    expect(plain_page.locator("input[name=chapter-2]")).to_be_visible()
    expect(plain_page.locator("#well_fandoms")).to_be_visible()
    plain_page.locator("#disclosure summary").first.click()
    expect(plain_page.get_by_text("everyone who asked about the wick")).to_be_visible()


@pytest.mark.parametrize(
    ("message", "stays"),
    [
        ('<div class="message message--success"><p>Your place is kept.</p></div>', False),
        ('<div class="message"><p>Nothing has changed.</p></div>', False),
        ('<div class="message message--success"><p>Deleted.</p><form></form></div>', True),
        ('<div class="message message--error"><p>It was not sent.</p></div>', True),
    ],
)
def test_of_messages_only_an_undo_and_a_refusal_stay_over_what_one_reads(
    page: Page, message: str, stays: bool
) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/design#messages")
    page.evaluate(f"""() => {{
      document.querySelector(".messages").innerHTML = {json.dumps(message)};
      document.querySelector("main section:last-of-type").id = "further-down";
      location.hash = "further-down";
    }}""")

    page.wait_for_function("scrollY > innerHeight")
    bottom = page.evaluate("document.querySelector('.messages').getBoundingClientRect().bottom")
    assert (bottom > 0) == stays


def test_who_chooses_a_second_time_adds_to_the_first(page: Page) -> None:
    def file(name: str) -> FilePayload:
        return {"name": name, "mimeType": "text/plain", "buffer": b"A story."}

    page.goto("/design")
    field = page.locator("drop-zone input[type=file]").first
    field.evaluate("field => { field.multiple = true; }")
    field.set_input_files([file("salt.txt")])
    field.set_input_files([file("moss.txt"), file("tide.txt")])
    names = "field => [...field.files].map(file => file.name)"
    assert field.evaluate(names) == ["salt.txt", "moss.txt", "tide.txt"]
    zone = page.locator("drop-zone").first
    expect(zone.locator(".drop-zone-files li")).to_have_count(3)
    zone.get_by_role("button", name="Take moss.txt out").click()
    assert field.evaluate(names) == ["salt.txt", "tide.txt"]


def test_a_finger_is_offered_to_choose_files_and_not_to_drop_them(
    browser: Browser, page: Page
) -> None:
    page.goto("/design")
    zone = page.locator("drop-zone label").first
    expect(zone).to_have_text("Drop stories here", use_inner_text=True)
    context = browser.new_context(base_url=page.url, has_touch=True, is_mobile=True)
    phone = context.new_page()
    phone.goto("/design")
    expect(phone.locator("drop-zone label").first).to_have_text(
        "Choose a file", use_inner_text=True
    )
    context.close()
