"""Staff's pages of acts: what was prepared, what was signed, and the evidence of it as text."""

from ssl import DER_cert_to_PEM_cert

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.actos.selectors import a_la_vista, permiso_para_leer
from buzon.web.solo_lectura import Descarga, SoloLectura, como_texto, dato, texto

_FOLIO, _RFC = dato("folio", _("Folio")), dato("rfc", "RFC")
_NOMBRE, _TRAMITE = dato("nombre", _("Nombre")), dato("tramite", _("Trámite"))
_REPRESENTANTE = dato("representante_rfc", _("RFC del representante"))
_CADENA = texto("cadena", _("Cadena original"), a_la_vista=a_la_vista)
_CERTIFICADO_SHA256 = dato("certificado_sha256", _("SHA-256 del certificado"))


def cadena(acto: ActoFirmado | ActoPreparado) -> bytes:
    """Return the exact bytes that were signed, or that were to be."""
    return acto.cadena.encode()


def evidencia(acto: ActoFirmado) -> bytes:
    """Return all that proves the act, as one text."""
    partes = (
        ("Folio", acto.folio),
        ("RFC", acto.rfc),
        ("Firmado en", acto.firmado_en.isoformat()),
        ("Cadena original", acto.cadena),
        ("Firma (RSASSA-PKCS1-v1_5 SHA-256, base64)", como_texto(acto.firma)),
        ("Certificado", DER_cert_to_PEM_cert(bytes(acto.certificado))),
        ("Emisores, hasta el ancla", "".join(DER_cert_to_PEM_cert(bytes(der)) for der in acto.emisores)),
        ("Revocación", como_texto(acto.revocacion)),
    )
    return "\n".join(f"{titulo}:\n{valor.rstrip()}\n" for titulo, valor in partes).encode()


CADENA = Descarga(
    "cadena",
    _("Cadena original"),
    "text/plain; charset=utf-8",
    cadena,
    lambda acto: f"cadena_{acto.folio}.txt",
    permiso=permiso_para_leer,
)
EVIDENCIA = Descarga(
    "evidencia",
    _("Evidencia"),
    "text/plain; charset=utf-8",
    evidencia,
    lambda acto: f"evidencia_{acto.folio}.txt",
    permiso=permiso_para_leer,
)


@admin.register(ActoPreparado)
class ActoPreparadoAdmin(SoloLectura):
    """Acts that somebody was asked to sign, newest first (a folio begins with its instant)."""

    busca_rfc = "rfc"
    busca_folio = "folio__startswith"
    list_display = (_FOLIO, _RFC, _TRAMITE, dato("creado_en", _("Preparado")), dato("vence_en", _("Vence")))
    ordering = ("-folio",)
    detalle = (
        _FOLIO,
        _RFC,
        _NOMBRE,
        _REPRESENTANTE,
        _TRAMITE,
        dato("titulo", _("Título del acuse")),
        dato("manifestacion", _("Manifestación")),
        texto("campos", _("Datos del acuse"), a_la_vista=a_la_vista),
        _CADENA,
        _CERTIFICADO_SHA256,
        dato("precedente", _("Folio del acto anterior")),
        dato("creado_en", _("Preparado")),
        dato("vence_en", _("Vence")),
        dato("intentos", _("Intentos de firma")),
    )
    columnas = ("folio", "rfc", "tramite", "creado_en", "vence_en")
    descargas = (CADENA,)
    search_help_text = _("RFC completo, o folio (completo o su principio).")


@admin.register(ActoFirmado)
class ActoFirmadoAdmin(SoloLectura):
    busca_rfc = "rfc"
    busca_folio = "folio__startswith"
    list_display = (_FOLIO, _RFC, _NOMBRE, _TRAMITE, dato("firmado_en", _("Firmado")))
    ordering = ("-id",)
    detalle = (
        _FOLIO,
        _RFC,
        _NOMBRE,
        _REPRESENTANTE,
        _TRAMITE,
        dato("firmado_en", _("Firmado")),
        _CADENA,
        texto("firma", _("Firma (base64)")),
        dato("certificado_numero", _("Número del certificado")),
        _CERTIFICADO_SHA256,
        dato("certificado_desde", _("Certificado vigente desde")),
        dato("certificado_hasta", _("Certificado vigente hasta")),
        texto("revocacion", _("Consulta de revocación")),
    )
    columnas = ("folio", "rfc", "nombre", "tramite", "firmado_en")
    descargas = (CADENA, EVIDENCIA)
    search_help_text = _("RFC completo, o folio (completo o su principio).")
