from django.db import models


class Visibility(models.TextChoices):
    EVERYONE = "everyone", "everyone"
    MEMBERS = "members", "members of this archive"
    NAMED = "named", "only people I name"


class MayComment(models.TextChoices):
    EVERYONE = "everyone", "everyone, guests too"
    MEMBERS = "members", "members only"
    NOBODY = "nobody", "nobody"
