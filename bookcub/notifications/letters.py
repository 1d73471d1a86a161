"""The letters themselves: plain text with HTML beside it, and a way out that needs no log-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from bookcub.comments.models import Comment
from bookcub.comments.policies import Standing
from bookcub.comments.queries.cards import name_of
from bookcub.core.text import plain
from bookcub.notifications.actions import OF_CLUB
from bookcub.notifications.models import Notice, NoticeKind
from bookcub.notifications.queries.club_lines import Line
from bookcub.notifications.queries.kudos import KudosRow
from bookcub.people.context import current_archive
from bookcub.people.models import User

SALT = "bookcub.notifications.unsubscribe"
QUOTED = 2000  # characters of a comment; the rest is on its page


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


def of_comment(comment: Comment, stand: Standing, *, to: User, kind: str) -> None:
    """To a member: somebody answered you, or said something under your work."""
    who, title = name_of(comment, stand), comment.work.title
    if kind == NoticeKind.REPLY:
        subject = f"{who} answered you on “{title}”"
    elif not comment.is_approved:
        subject = f"A comment on “{title}” waits for you"
    else:
        subject = f"{who} commented on “{title}”"
    page = {
        "subject": subject,
        "said": _quoted(comment),
        "who": who,
        "comment": comment,
        "must_approve": not comment.is_approved,
        "action_label": "Read and answer" if comment.is_approved else "Read and decide",
        "action_url": _whole(comment.get_absolute_url()),
        "settings_url": _whole("/settings"),
    }
    _send("comment", page, to=to.email, out=WayOut(to.pk, "mails_comments"))


def of_notice(notice: Notice, line: Line, *, to: User) -> None:
    """To a member: what a line of their inbox says."""
    kind = f"{OF_CLUB}{notice.club_id}" if notice.club_id else "mails_comments"
    page: dict[str, object] = {
        "subject": line.sentence.rstrip("."),
        "sentence": line.sentence,
        "word": line.word,
        "club": notice.club,
        "action_label": line.link,
        "action_url": _whole(line.url),
        "settings_url": _whole(f"/clubs/{notice.club_id}/me" if notice.club_id else "/settings"),
    }
    _send("notice", page, to=to.email, out=WayOut(to.pk, kind))


def of_guest_reply(comment: Comment, stand: Standing, parent: Comment) -> None:
    """To a guest: somebody answered what you said."""
    who = name_of(comment, stand)
    page = {
        "subject": f"{who} answered you on “{comment.work.title}”",
        "said": _quoted(comment),
        "who": who,
        "comment": comment,
        "guest": parent.guest_name,
        "action_label": "Read the answer",
        "action_url": _whole(comment.get_absolute_url()),
    }
    _send("guest_reply", page, to=parent.guest_email, out=WayOut(email=parent.guest_email))


def of_kudos(rows: Sequence[KudosRow], *, to: User) -> None:
    """To a creator: the thanks of a day."""
    works = [(row, _whole(row.work.get_absolute_url())) for row in rows]
    subject = (
        f"Kudos for “{rows[0].work.title}”"
        if len(rows) == 1
        else f"Kudos for {len(rows)} of your works"
    )
    page: dict[str, object] = {
        "subject": subject,
        "works": works,
        "settings_url": _whole("/settings"),
    }
    _send("kudos", page, to=to.email, out=WayOut(to.pk, "mails_kudos"))


def _send(name: str, page: dict[str, object], *, to: str, out: WayOut) -> None:
    url = _whole(f"/letters/{out.token}")
    page = page | {"archive_name": current_archive().name, "out_url": url}
    subject = " ".join(f"{page['subject']} · {page['archive_name']}".split())
    text = render_to_string(f"notifications/email/{name}.txt", page)
    message = EmailMultiAlternatives(subject, text, None, [to])
    message.attach_alternative(
        render_to_string(f"notifications/email/{name}.html", page), "text/html"
    )
    message.extra_headers |= {
        "Auto-Submitted": "auto-generated",  # no "out of office" answers (RFC 3834)
        "List-Unsubscribe": f"<{url}>",  # RFC 2369, and one click of RFC 8058
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    message.send()


def _quoted(comment: Comment) -> str:
    words = plain(comment.html)
    return words if len(words) <= QUOTED else words[:QUOTED].rstrip() + " …"


def _whole(path: str) -> str:
    return f"{settings.LETTERS_URL}{path}"
