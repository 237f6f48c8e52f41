"""The made-up register: the same bytes every time, rows that PostgreSQL admits, and the shares that it promises."""

import csv
import errno
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from math import gcd
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from stdnum.mx import curp as stdnum_curp
from stdnum.mx import rfc as stdnum_rfc

from buzon.demo.padron import OFICINAS as OFICINAS_DEMO
from buzon.demo.personas import PERSONAS_DEMO
from buzon.padron import hechos
from buzon.padron.generador import archivos, claves, nombres
from buzon.padron.generador.archivos import COLUMNAS, escribir_padron
from buzon.padron.generador.creditos import BIMESTRES, DIA, MESES
from buzon.padron.generador.oficinas import OFICINAS
from buzon.padron.models import CreditoFiscal, Patron, RegistroPatronal
from buzon.valores.identificadores import es_persona_moral, validar_rfc
from opinion.reglas import Sentido, evaluar
from tests.buzon.padron.generado import cargar, generar
from tests.curp import validar_curp

CUANTOS = 20_000
HUELLA_DE_500 = "61c8fc6e19b737e688a63fb8622b424f4ee7c683d426a86b6ad1c54e2fad1c69"
DEL_SAT = (
    *("EKU9003173C9", "IIA040805DZ4", "KIJ0906199R1", "XIA190128J61", "URE180429TM6", "JES900109Q90"),
    *("H&E951128469", "MISC491214B86", "CACX7605101P8", "FUNK671228PH6", "XOJI740919U48", "IAÑL750210963"),
    *("IMS421231I45", "SAT970701NN3", "XAXX010101000", "XEXX010101000"),
)


@pytest.fixture(scope="module")
def carpeta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    destino = tmp_path_factory.mktemp("padron")
    generar(destino, patrones=CUANTOS)
    return destino


def leer(carpeta: Path, nombre: str) -> Iterator[dict[str, str]]:
    with (carpeta / f"{nombre}.csv").open(encoding="utf-8", newline="") as archivo:
        yield from csv.DictReader(archivo, strict=True)


def test_el_mismo_tamano_y_semilla_dan_los_mismos_bytes(tmp_path: Path) -> None:
    huellas = [generar(tmp_path / uno, patrones=500) for uno in "ab"]
    assert huellas == [HUELLA_DE_500] * 2
    assert generar(tmp_path / "c", patrones=500, semilla=2) != HUELLA_DE_500


def test_forma_de_los_archivos(carpeta: Path) -> None:
    for nombre, columnas in COLUMNAS.items():
        contenido = (carpeta / f"{nombre}.csv").read_bytes()
        assert contenido.startswith(",".join(columnas).encode() + b"\n")
        assert contenido.endswith(b"\n")
        assert b"\r" not in contenido
    razones = [fila["nombre"] for fila in leer(carpeta, "patrones")]
    assert any('"' in uno and "," in uno for uno in razones)


