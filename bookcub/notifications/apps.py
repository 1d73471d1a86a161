from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "bookcub.notifications"
    label = "notifications"
