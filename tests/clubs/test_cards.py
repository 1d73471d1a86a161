"""Cards on paper: whoever has no e-mail address comes in by a code that works once, and becomes who they were by name."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import override_settings

from bookcub.clubs.actions.cards import make_card
from bookcub.clubs.actions.leaving import remove
from bookcub.clubs.actions.names import add_name, drop_name
from bookcub.clubs.models import Club, LeftNotes, MemberCard, Membership, Role
from bookcub.clubs.models.card import LETTERS, hash_of_code, new_code
from bookcub.core.clock import now
from bookcub.meetings.models import Coming, Rsvp
from bookcub.people.limits import log_ins
from bookcub.people.models import Archive, SignUp, User
from bookcub.people.queries import reset_addresses
from bookcub.picks.models import Ballot, Pick
from tests.browsing import Client, words_of
from tests.making import make_club
from tests.meetings.calling import called, membership
from tests.refused import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DEAD = "This code does not work."
AGREED = {"is_of_age": "on", "data_agreed": "on", "terms_agreed": "on"}
ACCOUNT = {"username": "Ruth_B", "password": "a heron in the reeds", **AGREED}


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    """Cy hosts."""
    return make_club(cy, di, bo)


@pytest.fixture
def ruth(club: Club, cy: User) -> Membership:
    """A name alone."""
    return add_name(club=club, name="Ruth", by=membership(club, cy))


def card_for(club: Club, host: User, member: Membership | None = None) -> str:
    _, code = make_card(club=club, by=membership(club, host), member=member)
    return code


def typed(client: Client, code: str) -> int:
    return client.post("/card", {"code": code}).status_code


def come(client: Client, code: str, **form: str) -> int:
    """Type the code, then make an account or, with one, join."""
    assert typed(client, code) == 302
    return client.post("/card/club", form).status_code


def test_a_host_prints_a_card_with_its_address_its_square_and_a_code_that_is_kept_nowhere(
    client: Client, club: Club, cy: User, ruth: Membership
) -> None:
    client.force_login(cy)
    answer = client.post(f"/clubs/{club.pk}/cards", {"member": str(ruth.pk)})

    page = answer.content.decode()
    (code,) = re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b", words_of(page))
    assert set(code) - {"-"} <= set(LETTERS)
    assert "<svg viewBox" in page
    assert "For Ruth" in words_of(page)
    assert "no-store" in answer["Cache-Control"]
    card = MemberCard.objects.get()
    assert card.code_hash == hash_of_code(code.lower().replace("-", " "))
    assert code not in str(MemberCard.objects.values())
    listed = words_of(client.get(f"/clubs/{club.pk}/members").content.decode())
    assert "good until" in listed
    assert code not in listed


def test_whoever_has_no_account_makes_one_without_an_address_and_is_the_member_whose_card_it_is(
    client: Client, club: Club, cy: User, ruth: Membership
) -> None:
    meeting = called(club, cy)
    Rsvp.objects.create(meeting=meeting, membership=ruth, coming=Coming.YES)
    pick = Pick.objects.create(club=club, number=1)
    Ballot.objects.create(pick=pick, membership=ruth)
    code = card_for(club, cy, ruth)

    assert typed(client, code.lower()) == 302
    assert "This card is for Ruth." in words_of(client.get("/card/club").content.decode())
    assert client.post("/card/club", ACCOUNT).status_code == 302

    user = User.objects.get(username="Ruth_B")
    assert user.email == ""
    ruth.refresh_from_db()
    assert (ruth.user, ruth.pseud, ruth.is_by_name) == (user, user.default_pseud, False)
    assert ruth.is_current
    assert ruth.role == Role.MEMBER
    assert Rsvp.objects.get(meeting=meeting).membership == ruth
    assert Ballot.objects.get(pick=pick).membership == ruth
    assert client.get(f"/clubs/{club.pk}").status_code == 200
    client.post("/users/logout")
    back = {"name": "Ruth_B", "password": ACCOUNT["password"]}
    assert client.post("/users/login", back).status_code == 302


@override_settings(ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_without_an_address_there_is_none_to_confirm(client: Client, club: Club, cy: User) -> None:
    assert come(client, card_for(club, cy), **ACCOUNT) == 302
    client.post("/users/logout")
    back = {"name": "Ruth_B", "password": ACCOUNT["password"]}
    assert client.post("/users/login", back)["Location"] != "/users/confirm"
    assert client.get(f"/clubs/{club.pk}").status_code == 200


@override_settings(ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_an_address_that_is_given_later_locks_nobody_out_and_opens_nothing(
    client: Client, club: Club, cy: User
) -> None:
    assert come(client, card_for(club, cy), **ACCOUNT) == 302
    given = {"email": "mistyped@example.org", "old_password": ACCOUNT["password"]}
    assert client.post("/settings/email", given).status_code == 302
    client.post("/users/logout")

    back = {"name": "Ruth_B", "password": ACCOUNT["password"]}
    assert client.post("/users/login", back)["Location"] != "/users/confirm"
    assert client.get(f"/clubs/{club.pk}").status_code == 200
    assert reset_addresses("mistyped@example.org") == []


def test_whoever_has_an_account_logs_in_and_comes_in_under_their_name(
    client: Client, club: Club, ada: User, cy: User, ruth: Membership
) -> None:
    assert typed(client, card_for(club, cy, ruth)) == 302
    client.force_login(ada)
    assert client.get("/card/club").status_code in {200, 302}
    assert come(client, card_for(club, cy, ruth)) == 302

    ruth.refresh_from_db()
    assert ruth.user == ada
    assert ruth.name == "Ada"
    assert Membership.objects.filter(club=club, user=ada).count() == 1


def test_a_card_for_somebody_new_lets_one_person_in(
    client: Client, club: Club, ada: User, cy: User
) -> None:
    code = card_for(club, cy)
    client.force_login(ada)
    assert come(client, code) == 302

    assert Membership.objects.current().filter(club=club, user=ada).exists()
    assert not MemberCard.objects.exists()


def test_what_was_used_taken_back_replaced_or_too_old_is_answered_like_what_never_was(
    client: Client, club: Club, ada: User, cy: User, ruth: Membership
) -> None:
    replaced = card_for(club, cy, ruth)
    dropped = card_for(club, cy, ruth)
    drop_name(membership=ruth, by=membership(club, cy))
    used, back, old, gone = (card_for(club, cy) for _ in range(4))
    client.force_login(ada)
    assert come(client, used) == 302
    MemberCard.objects.filter(code_hash=hash_of_code(back)).delete()
    MemberCard.objects.filter(code_hash=hash_of_code(old)).update(expires_at=now())
    other = make_club(cy, name="Gone")
    gone = card_for(other, cy)
    Club.objects.filter(pk=other.pk).update(discarded_at=now())

    client.get("/card")  # with what was said of coming in
    answers = set()
    for code in (replaced, dropped, used, back, old, gone, new_code()):
        answer = client.post("/card", {"code": code})
        assert answer.status_code == 422
        page = words_of(answer.content.decode())
        assert DEAD in page
        answers.add(" ".join(page.replace(code, "").split()))
        assert client.get("/card/club")["Location"] == "/card"
    assert len(answers) == 1, answers


def test_a_code_that_was_typed_in_time_opens_nothing_once_it_is_taken_back(
    client: Client, club: Club, cy: User
) -> None:
    assert typed(client, card_for(club, cy)) == 302
    MemberCard.objects.all().delete()
    answer = client.post("/card/club", ACCOUNT)

    assert answer["Location"] == "/card"
    assert DEAD in words_of(client.get("/card").content.decode())
    assert not User.objects.filter(username="Ruth_B").exists()


def test_a_card_that_another_uses_at_that_moment_leaves_no_account_behind(
    client: Client, club: Club, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert typed(client, card_for(club, cy)) == 302
    lock = Club.lock

    def late(self: Club) -> None:
        lock(self)
        MemberCard.objects.all().delete()  # by whoever held the lock before

    monkeypatch.setattr(Club, "lock", late)
    assert client.post("/card/club", ACCOUNT)["Location"] == "/card"
    assert not User.objects.filter(username="Ruth_B").exists()


def test_guessing_is_slowed_down(
    client: Client, club: Club, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_ins, "CARDS", log_ins.Limit(log_ins.CARDS.kind, 3, timedelta(hours=1)))
    code = card_for(club, cy)
    for _ in range(3):
        assert typed(client, new_code()) == 422

    assert typed(client, code) == 429


def test_who_was_removed_or_belongs_does_not_come_in_and_the_card_stays_good(
    client: Client, club: Club, cy: User, di: User, bo: User, ruth: Membership
) -> None:
    code = card_for(club, cy, ruth)
    gone, left = membership(club, di), membership(club, bo)
    gone.end(at=now(), notes=LeftNotes.KEEP, was_removed=True)
    left.end(at=now(), notes=LeftNotes.KEEP)
    for person, why in ((di, " removed"), (cy, " known"), (bo, " known")):
        client.force_login(person)
        assert typed(client, code) == 302
        assert refused(client.post("/card/club", {})) == {why}

    assert MemberCard.objects.count() == 1
    client.force_login(bo)
    assert come(client, card_for(club, cy)) == 302, "as somebody new they come back"


def test_the_cards_of_a_host_who_is_removed_open_nothing(
    client: Client, club: Club, cy: User, di: User, ruth: Membership
) -> None:
    former = membership(club, di)
    Membership.objects.filter(pk=former.pk).update(role=Role.HOST)
    codes = [card_for(club, di), card_for(club, di, ruth)]
    Membership.objects.filter(pk=former.pk).update(role=Role.MEMBER)
    kept = card_for(club, cy)

    remove(membership=membership(club, di), by=membership(club, cy))

    assert [typed(client, code) for code in codes] == [422, 422]
    assert typed(client, kept) == 302


def test_only_hosts_of_the_club_make_cards_and_take_them_back(
    client: Client, club: Club, ada: User, cy: User, di: User, ruth: Membership
) -> None:
    other = make_club(ada, name="Others")
    card_for(club, cy, ruth)
    card = MemberCard.objects.get()
    client.force_login(ada)
    assert client.post(f"/clubs/{other.pk}/cards", {"member": str(ruth.pk)}).status_code == 404
    assert client.post(f"/clubs/{other.pk}/cards/{card.pk}/delete").status_code == 404
    assert client.post(f"/clubs/{club.pk}/cards", {}).status_code == 404
    client.force_login(di)
    assert client.post(f"/clubs/{club.pk}/cards", {}).status_code == 403
    assert "Cards to print" not in client.get(f"/clubs/{club.pk}/members").content.decode()
    client.force_login(cy)
    mine = membership(club, di)
    assert client.post(f"/clubs/{club.pk}/cards", {"member": str(mine.pk)}).status_code == 404
    assert client.post(f"/clubs/{club.pk}/cards/{card.pk}/delete").status_code == 302
    assert not MemberCard.objects.exists()


def test_a_club_has_no_more_cards_than_it_can_hand_out(
    client: Client, club: Club, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookcub.clubs.actions.cards.CARDS_MAX", 1)
    card_for(club, cy)
    client.force_login(cy)

    assert refused(client.post(f"/clubs/{club.pk}/cards", {"card_name": "Nora"})) == {" too_many"}
    MemberCard.objects.update(expires_at=now())
    assert client.post(f"/clubs/{club.pk}/cards", {"card_name": "Nora"}).status_code == 200


def test_the_card_of_a_name_that_was_taken_away_is_gone_and_takes_no_place(
    club: Club, cy: User, ruth: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookcub.clubs.actions.cards.CARDS_MAX", 1)
    card_for(club, cy, ruth)
    drop_name(membership=ruth, by=membership(club, cy))
    assert not MemberCard.objects.exists()

    nora = add_name(club=club, name="Nora", by=membership(club, cy))
    card_for(club, cy, nora)
    # As it was kept before.
    nora.end(at=now(), notes=LeftNotes.KEEP)
    assert card_for(club, cy)


def test_readers_of_a_library_make_their_accounts_from_one_address(
    club: Club, cy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = log_ins.Limit(log_ins.SIGN_UPS.kind, 1, timedelta(hours=1))
    monkeypatch.setattr(log_ins, "SIGN_UPS", limit)
    for name in ("Ruth_B", "Nora_C", "Tom_D"):
        assert come(Client(), card_for(club, cy), **ACCOUNT | {"username": name}) == 302
    assert Membership.objects.current().filter(user__username="Tom_D").exists()


@pytest.mark.parametrize("sign_up", [SignUp.CLOSED, SignUp.INVITATION])
def test_an_archive_that_takes_nobody_new_lets_those_with_an_account_come_in(
    client: Client, club: Club, ada: User, cy: User, sign_up: SignUp
) -> None:
    Archive.objects.update_or_create(pk=1, defaults={"sign_up": sign_up})
    code = card_for(club, cy)
    assert typed(client, code) == 302
    assert "takes no new accounts" in words_of(client.get("/card/club").content.decode())
    assert client.post("/card/club", ACCOUNT).status_code == 403
    assert not User.objects.filter(username="Ruth_B").exists()
    client.force_login(ada)
    assert come(client, code) == 302


def test_a_friend_who_gets_an_account_hosts_like_the_other(
    client: Client, ada: User, cy: User
) -> None:
    club = make_club(cy, decides_together=True)
    ruth = add_name(club=club, name="Ruth", by=membership(club, cy))
    client.force_login(ada)
    assert come(client, card_for(club, cy, ruth)) == 302

    ruth.refresh_from_db()
    assert ruth.is_host