@pytest.mark.django_db
def test_postgresql_admite_cada_fila(carpeta: Path) -> None:
    with connection.cursor() as cursor:
        cargar(carpeta, cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Patron.objects.count() == CUANTOS
    assert RegistroPatronal.objects.count() == sum(1 for _ in leer(carpeta, "registros"))
    assert not CreditoFiscal.objects.filter(importe=0).exists()


def test_cada_patron_tiene_clave_propia_y_valida(carpeta: Path) -> None:
    filas = list(leer(carpeta, "patrones"))
    assert len({fila["rfc"] for fila in filas}) == CUANTOS
    for fila in filas:
        rfc, curp = fila["rfc"], fila["curp"]
        assert stdnum_rfc.validate(rfc, validate_check_digits=True) == validar_rfc(rfc) == rfc
        if es_persona_moral(rfc):
            assert not curp
        else:
            assert stdnum_curp.validate(curp) == validar_curp(curp) == curp
            assert rfc[4:10] == curp[4:10]
    assert any("Ñ" in fila["rfc"] for fila in filas)
    assert any("&" in fila["rfc"] for fila in filas)
    assert 0.4 < sum(map(es_persona_moral, (fila["rfc"] for fila in filas))) / CUANTOS < 0.6


@pytest.mark.parametrize("dias", [claves.NACIMIENTOS, claves.CONSTITUCIONES])
def test_ningun_rfc_se_repite_antes_del_maximo(dias: tuple[tuple[str, str], ...]) -> None:
    espacio = len(dias) * len(claves.HOMOCLAVES)
    assert len({fecha for fecha, _ in dias}) == len(dias)
    assert len(set(claves.HOMOCLAVES)) == 315
    assert gcd(claves.PASO, espacio) == 1
    assert espacio >= claves.MAXIMO_DE_PATRONES


@pytest.mark.parametrize("rfc", [*DEL_SAT, *(persona.rfc for persona in PERSONAS_DEMO)])
def test_no_puede_ser_el_rfc_de_nadie_conocido(rfc: str) -> None:
    assert rfc[-3] not in claves.INICIALES_DE_HOMOCLAVE


def test_las_palabras_altisonantes_son_las_conocidas() -> None:
    assert stdnum_rfc._name_blacklist | stdnum_curp._name_blacklist == nombres.ALTISONANTES


def test_las_oficinas_concuerdan_con_las_de_la_demostracion() -> None:
    assert len(OFICINAS) == len({clave for clave, _, _ in OFICINAS}) == 133
    assert len({ooad for _, _, ooad in OFICINAS}) == 35
    assert set(OFICINAS_DEMO) <= set(OFICINAS)


def test_las_fechas_limite_son_dias_17_o_el_lunes_que_sigue() -> None:
    assert MESES[0] == ("2026-11", "2026-12-17")
    assert BIMESTRES[:2] == (("2026-B6", "2027-01-18"), ("2026-B5", "2026-11-17"))
    limites = [date.fromisoformat(limite) for _, limite in MESES + BIMESTRES]
    assert {limite.day for limite in limites} == {17, 18, 19}
    assert all(limite.weekday() < 5 for limite in limites)


def _dia(texto: str) -> date | None:
    return date.fromisoformat(texto) if texto else None


def _respaldos(carpeta: Path) -> tuple[dict[str, hechos.Garantia], dict[str, hechos.Convenio]]:
    garantias = {
        f["folio"]: hechos.Garantia(
            f["folio"], hechos.EstadoGarantia(f["estado"]), Decimal(f["importe"]), _dia(f["vence_el"])
        )
        for f in leer(carpeta, "garantias")
    }
    convenios = {
        f["folio"]: hechos.Convenio(
            f["folio"],
            hechos.EstadoConvenio(f["estado"]),
            hechos.RespaldoConvenio(f["respaldo"]),
            _dia(f["termina_el"]),
        )
        for f in leer(carpeta, "convenios")
    }
    return garantias, convenios


def _creditos(carpeta: Path) -> dict[str, list[hechos.Credito]]:
    garantias, convenios = _respaldos(carpeta)
    creditos = defaultdict(list)
    for f in leer(carpeta, "creditos"):
        uno = hechos.Credito(
            f["numero"],
            hechos.Origen(f["origen"]),
            hechos.TipoCredito(f["tipo"]),
            hechos.SituacionCredito(f["situacion"]),
            f["periodo"],
            Decimal(f["importe"]),
            _dia(f["limite_de_pago_el"]),
            garantias[f["garantia"]] if f["garantia"] else None,
            convenios[f["convenio"]] if f["convenio"] else None,
        )
        creditos[f["nrp"]].append(uno)
    return creditos


@pytest.fixture(scope="module")
def padron(carpeta: Path) -> list[hechos.Hechos]:
    """The same register as the rules read it."""
    creditos, registros = _creditos(carpeta), defaultdict(list)
    for f in leer(carpeta, "registros"):
        registros[f["rfc"]].append(
            hechos.Registro(
                f["nrp"],
                hechos.EstadoRegistro(f["estado"]),
                int(f["trabajadores"]),
                f["subdelegacion"],
                f["b251"] == "t",
                tuple(creditos[f["nrp"]]),
            )
        )
    return [hechos.Hechos(rfc, registros=tuple(suyos)) for rfc, suyos in registros.items()]


def _partes(valores: Iterator[Any]) -> dict[Any, float]:
    cuenta = Counter(valores)
    return {valor: cuantos / cuenta.total() for valor, cuantos in cuenta.items()}


@pytest.mark.parametrize("dias", [0, 1, 7])
def test_los_sentidos_guardan_su_proporcion(padron: list[hechos.Hechos], dias: int) -> None:
    hoy = DIA + timedelta(days=dias)
    partes = _partes(evaluar(uno, hoy=hoy).sentido for uno in padron)
    assert partes[Sentido.POSITIVA] == pytest.approx(0.75, abs=0.015)
    assert partes[Sentido.NEGATIVA] == pytest.approx(0.15, abs=0.01)
    assert partes[Sentido.SIN_OPINION] == pytest.approx(0.10, abs=0.01)


def test_cada_dia_cambia_el_sentido_de_alguien(padron: list[hechos.Hechos]) -> None:
    for dias in range(7):
        ayer, hoy = DIA + timedelta(days=dias - 1), DIA + timedelta(days=dias)
        assert any(evaluar(uno, hoy=ayer) != evaluar(uno, hoy=hoy) for uno in padron), hoy


def test_los_registros_guardan_su_proporcion(padron: list[hechos.Hechos]) -> None:
    registros = [registro for uno in padron for registro in uno.registros]
    assert len(padron) == CUANTOS
    assert len(registros) / CUANTOS == pytest.approx(1.25, abs=0.04)
    assert _partes(len(uno.registros) for uno in padron)[1] > 0.8
    assert max(len(uno.registros) for uno in padron) > 20
    estados = _partes(registro.estado for registro in registros)
    assert estados[hechos.EstadoRegistro.BAJA] == pytest.approx(0.12, abs=0.015)
    assert 0 < estados[hechos.EstadoRegistro.HUELGA] < 0.005
    assert 0 < sum(registro.b251 for registro in registros) / len(registros) < 0.02
    assert {registro.modalidad for registro in registros} == {"10", "13", "14", "17", "32", "33", "34", "40"}
    trabajadores = sorted(registro.trabajadores for registro in registros)
    assert trabajadores[len(trabajadores) // 2] <= 5
    assert trabajadores[-1] > 5_000


def test_los_creditos_guardan_su_proporcion(padron: list[hechos.Hechos]) -> None:
    por_patron = [[c for registro in uno.registros for c in registro.creditos] for uno in padron]
    creditos = [credito for suyos in por_patron for credito in suyos]
    assert len(creditos) / CUANTOS == pytest.approx(3.1, abs=0.3)
    assert sum(not suyos for suyos in por_patron) / CUANTOS > 0.4
    assert max(map(len, por_patron)) > 300
    assert {credito.situacion for credito in creditos} == set(hechos.SituacionCredito)
    assert {credito.tipo for credito in creditos} == set(hechos.TipoCredito)
    assert {credito.convenio.estado for credito in creditos if credito.convenio} == set(hechos.EstadoConvenio)
    assert {credito.garantia.estado for credito in creditos if credito.garantia} == set(hechos.EstadoGarantia)
    limites = [c.limite_de_pago_el for c in creditos if c.limite_de_pago_el]
    assert sum(abs((limite - DIA).days) <= 45 for limite in limites) > 0.02 * len(limites)


def test_unos_pocos_no_se_leen_con_certeza(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("buzon.padron.generador.patrones._RARO", 0.1)
    generar(tmp_path / "raro", patrones=200)
    assert {fila["personas"] for fila in leer(tmp_path / "raro", "patrones")} == {"1", "2"}
    assert {fila["legible"] for fila in leer(tmp_path / "raro", "registros")} == {"t", "f"}


def test_la_orden_dice_que_escribio_y_que_sigue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archivos, "CADA", 20)
    salida, avance = StringIO(), StringIO()
    destino = tmp_path / "nueva" / "carpeta"
    call_command("generar_padron", patrones="50", semilla=7, carpeta=destino, stdout=salida, stderr=avance)
    assert salida.getvalue().startswith("Padrón ficticio: 133 subdelegaciones, 50 patrones, ")
    assert salida.getvalue().endswith(f"Cárgalo con: manage.py importar_padron {destino}\n")
    assert avance.getvalue() == "20 de 50 patrones\n40 de 50 patrones\n"


def test_sin_carpeta_va_a_los_datos(tmp_path: Path, settings: Any) -> None:
    settings.BUZON_DATOS = tmp_path
    call_command("generar_padron", "--patrones", "3", "--semilla", "4", stdout=StringIO())
    assert (tmp_path / "padron-3-4" / "creditos.csv").is_file()


@pytest.mark.parametrize(
    "opciones",
    [
        *({"patrones": malo} for malo in ("0", "-1", "x", "", "5000001", "9" * 30)),
        *({"patrones": "1", "semilla": malo} for malo in ("-1", "1.5")),
    ],
)
def test_rechaza_argumentos(tmp_path: Path, opciones: dict[str, str]) -> None:
    with pytest.raises(CommandError, match="debe ser un entero de"):
        call_command("generar_padron", carpeta=tmp_path / "no", **opciones)
    assert not (tmp_path / "no").exists()


def test_una_carpeta_que_no_se_puede_escribir(tmp_path: Path) -> None:
    (tmp_path / "archivo").write_text("x")
    for carpeta in (tmp_path / "archivo", tmp_path / "archivo" / "dentro"):
        with pytest.raises(CommandError, match=r"No se pudo escribir en .*: no es una carpeta"):
            call_command("generar_padron", patrones=1, carpeta=carpeta)


@pytest.mark.parametrize("habia", [False, True])
def test_lo_que_falla_a_medias_no_deja_nada(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, habia: bool
) -> None:
    destino = tmp_path / "padron"
    antes = generar(destino, patrones=2) if habia else None

    def lleno(hechos: int) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(archivos, "CADA", 1)
    with pytest.raises(OSError, match="28"):
        escribir_padron(destino, patrones=5, semilla=1, avanzar=lleno)
    assert destino.exists() is habia
    monkeypatch.undo()
    if habia:
        assert {uno.name for uno in destino.iterdir()} == {f"{nombre}.csv" for nombre in COLUMNAS}
        assert generar(tmp_path / "otra", patrones=2) == antes
