from django.db import migrations, models

FORMER = ["CN-AVG-2021", "BEIJING-2021", "CN-ETS-2021", "PAPER-2021"]


def keep_what_reports_were_made_with(apps, schema_editor):
    apps.get_model("surveys", "Snapshot").objects.update(factors=FORMER)


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0009_notice_kinds_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="factors",
            field=models.JSONField(
                blank=True, help_text="Ids of those the report uses; null: as proposed.", null=True
            ),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="factors",
            field=models.JSONField(
                default=list, help_text="Ids of those that were the round's at the moment, in their order."
            ),
        ),
        migrations.RunPython(keep_what_reports_were_made_with, migrations.RunPython.noop),
    ]
