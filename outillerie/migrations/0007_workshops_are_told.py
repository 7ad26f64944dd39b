import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0006_kits_are_adapted"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='FieldReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='date of the workshop')),
                ('participants', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='participants')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7200)], verbose_name='real duration in minutes')),
                ('worked', models.TextField(blank=True, max_length=3000, verbose_name='what worked')),
                ('difficulties', models.TextField(blank=True, max_length=3000, verbose_name='difficulties')),
                ('alternatives', models.TextField(blank=True, max_length=3000, verbose_name='alternatives')),
                ('recommendation', models.PositiveSmallIntegerField(choices=[(1, 'No'), (2, 'Somewhat'), (3, 'Yes'), (4, 'Very much')], verbose_name='would you recommend this kit?')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='told')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer from the author')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('is_hidden', models.BooleanField(default=False, verbose_name='hidden by a moderator')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answered_reports', to='outillerie.kitversion', verbose_name='answered in')),
                ('audience', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outillerie.audience', verbose_name='audience')),
                ('kit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_reports', to='outillerie.kitpage', verbose_name='kit')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='field_reports', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outillerie.kitversion', verbose_name='version')),
                ('place_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outillerie.placetype', verbose_name='type of place')),
            ],
            options={
                'verbose_name': 'field report',
                'verbose_name_plural': 'field reports',
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='kitpage',
            name='answered_reports',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='outillerie.fieldreport', verbose_name='reports that this version answers'),
        ),
        migrations.CreateModel(
            name='FieldReportThanks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to='outillerie.fieldreport')),
            ],
            options={
                'verbose_name': 'thanks for a report',
                'verbose_name_plural': 'thanks for reports',
            },
        ),
        migrations.CreateModel(
            name='FieldStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people', models.PositiveIntegerField(default=0, verbose_name='people who ran it')),
                ('reports', models.PositiveIntegerField(default=0, verbose_name='reports')),
                ('score', models.FloatField(default=0, verbose_name='score')),
                ('kit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='field_standing', to='outillerie.kitpage')),
            ],
            options={
                'verbose_name': 'standing in the field',
                'verbose_name_plural': 'standings in the field',
            },
        ),
        migrations.AddConstraint(
            model_name='fieldreportthanks',
            constraint=models.UniqueConstraint(fields=('report', 'person'), name='thanks_once'),
        ),
        migrations.AddConstraint(
            model_name='fieldreport',
            constraint=models.UniqueConstraint(fields=('kit', 'person', 'held_on'), name='one_report_a_person_a_date', violation_error_message='You have already told this workshop. You can correct what you wrote.'),
        ),
    ]
