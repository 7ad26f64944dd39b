import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0008_kits_are_collected"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('kit-proposed', 'A kit waits for your reading (moderation)'), ('kit-reported', 'A published kit is reported (moderation)'), ('kit-decided', 'Your kit was read: published, changes asked for, or refused'), ('report-handled', 'What you reported was handled'), ('kit-adapted', 'Someone adapted one of your kits'), ('source-updated', 'A kit that you adapted has a new version'), ('changes-offered', 'Someone offers changes for one of your kits'), ('offer-decided', 'The changes that you offered have an answer'), ('field-report', 'Someone ran one of your kits and tells it'), ('field-report-answered', 'Your field report has an answer'), ('membership', 'Your organisations: requests, invitations and answers'), ('collection', 'Your collections: who joins you')], max_length=24, verbose_name='kind')),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('path', models.CharField(max_length=400)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='outillerie.kitpage')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='NotificationPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('kit-proposed', 'A kit waits for your reading (moderation)'), ('kit-reported', 'A published kit is reported (moderation)'), ('kit-decided', 'Your kit was read: published, changes asked for, or refused'), ('report-handled', 'What you reported was handled'), ('kit-adapted', 'Someone adapted one of your kits'), ('source-updated', 'A kit that you adapted has a new version'), ('changes-offered', 'Someone offers changes for one of your kits'), ('offer-decided', 'The changes that you offered have an answer'), ('field-report', 'Someone ran one of your kits and tells it'), ('field-report-answered', 'Your field report has an answer'), ('membership', 'Your organisations: requests, invitations and answers'), ('collection', 'Your collections: who joins you')], max_length=24, verbose_name='kind')),
                ('mail', models.CharField(choices=[('now', 'At once'), ('daily', 'In one message a day'), ('never', 'Never by e-mail')], default='daily', max_length=5, verbose_name='by e-mail')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'preference',
                'verbose_name_plural': 'preferences',
            },
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['person', 'read_at'], name='notifications_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='notificationpreference',
            constraint=models.UniqueConstraint(fields=('person', 'kind'), name='one_preference_per_kind'),
        ),
    ]
