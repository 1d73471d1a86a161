from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "bookcub.meetings"
    label = "meetings"
