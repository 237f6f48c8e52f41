"""Aclaraciones u Orientaciones from the first page to the answer, through HTTP."""

import io
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from buzon.cuentas.personal.funcionario import Funcionario
from buzon.demo.padron import crear_padron
from buzon.promociones.models import Adjunto, Borrador, Comunicacion, Solicitud
from buzon.promociones.reglas import Sentido
from buzon.promociones.services.atencion import requerir_informacion, resolver
from tests.personas import Dentro, al_confirmar

pytestmark = pytest.mark.django_db

RUTA = "/promociones/aclaraciones/"
TEXTO = "El crédito se pagó el 3 de marzo.\n\nPido que se corrija el registro. Ñ & <b>negritas</b>"


def pdf(texto: str = "comprobante") -> bytes:
    salida = io.BytesIO()
    hoja = Canvas(salida)
    hoja.drawString(72, 720, texto)
    hoja.save()
    return salida.getvalue()


def foto() -> bytes:
    salida = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(salida, "JPEG")
    return salida.getvalue()


def archivo(nombre: str, contenido: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, contenido)


def enviar(quien: Dentro, accion: str = "guardar", **campos: Any) -> HttpResponse:
    datos = {"asunto": "OPINION_PUBLICA", "texto": TEXTO, "accion": accion} | campos
    return quien.http.post(RUTA, datos, follow=True)


def presentar(quien: Dentro, **campos: Any) -> HttpResponse:
    return quien.firmar(enviar(quien, "continuar", **campos))


def html(respuesta: HttpResponse) -> str:
    return respuesta.content.decode()


def hitos(pagina: str) -> list[str]:
    return re.findall("<b>([^<]+)</b>", pagina.split('<ol class="hitos"')[1].split("</ol>", maxsplit=1)[0])


@pytest.fixture
def deudora(activa: Callable[..., Dentro]) -> Dentro:
    crear_padron(ahora=timezone.now())
    return activa(persona="moral", sentido="NEGATIVA")


def un_credito(quien: Dentro) -> str:
    encontrado = re.search(r'name="creditos" value="([^"]+)"', html(quien.http.get(RUTA)))
    assert encontrado
    return encontrado[1]


def test_de_la_primera_pagina_a_la_respuesta(deudora: Dentro) -> None:
    pagina = html(deudora.http.get(RUTA))
    for asunto in ("32D Opinión Pública", "Activación Buzón IMSS", "Crédito fiscal (Regla Décima)"):
        assert asunto in pagina
    certificar = enviar(
        deudora,
        "continuar",
        asunto="CREDITO_FISCAL",
        creditos=[un_credito(deudora)],
        archivos=[archivo("recibo.pdf", pdf()), archivo("foto.jpeg", foto())],
    )
    assert "Ñ &amp; &lt;b&gt;negritas&lt;/b&gt;" in html(certificar)
    assert Solicitud.objects.count() == 0
    hecho = deudora.firmar(certificar)
    assert "Solicitud presentada" in html(hecho)
    solicitud = Solicitud.objects.get()
    assert solicitud.folio in html(hecho)
    assert solicitud.rfc == deudora.persona.rfc
    assert solicitud.texto == TEXTO
    assert Adjunto.objects.filter(solicitud=solicitud).count() == 2
    assert not Adjunto.objects.filter(borrador__isnull=False).exists()
    otra_vez = deudora.http.get(hecho.request["PATH_INFO"])  # type: ignore[attr-defined]
    assert solicitud.folio in html(otra_vez)
    acuse = deudora.http.get(f"/acuses/{solicitud.folio}.pdf")
    assert acuse.content.startswith(b"%PDF-")

    seguimiento = f"{RUTA}{solicitud.folio}/"
    assert "Quedan 10 días naturales." in html(deudora.http.get(seguimiento))
    with al_confirmar():
        requerir_informacion(
            solicitud,
            texto="Adjunta el comprobante completo.",
            quien=Funcionario("orientadora"),
            ahora=solicitud.presentada_en,
        )
    pagina = html(deudora.http.get(seguimiento))
    assert "Información requerida" in pagina
    assert "Adjunta el comprobante completo." in pagina
    assert hitos(pagina) == ["Presentada", "Te pidieron información", "Te toca responder", "Debe resolverse"]
    respuesta = deudora.http.post(
        seguimiento,
        {"texto": "Va el comprobante.", "archivos": [archivo("a.pdf", pdf("completo"))]},
        follow=True,
    )
    assert "Va el comprobante." in html(respuesta)
    assert "Respuesta al requerimiento" in html(respuesta)
    assert hitos(html(respuesta)) == [
        "Presentada",
        "Te pidieron información",
        "Respondiste",
        "Debe resolverse",
    ]
    solicitud.refresh_from_db()
    assert solicitud.estado == "PRESENTADA"
    assert f"Folio <code>{solicitud.folio}</code>" in html(deudora.http.get(RUTA))


