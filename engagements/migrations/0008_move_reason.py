from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagements", "0007_scope_review_walls")]

    operations = [
        migrations.AddField(
            model_name="stagemove",
            name="reason",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="reason"),
        ),
    ]
