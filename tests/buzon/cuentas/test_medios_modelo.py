"""Any order of signed changes, confirmations and time leaves the means of contact as a small model says.

Signatures and codes have their own tests: here every signature holds and every code is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from buzon.actos import services as actos
from buzon.actos.cadena_original import ACTIVAR_BUZON, Firmante, Manifestacion
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas import codigos, contactos, vencimientos
from buzon.cuentas.firma.services import firmar
from buzon.cuentas.models import CambioDeMedio, Contribuyente, MedioContacto, Usuario
from buzon.mensajes.models import Envio, Mensaje
from buzon.valores.rechazo import Rechazo
from tests.hipotesis import ejemplos

pytestmark = pytest.mark.django_db
RFC = "EKU9003173C9"
FIRMANTE = Firmante(RFC, "ESCUELA KEMPER URGATE", "", "", "3000", "a" * 64)
INICIO = datetime(2026, 11, 23, 13, 10, 44, tzinfo=ZoneInfo("America/Mexico_City"))
DESTINOS = [f"m{n}@ejemplo.mx" for n in range(8)]
OPERACIONES = [operacion.value for operacion in CambioDeMedio.Operacion]


def _registrar(acto: ActoPreparado, *, comprobada: Any, ahora: datetime) -> tuple[ActoFirmado, bool]:
    iguales = ("folio", "tramite", "rfc", "nombre", "cadena", "certificado_sha256")
    firmado = ActoFirmado.objects.create(
        preparado=acto,
        **{campo: getattr(acto, campo) for campo in iguales},
        firma=b"f",
        firmado_en=ahora,
        certificado=b"c",
        certificado_numero="3000",
        certificado_desde=ahora,
        certificado_hasta=ahora,
        emisores=[],
        revocacion={},
    )
    return firmado, True


@pytest.fixture
def _todo_se_firma(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(actos, "comprobar", lambda *_, **__: None)
    monkeypatch.setattr(actos, "registrar", _registrar)
    monkeypatch.setattr(codigos, "comprobar", lambda *_, **__: None)
    monkeypatch.setattr(contactos, "contar", lambda *_, **__: None)
    monkeypatch.setattr(contactos, "contar_pedidos", lambda *_, **__: None)
    return


@dataclass
class Fila:
    """What the model knows of an address; `por` is the one whose place it will take."""

    desde: datetime
    confirmado: bool = False
    principal: bool = False
    por: str = ""


class Medios(RuleBasedStateMachine):
    """The e-mails of one Buzón: `filas` in the order in which they came."""

    def __init__(self) -> None:
        super().__init__()
        self.ahora = INICIO
        self.transaccion = transaction.atomic()
        self.transaccion.__enter__()
        activacion = actos.preparar(
            ACTIVAR_BUZON,
            firmante=FIRMANTE,
            manifestacion=Manifestacion("x", "1"),
            titulo="x",
            apartado="x",
            campos=(),
            ahora=INICIO,
        )
        dueno = Contribuyente.objects.create(
            usuario=Usuario.objects.create(username=RFC, password="!"),
            rfc=RFC,
            nombre="X",
            creado_en=INICIO,
            acto_activacion=_registrar(activacion, comprobada=None, ahora=INICIO)[0],
        )
        dueno.medios.create(
            canal="CORREO",
            destino=DESTINOS[0],
            registrado_en=INICIO,
            codigo_pedido_en=INICIO,
            confirmado_en=INICIO,
            principal=True,
        )
        self.filas = {DESTINOS[0]: Fila(INICIO, confirmado=True, principal=True)}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaccion.__exit__(None, None, None)

    def _procede(self, operacion: str, destino: str, nuevo: str) -> bool:
        fila = self.filas.get(destino)
        if operacion == "AGREGAR":
            return fila is None and sum(not f.por for f in self.filas.values()) < 5
        if fila is None or not fila.confirmado:
            return False
        libre = all(f.por != destino for f in self.filas.values())
        return {
            "SUSTITUIR": libre and nuevo not in self.filas,
            "QUITAR": libre and sum(f.confirmado for f in self.filas.values()) > 1,
            "PRINCIPAL": not fila.principal,
        }[operacion]

    def _aplicar(self, operacion: str, destino: str, nuevo: str) -> set[str]:
        """Change the model, and return who must be told."""
        antes = {d for d, f in self.filas.items() if f.confirmado}
        match operacion:
            case "AGREGAR":
                self.filas[destino] = Fila(self.ahora)
            case "SUSTITUIR":
                self.filas[nuevo] = Fila(self.ahora, por=destino)
            case "QUITAR":
                if self.filas.pop(destino).principal:
                    next(f for f in self.filas.values() if f.confirmado).principal = True
            case "PRINCIPAL":
                for otro, fila in self.filas.items():
                    fila.principal = otro == destino
        return antes

    @rule(
        operacion=st.sampled_from(OPERACIONES),
        destino=st.sampled_from(DESTINOS),
        nuevo=st.sampled_from(DESTINOS),
    )
    def cambiar(self, operacion: str, destino: str, nuevo: str) -> None:
        es_sustitucion = operacion == "SUSTITUIR"
        cambio = CambioDeMedio(
            operacion=operacion, canal="CORREO", destino=destino, nuevo=nuevo if es_sustitucion else ""
        )
        try:
            acto = contactos.preparar_cambio(cambio, firmante=FIRMANTE, ahora=self.ahora)
        except Rechazo:
            assert not self._procede(operacion, destino, nuevo)
            return
        assert self._procede(operacion, destino, nuevo)
        tramite = contactos.CambioDeMedios()
        firmado = firmar(tramite, acto, certificado=b"", firma=b"f", ahora=self.ahora)
        avisados = self._aplicar(operacion, destino, nuevo)
        assert self._avisados(f"medios:{firmado.folio}") == avisados

    @rule(destino=st.sampled_from(DESTINOS))
    def confirmar(self, destino: str) -> None:
        medio = MedioContacto.objects.filter(destino=destino).first()
        if medio is None or medio.confirmado_en:
            return
        fila = self.filas[destino]
        try:
            codigos.confirmar_medio(RFC, medio_id=medio.pk, codigo="", ahora=self.ahora)
        except Rechazo:
            assert fila.desde + timedelta(hours=72) <= self.ahora
            return
        anterior = self.filas.pop(fila.por) if fila.por else None
        viejo, fila.confirmado, fila.por = fila.por, True, ""
        if anterior is not None:
            fila.principal = anterior.principal
            confirmados = {d for d, f in self.filas.items() if f.confirmado}
            assert self._avisados(f"medio-sustituido:{medio.pk}") == {*confirmados, viejo}

    @rule(destino=st.sampled_from(DESTINOS))
    def agregar_y_confirmar(self, destino: str) -> None:
        self.cambiar(operacion="AGREGAR", destino=destino, nuevo="")
        self.confirmar(destino=destino)

    @rule(operacion=st.sampled_from(OPERACIONES[1:]), cual=st.integers(0, 7), nuevo=st.sampled_from(DESTINOS))
    def cambiar_uno_que_esta(self, operacion: str, cual: int, nuevo: str) -> None:
        destino = list(self.filas)[cual % len(self.filas)]
        self.cambiar(operacion=operacion, destino=destino, nuevo=nuevo)

    @rule(cual=st.integers(0, 7))
    def confirmar_uno_que_falta(self, cual: int) -> None:
        faltan = [destino for destino, fila in self.filas.items() if not fila.confirmado]
        if faltan:
            self.confirmar(destino=faltan[cual % len(faltan)])

    @precondition(lambda self: sum(fila.confirmado for fila in self.filas.values()) > 2)
    @rule()
    def quitar_el_principal(self) -> None:
        principal = next(destino for destino, fila in self.filas.items() if fila.principal)
        self.cambiar(operacion="QUITAR", destino=principal, nuevo="")

    @rule(destino=st.sampled_from(DESTINOS))
    def desistir(self, destino: str) -> None:
        medio = MedioContacto.objects.filter(destino=destino).first()
        if medio is not None and codigos.desistir(RFC, medio_id=medio.pk, ahora=self.ahora):
            assert not self.filas.pop(destino).confirmado

    @rule(horas=st.sampled_from([1, 24, 71, 72]))
    def pasa_el_tiempo(self, horas: int) -> None:
        self.ahora += timedelta(hours=horas)
        vencimientos.cancelar_vencidos(ahora=self.ahora)
        limite = self.ahora - timedelta(hours=72)
        self.filas = {d: f for d, f in self.filas.items() if f.confirmado or f.desde > limite}

    @staticmethod
    def _avisados(clave: str) -> set[str]:
        mensaje = Mensaje.objects.get(clave=clave)
        return set(Envio.objects.filter(mensaje=mensaje).values_list("destino", flat=True))

    @invariant()
    def estan_como_dice_el_modelo(self) -> None:
        medios = MedioContacto.objects.select_related("sustituye").order_by("pk")
        vistas = {
            m.destino: Fila(
                m.registrado_en,
                m.confirmado_en is not None,
                m.principal,
                m.sustituye.destino if m.sustituye else "",
            )
            for m in medios
        }
        assert vistas == self.filas
        assert sum(fila.principal for fila in vistas.values()) == 1


@pytest.mark.usefixtures("_todo_se_firma")
def test_los_medios_siguen_al_modelo() -> None:
    run_state_machine_as_test(Medios, settings=ejemplos(40, HealthCheck.data_too_large, pasos=30))
