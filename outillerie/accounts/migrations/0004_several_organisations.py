from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_people_join_their_organisation")]

    operations = [
        migrations.RemoveField(
            model_name='user',
            name='organisation',
        ),
        migrations.AddField(
            model_name='user',
            name='organisations',
            field=models.ManyToManyField(related_name='people', through='accounts.Membership', to='accounts.organisation'),
        ),
    ]
