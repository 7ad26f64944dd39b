import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0009_people_are_told"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name='hubsettings',
            name='terms_version',
            field=models.CharField(default='1', help_text='Change it when the terms change: everyone accepts them again before they contribute.', max_length=40, verbose_name='version of the terms of use'),
        ),
        migrations.CreateModel(
            name='DataAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=80, verbose_name='what')),
                ('accessed_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('accessed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'access to personal data',
                'verbose_name_plural': 'accesses to personal data',
                'ordering': ['-accessed_at'],
            },
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'being prepared'), ('ready', 'ready'), ('failed', 'failed')], default='waiting', max_length=8)),
                ('file', models.FileField(blank=True, max_length=200, upload_to='exports/%Y/%m/')),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('requested_at', models.DateTimeField(auto_now_add=True)),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='data_exports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'export of personal data',
                'verbose_name_plural': 'exports of personal data',
                'ordering': ['-requested_at'],
            },
        ),
    ]
