from bookcub.notifications.models.digest import KudosDigest
from bookcub.notifications.models.notice import Notice, NoticeKind, NoticeQuerySet
from bookcub.notifications.models.refusal import Refusal

__all__ = ["KudosDigest", "Notice", "NoticeKind", "NoticeQuerySet", "Refusal"]
