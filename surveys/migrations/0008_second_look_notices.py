from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0007_confirmation_reasons"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("issued", "round issued"),
                    ("reminder", "reminder"),
                    ("receipt", "receipt"),
                    ("returned", "sent back for correction"),
                    ("accepted", "accepted"),
                    ("extended", "deadline extended"),
                    ("amended", "questionnaire changed"),
                    ("invitation", "invitation"),
                    ("second_look", "second look at a questionnaire"),
                ],
                max_length=16,
            ),
        ),
    ]
