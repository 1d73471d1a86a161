"""What stays of a read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from bookcub.core.page_urls import reverse
from bookcub.memory import signals as memory
from bookcub.memory.models import Prediction
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, Telling, hears
from bookcub.notifications.kinds.clubs import involved, people
from bookcub.notifications.models import Notice
from bookcub.people.models import User


class PredictionOpened(NoticeKind[Prediction]):
    """To the members, once they have reached the place it names."""

    name, label = "prediction", gettext_lazy("a prediction is open")
    subject = Prediction
    related = ("membership__pseud", "read__club")

    @hears(memory.prediction_sealed)
    def sealed(self, *, prediction: Prediction, **_: Any) -> Telling:
        club, writer = prediction.read.club_id, prediction.membership
        to = people(involved(club).exclude(pk=writer.pk))
        return Telling(prediction, to=to, by=writer.user_id, club=club)

    def open_to(self, person: User) -> QuerySet[Any]:
        return Prediction.objects.visible_to(person)

    def item(self, notice: Notice, thing: Prediction) -> InboxItem:
        return self.say(
            reverse("memory:prediction_index", args=[thing.read.club_id, thing.read.pk]),
            about=[thing.read],
            prediction=thing,
        )
