"""In which language something is said: asked only where it is in doubt, and kept with the words."""

from __future__ import annotations

from bookcub.comments import actions
from bookcub.comments.models import Comment
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.browsing import Client
from tests.comments.noting import note, retell
from tests.comments.talking import GUEST, a_comment, as_member, post


def made_german(work: Work) -> Work:
    work.language = "de-AT"
    work.save()
    return work


def test_nobody_is_asked_on_a_page_in_the_language_of_the_work(
    client: Client, work: Work, bo: User
) -> None:
    client.force_login(bo)

    assert 'name="language"' not in client.get(f"/works/{work.pk}/comments").content.decode()
    post(client, work, **as_member(bo))
    assert Comment.objects.get().language == "en"


def test_on_a_page_in_another_language_a_writer_says_which_of_the_two_it_is(
    client: Client, work: Work, bo: User
) -> None:
    made_german(work)
    client.force_login(bo)
    address = f"/works/{work.pk}/comments"

    assert offered(client, address) == ["de-AT", "en"]
    post(client, work, "Herzmuscheln!", **as_member(bo))
    assert Comment.objects.get().language == "de-AT"

    post(client, work, "Cockles!", language="en", **as_member(bo))
    said = Comment.objects.latest("pk")
    assert said.language == "en"
    assert offered(client, address) == ["en", "de-AT"]
    assert offered(client, f"/comments/{said.pk}/reply") == ["en", "de-AT"]
    chapter = work.chapters.get()
    block = retell(chapter).blocks[0].id
    assert offered(client, f"/works/{work.pk}/chapters/{chapter.pk}/notes/new?block={block}") == [
        "en",
        "de-AT",
    ]
    page = client.get(address).content.decode()
    assert '<div class="comment-text prose userstuff" lang="en" dir="ltr"><p>Cockles!' in page
    assert '<div class="comment-text prose userstuff" lang="de-AT" dir="ltr"><p>Herz' in page


def test_what_a_session_that_ran_out_kept_comes_back_as_it_was_to_be_said(
    client: Client, work: Work, bo: User
) -> None:
    made_german(work)
    retell(work.chapters.get())
    address = f"/works/{work.pk}"
    said = a_comment(work, bo)
    block = work.chapters.get().blocks[0].id
    noting = f"{address}/chapters/{work.chapters.get().pk}/notes/new"

    for sent_to, begun_at in (
        (f"{address}/comments", f"{address}/comments"),
        (f"/comments/{said.pk}/reply", f"/comments/{said.pk}/reply"),
        (noting, f"{noting}?block={block}"),
    ):
        client.logout()
        kept = {"text": "Cockles!", "language": "en", "to": "everyone", **as_member(bo)}
        if sent_to == noting:
            kept |= {"block": block, "end_block": block}  # as the form knows it
        assert client.post(sent_to, kept).status_code == 401
        client.force_login(bo)
        form = client.get(begun_at).context["form"]
        assert form["text"].value() == "Cockles!"
        assert form["language"].value() == "en"
        assert "to" not in form.fields or form["to"].value() == "everyone"


def offered(client: Client, address: str) -> list[str]:
    """The languages that the box on a page offers, the likeliest first."""
    form = client.get(address).context["form"]
    return [code for code, _ in form.fields["language"].widget.choices]


def test_a_guest_is_asked_too_and_nonsense_is_the_works_language(
    client: Client, work: Work
) -> None:
    made_german(work)

    assert post(client, work, language="tlh", **GUEST) == 302
    assert Comment.objects.get().language == "de-AT"


def test_editing_and_leaving_keep_the_language(client: Client, work: Work, bo: User) -> None:
    said = actions.say(work=work, by=bo.default_pseud, html="<p>Ja.</p>", language="de")
    client.force_login(bo)

    page = client.get(f"/comments/{said.pk}/edit").content.decode()
    client.post(f"/comments/{said.pk}/edit", {"text": "Nein.", **as_member(bo)})

    said.refresh_from_db()
    assert 'name="language"' not in page
    assert (said.html, said.language) == ("<p>Nein.</p>", "de")


def test_of_words_whose_language_nobody_knows_none_is_said(
    client: Client, work: Work, bo: User
) -> None:
    a_comment(work, bo)

    page = client.get(f"/works/{work.pk}/comments").content.decode()
    assert '<div class="comment-text prose userstuff" dir="auto"><p>Cockles!' in page


def test_a_passage_is_in_the_language_of_the_work_and_what_is_noted_in_its_own(
    client: Client, work: Work, bo: User
) -> None:
    chapter = retell(made_german(work).chapters.get())
    noted = note(chapter, bo, "The tide")
    Comment.objects.filter(pk=noted.pk).update(language="en")
    client.force_login(bo)

    page = client.get(f"/works/{work.pk}/chapters/{chapter.pk}/notes").content.decode()
    assert '<blockquote class="comment-quote" lang="de-AT" dir="ltr">The tide' in page
    assert '<div class="comment-text prose userstuff" lang="en" dir="ltr"><p>Quite so.' in page
