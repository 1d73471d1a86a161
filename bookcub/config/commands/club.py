"""`bookcub club`: export a club, import one, and index again what clubs said."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from bookcub.clubs.models import Club
from bookcub.config.commands.output import complain, say
from bookcub.core import clock
from bookcub.core.database.migrating import migrate
from bookcub.exporting.actions.packing import pack
from bookcub.exporting.queries.clubs import club_export
from bookcub.formats.club_file import to_json
from bookcub.formats.club_file.parts import ClubFile
from bookcub.formats.club_file.reading import MisfitError
from bookcub.importing.actions.clubs import begin_keeping, keep_club
from bookcub.importing.club_archive import club_file
from bookcub.importing.models import ClubImport
from bookcub.memory.actions.recall_index import rebuild
from bookcub.people.mail import absolute
from bookcub.people.models import Pseud, User
from bookcub.works.queries.bylines import pseuds_named

DONE, REFUSED, MISUSED = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and its own words."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    leave = doing.add_parser(
        "export", help=gettext("write what one member can see of a club to a file")
    )
    leave.add_argument(
        "club", type=int, metavar="NUMBER", help=gettext("the number in the club’s address")
    )
    leave.add_argument("file", type=Path, metavar="FILE", help=gettext("the ZIP file to write"))
    leave.add_argument(
        "--as", dest="who", required=True, metavar="USER", help=gettext("the member")
    )
    come = doing.add_parser("import", help=gettext("import a club from such a file"))
    come.add_argument("file", type=Path, metavar="FILE")
    come.add_argument(
        "--as",
        dest="who",
        required=True,
        metavar="PSEUD",
        help=gettext("who will host it: “Pseud (user name)”"),
    )
    come.add_argument(
        "--me",
        metavar="NAME",
        help=gettext("who of the people in the file that is (default: whoever made it)"),
    )
    doing.add_parser("recall", help=gettext("rebuild the index of what was said in all clubs"))


def run(options: argparse.Namespace) -> int:
    """Do it, and say what came of it."""
    migrate()
    if options.doing == "export":
        return _export(options)
    if options.doing == "import":
        return _import(options)
    number = rebuild()
    sentence = ngettext(
        "%(number)s entry is searchable.", "%(number)s entries are searchable.", number
    )
    say(sentence % {"number": number_format(number, force_grouping=True)})
    return DONE


def _export(options: argparse.Namespace) -> int:
    person = User.objects.named(options.who).first()
    club = Club.objects.of(person).filter(pk=options.club).first() if person else None
    if person is None or club is None:
        told = {"name": options.who, "number": options.club}
        complain(gettext("%(name)s is not a member of a club with the number %(number)s.") % told)
        return MISUSED
    at = clock.now()
    exported = club_export(club, person, address=absolute("/"), at=at)
    with pack(exported, at=at) as packed, options.file.open("wb") as file:
        shutil.copyfileobj(packed, file)
    sentence = gettext("“%(club)s”, as %(name)s can see it, is in %(file)s.")
    say(sentence % {"club": club.name, "name": person.username, "file": options.file})
    return DONE


def _import(options: argparse.Namespace) -> int:
    try:
        [pseud] = pseuds_named([options.who], field="as")
        file = club_file(options.file.read_bytes())
        me = _me(file, options.me)
    except (ValidationError, OSError) as error:
        complain(" ".join(getattr(error, "messages", [str(error)])))
        return MISUSED
    except MisfitError as error:
        reason = f"{error.place}: {error.why}." if error.place else gettext(error.why)
        sentence = gettext("%(file)s cannot be imported. %(reason)s")
        complain(sentence % {"file": options.file, "reason": reason})
        return REFUSED
    return _keep(file, pseud, me)


def _me(file: ClubFile, name: str | None) -> str:
    if name is None:
        return next((each.id for each in file.people if each.is_me), "")
    found = [each.id for each in file.people if each.name.casefold() == name.casefold()]
    if len(found) != 1:
        names = ", ".join(each.name for each in file.people)
        raise ValidationError(gettext("--me must be one of: %(names)s.") % {"names": names})
    return found[0]


def _keep(file: ClubFile, pseud: Pseud, me: str) -> int:
    imported = ClubImport.objects.create(
        person=pseud.user, name=file.name, text=to_json(file, tightly=True)
    )
    address = absolute("/")
    try:
        begun = begin_keeping(imported=imported, by=pseud.user, pseud=pseud, me=me, address=address)
        club = keep_club(imported=begun)
    except ValidationError as error:
        imported.delete()
        complain(" ".join(error.messages))
        return REFUSED
    assert club is not None  # noqa: S101  # nobody else knows of it
    address = absolute(club.get_absolute_url())
    say(gettext("“%(club)s” is here: %(address)s") % {"club": club.name, "address": address})
    return DONE
