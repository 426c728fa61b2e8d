from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def note_what_is_unsent(apps, schema_editor):
    """By the moments, which is all that older rows tell."""
    Response, Revision, Draft = (apps.get_model("surveys", name) for name in ("Response", "Revision", "Draft"))
    latest = Revision.objects.filter(response=OuterRef("pk")).order_by("-number").values("submitted_at")[:1]
    saved = Draft.objects.filter(response=OuterRef("pk")).values("saved_at")[:1]
    rows = Response.objects.filter(state__in=("submitted", "returned"))
    rows = rows.annotate(submitted_at=Subquery(latest), saved_at=Subquery(saved))
    rows.filter(saved_at__gt=F("submitted_at")).update(unsent_since=Subquery(saved))


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0012_proofs"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="unsent_since",
            field=models.DateTimeField(
                help_text="Since when the form says something else than what was submitted last.", null=True
            ),
        ),
        migrations.RunPython(note_what_is_unsent, migrations.RunPython.noop),
    ]
