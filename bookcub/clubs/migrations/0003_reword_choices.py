from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clubs", "0002_name_unknown_fields")]

    operations = [
        migrations.AlterField(
            "Club",
            "visibility",
            models.CharField(
                choices=[
                    ("private", "Only its members know that it exists"),
                    ("listed", "Everybody who has an account here can find it"),
                    ("public", "Everybody can find it, also without an account"),
                ],
                default="private",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            "Club",
            "joining",
            models.CharField(
                choices=[
                    ("invitation", "By invitation"),
                    ("request", "By request; the hosts decide"),
                    ("open", "Open to everybody"),
                ],
                default="invitation",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "Membership",
            "involvement",
            models.CharField(
                choices=[
                    ("everything", "Everything"),
                    ("mine", "Answers to me, picks and meetings"),
                    ("nothing", "Nothing; I look for myself"),
                ],
                default="everything",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "Membership",
            "left_notes",
            models.CharField(
                blank=True,
                choices=[
                    ("keep", "It stays, with my name"),
                    ("unname", "It stays, without my name"),
                    ("take", "I take it with me, and only I can read it"),
                ],
                max_length=6,
            ),
        ),
    ]
