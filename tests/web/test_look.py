from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bookcub.web.forms.look import LookForm
from bookcub.web.look import COOKIE, Look, ReadingFont, Size, Theme
from tests.browsing import Client

CHOICE = {
    "theme": "dark", "face": "atkinson", "size": "5", "measure": "wide", "leading": "airy", "justify": "yes",
}  # fmt: skip


@given(st.text())
def test_any_cookie_gives_a_look(text: str) -> None:
    assert Look.parse(str(Look.parse(text))) == Look.parse(text)


@given(
    st.builds(
        Look,
        theme=st.sampled_from(Theme),
        face=st.sampled_from(ReadingFont),
        size=st.sampled_from(Size),
    )
)
def test_a_look_survives_its_cookie(look: Look) -> None:
    assert Look.parse(str(look)) == look
    assert re.fullmatch(r"[a-z0-9.]+", str(look))


def test_nonsense_in_one_place_leaves_the_others() -> None:
    assert Look.parse("dark.comic-sans.9.wide") == Look().changed(
        {"theme": "dark", "measure": "wide"}
    )


def test_the_form_offers_every_step_of_every_choice() -> None:
    for name, value in LookForm.initial_of(Look()).items():
        offered = {key for key, _ in LookForm.base_fields[name].choices}  # type: ignore[attr-defined]  # a ChoiceField
        assert offered == {str(member) for member in type(getattr(Look(), name))}
        assert value in offered


@pytest.mark.django_db
def test_a_guest_chooses_a_look_without_scripts_and_goes_on_reading(client: Client) -> None:
    answer = client.post("/look", CHOICE | {"next": "/design?x=1"})

    assert answer.status_code == 302
    assert answer["Location"] == "/design?x=1"
    assert client.cookies[COOKIE].value == "dark.atkinson.5.wide.airy.yes.no"
    page = client.get("/look").content.decode()
    opening = page[: page.index(">", page.index("<html"))]
    assert 'data-theme="dark"' in opening
    assert 'data-size="5"' in opening
    assert re.search(r'value="airy"[^>]*checked', page)


@pytest.mark.django_db
def test_without_a_choice_the_system_decides_the_paper(client: Client) -> None:
    page = client.get("/look").content.decode()

    assert "data-theme" not in page[: page.index(">", page.index("<html"))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"]
)
def test_a_look_never_leads_out_of_the_archive(client: Client, elsewhere: str) -> None:
    assert client.post("/look", CHOICE | {"next": elsewhere})["Location"] == "/look"
    assert (
        elsewhere
        not in client.get("/look", {"next": elsewhere})
        .content.decode()
        .split("<main", 1)[1]
        .split("</main", 1)[0]
    )


@pytest.mark.django_db
def test_a_look_that_does_not_exist_is_refused_kindly(client: Client) -> None:
    answer = client.post("/look", CHOICE | {"theme": "neon"})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"theme"}
    assert COOKIE not in client.cookies
    assert client.delete("/look").status_code == 405


@pytest.mark.django_db
def test_the_browsers_own_frame_has_the_papers_colour(client: Client) -> None:
    def colours() -> list[tuple[str | None, str | None]]:
        tree = LexborHTMLParser(client.get("/look").content)
        found = tree.css("meta[name=theme-color]")
        return [(one.attributes.get("media"), one.attributes["content"]) for one in found]

    assert [media for media, _ in colours()] == [
        "(prefers-color-scheme: light)",
        "(prefers-color-scheme: dark)",
    ]
    dark = colours()[1][1]

    client.post("/look", CHOICE)
    assert colours() == [(None, dark)]
