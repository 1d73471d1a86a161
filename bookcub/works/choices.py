from django.db import models
from django.utils.translation import gettext_lazy


class Visibility(models.TextChoices):
    EVERYONE = "everyone", gettext_lazy("everyone")
    MEMBERS = "members", gettext_lazy("members of this archive")
    NAMED = "named", gettext_lazy("only people I name")


class MayComment(models.TextChoices):
    EVERYONE = "everyone", gettext_lazy("everyone, guests too")
    MEMBERS = "members", gettext_lazy("members only")
    NOBODY = "nobody", gettext_lazy("nobody")
