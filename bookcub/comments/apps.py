from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "bookcub.comments"
    label = "comments"
