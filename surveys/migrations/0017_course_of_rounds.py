import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("surveys", "0016_exports_by_names"),
    ]

    operations = [
        migrations.CreateModel(
            name='Postponement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('before', models.DateTimeField()),
                ('deadline', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('granted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['granted_at'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='only_sending_back_sets_a_deadline',
        ),
        migrations.RemoveConstraint(
            model_name='reminder',
            name='a_reminder_goes_once',
        ),
        migrations.AddField(
            model_name='reminder',
            name='opened_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='closing_reason',
            field=models.CharField(blank=True, help_text='Where it was closed before its deadline.', max_length=500),
        ),
        migrations.AddField(
            model_name='round',
            name='withdrawal_reason',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='round',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('accepted', 'accepted'), ('returned', 'sent back'), ('recalled', 'sending back taken back')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('new_deadline', None), ('outcome__in', ('accepted', 'recalled'))), models.Q(('new_deadline__isnull', False), ('outcome', 'returned')), _connector='OR'), name='only_sending_back_sets_a_deadline'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('round', 'deadline', 'opened_at', 'fraction'), name='a_reminder_goes_once_in_a_window'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('issued_at__isnull', False), _connector='OR'), name='only_an_issued_round_is_withdrawn'),
        ),
        migrations.AddField(
            model_name='postponement',
            name='granted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='postponement',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postponements', to='surveys.round'),
        ),
    ]
