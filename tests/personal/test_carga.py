"""Staff loads the register from its page: the files go up, the worker loads them, the page says how it went."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from buzon.padron.carga import services
from buzon.padron.carga.forms import CargaForm
from buzon.padron.carga.models import Carga, EstadoCarga
from buzon.padron.models import Patron
from tests.buzon.padron.carga.conftest import EJEMPLOS

NUEVA = "/admin/padron/carga/add/"
Cliente = Callable[..., Client]


def archivos(carpeta: Path) -> list[SimpleUploadedFile]:
    """Return the files of a folder, as a browser sends them."""
    return [
        SimpleUploadedFile(ruta.name, ruta.read_bytes(), "text/csv") for ruta in sorted(carpeta.iterdir())
    ]


@pytest.mark.django_db(transaction=True)  # tells its progress on another connection
def test_sube_y_carga(cliente: Cliente) -> None:
    personal = cliente("add_carga", "view_carga")
    respuesta = personal.post(NUEVA, {"archivos": archivos(EJEMPLOS / "padron"), "completo": ""}, follow=True)
    carga = Carga.objects.get()
    assert respuesta.redirect_chain[-1] == (f"/admin/padron/carga/{carga.pk}/change/", 302)
    assert carga.estado == EstadoCarga.TERMINADA
    assert carga.autor.startswith("personal")
    assert Patron.objects.count() == 5
    assert not services.carpeta_de(carga.pk).exists()
    pagina = respuesta.content.decode()
    assert "patrones.csv" in pagina
    assert carga.archivos[0]["sha256"] in pagina


@pytest.mark.django_db(transaction=True)  # tells its progress on another connection
def test_los_errores_se_ven_y_se_descargan(cliente: Cliente) -> None:
    personal = cliente("add_carga", "view_carga")
    respuesta = personal.post(NUEVA, {"archivos": archivos(EJEMPLOS / "padron-con-errores")}, follow=True)
    assert "22 errores: el padrón no cambió" in respuesta.content.decode()
    carga = Carga.objects.get()
    descarga = personal.get(f"/admin/padron/carga/{carga.pk}/errores.csv")
    assert descarga["Content-Disposition"].startswith("attachment")
    filas = list(csv.reader(StringIO(descarga.content.decode("utf-8-sig"))))
    assert len(filas) == 23
    assert not Patron.objects.exists()


@pytest.mark.parametrize(
    "nombres",
    [
        [],
        ["patrones.csv"],
        [
            "../patrones.csv",
            *[f"{n}.csv" for n in ("subdelegaciones", "registros", "garantias", "convenios", "otro")],
        ],
        ["patrones.csv"] * 6,
    ],
)
def test_sin_los_seis_no_hay_carga(cliente: Cliente, nombres: list[str]) -> None:
    personal = cliente("add_carga", "view_carga")
    subidos = [SimpleUploadedFile(nombre, b"rfc\n") for nombre in nombres]
    respuesta = personal.post(NUEVA, {"archivos": subidos})
    assert respuesta.status_code == 422
    assert not Carga.objects.exists()


def test_juntos_no_pesan_mas_de_la_cuenta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("buzon.padron.carga.forms.TAMANO_MAXIMO", 100)
    formulario = CargaForm({}, MultiValueDict({"archivos": archivos(EJEMPLOS / "padron")}))
    assert "importar_padron" in formulario.errors["archivos"][0]


def test_quien_no_puede_cargar_no_carga(cliente: Cliente) -> None:
    personal = cliente("view_carga")
    assert personal.get(NUEVA).status_code == 403
    assert personal.post(NUEVA, {"archivos": archivos(EJEMPLOS / "padron")}).status_code == 403
    assert not Carga.objects.exists()


def test_el_avance_mientras_corre_y_al_terminar(cliente: Cliente) -> None:
    personal = cliente("view_carga")
    carga = services.pedir(autor="x", simulacro=True, completo=False, ahora=timezone.now())
    Carga.objects.filter(pk=carga.pk).update(
        estado=EstadoCarga.EN_MARCHA, avance=37, fase="Leyendo creditos.csv"
    )
    pagina = personal.get(f"/admin/padron/carga/{carga.pk}/change/").content.decode()
    assert 'hx-trigger="every 2s"' in pagina
    fragmento = personal.get(f"/admin/padron/carga/{carga.pk}/avance/")
    assert "37 %" in fragmento.content.decode()
    assert "Leyendo creditos.csv" in fragmento.content.decode()
    Carga.objects.update(estado=EstadoCarga.FALLIDA, terminada_en=timezone.now())
    assert personal.get(f"/admin/padron/carga/{carga.pk}/avance/")["HX-Refresh"] == "true"


@pytest.mark.django_db
def test_lo_que_nadie_tomo_se_pide_otra_vez(monkeypatch: pytest.MonkeyPatch) -> None:
    pedidas: list[int] = []
    monkeypatch.setattr(services, "encolar", lambda _tarea, *, carga_id: pedidas.append(carga_id))
    ahora = timezone.now()
    carga = services.subir(
        archivos(EJEMPLOS / "padron"),
        autor="x",
        simulacro=True,
        completo=False,
        ahora=ahora - 2 * services.ESPERA,
    )
    services.reenviar(ahora=ahora)
    services.reenviar(ahora=ahora)
    assert pedidas == [carga.pk, carga.pk]
