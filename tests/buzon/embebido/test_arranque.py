"""What the start checks and says."""

import json
import os
import socket
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from buzon.embebido import anuncio, salud
from buzon.embebido.arranque import Ajustes, exigir_puerto_libre
from buzon.embebido.errores import ArranqueImposible
from buzon.embebido.estaticos import atrasados


def test_un_puerto_ocupado_se_dice_en_una_frase() -> None:
    with socket.create_server(("127.0.0.1", 0)) as otro:
        puerto = otro.getsockname()[1]
        with pytest.raises(ArranqueImposible, match=rf"El puerto {puerto} está ocupado: .*PORT=8001"):
            exigir_puerto_libre("127.0.0.1", puerto)
    exigir_puerto_libre("127.0.0.1", puerto)


@pytest.mark.parametrize("texto", ["ocho", "-1", "80.5"])
def test_un_port_que_no_es_numero_se_dice_en_una_frase(texto: str) -> None:
    with pytest.raises(ArranqueImposible, match=f"no «{texto}»"):
        Ajustes.del_entorno({"PORT": texto})


def test_la_demostracion_no_sale_de_la_maquina() -> None:
    assert Ajustes.del_entorno({"MODO": "demo"}).host == "127.0.0.1"
    assert Ajustes.del_entorno({"PORT": "9001"}).url_publica == "http://127.0.0.1:9001"


@pytest.mark.parametrize("puerto", [70_000, -1])
def test_un_puerto_imposible_se_dice_en_una_frase(puerto: int) -> None:
    with pytest.raises(ArranqueImposible, match=f"El puerto {puerto} no se puede usar"):
        exigir_puerto_libre("127.0.0.1", puerto)


def test_el_anuncio_nombra_a_las_personas_y_sus_archivos(tmp_path: Path) -> None:
    persona = {
        "rfc": "ÑAGA800101AB1",
        "nombre": "ANA ÑANDÚ",
        "persona": "fisica",
        "cer": "personas/ana/fiel.cer",
        "key": "personas/ana/fiel.key",
        "contrasena": "secreta1",
        "situacion": "vigente",
        "sentido": "POSITIVA",
        "buzon_activo": True,
    }
    otra = persona | {"rfc": "TEJ050419RV3", "cer": "personas/otra/fiel.cer"}
    (tmp_path / "personas.json").write_text(json.dumps([persona, otra]), encoding="utf-8")
    (tmp_path / "personal.json").write_text(json.dumps({"usuario": "personal", "contrasena": "abc"}))
    lineas = list(anuncio.lineas(puerto=8000, demo=tmp_path))

    assert lineas[0] == "Buzón listo en http://127.0.0.1:8000"
    fila = next(linea for linea in lineas if "ÑAGA800101AB1" in linea)
    assert all(dato in fila for dato in ("ANA ÑANDÚ", "vigente", "POSITIVA", "activo", "secreta1"))
    assert f"  e.firmas: {tmp_path / 'personas'}" in lineas
    assert any("usuario personal, contraseña abc" in linea for linea in lineas)


def test_fuera_de_la_demostracion_solo_dice_donde() -> None:
    assert list(anuncio.lineas(puerto=8000, demo=None)) == ["Buzón listo en http://127.0.0.1:8000"]


def test_los_estaticos_se_reunen_solo_si_algo_cambio(tmp_path: Path) -> None:
    origen, destino = tmp_path / "static", tmp_path / "estaticos"
    for carpeta in (origen / "css", destino):
        carpeta.mkdir(parents=True)
    (origen / "css" / "buzon.css").write_text("")
    sello = tmp_path / "sello"
    sello.touch()

    def hay_que_reunir() -> bool:
        return atrasados(destino, carpetas=[origen], sellos=[sello, tmp_path / "no-existe"])

    assert hay_que_reunir()
    (destino / "staticfiles.json").write_text("{}")
    assert not hay_que_reunir()
    despues = time.time() + 5
    os.utime(sello, (despues, despues))
    assert hay_que_reunir()
    os.utime(sello, (0, 0))
    os.utime(origen / "css" / "buzon.css", (despues, despues))
    assert hay_que_reunir()


class _Sano(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        sano = self.path == "/livez" and self.headers["Host"] == "buzon.example"
        self.send_response(200 if sano else 503)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def test_la_salud_se_pregunta_con_el_nombre_publico(monkeypatch: pytest.MonkeyPatch) -> None:
    with HTTPServer(("127.0.0.1", 0), _Sano) as servidor:
        Thread(target=servidor.serve_forever, daemon=True).start()
        monkeypatch.setenv("PORT", str(servidor.server_port))
        monkeypatch.setenv("URL_PUBLICA", "https://buzon.example")
        monkeypatch.setattr("sys.argv", ["salud"])
        assert salud.main() == 0
        monkeypatch.setattr("sys.argv", ["salud", "readyz"])
        assert salud.main() == 1
        servidor.shutdown()
    assert salud.main() == 1
