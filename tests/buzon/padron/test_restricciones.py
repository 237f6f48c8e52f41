"""What PostgreSQL itself refuses to hold in the register."""

from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from buzon.padron.models import Convenio, CreditoFiscal, Garantia, Patron, RegistroPatronal, Subdelegacion
from tests.buzon.padron.fabricas import OFICINA, RFC, nrp, oficina

pytestmark = pytest.mark.django_db

CREDITO: dict[str, Any] = {
    "numero": "000000001",
    "registro_id": nrp(1),
    "origen": "IMSS",
    "tipo": "CUOTAS",
    "situacion": "FIRME",
    "periodo": "2026-09",
    "importe": "1.00",
}


@pytest.fixture(autouse=True)
def _registro() -> None:
    oficina()
    Patron.objects.create(rfc=RFC, nombre="ESCUELA KEMPER URGATE SA DE CV")
    RegistroPatronal.objects.create(nrp=nrp(1), patron_id=RFC, estado="VIGENTE", subdelegacion_id=OFICINA)


@pytest.mark.parametrize("rfc", ["IAÑL750210963", "H&E951128469"])
def test_admite_rfc_con_enie_y_con_et(rfc: str) -> None:
    Patron.objects.create(rfc=rfc, nombre="X")


@pytest.mark.parametrize(
    "rfc", ["", "eku9003173c9", "EKU9003173C", "EKU-900317-3C9", "EKÜ9003173C9", "EKU٩٠٠٣١٧3C9"]
)
def test_rechaza_rfc(rfc: str) -> None:
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Patron.objects.create(rfc=rfc, nombre="X")


@pytest.mark.parametrize(
    "clave", ["", "B55-10768-10", "b5510768108", "B551076810", "ÑA510768108", "B551076810A"]
)
def test_rechaza_nrp(clave: str) -> None:
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        RegistroPatronal.objects.create(nrp=clave, patron_id=RFC, estado="BAJA", subdelegacion_id=OFICINA)


@pytest.mark.parametrize(
    "cambios", [{"estado": "OTRO"}, {"trabajadores": -1}, {"b251": True}, {"b251": True, "estado": "HUELGA"}]
)
def test_rechaza_registro(cambios: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistroPatronal.objects.filter(nrp=nrp(1)).update(**cambios)


@pytest.mark.parametrize(
    "cambios",
    [
        {"numero": "12345678"},
        {"numero": "12345678A"},
        {"origen": "SAT"},
        {"tipo": "OTRO"},
        {"situacion": "OTRA"},
        {"periodo": "2026-13"},
        {"periodo": "2026-B7"},
        {"importe": "-0.01"},
        {"situacion": "POR_DETERMINAR"},
    ],
)
def test_rechaza_credito(cambios: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditoFiscal.objects.create(**{**CREDITO, **cambios})


def test_un_numero_de_credito_por_registro() -> None:
    CreditoFiscal.objects.create(**CREDITO)
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditoFiscal.objects.create(**CREDITO)


@pytest.mark.parametrize(("estado", "importe"), [("OTRO", 1), ("VIGENTE", -1)])
def test_rechaza_garantia(estado: str, importe: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Garantia.objects.create(folio="G", estado=estado, importe=importe)


@pytest.mark.parametrize(("estado", "respaldo"), [("OTRO", "NINGUNO"), ("VIGENTE", "OTRO")])
def test_rechaza_convenio(estado: str, respaldo: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Convenio.objects.create(folio="C", estado=estado, respaldo=respaldo)


def test_la_modalidad_la_dice_el_nrp() -> None:
    assert RegistroPatronal.objects.get(nrp=nrp(1)).modalidad == "10"


def test_nada_se_borra_en_cascada() -> None:
    CreditoFiscal.objects.create(**CREDITO)
    for duenio in (Patron.objects.get(), RegistroPatronal.objects.get(), Subdelegacion.objects.get()):
        with pytest.raises(ProtectedError):
            duenio.delete()


def test_admite_una_carga_por_copy_con_lo_indispensable() -> None:
    with connection.cursor() as cursor:
        for tabla, columnas, fila in [
            ("padron_patron", "rfc, nombre", ("XIA190128J61", "XENON INDUSTRIAL")),
            (
                "padron_registropatronal",
                "nrp, rfc, estado, subdelegacion_id",
                (nrp(2), "XIA190128J61", "BAJA", OFICINA),
            ),
            (
                "padron_creditofiscal",
                "nrp, numero, origen, tipo, situacion, periodo, importe",
                (nrp(2), "000000001", "RCV", "CUOTAS", "PAGADO", "2026-B4", "10.00"),
            ),
        ]:
            with cursor.copy(f"COPY {tabla} ({columnas}) FROM STDIN") as copia:
                copia.write_row(fila)
    leido = RegistroPatronal.objects.get(nrp=nrp(2))
    assert (leido.modalidad, leido.trabajadores, leido.b251, leido.legible) == ("10", 0, False, True)
