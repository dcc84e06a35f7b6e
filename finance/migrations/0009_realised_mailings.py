from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0008_portal_invoices"),
    ]

    operations = [
        migrations.AddField(
            model_name="casesending",
            name="about",
            field=models.CharField(
                choices=[("case", "The case"), ("realised", "What became of it")],
                db_default="case",
                default="case",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="casesending",
            name="period_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AlterField(
            model_name="casesending",
            name="every",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Once"),
                    ("week", "Every week"),
                    ("month", "Every month"),
                    ("quarter", "Every quarter"),
                ],
                default="",
                max_length=7,
                verbose_name="how often",
            ),
        ),
    ]
