"""A load makes the register say what the files say, all or nothing, and the same files change nothing."""

import hashlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.padron import hechos, selectors
from buzon.padron.carga import services
from buzon.padron.carga.errores import CargaEnCurso
from buzon.padron.carga.models import Carga, EstadoCarga
from buzon.padron.carga.tablero import Tablero
from buzon.padron.models import CreditoFiscal, Patron, RegistroPatronal
from tests.buzon.padron.carga.conftest import EJEMPLOS, Cargar, Hacer, foto


@pytest.fixture
def pedidas(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The recomputations that are asked for."""
    nombres: list[str] = []
    monkeypatch.setattr(services, "encolar", lambda tarea, **_: nombres.append(tarea))
    return nombres


def test_el_ejemplo_entra_entero(cargar: Cargar, carpeta: Hacer, pedidas: list[str]) -> None:
    carga = cargar(carpeta())
    assert carga.estado == EstadoCarga.TERMINADA
    assert carga.avance == 100
    nuevas = {nombre: cuenta["nuevas"] for nombre, cuenta in carga.cambios.items()}
    assert nuevas == {
        "subdelegaciones": 2,
        "patrones": 5,
        "registros": 6,
        "garantias": 1,
        "convenios": 1,
        "creditos": 6,
    }
    assert pedidas == ["opinion.recalcular_opiniones"]
    leidos = selectors.hechos_de("EKU9003173C9")
    assert [registro.nrp for registro in leidos.registros] == ["B5510768108", "B5510769106"]
    impugnado = leidos.registros[0].creditos[1]
    assert impugnado.garantia == hechos.Garantia(
        "FIANZA-2026-0001", hechos.EstadoGarantia.VIGENTE, Decimal("50000.00"), date(2027, 12, 31)
    )
    assert RegistroPatronal.objects.get(pk="B5510769106").b251


def test_los_mismos_archivos_no_cambian_nada(cargar: Cargar, carpeta: Hacer, pedidas: list[str]) -> None:
    cargar(carpeta())
    antes = foto()
    otra = cargar(carpeta())
    assert otra.estado == EstadoCarga.TERMINADA
    assert otra.total_de_cambios == 0
    assert foto() == antes
    assert pedidas == ["opinion.recalcular_opiniones"]


def test_un_simulacro_no_guarda_nada(cargar: Cargar, carpeta: Hacer, pedidas: list[str]) -> None:
    antes = foto()
    carga = cargar(carpeta(), simulacro=True)
    assert carga.estado == EstadoCarga.TERMINADA
    assert carga.cambios["patrones"]["nuevas"] == 5
    assert foto() == antes
    assert pedidas == []
    assert not Asiento.objects.filter(evento="padron.cargado").exists()


def test_queda_escrito_quien_cargo_que(cargar: Cargar, carpeta: Hacer) -> None:
    origen = carpeta()
    carga = cargar(origen)
    asiento = Asiento.objects.get(evento="padron.cargado")
    assert asiento.detalle["autor"] == "pruebas"
    assert asiento.detalle["archivos"] == carga.archivos
    contenido = (origen / "creditos.csv").read_bytes()
    assert carga.archivos[-1] == {
        "archivo": "creditos.csv",
        "octetos": len(contenido),
        "sha256": hashlib.sha256(contenido).hexdigest(),
    }


def test_lo_que_ya_no_viene_de_un_rfc_se_retira(cargar: Cargar, carpeta: Hacer) -> None:
    cargar(carpeta())
    carga = cargar(
        carpeta(
            patrones=["EKU9003173C9,ESCUELA KEMPER URGATE SA,,1"],
            registros=["B5510768108,EKU9003173C9,VIGENTE,43,3905,f,t"],
            creditos=["B5510768108,260000001,IMSS,CUOTAS,PAGADO,2026-04,18250.40,2026-05-18,,"],
        )
    )
    assert carga.cambios["registros"] == {"nuevas": 0, "cambiadas": 1, "retiradas": 1}
    assert carga.cambios["creditos"] == {"nuevas": 0, "cambiadas": 0, "retiradas": 2}
    leidos = selectors.hechos_de("EKU9003173C9")
    assert leidos.nombre == "ESCUELA KEMPER URGATE SA"
    assert [registro.trabajadores for registro in leidos.registros] == [43]
    assert Patron.objects.count() == 5  # the others are not in the files, and stay
    assert CreditoFiscal.objects.filter(registro__patron="H&E951128469").count() == 2


def test_un_padron_completo_retira_a_los_demas(cargar: Cargar, carpeta: Hacer) -> None:
    cargar(carpeta())
    cargar(
        carpeta(
            patrones=["EKU9003173C9,ESCUELA KEMPER URGATE,,1"],
            registros=["B5510768108,EKU9003173C9,VIGENTE,42,3905,f,t"],
            garantias=[],
            convenios=[],
            creditos=[],
        ),
        completo=True,
    )
    assert list(Patron.objects.values_list("rfc", flat=True)) == ["EKU9003173C9"]
    assert RegistroPatronal.objects.count() == 1
    assert CreditoFiscal.objects.count() == 0


def test_un_registro_que_pasa_a_otro_patron(cargar: Cargar, carpeta: Hacer) -> None:
    cargar(carpeta())
    cargar(
        carpeta(
            patrones=["KIJ0906199R1,KERNEL,,1"],
            registros=["C1210001106,KIJ0906199R1,VIGENTE,7,1501,f,t"],
            creditos=["C1210001106,260000001,IMSS,MULTA,DETERMINADO,2026-07,2100.00,,,"],
        )
    )
    assert not selectors.hechos_de("H&E951128469").registros
    (registro,) = selectors.hechos_de("KIJ0906199R1").registros
    assert [credito.numero for credito in registro.creditos] == ["260000001"]


@pytest.mark.parametrize(
    "cambio", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")], ids=["bom", "crlf"]
)
def test_admite_lo_que_escribe_una_hoja_de_calculo(
    cargar: Cargar, carpeta: Hacer, cambio: Callable[[str], str]
) -> None:
    origen = carpeta()
    for archivo in origen.iterdir():
        archivo.write_bytes(cambio(archivo.read_text(encoding="utf-8")).encode())
    assert cargar(origen).estado == EstadoCarga.TERMINADA
    assert Patron.objects.get(pk="KIJ0906199R1").nombre == "KERNEL INDUSTRIA JUGUETERA, SA"


def test_dos_a_la_vez_no(cargar: Cargar, carpeta: Hacer) -> None:
    otra = connections.create_connection("default")
    try:
        with otra.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(33, 1)")
        with pytest.raises(CargaEnCurso):
            cargar(carpeta())
    finally:
        otra.close()
    assert Carga.objects.get().estado == EstadoCarga.FALLIDA
    assert not Patron.objects.exists()


def test_la_que_se_interrumpio_queda_como_fallida(cargar: Cargar, carpeta: Hacer) -> None:
    muerta = services.pedir(autor="x", simulacro=False, completo=False, ahora=timezone.now())
    Carga.objects.filter(pk=muerta.pk).update(estado=EstadoCarga.EN_MARCHA)
    cargar(carpeta())
    muerta.refresh_from_db()
    assert muerta.estado == EstadoCarga.FALLIDA
    assert muerta.terminada_en


def test_una_falla_a_la_mitad_no_deja_nada(
    cargar: Cargar, carpeta: Hacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fallar(*_: object, **__: object) -> None:
        raise OSError("el disco")

    monkeypatch.setattr(services, "_cerrar", fallar)
    with pytest.raises(OSError, match="el disco"):
        cargar(carpeta())
    assert Carga.objects.get().estado == EstadoCarga.FALLIDA
    assert not Patron.objects.exists()


def test_el_avance_se_ve_desde_fuera(cargar: Cargar, carpeta: Hacer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("buzon.padron.carga.tablero.CADA_S", 0)
    vistas: list[tuple[str, int]] = []

    def mirar(avance: Tablero) -> None:
        otra = connections.create_connection("default")
        with otra.cursor() as cursor:
            cursor.execute("SELECT fase, avance FROM padron_carga")
            vistas.append(cursor.fetchone())
        otra.close()

    cargar(carpeta(), al_avanzar=mirar)
    assert next(fase for fase, _ in dict.fromkeys(vistas)) == "Leyendo subdelegaciones.csv"
    assert {fase for fase, _ in vistas} >= {"Leyendo creditos.csv", "Revisando", "Aplicando"}
    porcentajes = [porcentaje for _, porcentaje in vistas]
    assert porcentajes == sorted(porcentajes)
    assert 80 <= porcentajes[-1] <= 99


def test_los_ejemplos_dicen_lo_que_son(cargar: Cargar) -> None:
    assert cargar(EJEMPLOS / "padron").estado == EstadoCarga.TERMINADA
    assert cargar(EJEMPLOS / "padron-con-errores").estado == EstadoCarga.RECHAZADA