def test_el_mismo_acto_enviado_dos_veces_es_una_solicitud(deudora: Dentro) -> None:
    certificar = enviar(deudora, "continuar")
    url = certificar.request["PATH_INFO"]  # type: ignore[attr-defined]
    envio = deudora.envio(certificar, "acto")
    primera = deudora.http.post(url, envio, follow=True)
    segunda = deudora.http.post(url, envio, follow=True)
    assert primera.request["PATH_INFO"] == segunda.request["PATH_INFO"]  # type: ignore[attr-defined]
    assert Solicitud.objects.count() == 1


def test_el_borrador_se_conserva_y_nada_se_pierde_por_un_error(deudora: Dentro) -> None:
    buenos = [archivo("bueno.pdf", pdf()), archivo("malo.pdf", b"<svg onload=alert(1)>")]
    respuesta = enviar(deudora, "continuar", asunto="REGISTRO_PATRONAL", archivos=buenos)
    assert respuesta.status_code == 422
    pagina = html(respuesta)
    assert "«malo.pdf»: No recibimos ese tipo de archivo." in pagina
    assert "Ñ &amp; &lt;b&gt;negritas" in pagina
    assert [a.nombre for a in Adjunto.objects.all()] == ["bueno.pdf"]
    assert Borrador.objects.get().texto == TEXTO
    falta = enviar(deudora, "continuar", asunto="REGISTRO_PATRONAL")
    assert 'data-codigo="falta_registro"' in html(falta)
    assert falta.status_code == 422
    assert "bueno.pdf" in html(deudora.http.get(RUTA))
    quitado = enviar(deudora, f"quitar:{Adjunto.objects.get().pk}", texto="otro texto, más largo que veinte")
    assert "bueno.pdf" not in html(quitado)
    assert Borrador.objects.get().texto == "otro texto, más largo que veinte"
    deudora.http.post(f"{RUTA}descartar/")
    assert "otro texto" not in html(deudora.http.get(RUTA))


def test_un_texto_rechazado_no_pierde_los_archivos(deudora: Dentro) -> None:
    respuesta = enviar(deudora, texto="x" * 4001, archivos=[archivo("a.pdf", pdf())])
    assert 'data-codigo="texto_demasiado_largo"' in html(respuesta)
    assert "x" * 4001 in html(respuesta)
    assert [a.nombre for a in Adjunto.objects.all()] == ["a.pdf"]


def test_lo_que_se_escribia_cuando_se_resolvio_sigue_a_la_vista(deudora: Dentro) -> None:
    presentar(deudora)
    solicitud = Solicitud.objects.get()
    resuelve = "Se revisó el crédito y procede su cancelación."
    with al_confirmar():
        resolver(
            solicitud,
            sentido=Sentido.PROCEDENTE,
            texto=resuelve,
            quien=Funcionario("ana"),
            ahora=solicitud.presentada_en,
        )
    respuesta = deudora.http.post(f"{RUTA}{solicitud.folio}/", {"texto": "Olvidé decir <algo>"})
    assert respuesta.status_code == 409
    assert "Olvidé decir &lt;algo&gt;" in html(respuesta)
    assert "Descargar resolución" in html(respuesta)
    assert not Comunicacion.objects.filter(de="PARTICULAR").exists()


def test_se_guarda_mientras_se_escribe(deudora: Dentro) -> None:
    datos = {"asunto": "OPINION_PUBLICA", "texto": "Voy a medias", "registros": ["Z9999999999"]}
    respuesta = deudora.http.post(f"{RUTA}borrador/", datos, HTTP_ACCEPT="application/json")
    assert respuesta.json().keys() == {"guardado_en", "version"}
    assert Borrador.objects.get().texto == "Voy a medias"
    largo = {"texto": "x" * 4001}
    rechazado = deudora.http.post(f"{RUTA}borrador/", largo, HTTP_ACCEPT="application/json")
    assert (rechazado.status_code, rechazado.json()["codigo"]) == (422, "texto_demasiado_largo")
    assert Borrador.objects.get().texto == "Voy a medias"
    assert Client().post(f"{RUTA}borrador/", datos).status_code == 302
    assert "Voy a medias" in html(deudora.http.get(RUTA))


