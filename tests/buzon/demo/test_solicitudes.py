"""The demo's requests: real acts, of several days, at the office of the demo's staff."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from buzon.actos.models import ActoFirmado
from buzon.demo.padron import crear_padron
from buzon.demo.personal import preparar_personal
from buzon.demo.personas import carpeta
from buzon.documentos.models import Documento
from buzon.promociones.models import Solicitud
from buzon.valores.fechas import dia_en_centro
from buzon.valores.plazos import vencimiento

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gente_demo")]


def test_llenan_la_cola_de_la_oficina() -> None:
    ahora = timezone.now()
    crear_padron(ahora=ahora)
    preparar_personal(carpeta(), ahora=ahora)
    salida = StringIO()
    call_command("solicitudes_demo", stdout=salida)
    folios = re.findall(r"^\d{23}", salida.getvalue(), re.MULTILINE)
    suyas = Solicitud.objects.order_by("presentada_en")
    assert [una.folio for una in suyas] == folios
    assert len({una.vence_el for una in suyas}) > 4
    hoy = dia_en_centro(ahora)
    luces = {una.semaforo(hoy=hoy) for una in suyas}
    assert len(luces) == 3
    assert suyas[0].escalada > 0
    for una in suyas:
        assert una.subdelegacion_id == "1501"
        assert una.vence_el == vencimiento(una.presentada_en)
        assert ActoFirmado.objects.get(folio=una.folio).firmado_en == una.presentada_en
        assert Documento.objects.filter(folio=una.folio).exists()


def test_sin_personal_de_demostracion_lo_dice() -> None:
    with pytest.raises(CommandError, match="modo de demostración"):
        call_command("solicitudes_demo")
