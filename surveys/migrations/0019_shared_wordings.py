import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0018_files_of_proposals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("words", models.TextField()),
                ("facts", models.JSONField()),
            ],
        ),
        migrations.AddField(
            model_name="notice",
            name="wording",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="surveys.wording",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="own_facts",
            field=models.JSONField(
                default=dict, help_text="What the wording is filled in with for this person alone."
            ),
        ),
        migrations.SeparateDatabaseAndState(
            # The column stays what it is: the text of a letter, where it has one of its own.
            state_operations=[
                migrations.RenameField(model_name="notice", old_name="body", new_name="whole_text"),
                migrations.AlterField(
                    model_name="notice",
                    name="whole_text",
                    field=models.TextField(
                        blank=True,
                        db_column="body",
                        default="",
                        help_text="Of a notice without a wording; {link} stands for the link.",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="facility",
            index=models.Index(fields=["address", "region"], name="facilities_by_address"),
        ),
        migrations.AlterField(
            model_name="event",
            name="round_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["round_id", "id"], name="events_of_rounds"),
        ),
    ]
