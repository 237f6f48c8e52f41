"""Tags and filters of the portal's templates."""

from collections.abc import Iterator

import phonenumbers
from django import forms, template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from buzon.actos.errores import RfcDistinto
from buzon.efirma.errores import (
    CertificadoAunNoVigente,
    CertificadoIlegible,
    CertificadoSinRfc,
    CertificadoVencido,
    EsSelloDigital,
)
from buzon.valores.identificadores import RegistroPatronal
from buzon.valores.pesos import en_pesos
from buzon.web.formato import fecha_hora_larga, fecha_larga, mes_corto, momento, periodo_en_palabras

register = template.Library()


# In the language of the page; amounts are Mexican pesos in any.
register.filter(fecha_larga)
register.filter(fecha_hora_larga)
register.filter(mes_corto)
register.filter(momento)
register.filter("periodo", periodo_en_palabras)
register.filter("pesos", en_pesos)


@register.filter
def nrp(clave: str) -> str:
    """«B55-10768-10-8»."""
    return str(RegistroPatronal(clave))


@register.filter
def agrupado(destino: str) -> str:
    """Group the ten digits of a phone number («55 1234 5678»); what is none (an address) stays as it is."""
    if not (destino.isascii() and destino.isdigit()):
        return destino
    numero = phonenumbers.parse(destino, "MX")
    return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.NATIONAL)


@register.filter
def traducido(texto: str) -> str:
    """Return marked words of pure code (`buzon.valores.marcas`) in the language of the page."""
    return gettext(texto) if texto else ""


# What the browser finds in a certificate before anything is sent.
_DEL_NAVEGADOR = (
    CertificadoIlegible,
    EsSelloDigital,
    CertificadoSinRfc,
    CertificadoVencido,
    CertificadoAunNoVigente,
    RfcDistinto,
)


@register.simple_tag
def rechazos_del_navegador() -> Iterator[dict[str, str]]:
    """Say what the browser refuses in the server's words: the first sentence apart, with `{fecha}` for its date."""
    for clase in _DEL_NAVEGADOR:
        frase, _, resto = gettext(clase.mensaje).replace("%(cuando)s", "{fecha}").partition(". ")
        yield {"codigo": clase.codigo, "titulo": gettext(clase.titulo), "frase": f"{frase}.", "resto": resto}


@register.simple_tag
def glosa(texto: str) -> SafeString | str:
    """Say in the language of the page what a signed text, which stays in es-MX before it, says; nothing in es-MX."""
    dicho = gettext(texto)
    return "" if dicho == texto else format_html('<small class="glosa">({})</small>', dicho)


@register.filter
def con_barras(cadena: str) -> SafeString:
    """Let a cadena break after each bar; what `textContent` reads stays exact."""
    return mark_safe(conditional_escape(cadena).replace("|", "|<wbr>"))  # noqa: S308


@register.simple_tag
def icono(nombre: str) -> SafeString:
    """Draw one symbol of the sprite, hidden from screen readers."""
    return format_html(
        '<svg aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        static("img/iconos.svg"),
        nombre,
    )


@register.inclusion_tag("includes/campo.html")
def campo(
    campo: forms.BoundField, *, ayuda: str = "", rotulo: str = "", **atributos: str
) -> dict[str, object]:
    """Draw a form's field with its label (`rotulo` where it is not the field's own), its help and its error.

    They are tied to the control. Underscores in the names of the control's attributes stand for hyphens.
    """
    partes = [parte for parte, hay in (("ayuda", ayuda), ("error", campo.errors)) if hay]
    attrs: dict[str, str | bool] = {nombre.replace("_", "-"): valor for nombre, valor in atributos.items()}
    if partes:
        attrs["aria-describedby"] = " ".join(f"{campo.id_for_label}_{parte}" for parte in partes)
    return {
        "campo": campo,
        "rotulo": rotulo or campo.label,
        "ayuda": ayuda,
        "control": campo.as_widget(attrs=attrs),
    }


@register.inclusion_tag("includes/paso.html")
def paso(numero: int, actual: int, texto: str) -> dict[str, object]:
    """Draw one step of a procedure: done, present or to come."""
    return {"numero": numero, "actual": actual, "texto": texto}
