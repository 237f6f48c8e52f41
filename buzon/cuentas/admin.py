"""Staff's pages of people: taxpayers, their entries and means of contact, and the accounts."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.cuentas.models import CambioDeMedio, Contribuyente, Ingreso, MedioContacto, Personal, Usuario
from buzon.valores.identificadores import normalizar_rfc
from buzon.web.solo_lectura import SoloLectura, dato, si_o_no, texto

# Roles come from `personal/roles.py`, and nobody sees or sets somebody else's second factor.
admin.site.unregister([Group, TOTPDevice, StaticDevice])

_RFC, _NOMBRE = dato("rfc", "RFC"), dato("nombre", _("Nombre"))
_SU_RFC = dato("contribuyente.rfc", "RFC")
_CANAL, _DESTINO = dato("get_canal_display", _("Medio")), dato("destino_enmascarado", _("Destino"))


@admin.register(Contribuyente)
class ContribuyenteAdmin(SoloLectura):
    """Taxpayers, newest first."""

    list_display = (
        _RFC,
        _NOMBRE,
        dato("creado_en", _("Primer ingreso")),
        si_o_no("buzon_activo", _("Buzón activo")),
    )
    ordering = ("-id",)
    detalle = (
        *(_RFC, _NOMBRE, dato("curp", "CURP"), dato("creado_en", _("Primer ingreso"))),
        dato("acto_activacion.folio", _("Folio de la activación")),
    )
    columnas = ("rfc", "nombre", "creado_en", "acto_activacion_id")


@admin.register(Ingreso)
class IngresoAdmin(SoloLectura):
    """Entries with an e.firma, newest first."""

    busca_rfc = "contribuyente__rfc__startswith"
    titular = "contribuyente.rfc"
    list_display = (
        _SU_RFC,
        dato("ocurrido_en", _("Fecha")),
        dato("direccion", _("Dirección de red")),
        dato("certificado_numero", _("Número del certificado")),
    )
    list_select_related = ("contribuyente",)
    ordering = ("-id",)
    detalle = (
        *list_display,
        dato("actividad_en", _("Último uso")),
        dato("cerrado_en", _("Sesión cerrada")),
        dato("get_cierre_display", _("Cómo se cerró")),
        dato("certificado_sha256", _("SHA-256 del certificado")),
        dato("representante_rfc", _("RFC del representante")),
        texto("certificado", _("Certificado (base64)")),
        texto("revocacion", _("Consulta de revocación")),
    )
    columnas = ("contribuyente__rfc", "ocurrido_en", "direccion", "certificado_numero")


@admin.register(MedioContacto)
class MedioContactoAdmin(SoloLectura):
    """Means of contact, masked; of the codes, only when they were sent."""

    busca_rfc = "contribuyente__rfc__startswith"
    titular = "contribuyente.rfc"
    list_display = (_SU_RFC, _CANAL, _DESTINO, dato("confirmado_en", _("Confirmado")))
    list_select_related = ("contribuyente",)
    ordering = ("-id",)
    detalle = (
        *(_SU_RFC, _CANAL, _DESTINO, si_o_no("principal", _("Principal"))),
        dato("registrado_en", _("Registrado")),
        dato("codigo_pedido_en", _("Último código pedido")),
        dato("codigo_enviado_en", _("Último código enviado")),
        dato("codigo_envios", _("Veces que se intentó enviar")),
        si_o_no("codigo_devuelto", _("La dirección lo rechazó")),
        dato("codigo_intentos", _("Intentos con ese código")),
        dato("confirmado_en", _("Confirmado")),
    )
    columnas = ("contribuyente__rfc", "canal", "destino", "confirmado_en")


@admin.register(CambioDeMedio)
class CambioDeMedioAdmin(SoloLectura):
    """Changes of means of contact that somebody was asked to sign, masked; the signed text stands with its act."""

    busca_rfc = "acto__rfc__startswith"
    titular = "acto.rfc"
    list_display = (
        dato("acto.rfc", "RFC"),
        dato("get_operacion_display", _("Cambio")),
        _CANAL,
        _DESTINO,
        dato("acto.creado_en", _("Preparado")),
    )
    list_select_related = ("acto",)
    ordering = ("-id",)
    detalle = (
        *list_display,
        dato("nuevo_enmascarado", _("El que toma su lugar")),
        dato("acto.folio", _("Folio")),
    )
    columnas = ("acto__rfc", "acto__creado_en", "operacion", "canal", "destino")


@admin.register(Usuario)
class UsuarioAdmin(SoloLectura):
    """Accounts of staff and of taxpayers, without their passwords."""

    list_display = (
        dato("username", _("Usuario")),
        si_o_no("is_staff", _("Personal")),
        si_o_no("is_active", _("Cuenta activa")),
        dato("last_login", _("Último ingreso")),
    )
    list_filter = ("is_staff",)
    ordering = ("-id",)
    detalle = (
        *list_display,
        si_o_no("is_superuser", _("Con todos los permisos")),
        dato("date_joined", _("Alta")),
    )
    columnas = ("username", "is_staff", "is_active", "last_login")
    busca_rfc = "username__startswith"
    search_help_text = _("RFC o nombre de usuario, completo o su principio.")

    def titular_de(self, fila: Usuario) -> str:
        """A taxpayer's name is her RFC."""
        return "" if fila.is_staff else fila.username

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look for an RFC however it is written, and for a name of the staff as it is."""
        nombre = search_term.strip()
        if not nombre:
            return queryset, False
        es_suyo = Q(username__startswith=nombre) | Q(username__startswith=normalizar_rfc(nombre))
        return queryset.filter(es_suyo), False


@admin.register(Personal)
class PersonalAdmin(SoloLectura):
    """The staff, with its roles; accounts are made by `manage.py crear_personal`."""

    list_display = (
        dato("usuario.username", _("Usuario")),
        dato("get_rol_display", _("Rol")),
        dato("subdelegacion", _("Subdelegación")),
        si_o_no("es_jefatura", _("Jefatura")),
        si_o_no("usuario.is_active", _("Cuenta activa")),
    )
    list_filter = ("rol",)
    list_select_related = ("usuario", "subdelegacion")
    ordering = ("-id",)
    busca_rfc = ""
    search_help_text = _("Nombre de usuario o su principio.")
    detalle = (
        *list_display,
        dato("rfc", "RFC"),
        dato("creado_en", _("Alta")),
        si_o_no("usuario.contrasena_provisional", _("Contraseña provisional")),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A name is as it is written."""
        nombre = search_term.strip()
        return (queryset.filter(usuario__username__startswith=nombre) if nombre else queryset), False

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Where `get_search_results` looks."""
        return ("usuario__username",)
