"""Addresses of entering, activating and leaving, of the means of contact and of the sessions."""

from django.urls import path

from buzon.cuentas.contactos import CambioDeMedios
from buzon.cuentas.firma import views as escritorio
from buzon.cuentas.views import activacion, contactos, ingreso

app_name = "cuentas"
cambio = CambioDeMedios()
urlpatterns = [
    path("ingresar/", ingreso.ingresar, name="ingresar"),
    path("salir/", ingreso.salir, name="salir"),
    path("efirma/validar/", escritorio.validar, name="validar"),
    path("activacion/", activacion.medios, name="medios"),
    path("activacion/codigos/", activacion.codigos, name="codigos"),
    path("activacion/reenviar/", activacion.reenviar, name="reenviar"),
    path("activacion/terminos/", activacion.terminos, name="terminos"),
    path("activacion/listo/", activacion.activado, name="activado"),
    path("buzon/contactos/", contactos.lista, name="contactos"),
    path(
        "buzon/contactos/<uuid:acto_id>/",
        escritorio.certificar(cambio, "cuentas/contactos_certificar.html"),
        name="contactos_certificar",
    ),
    path(
        "buzon/contactos/actos/<folio:folio>/",
        escritorio.acto(cambio, "cuentas/contactos_acto.html"),
        name="contactos_acto",
    ),
    path("buzon/contactos/<int:medio_id>/cambiar/", contactos.cambiar, name="contactos_cambiar"),
    path("buzon/contactos/<int:medio_id>/quitar/", contactos.quitar, name="contactos_quitar"),
    path("buzon/contactos/<int:medio_id>/principal/", contactos.principal, name="contactos_principal"),
    path("buzon/contactos/<int:medio_id>/confirmar/", contactos.confirmar, name="contactos_confirmar"),
    path("buzon/contactos/<int:medio_id>/reenviar/", contactos.reenviar, name="contactos_reenviar"),
    path("buzon/contactos/<int:medio_id>/desistir/", contactos.desistir, name="contactos_desistir"),
    path("buzon/sesiones/", ingreso.sesiones, name="sesiones"),
    path("buzon/sesiones/cerrar-otras/", ingreso.cerrar_otras_sesiones, name="cerrar_otras"),
    path("buzon/sesiones/<int:ingreso_id>/cerrar/", ingreso.cerrar_sesion, name="cerrar_sesion"),
    path("sesion/", ingreso.restante, name="sesion"),
    path("sesion/seguir/", ingreso.seguir, name="seguir"),
]
