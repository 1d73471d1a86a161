"""Letters that gather a day: so far of kudos, which put no line into an inbox. A periodic job begins them."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from bookcub.core.background import LETTERS
from bookcub.notifications import letters
from bookcub.notifications.queries.kudos import kudos_of
from bookcub.people.models import User
from bookcub.people.page_language import speaking_to


@task(queue_name=LETTERS)
def mail_kudos(user_id: int, since: str, until: str) -> bool:
    """Tell a creator which kudos came between two moments (ISO 8601); says whether a letter went."""
    user = User.objects.filter(pk=user_id, is_active=True).select_related("preferences").first()
    if user is None or not user.email or not user.preferences.mails_kudos:
        return False
    rows = kudos_of(user, datetime.fromisoformat(since), datetime.fromisoformat(until))
    if not rows:
        return False
    with speaking_to(user):
        letters.send_kudos(rows, to=user)
    return True
