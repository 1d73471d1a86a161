"""Style sheets, scripts and fonts, which need neither Django nor a thread of a lane."""

from __future__ import annotations

import asyncio
import io

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware

from bookcub.config.middleware.headers import PageHeaders
from bookcub.config.serving.bridge import Answer, environ_of
from bookcub.config.serving.messages import Header, Scope


class Statics:
    """The built files, by their addresses, with the headers that all answers have."""

    def __init__(self) -> None:
        self._whitenoise = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
        self._headers = _usual_headers()

    def holds(self, path: str) -> bool:
        """Whether there is such a file."""
        return not self._whitenoise.autorefresh and path in self._whitenoise.files

    async def answer(self, scope: Scope) -> Answer:
        """Return the file, or a part of it, or that it has not changed."""
        return await asyncio.to_thread(self._answer, scope)

    def _answer(self, scope: Scope) -> Answer:
        found = self._whitenoise.files[scope["path"]]
        asked = {
            f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
            for name, value in scope["headers"]
        }
        given = found.get_response(scope["method"], asked)
        headers = [(name.lower().encode(), value.encode()) for name, value in given.headers]
        names = {name for name, _ in headers}
        headers += [header for header in self._headers if header[0] not in names]
        if given.file is None:
            return Answer(int(given.status), headers, b"")
        with given.file as file:
            return Answer(int(given.status), headers, file.read())


def _usual_headers() -> list[Header]:
    """What the middlewares around every page would have added."""
    nothing: Scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "http_version": "1.1",
        "headers": [],
        "scheme": "https" if settings.HTTPS else "http",
    }
    request = WSGIRequest(environ_of(nothing, io.BytesIO(), 0))
    response = PageHeaders(lambda _: HttpResponse())(request)
    for middleware in (XFrameOptionsMiddleware, SecurityMiddleware):
        middleware(lambda _: response).process_response(request, response)
    del response.headers["Content-Type"]
    return [(name.lower().encode(), value.encode()) for name, value in response.items()]
