from django.db import migrations, models

import surveys.notices.kinds


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0008_second_look_notices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=surveys.notices.kinds.choices, max_length=16),
        ),
    ]
