"""Under which names an archive may be visited."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from bookcub.config.environment import Environment

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # compared with, not listened on


def allowed_hosts(given: Environment) -> list[str]:
    """The public name, the names the keeper added, and this machine's own.

    Any other Host header is refused, so that nobody can make a mail point to a place of theirs.
    """
    host, _ = given.bind
    names = {"localhost", "127.0.0.1", "[::1]", *given.hosts}
    if given.url:
        names.add(urlsplit(given.url).hostname or "")
    if host in EVERYWHERE:
        own = socket.gethostname().lower()
        names |= {own, f"{own}.local", *_own_addresses(own)}
    else:
        names.add(f"[{host}]" if ":" in host else host)
    return sorted(names - {""})


def trusted_origins(given: Environment) -> list[str]:
    """The public address as an origin, for forms that come back through a proxy."""
    parts = urlsplit(given.url)
    return [f"{parts.scheme}://{parts.netloc}"] if given.url else []


def local_address(host: str, port: int) -> str:
    """Where somebody on this machine finds an archive that listens there."""
    shown = "localhost" if host in EVERYWHERE else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def _own_addresses(own: str) -> set[str]:
    try:
        found = socket.gethostbyname_ex(own)[2]
    except OSError:  # a machine that does not know its own name
        return set()
    return set(found)
