"""The way in: types by content, limits, and a process whose end is never ours."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from buzon.adjuntos import aislado
from buzon.adjuntos.errores import ArchivoDanado, ArchivoDemasiadoGrande, ArchivoTipo, ArchivoVacio
from buzon.adjuntos.revision import MAXIMO_POR_ARCHIVO, revisar
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoDisponible
from tests.buzon.adjuntos.fabricas import de_reportlab, en_flujo_de_objetos, imagen, pdf, png
from tests.hipotesis import ejemplos

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
DE_OTRO_TIPO = {
    "GIF que dice ser PNG": ("a.png", imagen("GIF")),
    "GIF": ("a.gif", imagen("GIF")),
    "SVG con programa que dice ser PNG": ("a.png", SVG),
    "SVG con programa": ("a.svg", SVG),
    "HTML que dice ser PDF": ("a.pdf", b"<!doctype html><script>alert(1)</script>"),
    "ZIP que dice ser PDF": ("a.pdf", b"PK\x03\x04"),
    "BMP, TIFF y WebP": ("a.jpg", imagen("TIFF")),
    "WebP": ("a.png", imagen("WEBP")),
    "programa": ("a.pdf", b"MZ" + bytes(80)),
    "un byte": ("a.pdf", b"%"),
    "PNG que dice ser JPG": ("a.jpg", imagen("PNG")),
    "JPG que dice ser PDF": ("a.pdf", imagen("JPEG")),
    "PDF que dice ser PNG": ("a.png", pdf()),
    "doble extensión": ("a.pdf.exe", pdf()),
    "extensión tras un NUL": ("a.pdf\0.html", pdf()),
    "sin extensión": ("../../etc/passwd", pdf()),
    "sólo un punto": (".", pdf()),
    "firma en el segundo byte": ("a.png", b"\0" + png()),
}


@pytest.mark.parametrize(("nombre", "contenido"), DE_OTRO_TIPO.values(), ids=DE_OTRO_TIPO)
def test_lo_que_no_es_lo_que_dice_no_pasa(nombre: str, contenido: bytes) -> None:
    with pytest.raises(ArchivoTipo):
        revisar(nombre, contenido=contenido)


def test_vacio() -> None:
    with pytest.raises(ArchivoVacio):
        revisar("a.pdf", contenido=b"")


def test_un_byte_de_mas() -> None:
    relleno = b"%" * (MAXIMO_POR_ARCHIVO - len(pdf()) - 1)
    justo = pdf(relleno + b"\n1")
    justo = pdf(relleno[len(justo) - MAXIMO_POR_ARCHIVO :] + b"\n1")
    assert len(justo) == MAXIMO_POR_ARCHIVO
    assert revisar("a.pdf", contenido=justo).contenido == justo
    with pytest.raises(ArchivoDemasiadoGrande):
        revisar("a.pdf", contenido=justo + b"\n")


def test_la_huella_es_de_lo_que_se_guarda() -> None:
    original = imagen("JPEG") + b"cola"
    revisado = revisar("C:\\fotos\\x.jpg", contenido=original)
    assert revisado.nombre == "x.jpg"
    assert revisado.sha256 == hashlib.sha256(revisado.contenido).hexdigest()
    assert revisado.contenido != original


BUENOS = (de_reportlab(), en_flujo_de_objetos(de_reportlab()), imagen("JPEG"), imagen("PNG"), png())


@st.composite
def mutados(sortear: st.DrawFn) -> bytes:
    """A good file with some bytes changed, taken away or put in."""
    datos = bytearray(sortear(st.sampled_from(BUENOS)))
    for _ in range(sortear(st.integers(1, 6))):
        lugar = sortear(st.integers(0, len(datos)))
        datos[lugar : lugar + sortear(st.integers(0, 9))] = sortear(st.binary(max_size=9))
    return bytes(datos)


NOMBRES = {b"%PDF-1.4\n": "a.pdf", b"\xff\xd8\xff": "a.jpg", b"\x89PNG\r\n\x1a\n": "a.png"}


@given(st.builds(bytes.__add__, st.sampled_from([*NOMBRES, b""]), st.binary(max_size=400)) | mutados())
@ejemplos(80)
def test_nada_da_otra_cosa_que_un_rechazo(contenido: bytes) -> None:
    nombre = next((NOMBRES[firma] for firma in NOMBRES if contenido.startswith(firma[:4])), "a.pdf")
    try:
        revisado = revisar(nombre, contenido=contenido)
    except NoDisponible:
        raise AssertionError("el inspector falló por sí mismo") from None
    except Rechazo:
        return
    assert revisado.contenido


def _inspector(monkeypatch: pytest.MonkeyPatch, codigo: str) -> None:
    """Put another program in the place of the inspector, under its own limits."""
    limites = "from buzon.adjuntos.inspector.proceso import principal, NoApto; import os, sys, time, ctypes\n"
    monkeypatch.setattr(aislado, "_ARRANQUE", f"import sys; sys.path.append(sys.argv[1])\n{limites}{codigo}")


MUERTES = {
    "memoria": "principal(lambda datos: bytes(1 << 30))",
    "procesador": "principal(lambda datos: sum(iter(int, 1)))",
    "caída de una biblioteca": "principal(lambda datos: ctypes.string_at(0))",
    "recursión": "def f(x): return f(x)\nprincipal(f)",
    "aborto": "principal(lambda datos: os.abort())",
    "escribir un archivo": "principal(lambda datos: os.write(os.memfd_create('a'), datos) and datos)",
    "nada": "principal(lambda datos: b'')",
    "fin sin respuesta": "principal(lambda datos: os._exit(0))",
    "respuesta sin sentido": "sys.stdout.write('[1]\\nhola')",
    "motivo desconocido": "principal(lambda datos: (_ for _ in ()).throw(NoApto('otro', '')))",
}


@pytest.mark.parametrize("codigo", MUERTES.values(), ids=MUERTES)
def test_lo_que_mate_al_inspector_es_un_archivo_danado(codigo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _inspector(monkeypatch, codigo)
    with pytest.raises(ArchivoDanado):
        revisar("a.pdf", contenido=pdf())


def test_lo_que_tarda_se_corta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aislado, "PLAZO_S", 0.5)
    _inspector(monkeypatch, "principal(lambda datos: time.sleep(60))")
    with pytest.raises(ArchivoDanado, match="tiempo_agotado"):
        revisar("a.pdf", contenido=pdf())


def test_el_inspector_no_recibe_los_secretos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "no-debe-llegar")
    _inspector(monkeypatch, "principal(lambda datos: repr(dict(os.environ)).encode())")
    assert b"no-debe-llegar" not in revisar("a.pdf", contenido=pdf()).contenido


@pytest.mark.parametrize("falla", ["import no_existe_este_paquete", "sys.exit(3)"])
def test_una_falla_nuestra_no_se_le_achaca_al_archivo(falla: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _inspector(monkeypatch, falla)
    with pytest.raises(NoDisponible):
        revisar("a.pdf", contenido=pdf())


def test_sin_interprete_o_sin_turno_no_se_revisa(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/hay/python")
    with pytest.raises(NoDisponible):
        revisar("a.pdf", contenido=pdf())
    monkeypatch.setattr(aislado, "_turnos", BoundedSemaphore(1))
    monkeypatch.setattr(aislado, "ESPERA_DE_TURNO_S", 0.01)
    with aislado._turnos, pytest.raises(NoDisponible):
        revisar("a.pdf", contenido=pdf())


def test_funciona_desde_otra_carpeta_y_en_una_ruta_con_espacios(tmp_path: Path) -> None:
    copia = tmp_path / "Mis documentos, año 1"
    copia.mkdir()
    (copia / "buzon").symlink_to(settings.BASE_DIR / "buzon")
    programa = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from buzon.adjuntos import aislado;"
        "aislado._RAIZ = sys.argv[1]; print(len(aislado.inspeccionar('pdf', contenido=sys.stdin.buffer.read())))"
    )
    salida = subprocess.run(
        [sys.executable, "-c", programa, str(copia)],
        input=pdf(),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": "/no/existe"},
        capture_output=True,
        check=True,
    )
    assert int(salida.stdout) == len(pdf())
