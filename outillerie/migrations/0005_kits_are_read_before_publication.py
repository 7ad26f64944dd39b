import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0004_kits_say_what_they_come_from"), ("auth", "0012_alter_user_first_name_max_length"), ("wagtailcore", "0098_apitoken"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='KitReviewState',
            fields=[
                ('taskstate_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.taskstate')),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message from the author')),
                ('decision', models.CharField(blank=True, choices=[('approved', 'accepted and published'), ('changes', 'changes asked for'), ('refused', 'refused'), ('superseded', 'replaced by a newer proposal'), ('withdrawn', 'taken back by its author')], max_length=10, verbose_name='decision')),
                ('reason', models.CharField(blank=True, choices=[('licence', 'Licence or rights'), ('quality', 'Quality'), ('personal-data', 'Personal data'), ('duplicate', 'Duplicate of another kit'), ('out-of-scope', 'Out of scope')], max_length=14, verbose_name='reason')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note to moderators')),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
            },
            bases=('wagtailcore.taskstate',),
        ),
        migrations.CreateModel(
            name='KitReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(blank=True, null=True, verbose_name='version')),
                ('reason', models.CharField(choices=[('inappropriate', 'The content is inappropriate'), ('outdated', 'The content is outdated'), ('errors', 'There are errors'), ('duplicate', 'It is the duplicate of another kit'), ('rights', 'It does not respect the rights of someone')], max_length=13, verbose_name='reason')),
                ('details', models.TextField(blank=True, max_length=2000, verbose_name='what is wrong')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='reported')),
                ('state', models.CharField(choices=[('open', 'to handle'), ('right', 'well founded'), ('wrong', 'unfounded')], default='open', max_length=5, verbose_name='state')),
                ('outcome', models.TextField(blank=True, max_length=2000, verbose_name='what was done')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='handled')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='outillerie.kitpage', verbose_name='kit')),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='KitReview',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'reading of a kit',
                'verbose_name_plural': 'readings of kits',
            },
            bases=('wagtailcore.task',),
        ),
    ]
