"""What a source could not give, said in the reader's language."""

from __future__ import annotations

from dataclasses import replace

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from bookcub.formats.story.remarks import Remark
from bookcub.importing.queries.letters import letters_named
from bookcub.works.languages import language_name


def said(remark: Remark) -> str:
    """The sentence of a remark, after the name of the file that it is about where there are several."""
    if remark.file:
        names = {"file": remark.file, "note": said(replace(remark, file=""))}
        return gettext("%(file)s: %(note)s") % names
    wording = remark.wording
    facts = {name: _shown(name, fact) for name, fact in remark.named.items()}
    if wording.many:
        return ngettext(wording.one, wording.many, remark.count) % facts
    return gettext(wording.one) % facts


def _shown(name: str, fact: str | int) -> str:
    if isinstance(fact, int):
        return number_format(fact, force_grouping=True)
    if name == "assumed":
        return language_name(fact)
    if name == "letters":
        return letters_named(fact)
    # Why a file was left out is a sentence of ours, all other facts are what the source says.
    return gettext(fact) if name == "why" else fact
