"""Somebody with a card from the library and no e-mail address joins a club, with and without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.house import PASSWORD, House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unseen


@WITH_AND_WITHOUT
def test_a_card_lets_a_member_by_name_in_with_an_account_of_their_own(
    house: House, visit: Visit, javascript: bool
) -> None:
    look = look_at if javascript else unseen
    name = "Ruth" if javascript else "Nora"
    host = visit(house, as_="Bodil", javascript=javascript)
    host.goto("/clubs/new")
    host.locator("#id_name").fill(f"{name} and friends")
    host.locator("main form button.button--primary").first.click()
    host.wait_for_url(re.compile(r"/clubs/\d+/members"))
    host.get_by_text("Add somebody without an account").click()
    host.locator("#id_name").fill(name)
    host.get_by_role("button", name="Add the name").click()
    host.get_by_role("button", name="Make a card").first.click()
    code = host.locator(".member-card-code").inner_text()
    look(host)

    reader = visit(house, phone=True, javascript=javascript)
    reader.goto(f"/card#{code}")
    field = reader.locator("#id_code")
    if javascript:
        expect(field).to_have_value(code)
        assert code not in reader.url
    else:
        field.fill(code.lower())
    look(reader)
    reader.get_by_role("button", name="Go on").click()
    expect(reader.get_by_text(f"This card is for {name}.")).to_be_visible()
    look(reader)
    reader.locator("#id_username").fill(f"{name}_B")
    reader.locator("#id_password").fill(PASSWORD)
    for box in ("is_of_age", "data_agreed", "terms_agreed"):
        reader.locator(f"#id_{box}").check()
    reader.get_by_role("button", name="Make my account").click()
    reader.wait_for_url(re.compile(r"/clubs/\d+(#main)?$"))

    expect(reader.get_by_text(f"{name} and friends").first).to_be_visible()
    host.goto(reader.url.partition("#")[0] + "/members")
    expect(host.get_by_text(f"{name}_B").first).to_be_visible()
    expect(host.locator("input[name=member][value]")).to_have_count(0)
