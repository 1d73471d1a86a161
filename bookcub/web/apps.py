from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bookcub.web"
    label = "web"

    def ready(self) -> None:
        """Let every form say what is missing, or does not fit, as Bookcub speaks."""
        from bookcub.web.forms.missing import MISSING, UNFIT  # noqa: PLC0415  # sentences want the settings

        for kind, sentence in MISSING.items():
            kind.default_error_messages = {**kind.default_error_messages, "required": sentence}
        for kind, sentences in UNFIT.items():
            kind.default_error_messages = {**kind.default_error_messages, **sentences}
