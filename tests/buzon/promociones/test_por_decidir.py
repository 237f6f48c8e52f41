"""Somebody learns that a correction waits for them; whoever proposed it may take it back; a superuser does neither."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas.errores import SinPersonal
from buzon.cuentas.models import Personal, Usuario
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mensajes.models import AvisoAlPersonal, Envio
from buzon.portal import invariantes
from buzon.promociones import selectors
from buzon.promociones.correccion import Pedido
from buzon.promociones.errores import PropuestaAjena
from buzon.promociones.models import Correccion, Solicitud
from buzon.promociones.reglas import Sentido
from buzon.promociones.services import atencion, correcciones
from buzon.valores.rechazo import Rechazo
from tests.buzon.padron.fabricas import OFICINA
from tests.buzon.promociones.particular import MOTIVO, OTRA_OFICINA, UNO, representa

pytestmark = pytest.mark.django_db
Presentada = Callable[..., Solicitud]
Alguien = Callable[..., Personal]
TEXTO = "Se acreditó el pago del crédito: procede la corrección."
PAGADO = Pedido("credito", f"{UNO}-000000001", "situacion", "PAGADO")
ANA_CORREO = "ana@personal.ejemplo.mx"
NORMA, OTRA_NORMA = "norma@personal.ejemplo.mx", "otra@personal.ejemplo.mx"


def proponer(solicitud: Solicitud, quien: Personal) -> Correccion:
    una = Funcionario.de(quien.usuario)
    return correcciones.proponer(solicitud, cambios=[PAGADO], texto=TEXTO, quien=una, ahora=timezone.now())


def retirar(correccion: Correccion, quien: Personal) -> Correccion:
    return correcciones.retirar(correccion, quien=Funcionario.de(quien.usuario), ahora=timezone.now())


def codigo_de(orden: Callable[[], object]) -> str:
    with pytest.raises(Rechazo) as error:
        orden()
    return error.value.codigo


@pytest.fixture
def ana(alguien: Alguien) -> Personal:
    return alguien("SUBDELEGACION", subdelegacion=OFICINA)


@pytest.fixture
def normativas(alguien: Alguien) -> list[Personal]:
    return [alguien("NORMATIVA", correo=correo) for correo in (NORMA, OTRA_NORMA)]


@pytest.mark.parametrize(
    ("caso", "destinos"),
    [
        ("con jefatura", {"jefatura@personal.ejemplo.mx"}),
        ("jefatura sin correo", set()),
        ("la propone la jefatura", {NORMA, OTRA_NORMA}),
        ("sin jefatura", {NORMA, OTRA_NORMA}),
        ("jefatura de baja", {NORMA, OTRA_NORMA}),
        ("la jefatura la representa", {NORMA, OTRA_NORMA}),
        ("central, la propone Normativa", {OTRA_NORMA}),
    ],
)
def test_a_quien_se_avisa(
    presentada: Presentada,
    ana: Personal,
    jefatura: Personal,
    normativas: list[Personal],
    caso: str,
    destinos: set[str],
) -> None:
    solicitud, quien = presentada(), ana
    match caso:
        case "jefatura sin correo":
            Usuario.objects.filter(pk=jefatura.usuario_id).update(email="")
        case "la propone la jefatura":
            quien = jefatura
        case "sin jefatura":
            Personal.objects.filter(pk=jefatura.pk).update(es_jefatura=False)
        case "jefatura de baja":
            Usuario.objects.filter(pk=jefatura.usuario_id).update(is_active=False)
        case "la jefatura la representa":
            representa(jefatura.rfc, solicitud.rfc)
        case "central, la propone Normativa":
            Solicitud.objects.update(subdelegacion=None)
            quien = normativas[0]
    proponer(solicitud, quien)
    enviados = Envio.objects.filter(aviso__isnull=False)
    assert set(enviados.values_list("destino", flat=True)) == destinos
    for aviso in AvisoAlPersonal.objects.all():
        assert solicitud.folio in aviso.texto
        assert solicitud.rfc not in aviso.texto + aviso.asunto


def test_cuantas_la_esperan(
    presentada: Presentada, ana: Personal, jefatura: Personal, normativas: list[Personal], alguien: Alguien
) -> None:
    ajena = alguien("SUBDELEGACION", subdelegacion=OTRA_OFICINA, es_jefatura=True)
    proponer(presentada(), ana)
    proponer(presentada(), jefatura)

    def cuantas(quien: Personal) -> int:
        return selectors.correcciones_por_decidir(Funcionario.de(quien.usuario), tope=10)

    assert [cuantas(quien) for quien in (jefatura, normativas[0], ajena)] == [1, 2, 0]
    assert selectors.correcciones_por_decidir(Funcionario("superusuario"), tope=10) == 0
    assert selectors.correcciones_por_decidir(Funcionario.de(normativas[0].usuario), tope=1) == 1


@pytest.mark.parametrize("aprueba", [True, False])
def test_a_quien_la_propuso_se_le_dice_como_acabo(
    presentada: Presentada, ana: Personal, jefatura: Personal, *, aprueba: bool
) -> None:
    Usuario.objects.filter(pk=ana.usuario_id).update(email=ANA_CORREO)
    una, jefa = proponer(presentada(), ana), Funcionario.de(jefatura.usuario)
    if aprueba:
        correcciones.aprobar(una, quien=jefa, ahora=timezone.now())
    else:
        correcciones.rechazar(una, motivo=MOTIVO, quien=jefa, ahora=timezone.now())
    aviso = AvisoAlPersonal.objects.get(clave=f"decision:{una.pk}")
    assert aviso.asunto == f"Se {'aprobó' if aprueba else 'rechazó'} la corrección que propusiste"
    assert una.solicitud.folio in aviso.texto
    assert MOTIVO not in aviso.texto
    assert una.solicitud.rfc not in aviso.texto
    assert [envio.destino for envio in Envio.objects.filter(aviso=aviso)] == [ANA_CORREO]


def test_a_quien_ya_no_esta_no_se_le_dice(presentada: Presentada, ana: Personal, jefatura: Personal) -> None:
    una = proponer(presentada(), ana)
    Usuario.objects.filter(pk=ana.usuario_id).update(is_active=False, email=ANA_CORREO)
    correcciones.rechazar(una, motivo=MOTIVO, quien=Funcionario.de(jefatura.usuario), ahora=timezone.now())
    assert not AvisoAlPersonal.objects.filter(clave=f"decision:{una.pk}").exists()


def test_quien_la_propuso_la_retira(presentada: Presentada, ana: Personal, jefatura: Personal) -> None:
    solicitud = presentada()
    una = proponer(solicitud, ana)
    assert codigo_de(lambda: retirar(una, jefatura)) == "propuesta_ajena"
    retirar(una, ana)
    una.refresh_from_db()
    assert (una.estado, una.decidida_por, una.motivo) == ("RETIRADA", ana.usuario.username, "")
    asiento = Asiento.objects.latest("pk")
    assert (asiento.evento, asiento.rfc) == ("promociones.correccion_retirada", solicitud.rfc)
    assert (asiento.detalle["autor"], asiento.detalle["correccion"]) == (ana.usuario.username, una.pk)
    jefa = Funcionario.de(jefatura.usuario)
    for orden in (
        lambda: retirar(una, ana),
        lambda: correcciones.aprobar(una, quien=jefa, ahora=timezone.now()),
    ):
        assert codigo_de(orden) == "correccion_decidida"
    retirar(proponer(solicitud, ana), ana)
    atencion.resolver(
        solicitud,
        sentido=Sentido.IMPROCEDENTE,
        texto=TEXTO,
        quien=Funcionario.de(ana.usuario),
        ahora=timezone.now(),
    )
    assert not list(invariantes.hallazgos())


def test_no_la_retira_quien_ya_no_la_ve_ni_quien_es_parte(presentada: Presentada, ana: Personal) -> None:
    solicitud = presentada()
    una = proponer(solicitud, ana)
    representa(ana.rfc, solicitud.rfc)
    assert codigo_de(lambda: retirar(una, ana)) == "rfc_propio"
    Personal.objects.filter(pk=ana.pk).update(subdelegacion=OTRA_OFICINA)
    lejana = Personal.objects.get(pk=ana.pk)
    assert codigo_de(lambda: retirar(una, lejana)) == "no_encontrado"


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_retirar_y_aprobar_a_la_vez(presentada: Presentada, ana: Personal, jefatura: Personal) -> None:
    una, barrera = proponer(presentada(), ana), threading.Barrier(6)

    def decidir(n: int) -> str:
        try:
            barrera.wait(30)
            if n % 2:
                retirar(una, ana)
            else:
                correcciones.aprobar(una, quien=Funcionario.de(jefatura.usuario), ahora=timezone.now())
        except Rechazo as rechazo:
            return rechazo.codigo
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(6) as hilos:
        assert sorted(hilos.map(decidir, range(6))) == [""] + ["correccion_decidida"] * 5
    una.refresh_from_db()
    assert (una.solicitud.estado == "RESUELTA") == (una.estado == "APROBADA")
    assert not list(invariantes.hallazgos())


def test_quien_no_es_del_personal_ni_propone_ni_decide(presentada: Presentada, ana: Personal) -> None:
    solicitud, ahora, motivo = presentada(), timezone.now(), "El comprobante no es de este crédito."
    alta = Usuario.objects.create_superuser("superusuario")
    nadie = Funcionario.de(alta)
    propuesta = {"cambios": [PAGADO], "texto": TEXTO, "quien": nadie, "ahora": ahora}
    assert codigo_de(lambda: correcciones.proponer(solicitud, **propuesta)) == "sin_personal"
    assert codigo_de(lambda: correcciones.exigir_proponible(solicitud, quien=nadie)) == "sin_personal"
    una = proponer(solicitud, ana)
    for orden in (
        lambda: correcciones.aprobar(una, quien=nadie, ahora=ahora),
        lambda: correcciones.rechazar(una, motivo=motivo, quien=nadie, ahora=ahora),
        lambda: correcciones.retirar(una, quien=nadie, ahora=ahora),
    ):
        assert codigo_de(orden) == "sin_personal"
    una.refresh_from_db()
    assert una.estado == "PENDIENTE"
    assert SinPersonal.status == PropuestaAjena.status == 403
