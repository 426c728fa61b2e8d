import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0020_untold_acceptances"),
    ]

    operations = [
        migrations.CreateModel(
            name="FacilityMove",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("old_code", models.CharField(help_text="The facility's code at the old operator.", max_length=40)),
                ("since", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("moved_at", models.DateTimeField()),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="surveys.facility"
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "new_operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_here",
                        to="surveys.organisation",
                    ),
                ),
                (
                    "old_operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_away",
                        to="surveys.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "moved_at"],
            },
        ),
    ]
