"""What crawlers, phones and curious people find."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.staticfiles import finders
from lxml.etree import fromstring
from pytest_django import DjangoAssertNumQueries, Settings

from bookcub.people.context import forget_archive
from bookcub.people.models import Archive, User
from bookcub.works.choices import Visibility
from tests.browsing import Client
from tests.making import make_work


def test_crawlers_are_told_what_is_worth_their_while(db: None, client: Client) -> None:
    page = client.get("/robots.txt")
    text = page.content.decode()

    assert page["Content-Type"].startswith("text/plain")
    assert "User-agent: *\n" in text
    assert "Disallow: /settings\n" in text
    assert "Disallow: /search\n" in text
    assert "Disallow: /works\n" not in text


def test_those_who_gather_texts_for_machines_are_sent_away(db: None, client: Client) -> None:
    groups = client.get("/robots.txt").content.decode().split("\n\n")

    [everything] = [group for group in groups if "Disallow: /\n" in f"{group}\n"]
    assert "User-agent: GPTBot" in everything
    assert "User-agent: *" not in everything


def test_a_phone_can_keep_the_archive(db: None, client: Client) -> None:
    Archive.objects.update_or_create(pk=1, defaults={"name": "A very long name indeed"})

    page = client.get("/site.webmanifest")
    manifest = json.loads(page.content)

    assert page["Content-Type"] == "application/manifest+json"
    # It is in the language of whoever asks, like a page.
    assert {"Accept-Language", "Cookie"} <= set(page["Vary"].split(", "))
    assert manifest["name"] == "A very long name indeed"
    assert manifest["short_name"] == "very long name indeed"
    assert manifest["start_url"] == manifest["scope"] == "/"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    for shortcut in manifest["shortcuts"]:
        assert client.get(shortcut["url"]).status_code in {200, 302}


def test_each_page_leads_to_the_manifest(db: None, client: Client) -> None:
    assert '<link rel="manifest" href="/site.webmanifest">' in client.get("/").content.decode()


def test_what_is_kept_for_the_time_without_a_network_knows_nobody(
    ada: User, client: Client
) -> None:
    of_a_guest = client.get("/offline").content
    client.force_login(ada)

    assert client.get("/offline").content == of_a_guest


def test_all_that_the_kept_page_is_made_of_is_kept_with_it(db: None, client: Client) -> None:
    page = client.get("/offline").content.decode()
    kept = client.get("/service-worker.js").content.decode().split("\n")[0]
    parts = re.findall(r'(?:stylesheet" href|src)="([^"]+)"', page)

    assert any(part.endswith(".js?kept") for part in parts)
    for part in parts:
        assert f'"{part}"' in kept
        assert finders.find(part.removeprefix("/static/").removesuffix("?kept")), part
    for font in re.findall(r'"/static/(\S+\.woff2)"', kept):
        assert finders.find(font), font


def test_the_worker_is_another_where_its_page_is(db: None, client: Client) -> None:
    first = client.get("/service-worker.js")
    again = client.get("/service-worker.js")
    Archive.objects.update_or_create(pk=1, defaults={"name": "Another name"})
    forget_archive()

    assert first["Content-Type"].startswith("text/javascript")
    assert first["Cache-Control"] == "private, max-age=3600"
    assert first.content == again.content
    for other in (
        client.get("/service-worker.js"),
        client.get("/service-worker.js", headers={"Accept-Language": "de"}),
    ):
        assert other.content.split(b"\n")[0] != first.content.split(b"\n")[0]
        assert other.content.split(b"\n")[1:] == first.content.split(b"\n")[1:]


def test_an_archive_without_the_page_takes_it_back_from_browsers(
    db: None, client: Client, settings: Settings
) -> None:
    assert "/service-worker.js" in client.get("/").content.decode()

    settings.OFFLINE_PAGE = False

    assert "/service-worker.js" not in client.get("/").content.decode()
    assert b'"page": ""' in client.get("/service-worker.js").content


def test_the_old_place_of_the_icon_leads_to_it(db: None, client: Client) -> None:
    found = client.get("/favicon.ico")["Location"]

    assert finders.find(found.removeprefix("/static/"))


def test_the_archive_tells_who_keeps_it(mo: User, ada: User, client: Client) -> None:
    page = client.get("/about").content.decode()

    assert 'href="/users/Mo"' in page
    assert "/users/Ada" not in page


@pytest.mark.parametrize("path", ["/about", "/help"])
def test_the_way_in_is_explained_to_everybody(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("page", ["/users/Ada", "/users/Ada/works", "/users/ada", "/works/{work}"])
def test_search_engines_leave_out_whoever_wishes_it(ada: User, client: Client, page: str) -> None:
    work = make_work(ada)
    address = page.format(work=work.pk)
    assert "X-Robots-Tag" not in client.get(address, follow=True).headers

    ada.preferences.unlisted = True
    ada.preferences.save()

    assert client.get(address, follow=True).headers["X-Robots-Tag"] == "noindex"


def test_the_wish_holds_for_anonymous_works_without_naming_anybody(
    ada: User, bo: User, client: Client
) -> None:
    ada.preferences.unlisted = True
    ada.preferences.save()
    nameless, other = make_work(ada, is_anonymous=True), make_work(bo)

    assert client.get(f"/works/{nameless.pk}").headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(f"/works/{other.pk}").headers


def test_password_managers_find_the_page_that_changes_a_password(ada: User, client: Client) -> None:
    answer = client.get("/.well-known/change-password")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/password")

    client.force_login(ada)
    assert client.get("/.well-known/change-password", follow=True).status_code == 200


def places(client: Client, path: str) -> list[str]:
    page = client.get(path)
    assert page["Content-Type"] == "application/xml; charset=utf-8"
    tree = fromstring(page.content)
    return [
        str(node.text) for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]


def test_search_engines_find_each_work_that_guests_may_read_and_no_other(
    ada: User, bo: User, client: Client
) -> None:
    work = make_work(ada)
    make_work(ada, posted=False)
    make_work(ada, visibility=Visibility.MEMBERS)
    make_work(bo)
    bo.preferences.unlisted = True
    bo.preferences.save()

    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert places(client, "/sitemap.xml") == ["http://testserver/sitemaps/0.xml"]
    assert places(client, "/sitemaps/0.xml") == [f"http://testserver/works/{work.pk}"]
    assert places(client, "/sitemaps/1.xml") == []
    assert client.get("/sitemaps/50000.xml").status_code == 404


def test_a_part_costs_two_queries(
    ada: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        make_work(ada)
    with django_assert_max_num_queries(2):  # the works, the archive
        client.get("/sitemaps/0.xml")
