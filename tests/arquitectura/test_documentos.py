"""The documents on security name tests: all of them exist, and every file is found by the name that is written."""

import re
from pathlib import Path

import pytest
from django.conf import settings

PRUEBAS = Path(settings.BASE_DIR) / "tests"
NOMBRADA = re.compile(r"`([\w/.-]*test_\w+\.py|[\w/.-]+\.test\.js)(?:::(\w+))?`")
TODAS = {
    f"/{ruta.relative_to(PRUEBAS)}": ruta for ruta in (*PRUEBAS.rglob("*.py"), *PRUEBAS.rglob("*.test.js"))
}


def nombradas(documento: str) -> list[tuple[str, str]]:
    texto = (Path(settings.BASE_DIR) / "docs" / documento).read_text(encoding="utf-8")
    return NOMBRADA.findall(texto)


def falta(archivo: str, prueba: str) -> bool:
    rutas = [ruta for nombre, ruta in TODAS.items() if nombre.endswith(f"/{archivo.removeprefix('tests/')}")]
    return not any(f"def {prueba}(" in ruta.read_text(encoding="utf-8") or not prueba for ruta in rutas)


@pytest.mark.parametrize(("documento", "al_menos"), [("asvs.md", 120), ("seguridad.md", 150)])
def test_cada_prueba_que_se_nombra_existe(documento: str, al_menos: int) -> None:
    halladas = nombradas(documento)
    assert len(halladas) > al_menos
    assert not [f"{archivo}::{prueba}" for archivo, prueba in halladas if falta(archivo, prueba)]


def test_cada_capitulo_tiene_su_tabla() -> None:
    texto = (Path(settings.BASE_DIR) / "docs" / "asvs.md").read_text(encoding="utf-8")
    titulos = " ".join(re.findall(r"^## .*", texto, re.M))
    assert set(re.findall(r"V(\d+)", titulos)) == {str(numero) for numero in range(1, 18)}
    for fila in re.findall(r"^\| (?!requirement).*", texto, re.M):
        _, que, como_esta, porque, prueba, _ = fila.split("|")
        assert como_esta.strip() in {
            "yes",
            "yes, but",
            "yes, and operator",
            "in part",
            "no",
            "n/a",
            "operator",
        }, fila
        assert que.strip(), fila
        assert porque.strip() or prueba.strip(), fila
        assert prueba.strip() or como_esta.strip() != "yes" or "decisions" in porque or "digests" in porque, (
            fila
        )
