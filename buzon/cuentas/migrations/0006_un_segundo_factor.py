"""One second factor an account, and none that waits in the table to be confirmed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cuentas", "0005_personal"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.RunSQL(
            "DELETE FROM otp_totp_totpdevice WHERE NOT confirmed",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "CREATE UNIQUE INDEX un_segundo_factor ON otp_totp_totpdevice (user_id)",
            "DROP INDEX un_segundo_factor",
        ),
    ]
