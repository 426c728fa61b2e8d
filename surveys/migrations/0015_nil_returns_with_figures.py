from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0014_languages_of_authorities"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="nil_gives_figures",
            field=models.BooleanField(
                default=True, help_text="Whether a nil return also answers what its questionnaire asks of one."
            ),
        ),
    ]
