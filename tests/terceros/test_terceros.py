"""Third parties through HTTP: authorise, look, obtain, cancel, end; strangers and RFCs that nobody knows."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buzon.actos.models import ActoPreparado
from buzon.cuentas.firma.services import firmar
from buzon.documentos.models import Documento
from buzon.mensajes.models import Mensaje
from buzon.padron.services import guardar_hechos
from buzon.valores.fechas import dia_en_centro
from opinion.models import OpinionEmitida
from opinion.services import recalcular_rfc
from terceros import avisos, services
from terceros.models import AutorizacionDeTercero, ConsultaDeTercero
from terceros.tramite import AutorizacionDeTerceros
from tests.buzon.padron.fabricas import credito, hechos, oficina, registro
from tests.personas import Dentro, al_confirmar, cadena_mostrada
from tests.terceros.quienes import (
    CONSULTA,
    RUTA,
    a_cancelar,
    autorizar,
    cancelar,
    codigo_de,
    consultar,
    guardar,
    obtener,
    sin_el_rfc,
)

pytestmark = pytest.mark.django_db
Activa = Callable[..., Dentro]
DESCONOCIDO = "ZZZ010101ZZ1"


@pytest.fixture
def titular(activa: Activa) -> Dentro:
    quien = activa(persona="moral")
    oficina()
    guardar_hechos(hechos(registro(creditos=(credito(),)), rfc=quien.persona.rfc), ahora=timezone.now())
    return quien


@pytest.fixture
def tercero(activa: Activa) -> Dentro:
    return activa(persona="fisica")


def hoy_mas(dias: int) -> str:
    return (dia_en_centro(timezone.now()) + timedelta(days=dias)).isoformat()


def test_autorizar_dice_a_quien_hasta_cuando_y_que_vera(titular: Dentro, tercero: Dentro) -> None:
    pagina = guardar(titular, tercero.persona.rfc, DESCONOCIDO, hasta=hoy_mas(30))
    html = pagina.content.decode()
    cadena = cadena_mostrada(html)
    assert f"|Terceros:{tercero.persona.rfc}, {DESCONOCIDO}|" in cadena
    assert "|Vigente hasta:" in cadena
    assert tercero.persona.nombre not in html, "un nombre diría que ese RFC existe"
    assert "detalla tus adeudos" in html
    assert not AutorizacionDeTercero.objects.exists()
    exito = titular.firmar(pagina)
    assert "Autorización exitosa" in exito.content.decode()
    assert AutorizacionDeTercero.objects.filter(titular=titular.persona.rfc).count() == 2
    documento = Documento.objects.get(acto__tramite="terceros.autorizar")
    assert documento.esta_sellado


def test_el_tercero_la_ve_la_obtiene_y_se_sabe(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    lista = tercero.http.get(CONSULTA).content.decode()
    assert titular.persona.nombre in lista
    assert "Sin consultar hoy" in lista
    visto = consultar(tercero, titular.persona.rfc).content.decode()
    assert "Negativa" in visto
    assert "Con adeudos" in visto
    obtenida = obtener(tercero, titular.persona.rfc)
    html = obtenida.content.decode()
    assert "Descargar la opinión" in html
    emitida = OpinionEmitida.objects.get()
    assert (emitida.rfc, emitida.tercero) == (titular.persona.rfc, tercero.persona.rfc)
    assert f"|TerceroAutorizado:{tercero.persona.rfc}|" in emitida.cadena
    pdf = tercero.http.get(f"{CONSULTA}{emitida.folio}.pdf")
    assert pdf.content.startswith(b"%PDF")
    suya = titular.http.get(RUTA).content.decode()
    assert tercero.persona.nombre in suya, "una vez que consultó, su nombre se sabe"
    assert [una.que for una in ConsultaDeTercero.objects.order_by("id")] == ["CONSULTA", "OPINION"]


def test_la_del_titular_y_la_del_tercero_son_dos_documentos(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    obtener(tercero, titular.persona.rfc)
    obtener(tercero, titular.persona.rfc)
    titular.http.post("/cobranza/32d/mi-opinion/")
    assert sorted(OpinionEmitida.objects.values_list("tercero", flat=True)) == sorted(
        ["", tercero.persona.rfc]
    )
    suyas = titular.http.get("/cobranza/32d/mi-opinion/").content.decode()
    assert OpinionEmitida.objects.get(tercero="").folio in suyas
    assert OpinionEmitida.objects.exclude(tercero="").get().folio not in suyas


def test_desde_la_cancelacion_no_ve_nada(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    obtener(tercero, titular.persona.rfc)
    folio = OpinionEmitida.objects.get().folio
    exito = cancelar(titular, tercero.persona.rfc)
    assert "Cancelación exitosa" in exito.content.decode()
    for respuesta in (
        consultar(tercero, titular.persona.rfc),
        obtener(tercero, titular.persona.rfc),
        tercero.http.get(f"{CONSULTA}{folio}/"),
        tercero.http.get(f"{CONSULTA}{folio}.pdf"),
    ):
        assert respuesta.status_code == 404
    assert titular.persona.nombre not in tercero.http.get(CONSULTA).content.decode()
    assert ConsultaDeTercero.objects.count() == 1
    assert "Cancelado" in titular.http.get(RUTA).content.decode()


def test_termina_el_primer_instante_despues_de_su_dia(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc, hasta=hoy_mas(2))
    una = AutorizacionDeTercero.objects.get()
    assert una.termina_en is not None
    with time_machine.travel(una.termina_en - timedelta(seconds=1), tick=False):
        tercero.ingresar()
        assert consultar(tercero, titular.persona.rfc).status_code == 200
    with time_machine.travel(una.termina_en, tick=False):
        assert consultar(tercero, titular.persona.rfc).status_code == 404
        assert services.anotar_vencidas(ahora=timezone.now()) == 1
        titular.ingresar()
        assert "Vencido" in titular.http.get(RUTA).content.decode()
        autorizar(titular, tercero.persona.rfc)
        assert consultar(tercero, titular.persona.rfc).status_code == 200


def test_otra_vez_sin_que_nadie_anotara_el_vencimiento(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc, hasta=hoy_mas(0))
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        titular.ingresar()
        assert "Autorización exitosa" in autorizar(titular, tercero.persona.rfc).content.decode()
    assert AutorizacionDeTercero.objects.filter(fin=None).count() == 1


@pytest.mark.parametrize(
    ("rfcs", "hasta", "codigo"),
    [
        ([], "", "tercero_invalido"),
        (["XAXX010101000"], "", "tercero_invalido"),
        (["CPR0109"], "", "tercero_invalido"),
        ([DESCONOCIDO], "2020-01-01", "vigencia_invalida"),
        ([DESCONOCIDO], "9999-12-31", "vigencia_invalida"),
        ([DESCONOCIDO], "ayer", "datos_invalidos"),
        (
            [f"CPR{dia:06d}KM9" for dia in range(10101, 10132)]
            + [f"CIN{d:06d}KM9" for d in range(10101, 10132)],
            "",
            "lote_demasiado_grande",
        ),
    ],
)
def test_lo_que_se_rechaza_no_pierde_lo_escrito(
    titular: Dentro, rfcs: list[str], hasta: str, codigo: str
) -> None:
    respuesta = guardar(titular, *rfcs, hasta=hasta)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert codigo_de(respuesta) == codigo
    assert all(rfc in html for rfc in rfcs)
    if hasta:
        assert hasta in html


def test_el_propio_se_rechaza(titular: Dentro) -> None:
    assert codigo_de(guardar(titular, titular.persona.rfc)) == "tercero_propio"


def test_el_ya_autorizado_se_rechaza(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    respuesta = guardar(titular, DESCONOCIDO, tercero.persona.rfc)
    assert (respuesta.status_code, codigo_de(respuesta)) == (422, "tercero_ya_autorizado")


def test_de_dos_pestanas_surte_efecto_la_primera(titular: Dentro, tercero: Dentro) -> None:
    una, otra = guardar(titular, tercero.persona.rfc), guardar(titular, tercero.persona.rfc, DESCONOCIDO)
    assert titular.firmar(una).status_code == 200
    tarde = titular.firmar(otra)
    assert (tarde.status_code, codigo_de(tarde)) == (409, "estado_cambiado")
    assert AutorizacionDeTercero.objects.count() == 1, "o todos o ninguno"


def test_autorizada_y_cancelada_entre_tanto_es_otra(titular: Dentro, tercero: Dentro) -> None:
    vieja = guardar(titular, tercero.persona.rfc)
    autorizar(titular, tercero.persona.rfc)
    cancelar(titular, tercero.persona.rfc)
    assert titular.firmar(vieja).status_code == 409


def test_lo_firmado_dos_veces_da_el_mismo_folio(titular: Dentro, tercero: Dentro) -> None:
    preparada = guardar(titular, tercero.persona.rfc)
    una, otra = titular.firmar(preparada), titular.firmar(preparada)
    assert una.request["PATH_INFO"] == otra.request["PATH_INFO"]  # type: ignore[attr-defined]
    assert AutorizacionDeTercero.objects.count() == 1


def test_una_cancelacion_que_se_rebasa(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    preparada = a_cancelar(titular, tercero.persona.rfc)
    cancelar(titular, tercero.persona.rfc)
    autorizar(titular, tercero.persona.rfc)
    assert titular.firmar(preparada).status_code == 409
    assert consultar(tercero, titular.persona.rfc).status_code == 200


@pytest.mark.parametrize("valor", ["", "0", "-1", "9" * 18, "9" * 30, "x", "1e3", "１"])
def test_cancelar_lo_que_no_es_suyo_ni_existe(titular: Dentro, valor: str) -> None:
    respuesta = titular.http.post(RUTA, {"cancelar": valor})
    assert (respuesta.status_code, codigo_de(respuesta)) == (409, "estado_cambiado")


def test_la_de_otro_no_se_cancela(titular: Dentro, tercero: Dentro, activa: Activa) -> None:
    autorizar(titular, tercero.persona.rfc)
    pk = AutorizacionDeTercero.objects.get().pk
    assert tercero.http.post(RUTA, {"cancelar": pk}).status_code == 409
    assert AutorizacionDeTercero.objects.get().fin is None


def test_otro_tercero_no_ve_nada(titular: Dentro, tercero: Dentro, activa: Activa) -> None:
    autorizar(titular, tercero.persona.rfc)
    obtener(tercero, titular.persona.rfc)
    folio = OpinionEmitida.objects.get().folio
    otro = activa(persona="fisica", sentido="SIN_OPINION")
    assert consultar(otro, titular.persona.rfc).status_code == 404
    assert otro.http.get(f"{CONSULTA}{folio}/").status_code == 404
    assert otro.http.get(f"{CONSULTA}{folio}.pdf").status_code == 404


def test_preguntar_por_quien_no_autorizo_da_siempre_lo_mismo(titular: Dentro, tercero: Dentro) -> None:
    """Unknown, known but not authorised, and cancelled: same status, bytes but for the RFC, and queries."""
    autorizar(titular, tercero.persona.rfc)
    cancelar(titular, tercero.persona.rfc)
    ahora, vistas = timezone.now(), []
    for rfc in (DESCONOCIDO, titular.persona.rfc, "ÑAMB900722J45", "no es un RFC"):
        # The page says how long the session still lasts.
        with time_machine.travel(ahora, tick=False), CaptureQueriesContext(connection) as consultas:
            respuesta = tercero.http.post(CONSULTA, {"consultar": rfc})
        vistas.append((respuesta.status_code, sin_el_rfc(respuesta, rfc), len(consultas)))
    assert vistas[0][0] == 404
    assert len(set(vistas)) == 1


def test_firmar_por_quien_no_existe_hace_lo_mismo(titular: Dentro, tercero: Dentro) -> None:
    """The third party is told by a task of its own: what the signature waits for does not depend on who it is."""
    vistas = []
    for rfc in (tercero.persona.rfc, DESCONOCIDO):
        guardar(titular, rfc)
        acto = ActoPreparado.objects.get(cadena__contains=f"|Terceros:{rfc}|")
        firma = titular._firmar(acto.cadena)
        with CaptureQueriesContext(connection) as consultas, transaction.atomic():
            firmar(
                AutorizacionDeTerceros(),
                acto,
                certificado=titular.persona.cer.read_bytes(),
                firma=firma,
                ahora=timezone.now(),
            )
        vistas.append(len(consultas))
    assert vistas[0] == vistas[1]


def test_se_avisa_a_quien_tiene_buzon_una_vez(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc, DESCONOCIDO)
    assert avisos.avisar_lo_pendiente(ahora=timezone.now()) == 0, "ya se avisó al confirmar"
    asuntos = Mensaje.objects.filter(rfc=tercero.persona.rfc).values_list("asunto", flat=True)
    assert list(asuntos).count("Te autorizaron a ver una opinión") == 1
    assert not Mensaje.objects.filter(rfc=DESCONOCIDO).exists()
    assert (
        Mensaje.objects.filter(rfc=titular.persona.rfc, asunto__contains="autorización de terceros").count()
        == 1
    )
    cancelar(titular, tercero.persona.rfc)
    assert list(asuntos.all()).count("Se canceló una autorización que tenías") == 1


def test_antes_de_su_fin_se_avisa_a_los_dos_una_vez(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc, hasta=hoy_mas(30))
    una = AutorizacionDeTercero.objects.get()
    assert una.termina_en is not None
    with al_confirmar():
        assert avisos.avisar_lo_pendiente(ahora=una.termina_en - timedelta(days=4)) == 0
    with al_confirmar():
        assert avisos.avisar_lo_pendiente(ahora=una.termina_en - timedelta(days=3)) == 2
        assert avisos.avisar_lo_pendiente(ahora=una.termina_en - timedelta(days=1)) == 0
    avisados = Mensaje.objects.filter(asunto__contains="por terminar").values_list("rfc", flat=True)
    assert sorted(avisados) == sorted([titular.persona.rfc, tercero.persona.rfc])


def test_la_base_de_datos_no_admite_otra_cosa(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    una = AutorizacionDeTercero.objects.get()
    ahora = timezone.now()
    cambios: list[dict[str, object]] = [
        {"tercero": "CPR010905KM9"},
        {"desde": ahora},
        {"termina_en": ahora + timedelta(days=400)},
        {"fin": ahora},
        {"fin": una.desde - timedelta(hours=1), "cancelacion": una.acto},
    ]
    for cambio in cambios:
        with pytest.raises(IntegrityError), transaction.atomic():
            AutorizacionDeTercero.objects.filter(pk=una.pk).update(**cambio)
    with pytest.raises(IntegrityError), transaction.atomic():
        una.delete()
    for otra in (
        {"titular": una.titular, "tercero": una.tercero},
        {"titular": una.titular, "tercero": una.titular},
        {"titular": una.titular, "tercero": DESCONOCIDO, "termina_en": una.desde},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            AutorizacionDeTercero.objects.create(acto=una.acto, desde=una.desde, **otra)


def test_la_lista_no_hace_consultas_por_renglon(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    with CaptureQueriesContext(connection) as una:
        titular.http.get(RUTA)
    autorizar(titular, *[f"CPR{dia:06d}KM9" for dia in range(10101, 10116)])
    with CaptureQueriesContext(connection) as muchas:
        titular.http.get(RUTA)
    assert len(una) == len(muchas)


def test_se_busca_por_rfc_y_por_nombre(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    for busca, esta in (
        (titular.persona.rfc[:4].lower(), True),
        (titular.persona.nombre[:6].lower(), True),
        ("ZZZ", False),
        ("%", False),
        ("\x00", True),
    ):
        respuesta = tercero.http.get(CONSULTA, {"q": busca})
        assert respuesta.status_code == 200, busca
        assert (titular.persona.nombre in respuesta.content.decode()) is esta, busca


def test_la_lista_en_csv_y_xlsx_queda_dicha(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc, hasta=hoy_mas(30))
    recalcular_rfc(titular.persona.rfc, ahora=timezone.now())
    en_csv = tercero.http.get(f"{CONSULTA}lista.csv")
    assert en_csv.headers["Content-Disposition"].startswith("attachment;")
    [encabezado, renglon] = csv.reader(StringIO(en_csv.content.decode("utf-8-sig")))
    assert encabezado[:4] == ["RFC", "Nombre", "Opinión", "Motivo"]
    assert renglon[:4] == [titular.persona.rfc, titular.persona.nombre, "Negativa", "Con adeudos"]
    assert tercero.http.get(f"{CONSULTA}lista.xlsx").content.startswith(b"PK")
    assert ConsultaDeTercero.objects.filter(que="CONSULTA").count() == 2, "una por cada lista"
    cancelar(titular, tercero.persona.rfc)
    assert len(tercero.http.get(f"{CONSULTA}lista.csv").content.splitlines()) == 1


def test_quien_consulto_dice_nombre_hora_y_que_vio(titular: Dentro, tercero: Dentro) -> None:
    ruta = "/cobranza/32d/consultas/"
    assert "Ningún tercero autorizado ha visto tu opinión" in titular.http.get(ruta).content.decode()
    autorizar(titular, tercero.persona.rfc)
    consultar(tercero, titular.persona.rfc)
    obtener(tercero, titular.persona.rfc)
    html = titular.http.get(ruta).content.decode()
    assert html.count(tercero.persona.nombre) == 2
    assert "Vio tu opinión: Negativa" in html
    assert "Obtuvo el PDF de tu opinión: Negativa" in html
    assert tercero.persona.nombre not in tercero.http.get(ruta).content.decode().partition("<h1>")[2]
    assert titular.http.get(f"{ruta}?pagina=9").status_code == 404


def test_la_obtenida_ayer_se_dice_vencida(titular: Dentro, tercero: Dentro) -> None:
    autorizar(titular, tercero.persona.rfc)
    html = obtener(tercero, titular.persona.rfc).content.decode()
    assert "Vigente hasta hoy 23:59:59" in html
    folio = OpinionEmitida.objects.get().folio
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        tercero.ingresar()
        html = tercero.http.get(f"{CONSULTA}{folio}/").content.decode()
    assert "Venció el" in html
    assert "data-sentido" not in html
