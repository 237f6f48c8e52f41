"""From the draft to the filed request: what is shown, signed and kept is one and the same."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from buzon.actos.errores import ActoUsado
from buzon.bitacora.models import Asiento
from buzon.cuentas.firma.services import exigir_firmable, firmar
from buzon.documentos.models import Documento
from buzon.mensajes.models import Mensaje
from buzon.padron.models import CreditoFiscal, RegistroPatronal
from buzon.portal import invariantes
from buzon.promociones import selectors
from buzon.promociones.models import Adjunto, Borrador, Preparada, Solicitud
from buzon.promociones.reglas import Asunto
from buzon.promociones.seleccion import CreditoElegido
from buzon.promociones.services import presentacion
from buzon.promociones.services.borrador import (
    DemasiadosAdjuntos,
    agregar_adjunto,
    descartar_borrador,
    quitar_adjunto,
)
from buzon.promociones.services.presentacion import PresentacionDeSolicitud
from buzon.valores.fechas import ZONA
from buzon.valores.rechazo import Rechazo
from tests.buzon.promociones.particular import (
    AJENO,
    CREDITO,
    CREDITO_DE_OTRA,
    DOS,
    OTRA_OFICINA,
    TEXTO,
    UNO,
    Particular,
)

pytestmark = pytest.mark.django_db
TRAMITE = PresentacionDeSolicitud()


def rechazo(error: pytest.ExceptionInfo[Rechazo]) -> str:
    return error.value.codigo


@pytest.mark.usefixtures("sin_revision")
def test_se_presenta_lo_que_se_escribio(particular: Particular) -> None:
    ahora = timezone.now()
    particular.escribir()
    adjunto = agregar_adjunto(particular.rfc, nombre="pago.pdf", contenido=b"uno", ahora=ahora)
    acto = particular.preparar(ahora=ahora)
    for dicho in (
        "|Aclaraciones u Orientaciones|",
        "|Asunto:Crédito fiscal (Regla Décima)|Subdelegacion:Polanco, CDMX Norte|Registros:|"
        f"Creditos:{CREDITO.clave}|",
        f"|SHA256 del texto:{hashlib.sha256(TEXTO.encode()).hexdigest()}|",
        f"|Adjunto 1:{hashlib.sha256(b'uno').hexdigest()} pago.pdf|",
    ):
        assert dicho in acto.cadena
    firmado = particular.presentar(acto, ahora=ahora)
    solicitud = Solicitud.objects.get()
    assert (solicitud.folio, solicitud.rfc, solicitud.acto) == (firmado.folio, particular.rfc, firmado)
    assert (solicitud.texto, solicitud.estado, solicitud.escalada) == (TEXTO, "PRESENTADA", 0)
    assert solicitud.registros == []
    assert solicitud.creditos == [
        {
            "nrp": UNO,
            "numero": "000000001",
            "tipo": "Cuotas",
            "periodo": "septiembre de 2026",
            "importe": "1234.50",
        }
    ]
    assert solicitud.subdelegacion_id == "3901"
    assert solicitud.presentada_en == ahora
    assert solicitud.vence_el == ahora.astimezone(ZONA).date() + timedelta(days=10)
    adjunto.refresh_from_db()
    assert (adjunto.borrador_id, adjunto.solicitud_id) == (None, solicitud.pk)
    borrador = selectors.borrador_de(particular.rfc)
    assert (borrador.asunto, borrador.texto, borrador.registros, borrador.creditos) == ("", "", [], [])
    assert Documento.objects.filter(acto=firmado).count() == 1
    assert Asiento.objects.filter(evento="promociones.presentar", detalle__folio=firmado.folio).count() == 1
    mensaje = Mensaje.objects.get(clave=f"acto:{firmado.folio}")
    assert mensaje.enlace == f"/promociones/aclaraciones/{firmado.folio}/"
    assert "%" not in mensaje.texto
    assert not list(invariantes.hallazgos())


def test_repetir_la_firma_da_el_mismo_folio(particular: Particular) -> None:
    particular.escribir()
    acto = particular.preparar()
    firma, certificado = particular.firma(acto), particular.certificado.der
    folios = {
        firmar(TRAMITE, acto, certificado=certificado, firma=firma, ahora=timezone.now()).folio
        for _ in range(3)
    }
    assert folios == {acto.folio}
    assert Solicitud.objects.count() == 1
    with pytest.raises(ActoUsado):
        firmar(TRAMITE, acto, certificado=certificado, firma=b"otra", ahora=timezone.now())


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_veinte_a_la_vez_son_una(particular: Particular, gente_demo: object) -> None:
    particular.escribir()
    acto = particular.preparar()
    firma = particular.firma(acto)

    def presentar(_: int) -> str:
        try:
            return firmar(
                TRAMITE, acto, certificado=particular.certificado.der, firma=firma, ahora=timezone.now()
            ).folio
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as hilos:
        assert set(hilos.map(presentar, range(20))) == {acto.folio}
    assert Solicitud.objects.count() == Documento.objects.count() == Mensaje.objects.count() == 1
    assert Asiento.objects.filter(evento="promociones.presentar").count() == 1
    assert not list(invariantes.hallazgos())


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_dos_actos_del_mismo_borrador_son_una_solicitud(particular: Particular) -> None:
    particular.escribir()
    actos = [particular.preparar() for _ in range(6)]

    def presentar(n: int) -> str:
        try:
            return particular.presentar(actos[n]).folio
        except Rechazo as error:
            return error.codigo
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as hilos:
        salidas = sorted(hilos.map(presentar, range(6)))
    assert salidas[1:] == ["borrador_cambiado"] * 5
    assert Solicitud.objects.get().folio == salidas[0]


@pytest.mark.usefixtures("sin_revision")
@pytest.mark.parametrize("cambio", ["texto", "asunto", "agregar", "quitar", "vaciar"])
def test_si_el_borrador_cambia_no_se_presenta(particular: Particular, cambio: str) -> None:
    ahora, rfc = timezone.now(), particular.rfc
    particular.escribir()
    adjunto = agregar_adjunto(rfc, nombre="a.pdf", contenido=b"a", ahora=ahora)
    acto = particular.preparar()
    exigir_firmable(TRAMITE, acto, ahora=timezone.now())
    match cambio:
        case "texto":
            particular.escribir(texto=TEXTO + ".")
        case "asunto":
            particular.escribir(Asunto.GARANTIA)
        case "agregar":
            agregar_adjunto(rfc, nombre="b.pdf", contenido=b"b", ahora=ahora)
        case "quitar":
            quitar_adjunto(rfc, adjunto_id=adjunto.pk, ahora=ahora)
        case "vaciar":
            descartar_borrador(rfc, ahora=ahora)
    antes = Borrador.objects.values().get(rfc=rfc)
    for orden in (
        lambda: exigir_firmable(TRAMITE, acto, ahora=timezone.now()),
        lambda: particular.presentar(acto),
    ):
        with pytest.raises(presentacion.BorradorCambiado):
            orden()
    assert not Solicitud.objects.exists()
    assert not Documento.objects.exists()
    assert Borrador.objects.values().get(rfc=rfc) == antes


def test_guardar_lo_mismo_otra_vez_no_es_un_cambio(particular: Particular) -> None:
    particular.escribir()
    acto = particular.preparar()
    particular.escribir(ahora=timezone.now() + timedelta(minutes=1))
    assert particular.presentar(acto).folio == acto.folio


@pytest.mark.parametrize(
    ("rasgos", "codigo"),
    [
        ({"asunto": ""}, "asunto_no_disponible"),
        ({"texto": ""}, "texto_insuficiente"),
        ({"texto": "x" * 19}, "texto_insuficiente"),
        ({"texto": " \n\t " * 30}, "texto_insuficiente"),
        ({"texto": "\u202e\u0000\u200e" * 30}, "texto_insuficiente"),
        ({"creditos": ()}, "falta_credito"),
        ({"asunto": Asunto.GARANTIA, "creditos": ()}, "falta_credito"),
        ({"asunto": Asunto.REGISTRO_PATRONAL}, "falta_registro"),
        ({"registros": (AJENO,)}, "registro_ajeno"),
        ({"creditos": (CreditoElegido(AJENO, "000000001"),)}, "credito_ajeno"),
        ({"creditos": (CreditoElegido(UNO, "000000002"),)}, "credito_ajeno"),
        ({"creditos": (CREDITO, CREDITO_DE_OTRA)}, "varias_subdelegaciones"),
        ({"registros": (DOS,)}, "varias_subdelegaciones"),
    ],
)
def test_lo_incompleto_no_se_prepara(particular: Particular, rasgos: dict[str, object], codigo: str) -> None:
    particular.escribir(**rasgos)  # type: ignore[arg-type]
    with pytest.raises(Rechazo) as error:
        particular.preparar()
    assert rechazo(error) == codigo
    assert not Preparada.objects.exists()


@pytest.mark.parametrize(
    ("rasgos", "codigo"),
    [
        ({"asunto": "OTRO"}, "asunto_no_disponible"),
        ({"asunto": "\x00" * 500}, "asunto_no_disponible"),
        ({"texto": "ñ" * 4001}, "texto_demasiado_largo"),
        ({"registros": ("x\x00",)}, "registro_ajeno"),
        ({"registros": ("' OR 1=1",)}, "registro_ajeno"),
        ({"creditos": (CreditoElegido("\x00", "\x00"),)}, "credito_ajeno"),
        ({"registros": tuple(f"Y55{n:05d}100" for n in range(41))}, "seleccion_excesiva"),
    ],
)
def test_lo_imposible_no_se_guarda(particular: Particular, rasgos: dict[str, object], codigo: str) -> None:
    particular.escribir()
    antes = Borrador.objects.values().get()
    with pytest.raises(Rechazo) as error:
        particular.escribir(**rasgos)  # type: ignore[arg-type]
    assert rechazo(error) == codigo
    assert Borrador.objects.values().get() == antes


@pytest.mark.parametrize(
    ("escrito", "guardado"),
    [
        ("  uno\r\ndos\rtres  \n\n", "uno\ndos\ntres"),
        ("a\x00b\x07c\ufffd", "abc\ufffd"),
        ("pagué \u202e000,1$\u202c", "pagué 000,1$"),
        ("👩‍👧 ﬁn Ñ", "👩‍👧 ﬁn Ñ"),
        ("x" * 4000, "x" * 4000),
        (" " * 8000, ""),
    ],
)
def test_el_texto_se_guarda_limpio(particular: Particular, escrito: str, guardado: str) -> None:
    particular.escribir(texto=escrito)
    assert Borrador.objects.get().texto == guardado


def test_sin_buzon_activo_solo_la_activacion(particular: Particular) -> None:
    particular.escribir()
    with pytest.raises(Rechazo) as error:
        particular.preparar(buzon_activo=False)
    assert rechazo(error) == "asunto_no_disponible"
    particular.escribir(Asunto.ACTIVACION, creditos=())
    firmado = particular.presentar(particular.preparar(buzon_activo=False))
    assert Solicitud.objects.get(folio=firmado.folio).asunto == "ACTIVACION"


@pytest.mark.parametrize(
    ("rasgos", "oficina"),
    [
        ({"creditos": (CREDITO_DE_OTRA,)}, OTRA_OFICINA),
        ({"asunto": Asunto.REGISTRO_PATRONAL, "registros": (DOS,), "creditos": ()}, OTRA_OFICINA),
        ({"asunto": Asunto.OPINION_PUBLICA, "creditos": ()}, "3901"),
    ],
)
def test_va_a_la_subdelegacion_que_controla(
    presentada: Callable[..., Solicitud], rasgos: dict[str, object], oficina: str
) -> None:
    assert presentada(**rasgos).subdelegacion_id == oficina


def test_sin_registros_va_al_nivel_central(particular: Particular) -> None:
    CreditoFiscal.objects.all().delete()
    RegistroPatronal.objects.filter(patron=particular.rfc).delete()
    particular.escribir(Asunto.OPINION_PUBLICA, creditos=())
    acto = particular.preparar()
    assert "|Subdelegacion:Nivel central, Normativa|" in acto.cadena
    particular.presentar(acto)
    assert Solicitud.objects.get().subdelegacion is None


def test_el_plazo_cuenta_desde_la_firma_y_no_desde_que_se_preparo(
    particular: Particular, en_cualquier_dia: None
) -> None:
    noche = datetime(2026, 11, 23, 23, 59, 50, tzinfo=ZONA)
    particular.escribir()
    acto = particular.preparar(ahora=noche)
    particular.presentar(acto, ahora=noche + timedelta(seconds=20))
    solicitud = Solicitud.objects.get()
    assert solicitud.vence_el.isoformat() == "2026-12-04"


@pytest.mark.usefixtures("sin_revision")
def test_los_adjuntos_del_borrador(particular: Particular) -> None:
    ahora, rfc = timezone.now(), particular.rfc
    uno = agregar_adjunto(rfc, nombre="a.pdf", contenido=b"a", ahora=ahora)
    assert agregar_adjunto(rfc, nombre="otro.pdf", contenido=b"a", ahora=ahora).pk == uno.pk
    for n in range(1, 5):
        despues = ahora + timedelta(seconds=n)
        agregar_adjunto(rfc, nombre=f"{n}.pdf", contenido=bytes([n]), ahora=despues)
    with pytest.raises(DemasiadosAdjuntos):
        agregar_adjunto(rfc, nombre="seis.pdf", contenido=b"seis", ahora=ahora)
    nombres = [adjunto.nombre for adjunto in selectors.adjuntos_del_borrador(rfc)]
    assert nombres == ["a.pdf", "1.pdf", "2.pdf", "3.pdf", "4.pdf"]
    assert bytes(selectors.adjunto_de(uno.pk, rfc=rfc).contenido) == b"a"  # type: ignore[union-attr]
    assert selectors.adjunto_de(uno.pk, rfc="URE180429TM6") is None
    quitar_adjunto("URE180429TM6", adjunto_id=uno.pk, ahora=ahora)
    assert Adjunto.objects.count() == 5
    quitar_adjunto(rfc, adjunto_id=uno.pk, ahora=ahora)
    quitar_adjunto(rfc, adjunto_id=uno.pk, ahora=ahora)
    assert Adjunto.objects.count() == 4
    descartar_borrador(rfc, ahora=ahora)
    assert not Adjunto.objects.exists()


@pytest.mark.usefixtures("sin_revision")
def test_lo_presentado_no_se_cambia_ni_se_borra(particular: Particular) -> None:
    ahora = timezone.now()
    particular.escribir()
    agregar_adjunto(particular.rfc, nombre="a.pdf", contenido=b"a", ahora=ahora)
    particular.presentar(particular.preparar())
    solicitud = Solicitud.objects.get()
    cambios = [
        lambda: Adjunto.objects.all().delete(),
        lambda: Adjunto.objects.update(nombre="otro.pdf"),
        lambda: Adjunto.objects.update(solicitud=None, borrador=Borrador.objects.get()),
        lambda: Solicitud.objects.update(texto="otro"),
        lambda: Solicitud.objects.update(vence_el=solicitud.vence_el + timedelta(days=1)),
        lambda: Solicitud.objects.update(estado="RESUELTA"),
        lambda: Preparada.objects.update(texto="otro"),
    ]
    for cambio in cambios:
        with pytest.raises(IntegrityError), transaction.atomic():
            cambio()
    Solicitud.objects.update(escalada=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Solicitud.objects.update(escalada=1)
