"""A test's client that behaves as a browser: it posts what a page's form would, looks at every form, and reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import django.test
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test.client import MULTIPART_CONTENT
from django.utils.crypto import get_random_string
from django.utils.datastructures import MultiValueDict
from selectolax.lexbor import LexborHTMLParser

FIELD = "csrfmiddlewaretoken"
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
POSTS = re.compile(r"""\bmethod=["']?post\b""", re.IGNORECASE)
ELSEWHERE = re.compile(r"""\baction=["']?(?:https?:)?//(?!testserver\b)""", re.IGNORECASE)
TOKEN = re.compile(rf'name="{FIELD}" value="[A-Za-z0-9]{{64}}"')

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class Forger(django.test.Client):
    """Another site's page, or a mail program: it has the person's cookies at most, and no token."""

    def __init__(self, **more: Any) -> None:
        super().__init__(enforce_csrf_checks=True, **more)

    def force_login(self, user: AbstractBaseUser, backend: str | None = None) -> None:
        """As Django's, in one row and without questions; what a guest did before goes along."""
        session, key = SessionStore(), get_random_string(32)
        held = self._end_session(user) | {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: backend or settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        Session.objects.create(
            session_key=key,
            session_data=session.encode(held),
            expire_date=session.get_expiry_date(),
        )
        self.cookies[settings.SESSION_COOKIE_NAME] = key

    def _end_session(self, user: AbstractBaseUser) -> dict[str, Any]:
        """What goes along into this browser's next session: nothing that somebody else did."""
        if settings.SESSION_COOKIE_NAME not in self.cookies:
            return {}
        session = self.session
        own = session.get(SESSION_KEY, str(user.pk)) == str(user.pk)
        held = dict(session.items()) if own else {}
        session.delete()
        return held

    def request(self, **request: Any) -> Answer:
        answer = super().request(**request)
        lost = forms_without_token(answer)
        assert not lost, f"{request['PATH_INFO']} shows forms that hold no token: {lost}"
        return answer


class Client(Forger):
    """Somebody's browser. It posts what a page's form would: the token in a field, or a script's in a header."""

    @property
    def token(self) -> str:
        """What the forms of this browser's pages hold; it has seen one, or it could not post."""
        name = settings.CSRF_COOKIE_NAME
        if name not in self.cookies:
            self.cookies[name] = get_random_string(32)
        return self.cookies[name].value

    def post(  # type: ignore[override]  # as Django's own, which also takes more than its parent
        self, path: str, data: Any = None, content_type: str = MULTIPART_CONTENT, **more: Any
    ) -> Answer:
        if content_type == MULTIPART_CONTENT and isinstance(data or {}, Mapping):
            fields = dict(data.lists()) if isinstance(data, MultiValueDict) else data or {}
            data = {FIELD: self.token, **fields}
        return super().post(path, data, content_type, **more)

    def generic(  # type: ignore[override]  # as above
        self, method: str, path: str, *args: Any, **more: Any
    ) -> Answer:
        if method not in {"GET", "HEAD", "OPTIONS"}:
            more["headers"] = {"X-CSRFToken": self.token} | (more.get("headers") or {})
        return super().generic(method, path, *args, **more)


def forms_without_token(answer: Answer) -> list[str]:
    """The opening tags of the forms that post to this archive and would be refused."""
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    if b"<form" not in answer.content:
        return []
    return [
        f"<form{attributes}>"
        for attributes, held in FORM.findall(answer.content.decode())
        if POSTS.search(attributes) and not ELSEWHERE.search(attributes) and not TOKEN.search(held)
    ]


ACTION = re.compile(r"""\baction=["']([^"']*)""", re.IGNORECASE)


def asks_for(answer: Answer) -> set[str]:
    """The addresses that the forms of a page's main part post to, as a page does that asks before it acts."""
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    actions = [ACTION.search(head) for head, _ in FORM.findall(main) if POSTS.search(head)]
    return {found[1] if found else answer.wsgi_request.path for found in actions}


# What a person can see, hear or follow; of the rest of a page's code nobody reads a word.
TELLING = ("alt", "aria-label", "content", "href", "placeholder", "src", "title", "value")
RANDOM = re.compile(
    r"(?=[A-Za-z_-]*\d)[\w-]{20,}|\b[0-9a-f]{12}\b"
)  # keys of links, prints of files


def words_of(page: str | bytes) -> str:
    """What a page tells, where absent words are looked for: in random tokens each short name stands some day."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["script", "style"])
    shown = [tree.root.text(separator=" ") if tree.root else ""]
    for node in tree.css(",".join(f"[{name}]" for name in TELLING)):
        if node.attributes.get("name") != FIELD:
            shown += [node.attributes.get(name) or "" for name in TELLING]
    return RANDOM.sub(" ", "\n".join(shown))
