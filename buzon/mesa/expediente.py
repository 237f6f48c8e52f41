"""Reads of one RFC whole; whether somebody may open it, `promociones.alcance` says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from autorizacion32d import selectors as autorizacion
from autorizacion32d.models import Autorizacion
from buzon.cuentas import selectors as cuentas
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mesa.secciones import PARTES, Parte
from buzon.padron import selectors as padron
from buzon.padron.hechos import SituacionCredito
from buzon.padron.models import CreditoFiscal, Patron
from buzon.web.solo_lectura import TOPE
from opinion import selectors as opinion
from opinion.selectors import Veredicto

A_LA_VISTA = 10
DE_LA_BITACORA = {"bitacora", "lecturas", "rechazos"}


@dataclass(frozen=True, slots=True)
class Lector:
    """A member of the staff, and what they may do."""

    funcionario: Funcionario
    puede: Callable[[str], bool]

    @classmethod
    def de(cls, usuario: Any) -> "Lector":
        return cls(Funcionario.de(usuario), usuario.has_perm)


@dataclass(frozen=True, slots=True)
class Fila:
    """A row in words; `url` leads to it where the reader may follow."""

    celdas: Sequence[object]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Seccion:
    """The newest rows of one kind, how many there are (TOPE at most) and where the rest is."""

    clave: str
    titulo: StrOrPromise
    encabezados: Sequence[StrOrPromise]
    filas: Sequence[Fila]
    cuantas: int
    url: str = ""

    @property
    def hay_mas(self) -> bool:
        return self.cuantas > len(self.filas)

    @property
    def son_al_menos(self) -> bool:
        """Whether there may be more than were counted."""
        return self.cuantas >= TOPE


@dataclass(frozen=True, slots=True)
class PorSituacion:
    situacion: str
    cuantos: int
    importe: Decimal


@dataclass(frozen=True, slots=True)
class Expediente:
    """Everything that the portal and the register keep of an RFC."""

    rfc: str
    patron: Patron | None
    contribuyente: Contribuyente | None
    medios: Sequence[MedioContacto]
    veredicto: Veredicto
    autorizacion: Autorizacion
    creditos: Sequence[PorSituacion]
    url_creditos: str
    secciones: Sequence[Seccion]

    @property
    def nombre(self) -> str:
        """The register's name for it, or the certificate's."""
        quien = self.patron or self.contribuyente
        return quien.nombre if quien else ""

    @property
    def existe(self) -> bool:
        """Whether there is anything; what others did about it, in the log, is not of its own."""
        propias = (seccion.cuantas for seccion in self.secciones if seccion.clave not in DE_LA_BITACORA)
        return self.patron is not None or self.contribuyente is not None or any(propias)


def expediente_de(rfc: str, *, lector: Lector) -> Expediente:
    """Return what the reader may see of an RFC, in as many queries whatever there is."""
    return Expediente(
        rfc=rfc,
        patron=padron.patron_de(rfc),
        contribuyente=cuentas.contribuyente_de(rfc),
        medios=cuentas.medios_de(rfc),
        veredicto=opinion.veredicto_de(rfc),
        autorizacion=autorizacion.autorizacion_de(rfc),
        creditos=_creditos(rfc),
        url_creditos=_lista(CreditoFiscal, rfc, lector),
        secciones=_secciones(rfc, lector=lector),
    )


def _creditos(rfc: str) -> list[PorSituacion]:
    nombres = dict(CreditoFiscal._meta.get_field("situacion").flatchoices)
    por_situacion = {
        situacion: PorSituacion(nombres[situacion], cuantos, importe)
        for situacion, cuantos, importe in padron.creditos_por_situacion(rfc)
    }
    return [por_situacion[una] for una in SituacionCredito if una in por_situacion]


def _secciones(rfc: str, *, lector: Lector) -> list[Seccion]:
    oficina = lector.funcionario.subdelegacion
    vistas = [parte for parte in PARTES if not parte.permiso or lector.puede(parte.permiso)]
    consultas = [parte.filas(rfc, oficina) for parte in vistas]
    cuentas_ = cuantas(consultas)
    return [
        Seccion(
            clave=parte.clave,
            titulo=parte.titulo,
            encabezados=[columna.short_description for columna in parte.columnas],  # type: ignore[attr-defined]
            filas=[_fila(parte, fila, lector) for fila in consulta[:A_LA_VISTA]],
            cuantas=cuenta,
            url=_lista(parte.modelo, rfc, lector),
        )
        for parte, consulta, cuenta in zip(vistas, consultas, cuentas_, strict=True)
    ]


def _fila(parte: Parte, fila: Any, lector: Lector) -> Fila:
    url = _ruta(parte.modelo, "change", fila.pk) if _ve(parte.modelo, lector) else ""
    return Fila([columna(fila) for columna in parte.columnas], url)


def cuantas(consultas: Sequence[QuerySet[Any]]) -> list[int]:
    """Return how many rows each gives, TOPE at most, in one query."""
    textos: list[str] = []
    valores: list[Any] = []
    for consulta in consultas:
        texto, suyos = consulta.order_by().values("pk")[:TOPE].query.sql_with_params()
        textos.append(f"(SELECT COUNT(*) FROM ({texto}) AS filas)")  # noqa: S608 - the ORM's own text
        valores.extend(suyos)
    # One journey for all the counts; the ORM has no SELECT of subqueries alone.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(textos)}", valores)
        return [int(cuenta) for cuenta in cursor.fetchone()]


def _ve(modelo: type[Any], lector: Lector) -> bool:
    return lector.puede(f"{modelo._meta.app_label}.view_{modelo._meta.model_name}")


def _lista(modelo: type[Any], rfc: str, lector: Lector) -> str:
    return _ruta(modelo, "changelist", query={"q": rfc}) if _ve(modelo, lector) else ""


def _ruta(modelo: type[Any], accion: str, *argumentos: Any, query: dict[str, str] | None = None) -> str:
    nombre = f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_{accion}"
    return reverse(nombre, args=argumentos, query=query)