@pytest.mark.parametrize(
    ("campos", "codigo"),
    [
        ({"texto": "corto"}, "texto_insuficiente"),
        ({"texto": "x" * 4001}, "texto_demasiado_largo"),
        ({"asunto": ""}, "asunto_no_disponible"),
        ({"asunto": "CREDITO_FISCAL"}, "falta_credito"),
        ({"accion": "borrar"}, "peticion_malformada"),
        ({"accion": ["guardar", "continuar"]}, "peticion_malformada"),
        ({"accion": "quitar:1"}, "peticion_malformada"),
    ],
)
def test_lo_que_no_procede_se_dice_y_no_presenta_nada(
    deudora: Dentro, campos: dict[str, Any], codigo: str
) -> None:
    respuesta = enviar(deudora, **({"accion": "continuar"} | campos))
    assert respuesta.status_code == 422
    assert f'data-codigo="{codigo}"' in html(respuesta)
    assert not Solicitud.objects.exists()


@pytest.mark.parametrize(
    ("asunto", "campos"), [("", ["asunto", "texto"]), ("REGISTRO_PATRONAL", ["texto", "registros"])]
)
def test_cada_falta_se_dice_una_vez_y_lleva_a_su_campo(
    deudora: Dentro, asunto: str, campos: list[str]
) -> None:
    pagina = html(enviar(deudora, "continuar", asunto=asunto, texto="corto", registros=[], creditos=[]))
    resumen = pagina.split('class="resumen"')[1].split("</div>")[0]
    assert sorted(re.findall(r'<li><a href="#id_(\w+)">', resumen)) == sorted(campos)
    assert "<p>" not in resumen.split("<ul>")[0]


@pytest.mark.parametrize("campo", ["registros", "creditos", "asunto"])
@pytest.mark.parametrize("valor", ["Z9999999999", "Z9999999999-123456789", "x" * 9000, "\0", "'; --"])
def test_lo_ajeno_o_inventado_se_rechaza(deudora: Dentro, campo: str, valor: str) -> None:
    respuesta = enviar(deudora, "continuar", **{campo: valor})
    assert respuesta.status_code == 422
    assert not Solicitud.objects.exists()


def test_si_el_borrador_cambia_lo_preparado_ya_no_se_firma(deudora: Dentro) -> None:
    certificar = enviar(deudora, "continuar")
    enviar(deudora, "guardar", texto="Cambié de idea y pido otra cosa distinta.")
    respuesta = deudora.firmar(certificar)
    assert respuesta.status_code == 409
    assert 'data-codigo="borrador_cambiado"' in html(respuesta)
    assert "Cambié de idea" in html(deudora.http.get(RUTA))


def test_lo_de_otro_no_existe(deudora: Dentro, activa: Callable[..., Dentro]) -> None:
    extrana = activa(persona="fisica")
    enviar(deudora, archivos=[archivo("a.pdf", pdf())])
    adjunto = Adjunto.objects.get()
    certificar = enviar(deudora, "continuar")
    url_certificar = certificar.request["PATH_INFO"]  # type: ignore[attr-defined]
    deudora.firmar(certificar)
    folio = Solicitud.objects.get().folio
    urls = [f"{RUTA}{folio}/", f"{RUTA}actos/{folio}/", url_certificar, f"{RUTA}adjuntos/{adjunto.pk}/"]
    for url in urls:
        assert deudora.http.get(url, follow=True).status_code == 200, url
        assert extrana.http.get(url).status_code == 404, url
        assert extrana.http.head(url).status_code == 404, url
        assert Client().get(url).headers["Location"].startswith("/ingresar/"), url
    assert extrana.http.post(f"{RUTA}{folio}/", {"texto": "Me meto donde no debo."}).status_code == 404
    assert extrana.http.post(url_certificar, extrana.envio(certificar, "acto")).status_code == 404
    assert not Comunicacion.objects.exists()
    for inventado in (f"{RUTA}adjuntos/{uuid4()}/", f"{RUTA}{'1' * 23}/", f"{RUTA}{UUID(int=0)}/"):
        assert deudora.http.get(inventado).status_code == 404


def test_un_acuse_de_aqui_sirve_de_prueba(deudora: Dentro) -> None:
    presentar(deudora)
    acuse = deudora.http.get(f"/acuses/{Solicitud.objects.get().folio}.pdf").content
    respuesta = enviar(deudora, archivos=[archivo("acuse.pdf", acuse), archivo("otro.pdf", acuse + b" ")])
    assert "«otro.pdf»: " in html(respuesta)
    assert [bytes(a.contenido) for a in Adjunto.objects.all()] == [acuse]


