import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0007_workshops_are_told"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='CollectionCurator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'curator',
                'verbose_name_plural': 'curators',
            },
        ),
        migrations.CreateModel(
            name='KitCollection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='address')),
                ('introduction', models.TextField(blank=True, max_length=5000, verbose_name='introduction')),
                ('is_public', models.BooleanField(default=False, verbose_name='public')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('curators', models.ManyToManyField(related_name='+', through='outillerie.CollectionCurator', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='kit_collections', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'collection',
                'verbose_name_plural': 'collections',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='CollectionPrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=40)),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'being prepared'), ('ready', 'ready'), ('failed', 'failed')], default='waiting', max_length=8)),
                ('file', models.FileField(blank=True, max_length=200, upload_to='prints/%Y/%m/')),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('requested_at', models.DateTimeField()),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prints', to='outillerie.kitcollection')),
            ],
            options={
                'verbose_name': 'booklet of a collection',
                'verbose_name_plural': 'booklets of collections',
            },
        ),
        migrations.AddField(
            model_name='collectioncurator',
            name='collection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='curator_rows', to='outillerie.kitcollection'),
        ),
        migrations.CreateModel(
            name='CollectedKit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='why this kit')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='outillerie.kitpage')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collected_kits', to='outillerie.kitcollection')),
            ],
            options={
                'verbose_name': 'kit of a collection',
                'verbose_name_plural': 'kits of collections',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='collectionprint',
            constraint=models.UniqueConstraint(fields=('collection', 'form', 'sha256'), name='one_print_per_state_of_a_collection'),
        ),
        migrations.AddConstraint(
            model_name='collectioncurator',
            constraint=models.UniqueConstraint(fields=('collection', 'person'), name='a_curator_once'),
        ),
        migrations.AddConstraint(
            model_name='collectedkit',
            constraint=models.UniqueConstraint(fields=('collection', 'kit'), name='a_kit_once_in_a_collection'),
        ),
    ]
