from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("importing", "0001_initial")]

    operations = [
        migrations.RemoveIndex("chapterorigin", name="chapter_by_words"),
        migrations.RenameField(
            "chapterorigin", old_name="words_print", new_name="words_fingerprint"
        ),
        migrations.AddIndex(
            "chapterorigin",
            models.Index(fields=["words_fingerprint"], name="chapter_by_words"),
        ),
        migrations.AlterField(
            "importpart",
            "outcome",
            models.TextField(verbose_name="as formats.story.serialisation writes it"),
        ),
    ]
