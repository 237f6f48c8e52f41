"""The mark of a provisional password passes to the account: a superuser has no row of the staff."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cuentas", "0006_un_segundo_factor")]

    operations = [
        migrations.AddField(
            model_name="usuario",
            name="contrasena_provisional",
            field=models.BooleanField(
                default=False, help_text="somebody else made it: to be changed at the next entry"
            ),
        ),
        migrations.RunSQL(
            "UPDATE cuentas_usuario SET contrasena_provisional = TRUE FROM cuentas_personal "
            "WHERE cuentas_personal.usuario_id = cuentas_usuario.id AND cuentas_personal.contrasena_provisional",
            "UPDATE cuentas_personal SET contrasena_provisional = cuentas_usuario.contrasena_provisional "
            "FROM cuentas_usuario WHERE cuentas_personal.usuario_id = cuentas_usuario.id",
        ),
        migrations.RemoveField(model_name="personal", name="contrasena_provisional"),
    ]
