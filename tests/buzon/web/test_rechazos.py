"""The words of a refusal that depend on what was refused."""

from datetime import UTC, datetime

from django.utils import translation

from buzon.efirma.errores import CertificadoAunNoVigente, CertificadoVencido
from buzon.web.rechazos import vista_de

MOMENTO = datetime(2026, 11, 23, 19, 10, 44, tzinfo=UTC)


def test_lo_que_vence_hoy_dice_su_hora_en_centro() -> None:
    """On its last day «venció» alone, beside a date that is today's, would be taken for a mistake."""
    assert (
        "venció el 23 de noviembre de 2026, 13:10:44 horas" in vista_de(CertificadoVencido(MOMENTO)).mensaje
    )
    assert (
        "empieza el 23 de noviembre de 2026, 13:10:44 horas"
        in vista_de(CertificadoAunNoVigente(MOMENTO)).mensaje
    )
    with translation.override("en"):
        assert "November 23, 2026, 13:10:44" in vista_de(CertificadoVencido(MOMENTO)).mensaje
