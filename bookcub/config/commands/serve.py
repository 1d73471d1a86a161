"""`bookcub serve`: everything that an archive needs, in one process group."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.urls import NoReverseMatch
from django.utils.translation import gettext, ngettext

from bookcub.config.commands.output import complain, say
from bookcub.config.environment import Environment, environment
from bookcub.config.hosts import local_address
from bookcub.config.static_building import build_static_files
from bookcub.config.supervisor import PortTakenError, serve, wait_for_port
from bookcub.core.database.migrating import migrate
from bookcub.core.files.held_files import HeldError, locked_file
from bookcub.core.page_urls import reverse
from bookcub.core.setup_token import setup_token
from bookcub.people.models import Archive

# Connections to PostgreSQL: each thread that answers has one, and a web process some besides (rooms, what is written
# behind, health, its two helpers); the background worker has one for each of its lanes, and four besides (start, heartbeat, schedule, and
# one to be woken by).
BESIDE_THREADS, OF_WORKER = 11, 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the settings that people most often want to say here."""
    parser.add_argument(
        "--bind",
        metavar="HOST:PORT",
        help=gettext("where to listen (BOOKCUB_BIND; default: 127.0.0.1:8000)"),
    )
    parser.add_argument(
        "--workers",
        metavar="N",
        help=gettext("how many web processes (BOOKCUB_WORKERS; default: 1)"),
    )
    parser.add_argument(
        "--no-worker",
        action="store_true",
        help=gettext("no background worker here (BOOKCUB_WORKER=no)"),
    )


def run(options: argparse.Namespace) -> int:
    """Prepare the archive, say where it is, and serve until told to stop."""
    given = environment()
    with ExitStack() as held:
        if connection.vendor == "sqlite":
            try:
                held.enter_context(locked_file(Path(settings.DATA) / "serving.lock"))
            except HeldError:
                sentence = gettext(
                    "Another bookcub serve is running on %(folder)s. Stop it first, or serve another folder."
                )
                complain(sentence % {"folder": settings.DATA})
                return 1
        return _serve(given, background_worker=given.worker and not options.no_worker)


def _serve(given: Environment, *, background_worker: bool) -> int:
    if migrated := migrate():
        sentence = ngettext(
            "Database ready (%(number)d migration applied)",
            "Database ready (%(number)d migrations applied)",
            migrated,
        )
        say(f"• {sentence % {'number': migrated}}")
    if few := too_few_connections(given):
        say(f"• {few}")
    if built := build_static_files():
        sentence = ngettext(
            "Style sheets, scripts and fonts ready (%(number)d file)",
            "Style sheets, scripts and fonts ready (%(number)d files)",
            built,
        )
        say(f"• {sentence % {'number': built}}")
    try:
        wait_for_port(given.bind)
        _announce(given)
        serve(
            bind=given.bind,
            workers=given.workers,
            background_worker=background_worker,
        )
    except PortTakenError as error:
        complain(str(error))
        return 1
    return 0


def too_few_connections(given: Environment) -> str:
    """A sentence where PostgreSQL lets fewer in than this archive may ask for at its busiest; else nothing."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
        )
        [allowed] = cursor.fetchone()
    wanted = given.workers * (given.threads + BESIDE_THREADS) + OF_WORKER
    if wanted <= allowed:
        return ""
    sentence = gettext(
        "PostgreSQL lets %(allowed)d connections in, and this archive may need %(wanted)d. Raise max_connections there, or"
        " lower BOOKCUB_WORKERS or BOOKCUB_THREADS here, or some pages will be refused when many people come."
    )
    return sentence % {"allowed": allowed, "wanted": wanted}


def _announce(given: Environment) -> None:
    address = settings.PUBLIC_URL or local_address(*given.bind)
    if Archive.current().is_set_up:
        where = gettext("Bookcub is at %(address)s") % {"address": address}
        say("• " + where, "  " + gettext("Press Ctrl-C to stop it."))
        return
    say("• " + gettext("Bookcub will be at %(address)s") % {"address": address})
    try:
        path = reverse("home:setup_link_detail", args=[setup_token()])
    except NoReverseMatch:
        say("  " + gettext("This archive is empty. Set it up with: bookcub init --help"))
    else:
        say(
            "  "
            + gettext(
                "This archive is empty. To set it up, open this link. It works until that is done:"
            ),
            "",
            f"    {address}{path}",
            "",
        )
