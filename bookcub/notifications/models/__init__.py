from bookcub.notifications.models.digest import KudosDigest
from bookcub.notifications.models.notice import CONDITIONS, Notice, NoticeQuerySet
from bookcub.notifications.models.refusal import LetterRefusal

__all__ = ["CONDITIONS", "KudosDigest", "LetterRefusal", "Notice", "NoticeQuerySet"]
