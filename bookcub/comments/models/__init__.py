from bookcub.comments.models.comment import Comment, CommentQuerySet, Hearers
from bookcub.comments.models.kudos import Kudos

__all__ = ["Comment", "CommentQuerySet", "Hearers", "Kudos"]
