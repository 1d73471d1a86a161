import bookcub.tags.models.likeness
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from bookcub.tags.models.likeness import alike

PART = 1000


def to_families(apps, schema_editor):
    """Work out what variants share, and take parents along; what synonyms lead to is canonical from now on."""
    tags, parents = apps.get_model("tags", "Tag"), apps.get_model("tags", "TagParent")
    after = 0
    while part := list(tags.objects.filter(pk__gt=after).order_by("pk")[:PART]):
        for tag in part:
            tag.alike = alike(tag.kind, tag.name)[:300]
        tags.objects.bulk_update(part, ["alike"], batch_size=200)
        after = part[-1].pk
    leading = tags.objects.exclude(synonym_of=None).order_by().values("synonym_of").distinct()
    tags.objects.filter(pk__in=list(leading.values_list("synonym_of", flat=True)), synonym_of=None).update(
        is_canonical=True
    )
    old = tags.parents.through.objects.exclude(from_tag=models.F("to_tag"))
    rows = [parents(child_id=child, parent_id=parent) for child, parent in old.values_list("from_tag", "to_tag")]
    parents.objects.bulk_create(rows, batch_size=PART)


def to_parents(apps, schema_editor):
    """Parents alone were known before."""
    old = apps.get_model("tags", "Tag").parents.through
    rows = apps.get_model("tags", "TagParent").objects.values_list("child", "parent")
    old.objects.bulk_create([old(from_tag_id=child, to_tag_id=parent) for child, parent in rows], batch_size=PART)


class Migration(migrations.Migration):

    dependencies = [
        ('tags', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='tag',
            name='alike',
            field=bookcub.tags.models.likeness.AlikeField(default='', editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name='tag',
            name='note',
            field=models.CharField(blank=True, max_length=500, verbose_name='what it means'),
        ),
        migrations.AlterField(
            model_name='tag',
            name='kind',
            field=models.CharField(choices=[('media', 'Media'), ('fandom', 'Fandom'), ('relationship', 'Relationship'), ('character', 'Character'), ('freeform', 'Additional Tag')], max_length=12),
        ),
        migrations.CreateModel(
            name='TagChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('canonical', 'made canonical'), ('taken_back', 'no longer canonical'), ('merged', 'merged'), ('split', 'split off'), ('renamed', 'renamed'), ('described', 'note changed'), ('parents', 'parents changed'), ('loaded', 'list loaded')], max_length=12)),
                ('told', models.JSONField(default=dict, verbose_name='names, for the log')),
                ('moved', models.JSONField(default=dict, verbose_name='what changed')),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tags.tag')),
                ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='tags.tag')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TagParent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parent_rows', to='tags.tag')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='child_rows', to='tags.tag')),
            ],
        ),
        migrations.AddIndex(
            model_name='tag',
            index=models.Index(fields=['kind', 'alike'], name='tag_by_likeness'),
        ),
        migrations.AddIndex(
            model_name='tag',
            index=models.Index(condition=models.Q(('is_canonical', False), ('synonym_of', None)), fields=['kind', '-uses', 'name'], name='undecided_tag_by_use'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('synonym_of', None), models.Q(('synonym_of', models.F('id')), _negated=True), _connector='OR'), name='a_synonym_is_of_another'),
        ),
        migrations.AddIndex(
            model_name='tagchange',
            index=models.Index(fields=['-made_at', '-id'], name='newest_tag_changes'),
        ),
        migrations.AddConstraint(
            model_name='tagparent',
            constraint=models.UniqueConstraint(fields=('child', 'parent'), name='tag_parent_once'),
        ),
        migrations.AddConstraint(
            model_name='tagparent',
            constraint=models.CheckConstraint(condition=models.Q(('child', models.F('parent')), _negated=True), name='no_tag_is_its_own_parent'),
        ),
        migrations.RunPython(to_families, to_parents),
        migrations.RemoveField(model_name='tag', name='parents'),
        migrations.AddField(
            model_name='tag',
            name='parents',
            field=models.ManyToManyField(blank=True, related_name='children', through='tags.TagParent', through_fields=('child', 'parent'), to='tags.tag'),
        ),
    ]
