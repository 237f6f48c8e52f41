"""The sealed PDF of an opinion: its paragraphs, its annex and its legends.

Its words are es-MX whatever the language of the page that asked for it: what is sealed has one text.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from buzon.documentos.contenido import Bloque, Contenido
from buzon.documentos.pdf.datos import Campo, Cuadro, Encabezado, Panel, Parrafo
from buzon.padron.hechos import EstadoConvenio, Origen, SituacionCredito
from buzon.valores.fechas import fecha_cadena_fin, fecha_hora_larga, iso_centro, periodo_en_palabras
from buzon.valores.pesos import en_pesos
from opinion import textos
from opinion.ficha import nrp
from opinion.huella import Titular
from opinion.reglas import Motivo
from opinion.reglas.explicacion import CreditoVisto, Explicacion, suma_de
from opinion.reglas.veredicto import Grupo

TITULO = "Opinión del Cumplimiento de Obligaciones Fiscales en materia de Seguridad Social"
APARTADO = "Cobranza, 32D Consultar Mi Opinión"
CORTESIA = (
    "En atención a su solicitud de opinión del cumplimiento de obligaciones fiscales en materia de seguridad social, "
    "presentada por medio del Buzón IMSS, se le informa lo siguiente."
)
_DETECTADO = (
    "En los controles electrónicos institucionales, a la fecha y hora de esta opinión, se detectó que"
)
RAZONES = {
    Motivo.SIN_REGISTRO_PATRONAL: "no existe un registro patronal asociado a la clave de R.F.C. indicada.",
    Motivo.CON_ADEUDOS: "tiene a su cargo los créditos fiscales que se listan en el anexo {anexo}.",
    Motivo.CON_ADEUDOS_EN_HUELGA: (
        "tiene a su cargo los créditos fiscales que se listan en el anexo {anexo}, con al menos un registro "
        "patronal en huelga."
    ),
    Motivo.CON_ADEUDOS_EN_BAJA: (
        "tiene a su cargo los créditos fiscales que se listan en el anexo {anexo}, de registros patronales dados de "
        "baja."
    ),
    Motivo.TODOS_EN_BAJA: "todos los registros patronales asociados a la clave de R.F.C. indicada están de baja.",
    Motivo.SIN_TRABAJADORES: (
        "tiene registro patronal y no se le conocen adeudos, pero no tiene trabajadores inscritos."
    ),
    Motivo.AL_CORRIENTE: (
        "está inscrito ante el Instituto, tiene trabajadores y no se le conocen créditos fiscales que cuenten como "
        "adeudo."
    ),
}
REFLEJO = (
    "Esta opinión refleja lo que los sistemas del Instituto tienen registrado en el momento en que se generó; no es "
    "una resolución favorable sobre los importes de créditos o cuotas declarados o pagados (Regla Tercera)."
)
ACLARACION = (
    "Quien no esté de acuerdo con los registros patronales, créditos fiscales o garantías puede presentar una "
    "aclaración ante la Subdelegación que los controla; se resuelve en un máximo de 10 días naturales (Regla Décima)."
)
JUICIO = (
    "Tiene créditos fiscales impugnados. Esta leyenda es informativa y no cambia el sentido de la opinión."
)
CONVENIO = (
    "Tiene convenios de pago en proceso. Esta leyenda es informativa y no cambia el sentido de la opinión."
)


def contenido_de(
    explicacion: Explicacion,
    *,
    titular: Titular,
    folio: str,
    cadena: str,
    emitida_en: datetime,
    vigente_hasta: datetime,
    tercero: str = "",
) -> Contenido:
    """Return everything that the document of an opinion says, but what its seal adds; `tercero` obtained it."""
    sentido = explicacion.veredicto.sentido
    return Contenido(
        titulo=TITULO,
        apartado=APARTADO,
        sentido=sentido.value,
        sentido_impreso=sentido.impreso,
        campos=(
            Campo("Folio", folio),
            Campo("Fecha", fecha_hora_larga(emitida_en), f"({iso_centro(emitida_en)})"),
            Campo("Nombre, denominación o razón social", titular.nombre),
            Campo("Clave de R.F.C.", titular.rfc),
            *([Campo("CURP", titular.curp)] if titular.curp else []),
            Campo("Opinión", sentido.en_cadena),
            Campo(
                "Vigencia",
                f"Hasta el {fecha_hora_larga(vigente_hasta)}",
                "Sólo vale el día en que se generó (Regla Novena)",
            ),
            *([Campo("Obtenida por el tercero autorizado", f"RFC {tercero}")] if tercero else []),
        ),
        bloques=tuple(_bloques(explicacion, vigente_hasta=vigente_hasta)),
        cadena=cadena,
        fundamento=settings.FUNDAMENTO,
        vigente_hasta=vigente_hasta,
    )


def _bloques(explicacion: Explicacion, *, vigente_hasta: datetime) -> Iterator[Bloque]:
    veredicto = explicacion.veredicto
    yield Encabezado("Respuesta de opinión")
    yield Parrafo(CORTESIA)
    yield Parrafo(f"{_DETECTADO} {RAZONES[veredicto.motivo].format(anexo=veredicto.anexo)}")
    yield Panel(
        f"Por lo anterior, se emite opinión {veredicto.sentido.impreso}.",
        f"Esta opinión tiene vigencia hasta el {fecha_cadena_fin(vigente_hasta)}.",
    )
    yield Encabezado("Leyendas")
    yield Parrafo(REFLEJO)
    if any(visto.credito.situacion is SituacionCredito.IMPUGNADO for visto in explicacion.creditos):
        yield Parrafo(JUICIO)
    if any(_en_convenio(visto) for visto in explicacion.creditos):
        yield Parrafo(CONVENIO)
    yield Parrafo(ACLARACION)
    yield from _anexo(explicacion)


def _en_convenio(visto: CreditoVisto) -> bool:
    convenio = visto.credito.convenio
    return convenio is not None and convenio.estado is EstadoConvenio.VIGENTE


def _anexo(explicacion: Explicacion) -> Iterator[Bloque]:
    veredicto = explicacion.veredicto
    if veredicto.adeudos:
        yield Encabezado(
            f"Anexo {veredicto.anexo}. Registros patronales y créditos que cuentan como adeudo", aparte=True
        )
        yield from _adeudos(explicacion)
        return
    if not explicacion.registros:
        yield Encabezado(f"Anexo {veredicto.anexo}. Registros patronales", aparte=True)
        yield Parrafo("No hay registros patronales que listar.")
        return
    yield Encabezado(f"Anexo {veredicto.anexo}. Registros patronales y trabajadores", aparte=True)
    yield Parrafo(f"Número de trabajadores: {explicacion.trabajadores}.", fuerte=True)
    yield Cuadro(
        ("Registro patronal", "Estado", "Trabajadores"),
        (2, 2, 1),
        tuple(
            (
                nrp(visto.registro.nrp),
                str(textos.ESTADOS[visto.registro.estado]),
                str(visto.registro.trabajadores) if visto.cuenta_trabajadores else "No cuentan",
            )
            for visto in explicacion.registros
        ),
        cifras=True,
    )


def _adeudos(explicacion: Explicacion) -> Iterator[Bloque]:
    """One table for each situation and origin that has debts, then the total."""
    for grupo in Grupo:
        for origen in Origen:
            suyos = [
                visto
                for visto in explicacion.adeudos
                if visto.grupo is grupo and visto.credito.origen is origen
            ]
            if suyos:
                suma = en_pesos(suma_de(suyos))
                yield Encabezado(f"{grupo.value}, {origen.value}: {_creditos(len(suyos))}, {suma}")
                yield _cuadro(suyos)
    total = f"Total: {_creditos(len(explicacion.adeudos))}, {en_pesos(explicacion.importe)}."
    yield Parrafo(total, fuerte=True)


def _creditos(cuantos: int) -> str:
    return "1 crédito" if cuantos == 1 else f"{cuantos} créditos"


def _cuadro(creditos: list[CreditoVisto]) -> Cuadro:
    return Cuadro(
        ("Registro patronal", "Crédito", "Tipo", "Periodo", "Situación", "Importe"),
        (2.1, 1.5, 1.6, 2.1, 2.6, 1.8),
        tuple(
            (
                nrp(visto.nrp),
                visto.credito.numero,
                str(textos.TIPOS[visto.credito.tipo]),
                periodo_en_palabras(visto.credito.periodo),
                str(textos.CLASES[visto.clase].nombre),
                en_pesos(visto.credito.importe),
            )
            for visto in creditos
        ),
        cifras=True,
    )
