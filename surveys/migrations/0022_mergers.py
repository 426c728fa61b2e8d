import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0021_moves_of_facilities"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merger",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("merged_at", models.DateTimeField()),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taken_in", to="surveys.organisation"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mergers", to="surveys.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["since", "merged_at"],
            },
        ),
        migrations.AddField(
            model_name="facilitymove",
            name="merger",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="surveys.merger"
            ),
        ),
    ]
