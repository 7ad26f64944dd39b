import django.db.models.deletion
import modelcluster.fields
import outillerie.kits.models.files
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0003_index_what_search_reads")]

    operations = [
        migrations.CreateModel(
            name='PlaceType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=80, verbose_name='label')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'type of place',
                'verbose_name_plural': 'types of place',
                'ordering': ['order'],
            },
        ),
        migrations.AddField(
            model_name='kitfile',
            name='is_mixed',
            field=models.BooleanField(default=False, help_text='Otherwise it stands beside the kit, whole and under its own licence.', verbose_name='modified for this kit'),
        ),
        migrations.AddField(
            model_name='kitpicture',
            name='is_mixed',
            field=models.BooleanField(default=True, help_text='Untick it if the picture is shown whole, as its author made it.', verbose_name='modified, or mixed with the text'),
        ),
        migrations.AddField(
            model_name='kitstep',
            name='author',
            field=models.CharField(blank=True, max_length=200, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='kitstep',
            name='licence',
            field=models.CharField(blank=True, choices=outillerie.kits.models.files.licence_choices, help_text="Leave empty if it is the kit's own licence.", max_length=24, verbose_name='licence'),
        ),
        migrations.AddField(
            model_name='kitstep',
            name='source',
            field=models.URLField(blank=True, max_length=500, verbose_name='address of the source'),
        ),
        migrations.CreateModel(
            name='KitSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('authors', models.JSONField(blank=True, default=list, verbose_name='authors')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('licence', models.CharField(blank=True, max_length=24, verbose_name='licence')),
                ('version', models.PositiveIntegerField(blank=True, null=True, verbose_name='version')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('relation', models.CharField(choices=[('adaptation', 'adapted as a whole'), ('part', 'parts taken from it'), ('contribution', 'changes given by its authors')], default='adaptation', max_length=12, verbose_name='relation')),
                ('changes', models.TextField(blank=True, max_length=1000, verbose_name='what its authors had changed')),
                ('through', models.URLField(blank=True, max_length=500, verbose_name='address of the nearer source')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='outillerie.kitpage')),
            ],
            options={
                'verbose_name': 'source',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
