"""Two persons correct the register: all of it or nothing, once, and PostgreSQL refuses what is not so."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas.errores import RfcPropio
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.documentos.models import Documento
from buzon.mensajes.models import Mensaje
from buzon.padron.errores import CorreccionRebasada
from buzon.padron.hechos import EstadoGarantia, Garantia
from buzon.padron.models import CreditoFiscal, Patron, RegistroPatronal
from buzon.padron.models import Garantia as FilaDeGarantia
from buzon.padron.services import guardar_hechos
from buzon.portal import invariantes
from buzon.promociones.correccion import Pedido
from buzon.promociones.errores import (
    CambioNoPermitido,
    CorreccionDecidida,
    CorreccionPendiente,
    CorreccionVacia,
    MismaPersona,
    SolicitudResuelta,
    TextoInsuficiente,
)
from buzon.promociones.models import Comunicacion, Correccion, Solicitud
from buzon.promociones.reglas import Sentido
from buzon.promociones.services import correcciones
from buzon.promociones.services.atencion import resolver_retenida
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoDisponible, NoEncontrado
from tests.buzon.padron.fabricas import OFICINA, credito, hechos, registro
from tests.buzon.promociones.particular import DOS, OTRA_OFICINA, UNO

pytestmark = pytest.mark.django_db
Presentada = Callable[..., Solicitud]
TEXTO = "Se acreditó el pago del crédito: procede la corrección."
MOTIVO = "El comprobante no es de este crédito."
ANA = Funcionario("ana", 1, "SUBDELEGACION", "PEAA800101AB1", OFICINA)
JEFA = Funcionario("jefa", 2, "SUBDELEGACION", "PEAA800102AB1", OFICINA, es_jefatura=True)
OTRA = Funcionario("otra", 3, "SUBDELEGACION", "PEAA800103AB1", OTRA_OFICINA, es_jefatura=True)
NORMATIVA = Funcionario("norma", 4, "NORMATIVA", "PEAA800104AB1")
OTRA_NORMATIVA = Funcionario("norma2", 5, "NORMATIVA", "PEAA800105AB1")
PAGADO = Pedido("credito", f"{UNO}-000000001", "situacion", "PAGADO")
VARIOS = (
    PAGADO,
    Pedido("credito", f"{DOS}-000000002", "garantia", "G-1"),
    Pedido("registro", DOS, "estado", "VIGENTE"),
    Pedido("registro", DOS, "trabajadores", "12"),
)


def proponer(solicitud: Solicitud, *cambios: Pedido, quien: Funcionario = ANA) -> Correccion:
    return correcciones.proponer(
        solicitud, cambios=cambios or (PAGADO,), texto=TEXTO, quien=quien, ahora=timezone.now()
    )


def aprobar(correccion: Correccion, quien: Funcionario = JEFA) -> Comunicacion:
    return correcciones.aprobar(correccion, quien=quien, ahora=timezone.now())


def elevada(solicitud: Solicitud) -> Solicitud:
    """The same request, raised to Normativa: VARIOS is of two offices."""
    Solicitud.objects.filter(pk=solicitud.pk).update(escalada=2)
    solicitud.refresh_from_db()
    return solicitud


def situacion() -> str:
    return CreditoFiscal.objects.get(registro=UNO, numero="000000001").situacion


def _foto() -> list[Any]:
    """Everything that a refusal leaves as it was."""
    tablas = (
        Correccion,
        Solicitud,
        Comunicacion,
        Documento,
        Asiento,
        Mensaje,
        CreditoFiscal,
        RegistroPatronal,
    )
    return [list(tabla.objects.order_by("pk").values()) for tabla in tablas]


def test_nada_se_nota_hasta_que_se_aprueba(presentada: Presentada) -> None:
    solicitud = presentada()
    mensajes = Mensaje.objects.count()
    correccion = proponer(solicitud)
    assert correccion.cambios == [
        {
            "clase": "credito",
            "clave": f"{UNO}-000000001",
            "campo": "situacion",
            "de": "FIRME",
            "a": "PAGADO",
        }
    ]
    solicitud.refresh_from_db()
    assert (solicitud.estado, situacion(), Mensaje.objects.count()) == ("PRESENTADA", "FIRME", mensajes)
    asiento = Asiento.objects.latest("pk")
    assert (asiento.evento, asiento.rfc, asiento.detalle["autor"]) == (
        "promociones.correccion_propuesta",
        solicitud.rfc,
        "ana",
    )
    assert not list(invariantes.hallazgos())


def test_aprobar_lo_hace_todo(presentada: Presentada) -> None:
    FilaDeGarantia.objects.create(folio="G-1", estado="VIGENTE", importe=1)
    solicitud = elevada(presentada())
    comunicacion = aprobar(proponer(solicitud, *VARIOS, quien=NORMATIVA), OTRA_NORMATIVA)
    solicitud.refresh_from_db()
    dos = RegistroPatronal.objects.get(pk=DOS)
    garantia = CreditoFiscal.objects.get(registro=DOS).garantia_id
    assert (situacion(), garantia, dos.estado, dos.trabajadores) == ("PAGADO", "G-1", "VIGENTE", 12)
    assert (solicitud.estado, solicitud.sentido_resolucion) == ("RESUELTA", "PROCEDENTE")
    assert solicitud.resolucion is not None
    assert comunicacion.autor == "norma"
    assert comunicacion.texto.startswith(TEXTO)
    assert "su situación pasa de «Firme» a «Pagado»." in comunicacion.texto
    assert "número de trabajadores pasa de «0» a «12»" in str(solicitud.resolucion.contenido)
    correccion = Correccion.objects.get()
    assert (correccion.estado, correccion.decidida_por) == ("APROBADA", "norma2")
    padron = Asiento.objects.get(evento="padron.correccion").detalle
    assert (padron["autor"], padron["aprobada_por"], padron["folio"]) == (
        "norma",
        "norma2",
        solicitud.folio,
    )
    assert padron["cambios"] == correccion.cambios
    resuelta = Asiento.objects.get(evento="promociones.resolucion").detalle
    assert (resuelta["autor"], resuelta["aprobada_por"]) == ("norma", "norma2")
    assert Asiento.objects.filter(evento="padron.hechos_cambiados").latest("pk").rfc == solicitud.rfc
    assert "Sentido: Procedente." in Mensaje.objects.latest("pk").texto
    assert not list(invariantes.hallazgos())


def test_rechazar_deja_proponer_otra_vez(presentada: Presentada) -> None:
    solicitud = presentada()
    correccion = proponer(solicitud)
    with pytest.raises(TextoInsuficiente):
        correcciones.rechazar(correccion, motivo="No.\x00 \u202e", quien=JEFA, ahora=timezone.now())
    correcciones.rechazar(correccion, motivo=MOTIVO, quien=NORMATIVA, ahora=timezone.now())
    correccion.refresh_from_db()
    assert (correccion.estado, correccion.motivo, correccion.decidida_por) == ("RECHAZADA", MOTIVO, "norma")
    asiento = Asiento.objects.latest("pk")
    assert asiento.evento == "promociones.correccion_rechazada"
    assert (asiento.detalle["autor"], asiento.detalle["propuesta_por"]) == ("norma", "ana")
    for orden in (
        lambda: aprobar(correccion),
        lambda: correcciones.rechazar(correccion, motivo=MOTIVO, quien=JEFA, ahora=timezone.now()),
    ):
        with pytest.raises(CorreccionDecidida):
            orden()
    assert situacion() == "FIRME"
    aprobar(proponer(solicitud), NORMATIVA)
    assert situacion() == "PAGADO"
    with pytest.raises(SolicitudResuelta):
        proponer(solicitud)
    assert not list(invariantes.hallazgos())


def test_quien_no_puede(presentada: Presentada) -> None:
    solicitud = presentada()
    propia = Funcionario("ana", 1, "SUBDELEGACION", solicitud.rfc, OFICINA)
    representante = Funcionario("rep", 9, "SUBDELEGACION", solicitud.acto.representante_rfc, OFICINA)
    assert representante.rfc
    for quien, rechazo in ((propia, RfcPropio), (representante, RfcPropio), (OTRA, NoEncontrado)):
        antes = _foto()
        with pytest.raises(rechazo):
            proponer(solicitud, quien=quien)
        assert _foto() == antes
    correccion = proponer(solicitud)
    for quien, rechazo in (
        (ANA, MismaPersona),
        (OTRA, NoEncontrado),
        (Funcionario("jefa", 2, "SUBDELEGACION", solicitud.rfc, OFICINA), RfcPropio),
        (representante, RfcPropio),
    ):
        antes = _foto()
        with pytest.raises(rechazo):
            aprobar(correccion, quien)
        with pytest.raises(rechazo):
            correcciones.rechazar(correccion, motivo=MOTIVO, quien=quien, ahora=timezone.now())
        assert _foto() == antes


@pytest.mark.parametrize(
    ("cambio", "rechazo"),
    [
        (Pedido("registro", "Y5500099100", "estado", "BAJA"), CambioNoPermitido),
        (Pedido("credito", f"{UNO}-000000001", "situacion", "REGALADO"), CambioNoPermitido),
        (Pedido("credito", f"{UNO}-000000001", "garantia", "NO-HAY"), CambioNoPermitido),
        (Pedido("credito", f"{UNO}-000000001", "garantia", "G-AJENA"), CambioNoPermitido),
        (Pedido("credito", f"{UNO}-000000001", "situacion", "FIRME"), CorreccionVacia),
    ],
)
def test_un_cambio_hostil_no_cambia_nada(
    presentada: Presentada, cambio: Pedido, rechazo: type[Rechazo]
) -> None:
    solicitud = presentada()
    ajeno = credito(garantia=Garantia("G-AJENA", EstadoGarantia.VIGENTE, 1))  # type: ignore[arg-type]
    guardar_hechos(hechos(registro(99, creditos=(ajeno,)), rfc="URE180429TM6"), ahora=timezone.now())
    antes = _foto()
    with pytest.raises(rechazo):
        proponer(solicitud, cambio)
    assert _foto() == antes


def test_una_pendiente_por_solicitud(presentada: Presentada) -> None:
    solicitud = presentada()
    proponer(solicitud)
    with pytest.raises(CorreccionPendiente):
        proponer(solicitud, quien=JEFA)
    with pytest.raises(IntegrityError, match="correccion_una_pendiente"), transaction.atomic():
        Correccion.objects.create(
            solicitud=solicitud, cambios=[], texto=TEXTO, propuesta_por="x", propuesta_en=timezone.now()
        )


@pytest.mark.parametrize(
    "mientras",
    [
        lambda: CreditoFiscal.objects.filter(registro=UNO).update(situacion="IMPUGNADO"),
        lambda: CreditoFiscal.objects.filter(registro=UNO).delete(),
        lambda: RegistroPatronal.objects.filter(pk=UNO).update(patron="URE180429TM6"),
        lambda: RegistroPatronal.objects.filter(pk=DOS).update(estado="HUELGA"),
        lambda: RegistroPatronal.objects.filter(pk=DOS).update(trabajadores=1),
        lambda: RegistroPatronal.objects.filter(pk=DOS).update(b251=True),
        lambda: CreditoFiscal.objects.filter(registro__patron="URE180429TM6").update(garantia="G-1"),
    ],
)
def test_lo_rebasado_no_cambia_nada(presentada: Presentada, mientras: Callable[[], object]) -> None:
    FilaDeGarantia.objects.create(folio="G-1", estado="VIGENTE", importe=1)
    solicitud = elevada(presentada())
    guardar_hechos(hechos(registro(99, creditos=(credito(),)), rfc="URE180429TM6"), ahora=timezone.now())
    correccion = proponer(solicitud, *VARIOS, quien=NORMATIVA)
    mientras()
    antes = _foto()
    with pytest.raises(CorreccionRebasada):
        aprobar(correccion, OTRA_NORMATIVA)
    assert _foto() == antes


def test_con_hechos_ilegibles_no_se_corrige(presentada: Presentada) -> None:
    correccion = proponer(presentada())
    Patron.objects.filter(rfc=correccion.solicitud.rfc).update(personas=2)
    antes = _foto()
    with pytest.raises(NoDisponible):
        aprobar(correccion)
    assert _foto() == antes


def test_lo_resuelto_de_otro_modo_ya_no_se_corrige(presentada: Presentada) -> None:
    correccion = proponer(presentada())
    resolver_retenida(
        correccion.solicitud,
        sentido=Sentido.ORIENTACION,
        texto=TEXTO,
        autor="x",
        aprobada_por="",
        ahora=timezone.now(),
    )
    with pytest.raises(SolicitudResuelta):
        aprobar(correccion)
    assert situacion() == "FIRME"
    correcciones.rechazar(correccion, motivo=MOTIVO, quien=JEFA, ahora=timezone.now())


@pytest.mark.parametrize(
    "orden",
    [
        "UPDATE promociones_correccion SET estado='APROBADA', decidida_por='ana', decidida_en=now()",
        "UPDATE promociones_correccion SET estado='APROBADA', decidida_por='', decidida_en=now()",
        "UPDATE promociones_correccion SET estado='APROBADA', decidida_por='eva'",
        "UPDATE promociones_correccion SET estado='RECHAZADA', decidida_por='eva', decidida_en=now()",
        "UPDATE promociones_correccion SET estado='APROBADA', decidida_por='e', decidida_en=now(), cambios='[]'",
        "UPDATE promociones_correccion SET estado='APROBADA', decidida_por='e', decidida_en=now(), propuesta_por='x'",
        "UPDATE promociones_correccion SET estado='RETIRADA', decidida_por='eva', decidida_en=now()",
        "UPDATE promociones_correccion SET estado='RETIRADA', decidida_por='ana'",
        "UPDATE promociones_correccion SET estado='RETIRADA', decidida_por='ana', decidida_en=now(), motivo='x'",
        "UPDATE promociones_correccion SET cambios='[]'",
        "UPDATE promociones_correccion SET texto='otro'",
        "UPDATE promociones_correccion SET estado='QUIZA'",
        "DELETE FROM promociones_correccion",
        "TRUNCATE promociones_correccion",
    ],
)
def test_postgresql_lo_niega(presentada: Presentada, orden: str) -> None:
    proponer(presentada())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(orden)


def test_postgresql_no_deja_decidir_dos_veces(presentada: Presentada) -> None:
    aprobar(proponer(presentada()))
    for orden in (
        "UPDATE promociones_correccion SET decidida_por='eva'",
        "UPDATE promociones_correccion SET estado='RECHAZADA', motivo='x'",
        "UPDATE promociones_correccion SET estado='PENDIENTE', decidida_por='', decidida_en=NULL",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(orden)


def _a_la_vez(cuantos: int, orden: Callable[[int], object]) -> list[str]:
    barrera = threading.Barrier(cuantos)

    def uno(n: int) -> str:
        try:
            barrera.wait(30)
            orden(n)
        except Rechazo as error:
            return error.codigo
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(cuantos) as hilos:
        return sorted(hilos.map(uno, range(cuantos)))


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_cincuenta_aprueban_y_una_vale(presentada: Presentada) -> None:
    correccion = proponer(presentada())
    dicho = _a_la_vez(50, lambda n: aprobar(correccion, Funcionario(f"jefa{n}", n, "NORMATIVA", "")))
    assert dicho == [""] + ["correccion_decidida"] * 49
    assert Documento.objects.filter(clase="resolucion").count() == 1
    assert Asiento.objects.filter(evento="padron.correccion").count() == 1
    assert not list(invariantes.hallazgos())


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_aprobar_y_rechazar_a_la_vez(presentada: Presentada) -> None:
    correccion = proponer(presentada())

    def decidir(n: int) -> None:
        if n % 2:
            aprobar(correccion)
        else:
            correcciones.rechazar(correccion, motivo=MOTIVO, quien=NORMATIVA, ahora=timezone.now())

    assert _a_la_vez(8, decidir) == [""] + ["correccion_decidida"] * 7
    correccion.refresh_from_db()
    assert (situacion() == "PAGADO") == (correccion.estado == "APROBADA")
    assert not list(invariantes.hallazgos())


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_diez_proponen_y_una_queda(presentada: Presentada) -> None:
    solicitud = presentada()
    dicho = _a_la_vez(
        10, lambda n: proponer(solicitud, quien=Funcionario(f"p{n}", n, "SUBDELEGACION", "", OFICINA))
    )
    assert dicho == [""] + ["correccion_pendiente"] * 9


def test_las_invariantes_ven_una_aprobada_que_no_hizo_nada(presentada: Presentada) -> None:
    Correccion.objects.create(
        solicitud=presentada(),
        cambios=[],
        texto=TEXTO,
        propuesta_por="ana",
        propuesta_en=timezone.now(),
        estado="APROBADA",
        decidida_por="jefa",
        decidida_en=timezone.now(),
    )
    sin_resolucion, sin_asiento = invariantes.hallazgos()
    assert "sin la resolución" in sin_resolucion
    assert "dos personas" in sin_asiento
