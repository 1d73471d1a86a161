"""`/wrangling`: tags that wait for a decision, and those that are in order."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.core.page_urls import reverse
from bookcub.finding.forms.wrangling import OF_MANY, QueueForm
from bookcub.finding.policies import WranglingScope, may_wrangle_everything
from bookcub.finding.queries.wrangling.queues import (
    QueueWishes,
    fandom_named,
    queue,
    queue_lines,
)
from bookcub.finding.views.wrangling.access import desk_tabs, ensured_scope
from bookcub.tags.models import KINDS
from bookcub.web.blurb import Link
from bookcub.web.pages import page_of

LINES = 50


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    scope = ensured_scope(request)

    form = QueueForm(request.GET)
    wishes, remark = read_wishes(form, scope)
    page = page_of(queue(wishes, scope), request, LINES)
    context = {
        "form": form,
        "wishes": wishes,
        "remark": remark,
        "kinds": _kinds(request, wishes),
        "kind_url": _kind_url(request, wishes.kind),
        "tabs": desk_tabs(),
        "page": page,
        "lines": queue_lines(list(page.object_list), wishes),
        "deeds": OF_MANY,
        "file_url": f"{reverse('finding:tag_file_index')}?{request.GET.urlencode()}",
        "has_everything": may_wrangle_everything(request.user),
    }
    return render(request, "finding/wrangling/index.html", context)


def read_wishes(form: QueueForm, scope: WranglingScope) -> tuple[QueueWishes, str]:
    """Which tags are asked for, and what to say of a fandom that is none."""
    asked = form.wishes
    fandom = fandom_named(asked["fandom"], scope) if asked["fandom"] else None
    remark = ""
    if asked["fandom"] and fandom is None:
        remark = gettext("There is no fandom “%(name)s” here.") % {"name": asked["fandom"]}
    wishes = QueueWishes(kind=asked["kind"], state=asked["state"], fandom=fandom, words=asked["q"])
    return wishes, remark


def _kinds(request: SignedInRequest, wishes: QueueWishes) -> list[Link]:
    return [Link(str(label), _kind_url(request, kind)) for kind, label in KINDS]


def _kind_url(request: SignedInRequest, kind: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["kind"] = kind
    return f"{reverse('finding:wrangling_index')}?{query.urlencode()}"
