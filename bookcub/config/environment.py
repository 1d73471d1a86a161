"""Every BOOKCUB_* variable: its type, its default, and what it does in one line."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bookcub.core.environment import (
    address,
    choice,
    folder,
    host_names,
    number,
    origin_of,
    read,
    shared_folder,
    size,
    url_of,
    variable,
    words,
    yes_or_no,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What a keeper may set. docs/settings.md is this class in a keeper's words."""

    data: Path = variable(
        folder, "The data folder: database, files, secret key, outbox.", default="data"
    )
    shared: Path | None = variable(
        shared_folder,
        "For archives on several machines: the folder that all of them reach (pictures, imports, outbox). Without it:"
        " the data folder.",
    )
    bind: tuple[str, int] = variable(
        address, "Where `bookcub serve` listens.", default="127.0.0.1:8000"
    )
    url: str = variable(
        origin_of("http", "https"),
        "The archive's public address, such as https://stories.example.org; an archive cannot live under a path. With"
        " https, cookies are sent over https only and browsers are told to stay there.",
    )
    hosts: tuple[str, ...] = variable(
        host_names, "More host names under which the archive can be visited, separated by commas."
    )
    proxies: int = variable(
        number(0, 5),
        "How many reverse proxies are in front. Their X-Forwarded-For and X-Forwarded-Proto are trusted.",
        default="0",
    )
    workers: int = variable(number(1, 64), "How many processes answer requests.", default="1")
    threads: int = variable(
        number(1, 64),
        "How many readers one process serves at the same time: half of them guests, half members. Writing has two threads"
        " besides, reading places and heavy work one each.",
        default="4",
    )
    requests_per_minute: int = variable(
        number(0, 100_000),
        "How many requests a member, or an address without an account, may make in a minute, a sixth of them at once; 0"
        " for any number.",
        default="600",
    )
    worker: bool = variable(
        yes_or_no, "Whether `bookcub serve` also runs the background worker.", default="yes"
    )
    database_url: str = variable(
        url_of("postgresql", "postgres", host_required=False),
        "A PostgreSQL database, postgresql://user:password@host:5432/name. Without it: SQLite in the data folder.",
        secret=True,
    )
    durability: str = variable(
        choice("full", "normal"),
        "SQLite only. full: an acknowledged write survives a power cut; normal: it survives a crash of the program.",
        default="full",
    )
    cache_url: str = variable(
        url_of("redis", "rediss", "file", "local", host_required=False),
        "Where shared, short-lived facts are kept: redis://host:6379/0, file:// (in the data folder) or local:// (in"
        " each process). Without it: local for one process, file for several.",
        secret=True,
    )
    smtp_url: str = variable(
        url_of("smtp", "smtps"),
        "The mail server: smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465. Without it,"
        " mail is written to the outbox folder.",
        secret=True,
    )
    mail_from: str = variable(
        words, "The sender of the archive's mail.", default="Bookcub <bookcub@localhost>"
    )
    email_confirmation: str = variable(
        choice("auto", "mandatory", "optional", "none"),
        "Whether a new account must confirm its e-mail address. auto: mandatory once SMTP is set, else optional.",
        default="auto",
    )
    embed_hosts: tuple[str, ...] = variable(
        host_names,
        "Sites whose players may be embedded in works, such as www.youtube-nocookie.com.",
    )
    upload_limit: int = variable(size, "The largest request, files included.", default="100 MB")
    new_account_days: int = variable(
        number(0, 365),
        "For how many days an account counts as new. A new account can post three comments in fifteen minutes, and as"
        " much a day as the keepers set at `/keeper`.",
        default="3",
    )
    words_per_minute: int = variable(
        number(100, 1_000_000),
        "How fast a page that is scrolled counts as read, at most. Nobody reads faster than 1500 words a minute; what"
        " goes by faster is a look, and opens nothing that others said there.",
        default="1500",
    )
    offline_page: bool = variable(
        yes_or_no,
        "Whether browsers keep a page that says “You are offline”, and show it where there is no network. no: it also"
        " goes from browsers that have it.",
        default="yes",
    )
    hsts_days: int = variable(
        number(0, 730),
        "With an https address: for how many days browsers refuse plain http.",
        default="365",
    )
    secret_key: str = variable(
        words,
        "The key that signs sessions and links, for archives on several machines. Without it: the file secret-key in"
        " the data folder, made at the first start.",
        secret=True,
    )
    static: str = variable(
        words,
        "Where the built style sheets, scripts and fonts are kept. Without it: static in the data folder.",
    )
    log: str = variable(
        choice("auto", "console", "json"),
        "The form of the log. auto: for people on a terminal, JSON lines elsewhere.",
        default="auto",
    )
    log_level: str = variable(
        choice("debug", "info", "warning", "error"),
        "The least serious messages that are logged.",
        default="info",
    )
    debug: bool = variable(
        yes_or_no,
        "For developers only: detailed error pages, static files straight from the packages.",
        default="no",
    )
    keeper_password: str = variable(
        words,
        "The password that `bookcub init` and `bookcub user` use instead of asking for one.",
        secret=True,
    )
    test_database: str = variable(
        choice("sqlite", "postgresql"),
        "For `make test` only: the database that the tests run on.",
        default="sqlite",
    )


@cache
def environment() -> Environment:
    """The settings of this process, read once; raises MisconfiguredError."""
    return read(Environment, os.environ)
