"""Forms: fields, errors, uploads, sortable lists, the reader's look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from bookcub.web.components.basics import Context
from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.look import LookForm
from bookcub.web.look import Look

register = template.Library()

COUNTED = 100_000  # characters; beyond that the end is so far that its number says nothing


@register.inclusion_tag("web/components/_field.html")
def field(  # noqa: PLR0913  # a field has these extras; all are keyword-only
    *,
    bound: BoundField,
    counter: int = 0,
    keep: str = "",
    keep_for: object = "",
    tags_url: str = "",
    people_url: str = "",
    label: str = "",
    hide_label: bool = False,
    wide: bool = False,
) -> Context:
    """One field of a Django form with label, help and errors.

    How many characters are left is told near the end of a field that has one; `counter` names one that it does not
    know. `keep` names the place in the browser where an unsent text is kept, `keep_for` for which club or work,
    `tags_url` makes a comma-separated field complete tags from there, `people_url` names of people, who must be known.
    """
    widget = bound.field.widget
    kind = _kind(widget)
    if kind in {"text", "line"}:
        widget.attrs.setdefault(
            "dir", "auto"
        )  # whatever somebody types is read from where it begins
    return {
        "bound": bound,
        "kind": kind,
        "group": bound.use_fieldset,
        "label": label or bound.label,
        "hide_label": hide_label,
        "counter": counter or _most_characters(bound),
        "keep": f"{keep}-{keep_for}" if keep_for else keep,
        "names_url": people_url or tags_url,
        "names_known": bool(people_url),
        "wide": wide,
        "mark": _mark(bound),
        "hides_what_is_typed": isinstance(widget, forms.PasswordInput),
        "again": _again(bound),
    }


def _most_characters(bound: BoundField) -> int:
    """Return how many characters somebody may type into a field, 0 where nobody counts: in names, secrets, addresses and lists."""
    widget = bound.field.widget
    is_prose = isinstance(widget, forms.Textarea) or type(widget) is forms.TextInput
    typed_in_lists = isinstance(bound.field, NamesField)
    most = (getattr(bound.field, "max_length", None) or 0) if is_prose and not typed_in_lists else 0
    return most if most <= COUNTED else 0


def _mark(bound: BoundField) -> str:
    """What stands beside a label that must not stay empty, or not until its work is posted."""
    if needed := getattr(bound.form, "needed_to_post", ()):
        return gettext("needed to post") if bound.field.required or bound.name in needed else ""
    if not bound.field.required:
        return ""
    if getattr(bound.form, "marks_required", False):
        return gettext("required")
    is_box = isinstance(bound.field.widget, forms.CheckboxInput)
    return gettext("required") if not is_box and _has_optional(bound.form) else ""


def _again(bound: BoundField) -> str:
    """What is said at a password that was right, in a form that comes back: no page repeats what it was."""
    widget = bound.field.widget
    is_gone = isinstance(widget, forms.PasswordInput) and not widget.render_value
    return gettext("Type it again.") if is_gone and bound.data and not bound.errors else ""


def _has_optional(form: forms.BaseForm) -> bool:
    """Return whether some visible field may stay empty; else nobody needs to be told which may not."""
    return any(
        not field.required and not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput)
        for field in form.fields.values()
    )


def _kind(widget: forms.Widget) -> str:
    """Return the family a widget belongs to, for its looks."""
    families: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
        (forms.CheckboxSelectMultiple, "checks"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "check"),
        (forms.Textarea, "text"),
        (forms.FileInput, "file"),
        (forms.HiddenInput, "hidden"),
        (forms.Select, "select"),
    )
    return next((name for family, name in families if isinstance(widget, family)), "line")


@register.inclusion_tag("web/components/_form_errors.html")
def form_errors(
    *, form: forms.BaseForm | None = None, sentence: str = "", title: str = ""
) -> Context:
    """What is wrong with a form, each with a link to its field, or one sentence; nothing when all is well."""
    faults = form.errors if form else {}
    wrong = [(form[name], faults[name]) for name in faults if name in form.fields] if form else []
    return {
        "title": title or gettext("Please look at this again"),
        "wrong": wrong,
        "general": form.non_field_errors() if form else [sentence] if sentence else [],
    }


@register.inclusion_tag("web/components/_drop_zone.html")
def drop_zone(*, bound: BoundField, title: str = "", text: str = "", keep: str = "") -> Context:
    """A file field that also takes files dropped onto it."""
    title = title or gettext("Drop files here")
    several = getattr(bound.field.widget, "allow_multiple_selected", False)
    chosen = gettext("Choose files") if several else gettext("Choose a file")
    return {"bound": bound, "title": title, "chosen": chosen, "text": text, "keep": keep}


@dataclass(frozen=True, slots=True, kw_only=True)
class SortRow:
    """One row that can be moved; `value` names it in the posted order."""

    value: str
    name: str
    language: str = ""
    note: str = ""
    url: str = ""


@register.inclusion_tag("web/components/_sort_list.html")
def sort_list(*, rows: Sequence[SortRow], name: str, label: str) -> Context:
    """Rows in an order: drag, arrow keys, or (without JavaScript) a number each.

    Posts `<name>-<value>=<position>` for every row, counting from 1.
    """
    return {"rows": rows, "name": name, "label": label, "total": len(rows)}


@register.inclusion_tag("web/components/_look_form.html", takes_context=True)
def look_form(
    context: template.Context, *, look: Look, next_url: str = "", action: str = ""
) -> Context:
    """Theme, face, size, measure, leading and justification; applies at once with JavaScript."""
    return {
        "choices": _look_choices(look, get_language()),
        "next_url": next_url,
        "action": action,
        "signed_in": getattr(context.get("user"), "is_authenticated", False),
    }


@lru_cache(maxsize=256)
def _look_choices(look: Look, _language: str | None) -> SafeString:
    """Its fields, drawn once for all who see them alike: two dozen buttons cost more than the rest of a page."""
    form = LookForm(initial=LookForm.initial_of(look), auto_id="look_%s")
    return render_to_string("web/_look_choices.html", {"form": form})


@register.inclusion_tag("web/components/_copy_line.html")
def copy_line(*, id: str, label: str, value: str) -> Context:  # noqa: A002  # an attribute of HTML
    """Draw something to pass on, such as a link, with a button that copies it."""
    return {"id": id, "label": label, "value": value}
