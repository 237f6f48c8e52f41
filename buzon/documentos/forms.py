"""Form of the page that verifies a document."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from buzon.documentos.models import LARGO_MAXIMO_DE_CODIGO, LETRAS_DEL_CODIGO, normalizar_codigo
from buzon.valores.identificadores import es_folio, leer_folio

PDF_MAXIMO = 8 * 1024 * 1024  # what `web.middleware.CON_ARCHIVO` lets through besides the form


class VerificarForm(forms.Form):
    folio = forms.CharField(label=_("Folio"), required=False, max_length=80)
    codigo = forms.CharField(
        label=_("Código de verificación"), required=False, max_length=LARGO_MAXIMO_DE_CODIGO
    )
    archivo = forms.FileField(label=_("Archivo PDF"), required=False)

    def clean_folio(self) -> str:
        """Accept the folio with the spaces, and whatever else, with which somebody may copy it."""
        folio = leer_folio(str(self.cleaned_data["folio"]))
        if not folio or es_folio(folio):
            return folio
        if not (folio.isascii() and folio.isdigit()):
            raise forms.ValidationError(
                _("El folio lleva sólo números, 23, y lo que escribiste tiene otra cosa.")
            )
        raise forms.ValidationError(
            _("El folio tiene 23 dígitos y escribiste %(cuantos)s."), params={"cuantos": len(folio)}
        )

    def clean_codigo(self) -> str:
        """Refuse what no code can be: that says nothing about which codes there are."""
        codigo = normalizar_codigo(str(self.cleaned_data["codigo"]))
        letras = codigo.replace("-", "")
        if codigo and len(letras) != LETRAS_DEL_CODIGO:
            raise forms.ValidationError(
                _("El código tiene 32 letras y números, en ocho grupos de cuatro, y escribiste %(cuantos)s."),
                params={"cuantos": len(letras)},
            )
        if "9" in letras:
            raise forms.ValidationError(_("Un código nunca lleva el número 9: revisa si es una G."))
        return codigo

    def clean_archivo(self) -> "UploadedFile[bytes] | None":
        archivo: UploadedFile[bytes] | None = self.cleaned_data["archivo"]
        if archivo and (archivo.size or 0) > PDF_MAXIMO:
            raise forms.ValidationError(_("El archivo pasa de 8 MB: elige el PDF tal como se descargó."))
        return archivo

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if datos.get("archivo") or "archivo" in self.errors:
            return datos
        if not (datos.get("folio") or "folio" in self.errors):
            self.add_error("folio", _("Escribe el folio del documento, o elige su archivo."))
        if not (datos.get("codigo") or "codigo" in self.errors):
            self.add_error("codigo", _("Escribe el código de verificación, o elige el archivo."))
        return datos
