"""The letters themselves: plain text with HTML beside it, and a way out that needs no log-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from bookcub.comments.models import Comment
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import name_of
from bookcub.core.page_urls import reverse
from bookcub.notifications.kinds.base import NoticeLetter
from bookcub.notifications.kinds.comments import quoted
from bookcub.notifications.queries.kudos import KudosRow
from bookcub.people.context import archive_url, current_archive
from bookcub.people.models import User

SALT = "bookcub.notifications.unsubscribe"
OF_CLUB = "club-"  # begins the sort of a club's letters; its id follows


@dataclass(frozen=True, slots=True)
class WayOut:
    """Which letters somebody no longer wants: a member's of one kind, or a guest's."""

    user_id: int = 0
    kind: str = ""
    email: str = ""

    @property
    def token(self) -> str:
        return signing.dumps([self.user_id, self.kind, self.email], salt=SALT)

    @classmethod
    def read(cls, token: str) -> WayOut:
        """What a link says; raises signing.BadSignature. Links in letters work for ever."""
        user_id, kind, email = signing.loads(token, salt=SALT)
        return cls(user_id, kind, email)


def send_guest_reply(comment: Comment, visitor: Visitor, parent: Comment) -> None:
    """To a guest: somebody answered what you said."""
    who = name_of(comment, visitor)
    page: dict[str, object] = {
        "subject": gettext("%(name)s replied to you on “%(title)s”")
        % {"name": who, "title": comment.its_work.title},
        "quoted": quoted(comment),
        "who": who,
        "comment": comment,
        "guest": parent.guest_name,
        "action_label": gettext("Read the reply"),
        "action_url": comment.get_absolute_url(),
    }
    email = parent.guest_email
    send(NoticeLetter("guest_reply", page), to=email, out=WayOut(email=email))


def send_kudos(rows: Sequence[KudosRow], *, to: User) -> None:
    """To a creator: the thanks of a day."""
    works = [(row, _whole(row.work.get_absolute_url())) for row in rows]
    one = gettext("Kudos for “%(title)s”") % {"title": rows[0].work.title}
    several = ngettext(
        "Kudos for %(number)s of your works", "Kudos for %(number)s of your works", len(rows)
    )
    subject = one if len(rows) == 1 else several % {"number": len(rows)}
    page: dict[str, object] = {"subject": subject, "works": works}
    letter = NoticeLetter("kudos", page, reverse("people:settings"))
    send(letter, to=to.email, out=WayOut(to.pk, "mails_kudos"))


def send(letter: NoticeLetter, *, to: str, out: WayOut) -> None:
    """Paths become whole addresses; mail programs learn how to end these letters."""
    url = _whole(reverse("notifications:unsubscription_create", args=[out.token]))
    page = {**letter.page, "archive_name": current_archive().name, "out_url": url}
    if "action_url" in page:
        page["action_url"] = _whole(str(page["action_url"]))
    if letter.settings_url:
        page["settings_url"] = _whole(letter.settings_url)
    subject = " ".join(f"{page['subject']} · {page['archive_name']}".split())
    name = f"notifications/email/{letter.template}"
    message = EmailMultiAlternatives(subject, render_to_string(f"{name}.txt", page), None, [to])
    message.attach_alternative(render_to_string(f"{name}.html", page), "text/html")
    message.extra_headers |= {
        "Auto-Submitted": "auto-generated",  # no "out of office" answers (RFC 3834)
        "List-Unsubscribe": f"<{url}>",  # RFC 2369, and one click of RFC 8058
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    message.send()


def _whole(path: str) -> str:
    return f"{archive_url()}{path}"
