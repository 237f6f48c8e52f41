"""Who does not know is told nothing by how much work the answer took: counted, since time is not to be trusted.

The same statements in the same order, and the same comparisons and digests, whether what was asked for exists or not.
"""

import re
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from buzon.cuentas import codigos
from buzon.cuentas.models import Contribuyente, MedioContacto, Usuario
from buzon.documentos import selectors
from buzon.documentos.models import Documento
from tests.buzon.documentos.conftest import firmar_acto, pendiente, sellado
from tests.opinion.situaciones import OTRO, RFC, calcular, cancelar, publicar

__all__ = ["firmar_acto", "pendiente", "sellado"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
NADIE = "XIA190128J61"
# Comments and values, which psycopg shows written in.
SAVEPOINT = re.compile(r'SAVEPOINT "\w+"')  # each has a name of its own
VALORES = re.compile(r"--[^\n]*|'[^']*'|\b\d+\b")


def trabajo(hacer: Callable[[], object]) -> list[str]:
    """Return the statements that it took, without their values."""
    with CaptureQueriesContext(
        connection,
    ) as hechas:
        hacer()
    return [SAVEPOINT.sub("SAVEPOINT", VALORES.sub("?", una["sql"])) for una in hechas.captured_queries]


@pytest.mark.parametrize("direccion", ["/opinion/{}/", "/api/v1/opiniones/{}"])
def test_la_consulta_de_quien_no_publica(direccion: str, ahora: datetime) -> None:
    """Unknown, known to the calculation but never authorised, and cancelled: what is told of each is the same."""
    calcular("IAÑL750210963", ahora=ahora)
    publicar(RFC, ahora=ahora)
    cancelar(RFC, ahora=ahora)
    visita = Client()
    visita.get(direccion.format(OTRO))  # the first one of a process prepares the page
    de_cada_uno = [
        trabajo(lambda rfc=rfc: visita.get(direccion.format(rfc)))  # type: ignore[misc]
        for rfc in ("H&E951128469", "IAÑL750210963", RFC)
    ]
    assert len(de_cada_uno[0]) == 1
    assert de_cada_uno[0] == de_cada_uno[1] == de_cada_uno[2]


def test_un_codigo_de_verificacion(
    sellado: Callable[..., Documento], monkeypatch: pytest.MonkeyPatch
) -> None:
    documento = sellado()
    comparados: list[tuple[bytes, bytes]] = []

    def comparar(uno: bytes, otro: bytes) -> bool:
        comparados.append((uno, otro))
        return compare_digest(uno, otro)

    monkeypatch.setattr(selectors.hmac, "compare_digest", comparar)
    casi = documento.codigo[:-1] + ("A" if documento.codigo[-1] != "A" else "B")
    intentos = [
        (documento.folio, casi),
        (documento.folio, "-".join(["AAAA"] * 8)),
        ("9" * 23, documento.codigo),
    ]
    de_cada_uno = [
        trabajo(
            lambda folio=folio, codigo=codigo: Client().post(
                "/verificar/", {"folio": folio, "codigo": codigo}
            )
        )  # type: ignore[misc]
        for folio, codigo in intentos
    ]
    assert de_cada_uno[0] == de_cada_uno[1] == de_cada_uno[2]
    assert len(comparados) == len(intentos)
    # What no code can be is refused by its letters, whatever the folio.
    for folio in (documento.folio, "9" * 23):
        assert (
            trabajo(lambda folio=folio: Client().post("/verificar/", {"folio": folio, "codigo": "A" * 39}))
            == []
        )  # type: ignore[misc]
    assert len(comparados) == len(intentos)


def test_el_codigo_de_un_medio(ahora: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """As much for one that is wrong in its first digit as in its last, and one comparison of the whole."""
    usuario = Usuario.objects.create(username=NADIE, password="!")
    quien = Contribuyente.objects.create(usuario=usuario, rfc=NADIE, nombre="X", creado_en=ahora)
    medio = MedioContacto.objects.create(
        contribuyente=quien,
        canal="CORREO",
        destino="persona@ejemplo.mx",
        registrado_en=ahora,
        codigo_pedido_en=ahora,
        codigo_enviado_en=ahora,
    )
    comparados: list[str] = []
    comparar = codigos.constant_time_compare

    def anotar(uno: str, otro: str) -> bool:
        comparados.append(otro)
        return comparar(uno, otro)

    monkeypatch.setattr(codigos, "constant_time_compare", anotar)
    bueno = codigos._codigo(medio)
    otro = {cifra: str((int(cifra) + 1) % 10) for cifra in "0123456789"}
    malos = [otro[bueno[0]] + bueno[1:], bueno[:-1] + otro[bueno[-1]], ""]
    de_cada_uno = [
        trabajo(lambda malo=malo: codigos.comprobar(medio, codigo=malo, ahora=ahora))  # type: ignore[misc]
        for malo in malos
    ]
    assert de_cada_uno[0] == de_cada_uno[1] == de_cada_uno[2]
    assert comparados == malos
