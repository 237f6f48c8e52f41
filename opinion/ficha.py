"""The explanation in words, as plain JSON: what the page shows, and what an issued opinion keeps of its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buzon.padron.hechos import Convenio, Credito, EstadoRegistro, Garantia
from buzon.valores.identificadores import RegistroPatronal
from buzon.valores.pesos import en_pesos
from buzon.web.formato import fecha_larga, periodo_en_palabras
from opinion import textos
from opinion.reglas.explicacion import (
    CreditoVisto,
    Explicacion,
    Hallazgo,
    Paso,
    RegistroVisto,
    Resultado,
    suma_de,
)

Ficha = dict[str, Any]


def ficha_de(explicacion: Explicacion, *, hoy: date, oficinas: Mapping[str, str]) -> Ficha:
    """Return the words of an explanation, in the language in force; `oficinas`: names of subdelegaciones by key."""
    return {
        "sentido": explicacion.veredicto.sentido.value,
        "impreso": _(explicacion.veredicto.sentido.impreso),
        "frase": str(textos.MI_SENTIDO[explicacion.veredicto.sentido]),
        "pasos": [_paso(paso) for paso in explicacion.pasos],
        "hallazgos": [_hallazgo(hallazgo, explicacion) for hallazgo in explicacion.hallazgos],
        "registros": [_registro(visto, hoy=hoy, oficinas=oficinas) for visto in explicacion.registros],
    }


def nrp(clave: str) -> str:
    """«B55-10768-10-8»."""
    return str(RegistroPatronal(clave))


def _paso(paso: Paso) -> dict[str, Any]:
    if not paso.creditos:
        regla = textos.REGLAS[paso.accion]
        return {"titulo": str(regla.paso), "hacer": str(regla.hacer), "importe": "", "creditos": []}
    clase, n = textos.CLASES[paso.accion], len(paso.creditos)
    cuantos = ngettext("%(n)s crédito, %(importe)s en total", "%(n)s créditos, %(importe)s en total", n)
    return {
        "titulo": str(clase.paso),
        "hacer": str(clase.hacer),
        "importe": cuantos % {"n": n, "importe": en_pesos(paso.importe)},
        "creditos": [
            {
                "numero": visto.credito.numero,
                "nrp": nrp(visto.nrp),
                "importe": en_pesos(visto.credito.importe),
            }
            for visto in paso.creditos
        ],
    }


def _hallazgo(hallazgo: Hallazgo, explicacion: Explicacion) -> dict[str, Any]:
    regla = textos.REGLAS[hallazgo.regla]
    falta = hallazgo.resultado is Resultado.NO_CUMPLE
    return {
        "regla": hallazgo.regla,
        "titulo": str(regla.titulo),
        "resultado": hallazgo.resultado.value,
        "etiqueta": str(textos.RESULTADOS[hallazgo.resultado]),
        "decide": hallazgo.decide,
        "reviso": str(regla.reviso),
        "encontro": _encontro(hallazgo, explicacion),
        "hacer": str(regla.hacer) if falta else "",
        "fuente": str(regla.fuente),
    }


def _encontro(hallazgo: Hallazgo, explicacion: Explicacion) -> str:
    if hallazgo.resultado is Resultado.NO_APLICA:
        return _("No se revisó: una regla anterior ya decidió.")
    match hallazgo.regla:
        case "sin_registro_patronal":
            return _registros_hallados(explicacion)
        case "con_adeudos":
            return _adeudos_hallados(explicacion)
        case "todos_en_baja":
            return _estados_hallados(explicacion)
        case "sin_trabajadores":
            return _trabajadores_hallados(explicacion)
    return _("Cumples con todas.")


def _registros_hallados(explicacion: Explicacion) -> str:
    cuantos = len(explicacion.registros)
    if not cuantos:
        return _("Ningún registro patronal con tu RFC.")
    return ngettext("%(n)s registro patronal.", "%(n)s registros patronales.", cuantos) % {"n": cuantos}


def _adeudos_hallados(explicacion: Explicacion) -> str:
    todos, cuentan = len(explicacion.creditos), len(explicacion.adeudos)
    if not todos:
        return _("Ningún crédito fiscal.")
    revisados = ngettext("%(n)s crédito revisado", "%(n)s créditos revisados", todos) % {"n": todos}
    if not cuentan:
        return _("%(revisados)s; ninguno cuenta como adeudo.") % {"revisados": revisados}
    frase = ngettext(
        "%(revisados)s; %(n)s cuenta como adeudo: %(importe)s.",
        "%(revisados)s; %(n)s cuentan como adeudo: %(importe)s.",
        cuentan,
    )
    return frase % {"revisados": revisados, "n": cuentan, "importe": en_pesos(explicacion.importe)}


def _estados_hallados(explicacion: Explicacion) -> str:
    cuantos = [f"{textos.ESTADOS[estado]}: {explicacion.en_estado(estado)}" for estado in EstadoRegistro]
    return ", ".join(cuantos).capitalize() + "."


def _trabajadores_hallados(explicacion: Explicacion) -> str:
    n = explicacion.trabajadores
    if not n:
        return _("Ningún trabajador que cuente.")
    return ngettext("%(n)s trabajador.", "%(n)s trabajadores.", n) % {"n": n}


def _registro(visto: RegistroVisto, *, hoy: date, oficinas: Mapping[str, str]) -> dict[str, Any]:
    registro = visto.registro
    return {
        "nrp": nrp(registro.nrp),
        "estado": str(textos.ESTADOS[registro.estado]),
        "b251": registro.b251,
        "subdelegacion": oficinas.get(registro.subdelegacion, registro.subdelegacion),
        "trabajadores": registro.trabajadores,
        "cuenta_trabajadores": visto.cuenta_trabajadores,
        "modalidad": registro.modalidad,
        "adeudos": len(visto.adeudos),
        "importe": en_pesos(suma_de(visto.adeudos)),
        "creditos": [_credito(credito, hoy=hoy) for credito in visto.creditos],
    }


def _credito(visto: CreditoVisto, *, hoy: date) -> dict[str, Any]:
    credito, clase = visto.credito, textos.CLASES[visto.clase]
    return {
        "numero": credito.numero,
        "grupo": f"{_(visto.grupo.value)}, {credito.origen.value}",
        "tipo": str(textos.TIPOS[credito.tipo]),
        "periodo": periodo_en_palabras(credito.periodo),
        "importe": en_pesos(credito.importe),
        # Of what is no longer owed, how it ended says more than that it did.
        "clase": str(textos.EXTINCIONES.get(credito.situacion, clase.nombre)),
        "cuenta": visto.cuenta,
        "porque": str(clase.porque),
        "fuente": str(clase.fuente),
        "hacer": str(clase.hacer),
        "datos": _datos(credito, hoy=hoy),
    }


def _datos(credito: Credito, *, hoy: date) -> list[str]:
    """What else the register says of a credit, each in a short sentence."""
    dichos = []
    if credito.limite_de_pago_el:
        dichos.append(_("Límite de pago: %(dia)s") % {"dia": fecha_larga(credito.limite_de_pago_el)})
    if credito.garantia:
        dichos.append(_garantia(credito.garantia, hoy=hoy))
    if credito.convenio:
        dichos.append(_convenio(credito.convenio, hoy=hoy))
    return dichos


def _garantia(garantia: Garantia, *, hoy: date) -> str:
    frase = _("Garantía %(folio)s, %(estado)s, por %(importe)s") % {
        "folio": garantia.folio,
        "estado": textos.GARANTIAS[garantia.estado],
        "importe": en_pesos(garantia.importe),
    }
    if garantia.vence_el is None:
        return frase
    plazo = _("vence el %(dia)s") if hoy <= garantia.vence_el else _("venció el %(dia)s")
    return f"{frase}; {plazo % {'dia': fecha_larga(garantia.vence_el)}}"


def _convenio(convenio: Convenio, *, hoy: date) -> str:
    frase = _("Convenio %(folio)s, %(estado)s, %(respaldo)s") % {
        "folio": convenio.folio,
        "estado": textos.CONVENIOS[convenio.estado],
        "respaldo": textos.RESPALDOS[convenio.respaldo],
    }
    if convenio.termina_el is None:
        return frase
    fin = _("termina el %(dia)s") if hoy <= convenio.termina_el else _("terminó el %(dia)s")
    return f"{frase}; {fin % {'dia': fecha_larga(convenio.termina_el)}}"
