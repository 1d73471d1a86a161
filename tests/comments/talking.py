"""Short ways to say things, by the front door or directly."""

from __future__ import annotations

from bookcub.comments import actions
from bookcub.comments.actions import Guest
from bookcub.comments.models import Comment
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.browsing import Client


def a_comment(
    work: Work, by: User | Guest, words: str = "Cockles!", *, to: Comment | None = None
) -> Comment:
    """A comment on a work's first chapter, or an answer."""
    return actions.say(
        work=work,
        chapter=work.chapters.order_by("position").first(),
        parent=to,
        by=by if isinstance(by, Guest) else by.default_pseud,
        html=f"<p>{words}</p>",
    )


def post(client: Client, work: Work, text: str = "Cockles!", **data: str) -> int:
    """The status of sending the form under a work."""
    return client.post(f"/works/{work.pk}/comments", {"text": text, **data}).status_code


def as_member(person: User) -> dict[str, str]:
    return {"as_member": "yes", "pseud": str(person.default_pseud.pk)}


GUEST = {"name": "Rue", "email": "rue@example.org"}
