"""Filing, answering, asking, resolving, handing over and escalating, in any order and on any day, against a model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from buzon.actos.models import ActoPreparado
from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Personal
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.documentos.models import Documento
from buzon.mensajes.models import Mensaje
from buzon.padron.models import Subdelegacion
from buzon.portal import invariantes
from buzon.promociones import selectors
from buzon.promociones.models import Adjunto, Comunicacion, Solicitud
from buzon.promociones.reglas import Asunto, Sentido
from buzon.promociones.services import atencion, reparto
from buzon.promociones.services.borrador import agregar_adjunto, descartar_borrador
from buzon.valores.fechas import ZONA
from buzon.valores.rechazo import Rechazo
from tests.buzon.padron.fabricas import OFICINA
from tests.buzon.promociones.particular import ANA, CREDITO, MOTIVO, OTRA_OFICINA, Particular
from tests.hipotesis import ejemplos

EMPIEZA = datetime(2026, 12, 20, 23, 30, tzinfo=ZONA)
textos = st.sampled_from(
    ["Mensaje con ñ & <b>", "x", "", "\x00 \u202e", "z" * 4001, "Otro dicho de veinte letras"]
)


@dataclass
class Ficha:
    """What the model knows of a request."""

    presentada: datetime
    oficina: str | None
    archivos: int
    estado: str = "PRESENTADA"
    asignada: str | None = None
    escalada: int = 0
    dicho: list[str] = field(default_factory=list)
    ultima: tuple[str, str] = ("", "")
    ultima_en: datetime = EMPIEZA
    avisos: int = 1
    sentido: str = ""


class Modelo:
    """Requests as the rules say, in a few lines and without a database."""

    def __init__(self) -> None:
        self.fichas: dict[str, Ficha] = {}
        self.borrador: tuple[Any, ...] = ("", "", ())
        self.archivos: set[bytes] = set()

    def presentar(self, folio: str, *, ahora: datetime, oficina: str | None) -> None:
        self.fichas[folio] = Ficha(ahora, oficina, len(self.archivos))
        self.borrador, self.archivos = ("", "", ()), set()

    def foto(self) -> tuple[Any, ...]:
        return self.borrador, frozenset(self.archivos)

    def decir(self, folio: str, clase: str, *, texto: str, ahora: datetime, minimo: int = 1) -> str:
        """Return the code of the refusal, or nothing."""
        ficha = self.fichas[folio]
        limpio = "".join(letra for letra in texto if letra >= " " and letra != "\u202e").strip()
        if len(limpio) < minimo:
            return "texto_vacio" if minimo == 1 else "texto_insuficiente"
        if len(limpio) > 4000:
            return "texto_demasiado_largo"
        if ficha.estado == "RESUELTA":
            return "solicitud_resuelta"
        repetida = ficha.ultima == (clase, limpio) and ahora - ficha.ultima_en < timedelta(minutes=10)
        if repetida and clase != "RESOLUCION":
            return ""
        ficha.ultima, ficha.ultima_en = (clase, limpio), ahora
        if clase == "PARTICULAR":
            clase = "RESPUESTA" if ficha.estado == "INFORMACION_REQUERIDA" else "MENSAJE"
        else:
            ficha.avisos += 1
        ficha.dicho.append(clase)
        despues = {
            "REQUERIMIENTO": "INFORMACION_REQUERIDA",
            "RESPUESTA": "PRESENTADA",
            "RESOLUCION": "RESUELTA",
        }
        ficha.estado = despues.get(clase, ficha.estado)
        return ""

    def escalar(self, *, ahora: datetime) -> int:
        cuantas = 0
        for ficha in self.fichas.values():
            pasan = (ahora.astimezone(ZONA).date() - ficha.presentada.astimezone(ZONA).date()).days
            de_jefatura = 1 if ficha.oficina == OFICINA else 2  # the other offices have no head
            nivel = 2 if pasan >= 10 else de_jefatura if pasan >= 8 else 0
            if ficha.estado != "RESUELTA" and nivel > ficha.escalada:
                ficha.escalada, cuantas = nivel, cuantas + 1
        return cuantas


def codigo_de(orden: Callable[[], object]) -> str:
    try:
        orden()
    except Rechazo as error:
        return error.codigo
    return ""


class Promociones(RuleBasedStateMachine):
    """The portal and the model, side by side."""

    particular: Particular
    gente: dict[str, Personal]
    folios: Bundle[str] = Bundle("folios")
    preparados: Bundle[tuple[ActoPreparado, Any, datetime]] = Bundle("preparados")

    @initialize()
    def empezar(self) -> None:
        self.modelo, self.ahora = Modelo(), EMPIEZA

    @rule(horas=st.sampled_from([0, 1, 12, 25, 24 * 3, 24 * 8]))
    def pasa_el_tiempo(self, horas: int) -> None:
        self.ahora += timedelta(hours=horas, microseconds=1)

    @rule(asunto=st.sampled_from([Asunto.OPINION_PUBLICA, Asunto.CREDITO_FISCAL]), n=st.integers(0, 2))
    def guardar_algo(self, asunto: Asunto, n: int) -> None:
        self.guardar(asunto, n)

    def guardar(self, asunto: Asunto, n: int) -> None:
        texto, creditos = f"Texto número {n} de la solicitud", (CREDITO,) if n else ()
        self.particular.escribir(asunto, texto=texto, creditos=creditos, ahora=self.ahora)
        self.modelo.borrador = (asunto.value, texto, creditos)

    @rule(contenido=st.sampled_from([bytes([n]) for n in range(6)]))
    def agregar(self, contenido: bytes) -> None:
        codigo = codigo_de(
            lambda: agregar_adjunto(
                self.particular.rfc, nombre="a.pdf", contenido=contenido, ahora=self.ahora
            )
        )
        if contenido in self.modelo.archivos or len(self.modelo.archivos) < 5:
            assert codigo == ""
            self.modelo.archivos.add(contenido)
        else:
            assert codigo == "demasiados_adjuntos"

    @rule()
    def descartar(self) -> None:
        descartar_borrador(self.particular.rfc, ahora=self.ahora)
        self.modelo.borrador, self.modelo.archivos = ("", "", ()), set()

    @rule(target=preparados)
    def preparar_lo_escrito(self) -> Any:
        return self.preparar()

    def preparar(self) -> Any:
        asunto, _, creditos = self.modelo.borrador
        hechos: list[ActoPreparado] = []
        codigo = codigo_de(lambda: hechos.append(self.particular.preparar(ahora=self.ahora)))
        sin_credito = asunto == "CREDITO_FISCAL" and not creditos
        assert codigo == ("asunto_no_disponible" if not asunto else "falta_credito" if sin_credito else "")
        if codigo:
            return None
        (acto,) = hechos
        return acto, self.modelo.foto(), self.ahora

    @rule(target=folios, preparado=consumes(preparados))
    def presentar_lo_preparado(self, preparado: Any) -> str | None:
        return self.presentar(preparado)

    def presentar(self, preparado: Any) -> str | None:
        if preparado is None:
            return None
        acto, foto, cuando = preparado
        codigo = codigo_de(lambda: self.particular.presentar(acto, ahora=self.ahora))
        vencido = self.ahora - cuando >= timedelta(minutes=20)
        esperado = "acto_vencido" if vencido else "borrador_cambiado" if foto != self.modelo.foto() else ""
        assert codigo == esperado
        if codigo:
            return None
        self.modelo.presentar(acto.folio, ahora=self.ahora, oficina="3901")
        assert codigo_de(lambda: self.particular.presentar(acto, ahora=self.ahora)) == ""
        return str(acto.folio)

    @rule(target=folios)
    def presentar_de_una_vez(self) -> str:
        self.guardar(Asunto.CREDITO_FISCAL, 1)
        return str(self.presentar(self.preparar()))

    @rule(folio=folios, texto=textos)
    def escribir(self, folio: str | None, texto: str) -> None:
        self._decir(folio, "PARTICULAR", texto, atencion.escribir, rfc=self.particular.rfc)

    @rule(folio=folios, texto=textos)
    def responder(self, folio: str | None, texto: str) -> None:
        self._decir(folio, "MENSAJE", texto, atencion.responder, quien=ANA)

    @rule(folio=folios, texto=textos)
    def requerir(self, folio: str | None, texto: str) -> None:
        self._decir(folio, "REQUERIMIENTO", texto, atencion.requerir_informacion, quien=ANA)

    @rule(folio=folios, texto=textos, sentido=st.sampled_from(Sentido))
    def resolver(self, folio: str | None, texto: str, sentido: Sentido) -> None:
        bien = self._decir(
            folio, "RESOLUCION", texto, atencion.resolver, minimo=20, quien=ANA, sentido=sentido
        )
        if bien and folio:
            self.modelo.fichas[folio].sentido = sentido

    def _decir(
        self, folio: str | None, clase: str, texto: str, orden: Any, *, minimo: int = 1, **mas: Any
    ) -> bool:
        if folio is None:
            return False
        solicitud = Solicitud.objects.get(folio=folio)
        codigo = codigo_de(lambda: orden(solicitud, texto=texto, ahora=self.ahora, **mas))
        assert codigo == self.modelo.decir(folio, clase, texto=texto, ahora=self.ahora, minimo=minimo)
        return not codigo

    @rule(folio=folios, clave=st.sampled_from(["3901", OTRA_OFICINA, None]))
    def reasignar(self, folio: str | None, clave: str | None) -> None:
        if folio is None:
            return
        ficha, oficina = self.modelo.fichas[folio], Subdelegacion.objects.filter(pk=clave).first()
        solicitud = Solicitud.objects.get(folio=folio)
        codigo = codigo_de(
            lambda: reparto.reasignar(
                solicitud, subdelegacion=oficina, motivo=MOTIVO, quien=ANA, ahora=self.ahora
            )
        )
        assert codigo == ("solicitud_resuelta" if ficha.estado == "RESUELTA" else "")
        if not codigo and ficha.oficina != clave:
            ficha.oficina, ficha.asignada, ficha.avisos = clave, None, ficha.avisos + 1

    @rule(folio=folios, a=st.sampled_from([None, OFICINA, OTRA_OFICINA]))
    def asignar(self, folio: str | None, a: str | None) -> None:
        """To nobody, or to somebody of an office."""
        if folio is None:
            return
        ficha, persona = self.modelo.fichas[folio], self.gente[a] if a else None
        solicitudes = [Solicitud.objects.get(folio=folio)]
        codigo = codigo_de(lambda: reparto.asignar(solicitudes, persona, quien=ANA, ahora=self.ahora))
        ajena = "asignacion_no_disponible" if a and a != ficha.oficina else ""
        assert codigo == ("solicitud_resuelta" if ficha.estado == "RESUELTA" else ajena)
        if not codigo:
            ficha.asignada = persona.usuario.username if persona else None

    @rule(folio=folios, de=st.sampled_from([OFICINA, OTRA_OFICINA]))
    def responder_desde_una_oficina(self, folio: str | None, de: str) -> None:
        """Whoever sees it only looks as far as their office; to write is covered by the others."""
        if folio is None or self.modelo.fichas[folio].oficina == de:
            return
        quien = Funcionario.de(self.gente[de].usuario)
        solicitud = Solicitud.objects.get(folio=folio)
        assert codigo_de(lambda: atencion.responder(solicitud, texto="x", quien=quien, ahora=self.ahora)) == (
            "no_encontrado"
        )

    @rule()
    def escalar(self) -> None:
        assert reparto.escalar(ahora=self.ahora) == self.modelo.escalar(ahora=self.ahora)
        assert reparto.escalar(ahora=self.ahora) == 0

    @invariant()
    def dicen_lo_mismo(self) -> None:
        assert set(Solicitud.objects.values_list("folio", flat=True)) == set(self.modelo.fichas)
        for folio, ficha in self.modelo.fichas.items():
            fila = Solicitud.objects.get(folio=folio)
            assert (fila.estado, fila.escalada, fila.subdelegacion_id) == (
                ficha.estado,
                ficha.escalada,
                ficha.oficina,
            )
            assert fila.vence_el == (ficha.presentada.astimezone(ZONA) + timedelta(days=10)).date()
            assert fila.sentido_resolucion == ficha.sentido
            assert (fila.asignada_a.usuario.username if fila.asignada_a else None) == ficha.asignada
            assert list(fila.comunicaciones.values_list("clase", flat=True)) == ficha.dicho
            assert fila.adjuntos.count() == ficha.archivos
        borrador = selectors.borrador_de(self.particular.rfc)
        creditos = tuple(borrador.creditos_elegidos)
        assert (borrador.asunto, borrador.texto, creditos) == self.modelo.borrador
        assert Adjunto.objects.filter(borrador__isnull=False).count() == len(self.modelo.archivos)

    @invariant()
    def todo_concuerda(self) -> None:
        fichas = self.modelo.fichas.values()
        resueltas = sum(ficha.estado == "RESUELTA" for ficha in fichas)
        assert Documento.objects.count() == len(fichas) + resueltas
        assert Mensaje.objects.count() == sum(ficha.avisos for ficha in fichas)
        niveles = Asiento.objects.filter(evento="promociones.escalada")
        assert niveles.count() >= sum(ficha.escalada > 0 for ficha in fichas)
        assert Comunicacion.objects.count() == sum(len(ficha.dicho) for ficha in fichas)

    def teardown(self) -> None:
        assert list(invariantes.hallazgos()) == []
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for tabla in TABLAS:
                cursor.execute(f"DELETE FROM {tabla}")
            cursor.execute("SET session_replication_role = DEFAULT")


TABLAS = (
    "promociones_adjunto",
    "promociones_comunicacion",
    "promociones_solicitud",
    "promociones_preparada",
    "promociones_borrador",
    "documentos_documento",
    "mensajes_envio",
    "mensajes_mensaje",
    "mensajes_avisoalpersonal",
    "actos_actofirmado",
    "actos_actopreparado",
    "bitacora_asiento",
)


@pytest.fixture
def maquina(
    particular: Particular,
    sin_revision: None,
    en_cualquier_dia: None,
    jefatura: Personal,
    alguien: Callable[..., Personal],
) -> type[Promociones]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for tabla in TABLAS:
            cursor.execute(f"DELETE FROM {tabla}")
        cursor.execute("SET session_replication_role = DEFAULT")
    Promociones.particular = particular
    Promociones.gente = {
        OFICINA: jefatura,
        OTRA_OFICINA: alguien("SUBDELEGACION", subdelegacion=OTRA_OFICINA),
    }
    return Promociones


@pytest.mark.django_db
def test_portal_y_modelo_dicen_lo_mismo(maquina: type[Promociones]) -> None:
    run_state_machine_as_test(maquina, settings=ejemplos(15, *HealthCheck, pasos=25))
