import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0019_shared_wordings"),
    ]

    operations = [
        migrations.CreateModel(
            name="UntoldAcceptance",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="untold",
                        serialize=False,
                        to="surveys.decision",
                    ),
                ),
                ("due_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
