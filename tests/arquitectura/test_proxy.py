"""What the proxy of `despliegue/nginx.conf` writes of a visit: the page, never whom it is about."""

import re

import pytest

from tests.portal_real import RAIZ

CONFIGURACION = (RAIZ / "despliegue" / "nginx.conf").read_text(encoding="utf-8")


def _pagina_de(ruta: str) -> str:
    hallado = re.search(r"map \$uri \$pagina \{\s+~(\S+) \$parte;\s+default \"-\";\s+\}", CONFIGURACION)
    assert hallado, "el registro de visitas ya no sale de $pagina"
    coincide = re.match(hallado[1].replace("(?<", "(?P<"), ruta)
    return coincide["parte"] if coincide else "-"


@pytest.mark.parametrize(
    ("ruta", "pagina"),
    [
        ("/", "/"),
        ("/opinion/MULE840312QA0/", "/opinion"),
        ("/api/v1/opiniones/MULE840312QA0", "/api"),
        ("/readyz", "/readyz"),
        ("/MULE840312QA0/", "-"),
        ("/mule840312qa0", "-"),
        ("/17960940590468625145652/", "-"),
        ("/persona@ejemplo.mx", "-"),
    ],
)
def test_el_registro_de_visitas_nombra_paginas(ruta: str, pagina: str) -> None:
    assert _pagina_de(ruta) == pagina
