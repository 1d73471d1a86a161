from bookcub.notifications.models.digest import KudosDigest
from bookcub.notifications.models.notice import (
    CONDITIONS,
    Condition,
    Notice,
    NoticeQuerySet,
    ruled_alike,
)
from bookcub.notifications.models.refusal import LetterRefusal

__all__ = [
    "CONDITIONS",
    "Condition",
    "KudosDigest",
    "LetterRefusal",
    "Notice",
    "NoticeQuerySet",
    "ruled_alike",
]
