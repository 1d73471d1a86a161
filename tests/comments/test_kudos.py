"""Thanks: one from each, never for oneself, and they can be taken back."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from bookcub.comments.actions import give_kudos
from bookcub.comments.models import Kudos
from bookcub.people.models import User
from bookcub.works.choices import Visibility
from bookcub.works.models import Work
from tests.browsing import Client
from tests.conftest import person
from tests.making import make_work


def test_a_member_thanks_once_and_takes_it_back(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)
    url = f"/works/{work.pk}/kudos"

    for _ in range(2):
        assert client.post(url).status_code == 302
    work.refresh_from_db()
    assert work.kudos_count == 1
    assert ">Bo</a>" in client.get(f"{url}?part=true").content.decode()
    assert client.post(f"{url}/delete").status_code == 302
    work.refresh_from_db()
    assert work.kudos_count == 0
    assert client.get(url).context["kudos"].total == 0


def test_a_guest_thanks_once_from_an_address_that_is_not_kept(client: Client, work: Work) -> None:
    url = f"/works/{work.pk}/kudos"
    for _ in range(2):
        client.post(url)
    client.post(url, REMOTE_ADDR="192.0.2.7")

    work.refresh_from_db()
    assert work.kudos_count == 2
    assert client.get(url).context["kudos"].guests == 2
    assert not any("192.0.2.7" in key for key in Kudos.objects.values_list("guest_key", flat=True))
    client.post(f"{url}/delete")
    work.refresh_from_db()
    assert work.kudos_count == 1


def test_nobody_thanks_themselves(client: Client, work: Work, ada: User) -> None:
    client.force_login(ada)

    assert client.post(f"/works/{work.pk}/kudos").status_code == 403
    page = client.get(f"/works/{work.pk}/kudos?part=true").content.decode()
    assert "<form" not in page


def test_kudos_are_for_what_one_can_read(client: Client, ada: User, bo: User) -> None:
    draft = make_work(ada, posted=False)
    members = make_work(ada, visibility=Visibility.MEMBERS)

    assert client.post(f"/works/{members.pk}/kudos").status_code == 403
    client.force_login(bo)
    assert client.post(f"/works/{members.pk}/kudos").status_code == 302
    assert client.post(f"/works/{draft.pk}/kudos").status_code == 404


def test_fifty_names_and_the_number_of_the_others(client: Client, work: Work) -> None:
    for number in range(53):
        give_kudos(work=work, by=person(f"reader{number:02}"))
    give_kudos(work=work, by=None, guest_key="a")

    answer = client.get(f"/works/{work.pk}/kudos")
    page = answer.context["kudos"]

    assert answer.content.decode().count('<a href="/users/reader') == 50
    assert (page.more_members, page.guests, page.total) == (3, 1, 54)


def test_htmx_gets_the_button_and_the_names(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)

    page = client.post(f"/works/{work.pk}/kudos", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert f'action="/works/{work.pk}/kudos/delete"' in page
    # Pressed, they are told aloud; loaded with the page they are quiet.
    assert "autofocus" in page
    assert "data-told" in page
    assert "data-told" not in client.get(f"/works/{work.pk}/kudos?part=true").content.decode()


def test_thanks_outlast_an_account(work: Work, bo: User) -> None:
    give_kudos(work=work, by=bo)
    bo.delete()

    work.refresh_from_db()
    assert work.kudos_count == work.kudos.count() == 1


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, work: Work, method: str) -> None:
    assert getattr(client, method)(f"/works/{work.pk}/kudos").status_code == 405
    assert client.get(f"/works/{work.pk}/kudos/delete").status_code == 405


def test_who_gives_kudos_reads_the_same_number_wherever_it_stands(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    give_kudos(work=work, by=cy, guest_key="")
    client.force_login(bo)
    page = LexborHTMLParser(client.get(work.get_absolute_url()).content)
    [shown] = page.css(f".after-more [data-number='kudos-{work.pk}']")
    assert shown.text().strip() == "1 kudos"

    answer = client.post(f"/works/{work.pk}/kudos", headers={"HX-Request": "true"})

    [filled] = LexborHTMLParser(answer.content).css(f"[data-fills='kudos-{work.pk}']")
    assert filled.text().strip() == "2 kudos"
