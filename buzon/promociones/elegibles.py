"""What an RFC may file and name, as the register has it: subjects, and the registros and créditos of a request."""

from collections.abc import Collection, Iterable
from typing import cast

from django.db.models import Field, QuerySet
from django.db.models.functions import Concat

from buzon.padron import selectors as padron
from buzon.padron.hechos import EstadoRegistro
from buzon.padron.models import CreditoFiscal, RegistroPatronal
from buzon.promociones.reglas import Asunto, asuntos_abiertos
from buzon.promociones.seleccion import (
    CreditoElegido,
    CreditoOpcion,
    Opciones,
    RegistroOpcion,
    creditos_legibles,
)
from buzon.valores import identificadores
from buzon.web.formato import periodo_en_palabras

# An RFC may have 20,000 créditos: no page carries them all, the rest is found by its number.
MOSTRADOS = 200


def asuntos_ofrecidos(rfc: str, *, buzon_activo: bool) -> tuple[Asunto, ...]:
    """Return the subjects that this person may file now, in the order of the menu."""
    abiertos = asuntos_abiertos(buzon_activo=buzon_activo)
    if not any(asunto.exige_registro or asunto.exige_credito for asunto in abiertos):
        return abiertos
    con_credito = padron.creditos_por_registro(rfc).exists()
    con_registro = con_credito or padron.registros_con_oficina(rfc).exists()
    return tuple(
        asunto
        for asunto in abiertos
        if (con_registro or not asunto.exige_registro) and (con_credito or not asunto.exige_credito)
    )


def opciones_de(rfc: str, *, creditos: Collection[str], registros: Collection[str] | None = None) -> Opciones:
    """Return the créditos of these keys, and all the registros or those named: what is not of the RFC is left out."""
    filas = padron.registros_con_oficina(rfc)
    if registros is not None:
        # PostgreSQL takes no NUL in a text.
        filas = filas.filter(nrp__in=[nrp for nrp in registros if "\0" not in nrp])
    return Opciones(_registros(filas), _creditos(_de_claves(rfc, creditos)))


def opciones_mostradas(rfc: str, *, elegidos: Collection[str], buscado: str) -> Opciones:
    """Return what a page offers: all registros, the chosen créditos, and those that are found, up to MOSTRADOS."""
    suyos = _de_claves(rfc, elegidos)
    clave = "".join(letra for letra in buscado.upper() if letra.isalnum())
    filas = padron.creditos_por_registro(rfc).annotate(llave=Concat("registro_id", "numero"))
    otros = filas.filter(llave__contains=clave).exclude(pk__in=[uno.pk for uno in suyos])
    caben = max(0, MOSTRADOS - len(suyos))
    vistos = list(otros[:caben])
    faltan = otros.count() - caben if len(vistos) == caben else 0
    return Opciones(_registros(padron.registros_con_oficina(rfc)), _creditos([*suyos, *vistos]), faltan)


def _de_claves(rfc: str, claves: Collection[str]) -> list[CreditoFiscal]:
    pedidos = creditos_legibles(claves)
    filas = padron.creditos_por_registro(rfc).filter(
        registro__in={uno.nrp for uno in pedidos}, numero__in={uno.numero for uno in pedidos}
    )
    # Two lists in SQL find each number under each registro: what was asked for are the pairs.
    return [fila for fila in filas if CreditoElegido(fila.registro_id, fila.numero) in pedidos]


def _registros(filas: QuerySet[RegistroPatronal]) -> tuple[RegistroOpcion, ...]:
    estados = _rotulos(RegistroPatronal, "estado")
    return tuple(
        RegistroOpcion(
            nrp=fila.nrp,
            visible=str(identificadores.RegistroPatronal(fila.nrp)),
            estado=estados[fila.estado],
            vigente=fila.estado == EstadoRegistro.VIGENTE,
            trabajadores=fila.trabajadores,
            subdelegacion=fila.subdelegacion_id,
            subdelegacion_nombre=str(fila.subdelegacion),
        )
        for fila in filas
    )


def _creditos(filas: Iterable[CreditoFiscal]) -> tuple[CreditoOpcion, ...]:
    tipos, situaciones = _rotulos(CreditoFiscal, "tipo"), _rotulos(CreditoFiscal, "situacion")
    return tuple(
        CreditoOpcion(
            nrp=fila.registro_id,
            nrp_visible=str(identificadores.RegistroPatronal(fila.registro_id)),
            numero=fila.numero,
            clave=CreditoElegido(fila.registro_id, fila.numero).clave,
            tipo=tipos[fila.tipo],
            periodo=periodo_en_palabras(fila.periodo),
            importe=fila.importe,
            situacion=situaciones[fila.situacion],
        )
        for fila in filas
    )


def _rotulos(modelo: type[RegistroPatronal | CreditoFiscal], campo: str) -> dict[str, str]:
    """Return the words of each value, made once: `get_X_display` makes them again for every row."""
    descrito = cast("Field[str, str]", modelo._meta.get_field(campo))
    return {str(valor): str(rotulo) for valor, rotulo in descrito.flatchoices}
