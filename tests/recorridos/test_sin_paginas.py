"""People who enter and activate without pages, as in most tests, are left as the pages leave them."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Field, Model
from django.utils import timezone

from buzon.demo.personas import Persona
from tests.personas import Dentro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
DE_ANTES = {"contenttypes.ContentType", "auth.Permission"}
AL_AZAR = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # an identity
    r"|\b\d{23}\b|(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}"  # a folio and a code of verification
    r"|\b[0-9a-f]{64}\b|(?<![\w-])[\w-]{43}(?![\w-])"  # a digest and a nonce
    r"|![A-Za-z0-9]{40}"  # no password
)


def _valor(campo: Field[Any, Any], objeto: Model) -> object:
    """What is in a column, without what is made at random or is a signature over it."""
    valor = getattr(objeto, campo.attname)
    if campo.primary_key or campo.is_relation or campo.name == "tamano":
        return valor is not None
    if isinstance(valor, bytes | memoryview):
        return bool(valor)
    return AL_AZAR.sub("…", json.dumps(valor, default=str, ensure_ascii=False, sort_keys=True))


def _filas() -> dict[str, list[object]]:
    """Every row that there is."""
    filas: dict[str, list[object]] = {
        modelo._meta.label: sorted(
            (
                {campo.name: _valor(campo, objeto) for campo in modelo._meta.concrete_fields}
                for objeto in modelo._default_manager.all()
            ),
            key=repr,
        )
        for modelo in apps.get_models()
        if modelo._meta.label not in DE_ANTES and modelo is not Session
    }
    sesiones = [sesion.get_decoded() for sesion in Session.objects.all()]
    filas["sesiones"] = [
        sesion | {"ingreso": bool(sesion["ingreso"]), "_auth_user_id": "", "_auth_user_hash": ""}
        for sesion in sesiones
    ]
    return {nombre: suyas for nombre, suyas in filas.items() if suyas}


def _lo_que_deja(persona: Persona, *pasos: Callable[[Dentro], object]) -> list[dict[str, list[object]]]:
    quien, dejado = Dentro(persona), []
    with transaction.atomic():
        for paso in pasos:
            paso(quien)
            dejado.append(_filas())
        transaction.set_rollback(True)
    return dejado


@pytest.mark.parametrize("cual", ["fisica", "moral"])
def test_quedan_las_mismas_filas(elegir: Callable[..., Persona], cual: str) -> None:
    persona = elegir(persona=cual)
    with time_machine.travel(timezone.now(), tick=False):
        con = _lo_que_deja(persona, Dentro.ingresar, Dentro.activar)
        sin = _lo_que_deja(persona, Dentro.ingresar_sin_paginas, Dentro.activar_sin_paginas)
    assert sin == con
    assert {"cuentas.Ingreso", "documentos.Documento", "mensajes.Envio", "sesiones"} <= con[-1].keys()