def test_un_adjunto_se_baja_y_nunca_se_abre(deudora: Dentro) -> None:
    enviar(deudora, archivos=[archivo("..%2f..%2fetc%2f\u202eÑ&'.pdf", pdf())])
    adjunto = Adjunto.objects.get()
    respuesta = deudora.http.get(f"{RUTA}adjuntos/{adjunto.pk}/")
    assert respuesta.content == pdf() or respuesta.content.startswith(b"%PDF-")
    assert respuesta.headers["Content-Disposition"].startswith("attachment; ")
    assert respuesta.headers["X-Content-Type-Options"] == "nosniff"
    assert respuesta.headers["Content-Type"] == "application/pdf"
    assert "no-store" in respuesta.headers["Cache-Control"]


def test_sin_buzon_activo_solo_se_pide_la_activacion(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    pagina = html(quien.http.get(RUTA))
    assert "Activación Buzón IMSS" in pagina
    assert "32D Opinión Pública</option>" not in pagina
    assert enviar(quien, "continuar").status_code == 422
    hecho = presentar(quien, asunto="ACTIVACION", texto="No me llega el código al correo que registré.")
    assert "Solicitud presentada" in html(hecho)
    assert "Tu Buzón no está activo" in html(hecho)
    folio = Solicitud.objects.get().folio
    assert quien.http.get(f"{RUTA}{folio}/").status_code == 200
    assert quien.http.get("/buzon/").status_code == 302


def test_las_paginas_no_preguntan_mas_por_haber_mas(
    deudora: Dentro, django_assert_max_num_queries: Any
) -> None:
    for n in range(3):
        presentar(deudora, texto=f"Solicitud número {n}, con su explicación.")
    solicitud = Solicitud.objects.latest("pk")
    for n in range(4):
        deudora.http.post(f"{RUTA}{solicitud.folio}/", {"texto": f"Mensaje número {n} de la conversación."})
    with django_assert_max_num_queries(16):
        deudora.http.get(RUTA)
    with django_assert_max_num_queries(12):
        deudora.http.get(f"{RUTA}{solicitud.folio}/")


@pytest.mark.parametrize("pagina", ["0", "abc", "9999999", "-1", "2"])
def test_una_pagina_que_no_hay(deudora: Dentro, pagina: str) -> None:
    assert deudora.http.get(RUTA, {"pagina": pagina}).status_code == 404


def test_un_campo_que_no_se_entiende_no_borra_lo_guardado(deudora: Dentro) -> None:
    enviar(deudora)
    respuesta = enviar(deudora, texto="con un nulo \0", asunto="NINGUNO")
    assert respuesta.status_code == 422
    borrador = Borrador.objects.get()
    assert (borrador.asunto, borrador.texto) == ("OPINION_PUBLICA", TEXTO)
    mientras = deudora.http.post(f"{RUTA}borrador/", {"asunto": "OPINION_PUBLICA", "texto": "con un nulo \0"})
    assert mientras.status_code == 422
    borrador.refresh_from_db()
    assert borrador.texto == TEXTO


@pytest.mark.parametrize("ya_enviada", [False, True])
def test_quien_escribia_sin_sesion_vuelve_a_su_pagina(deudora: Dentro, ya_enviada: bool) -> None:
    ruta = RUTA
    if ya_enviada:
        presentar(deudora)
        ruta = f"{RUTA}{Solicitud.objects.get().folio}/"
    pagina = html(deudora.http.get(ruta))
    marca = re.search(r'data-rescate="([0-9a-f]{32})"', pagina)
    assert marca
    assert "js/navegar" in pagina
    otra = Dentro(deudora.persona)
    otra.ingresar()
    otra.http.post("/buzon/sesiones/cerrar-otras/")
    respuesta = deudora.http.post(ruta, {"texto": "Algo más.", "accion": "guardar"})
    assert respuesta.headers["Location"] == f"/ingresar/?next={ruta}"
    assert f'data-rescate="{marca[1]}"' in html(otra.http.get(ruta))


def test_la_marca_de_lo_conservado_es_de_cada_persona(deudora: Dentro, activa: Callable[..., Dentro]) -> None:
    marcas = {
        re.search('data-rescate="([^"]+)"', html(quien.http.get(RUTA)))[1]  # type: ignore[index]
        for quien in (deudora, activa(persona="fisica"))
    }
    assert len(marcas) == 2
    assert deudora.persona.rfc not in marcas
