"""The engines behind an archive (rows, cache, mail), as Django wants them described."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from bookcub.config.environment import Environment

# Seconds. Who writes waits so long for whoever writes at the moment, and is then told; a page never takes as long as a
# statement may, and a server that does not answer is soon called away.
LOCK_PATIENCE, STATEMENT_PATIENCE, CONNECT_PATIENCE = 5, 30, 5
PATIENCE_BEHIND_THE_SCENES = 60


def database(given: Environment) -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL that the keeper named."""
    if given.database_url:
        return _postgresql(given.database_url)
    return _sqlite(given.data / "bookcub.sqlite3", given.durability)


def _sqlite(path: Path, durability: str) -> dict[str, Any]:
    return {
        "ENGINE": "bookcub.core.database.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction that begins by reading and then writes would meet "database is locked" at once,
            # whatever the timeout; one that takes its place in the queue at the start just waits.
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_PATIENCE,
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={durability.upper()}; PRAGMA foreign_keys=ON;"
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000;"
                "PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options.setdefault("connect_timeout", str(CONNECT_PATIENCE))
    # Whatever the address asks for comes last, and counts.
    options["options"] = " ".join(
        [
            f"-c lock_timeout={LOCK_PATIENCE}s",
            f"-c statement_timeout={STATEMENT_PATIENCE}s",
            # It compiles for hundreds of milliseconds what then runs in one.
            "-c jit=off",
            # What is prepared is meant to be planned once, whatever is put in.
            "-c plan_cache_mode=force_generic_plan",
            *filter(None, [options.get("options")]),
        ]
    )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # ?host=/run/postgresql names a socket's folder, as in libpq's own addresses.
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def be_patient(described: dict[str, Any]) -> None:
    """Let commands and background work take their time: nobody looks at a page meanwhile. Before anything connects."""
    options = described["OPTIONS"]
    if "timeout" in options:
        options["timeout"] = PATIENCE_BEHIND_THE_SCENES
    elif "options" in options:
        options["options"] += (
            f" -c lock_timeout={PATIENCE_BEHIND_THE_SCENES}s -c statement_timeout=0"
        )


def cache(given: Environment) -> dict[str, Any]:
    """Memory while one web process answers; the data folder or Redis as soon as several must agree.

    The helpers of a web process have a memory of their own each: what is kept there must be true wherever it is looked up.
    """
    url = given.cache_url or ("file://" if given.workers > 1 else "local://")
    if url.startswith("redis"):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    if url.startswith("file"):
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": unquote(urlsplit(url).path) or given.data / "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "bookcub",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }


def mail(given: Environment) -> dict[str, Any]:
    """The EMAIL_* settings: a mail server, or the outbox folder until there is one."""
    if not given.smtp_url:
        return {"EMAIL_BACKEND": "bookcub.core.files.outbox.Outbox"}
    parts = urlsplit(given.smtp_url)
    encrypted = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if encrypted else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": encrypted,
        # A relay on this machine has no certificate to show.
        "EMAIL_USE_TLS": not encrypted and parts.hostname not in {"localhost", "127.0.0.1"},
        "EMAIL_TIMEOUT": 10,
    }
