"""Bookmarks of a series."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, shows_and_saves
from bookcub.reading.actions.bookmarks import bookmark_series
from bookcub.reading.queries.bookmarks import own_bookmark
from bookcub.reading.views.bookmarks.form import bookmark_form, show_form
from bookcub.works.models import Series


@shows_and_saves
@login_required
def new(request: SignedInRequest, series_id: int) -> HttpResponse:
    series = get_object_or_404(Series.objects.visible_to(request.user), pk=series_id)
    known = own_bookmark(request.user, series=series)

    form = bookmark_form(request, known)
    if form.is_valid():
        pseud = form.cleaned_data["pseud"]
        bookmark_series(pseud=pseud, series=series, fields=form.bookmark_fields)
        sentence = gettext("“%(title)s” is bookmarked.")
        messages.success(request, sentence % {"title": series.title})
        return redirect(series)

    return show_form(request, form, known, title=series.title, back=series.get_absolute_url())
