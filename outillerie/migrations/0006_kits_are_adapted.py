import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0005_kits_are_read_before_publication"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Adaptation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('intent', models.CharField(choices=[('follow', 'Follow: tell me what changes in the original'), ('pin', 'Keep to this version: tell me nothing'), ('fork', 'Go my own way: the original is only credited')], default='follow', max_length=6, verbose_name='intent')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outillerie.kitversion', verbose_name='version')),
                ('kit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='adaptation', to='outillerie.kitpage', verbose_name='kit')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='adaptations', to='outillerie.kitpage', verbose_name='original')),
            ],
            options={
                'verbose_name': 'adaptation',
                'verbose_name_plural': 'adaptations',
            },
        ),
        migrations.CreateModel(
            name='DeclinedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('declined_at', models.DateTimeField(auto_now_add=True)),
                ('adaptation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declined_changes', to='outillerie.adaptation')),
            ],
            options={
                'verbose_name': 'declined change',
                'verbose_name_plural': 'declined changes',
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keys', models.JSONField(default=list, verbose_name='changes offered')),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message')),
                ('proposed_at', models.DateTimeField(auto_now_add=True, verbose_name='proposed')),
                ('state', models.CharField(choices=[('waiting', 'waiting for an answer'), ('merged', 'taken up'), ('declined', 'declined'), ('withdrawn', 'taken back')], default='waiting', max_length=9, verbose_name='state')),
                ('merged_keys', models.JSONField(default=list, verbose_name='changes taken up')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outillerie.kitversion', verbose_name='compared with')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='outillerie.kitpage', verbose_name='original')),
                ('offered', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='outillerie.kitversion', verbose_name='version of the adaptation')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'changes offered',
                'verbose_name_plural': 'changes offered',
                'ordering': ['-proposed_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='adaptation',
            constraint=models.CheckConstraint(condition=models.Q(('source__isnull', True), models.Q(('kit', models.F('source')), _negated=True), _connector='OR'), name='a_kit_is_not_its_own_adaptation'),
        ),
        migrations.AddConstraint(
            model_name='declinedchange',
            constraint=models.UniqueConstraint(fields=('adaptation', 'key'), name='a_change_is_declined_once'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('kit', 'offered'), name='one_waiting_proposal_of_a_version'),
        ),
    ]
