"""Forms of the inbox: its filter, read from the address, and the messages to be marked."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from buzon.mensajes.models import Clase
from buzon.mensajes.selectors import Filtro
from buzon.mensajes.services import normalizar
from buzon.valores.captura import entero
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import PeticionMalformada
from buzon.web.paginas import DIGITOS_DE_PAGINA, POR_PAGINA
from buzon.web.peticiones import campo_unico

_TEXTO_MAXIMO = 100
LEIDOS, NO_LEIDOS, TODOS = "leidos", "no_leidos", "todos"


class FiltroForm(forms.Form):
    """What to look for; a plain GET form, so that a page of results has its address."""

    q = forms.CharField(
        label=_("Buscar"),
        required=False,
        max_length=_TEXTO_MAXIMO,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": _("Busca con menos palabras: hasta 100 letras.")},
    )
    clase = forms.ChoiceField(
        label=_("Sobre"),
        required=False,
        choices=[("", _("Todo")), *Clase.choices],
        error_messages={"invalid_choice": _("Elige de la lista sobre qué son los mensajes.")},
    )
    leidos = forms.ChoiceField(
        label=_("Mostrar"),
        required=False,
        choices=[("", _("Todos")), ("no", _("Sin leer"))],
        error_messages={"invalid_choice": _("Elige de la lista qué mensajes mostrar.")},
    )

    @property
    def filtro(self) -> Filtro:
        datos = self.cleaned_data
        palabras = dict.fromkeys(normalizar(datos["q"]).split())
        return Filtro(tuple(palabras), datos["clase"], sin_leer=datos["leidos"] == "no")

    @property
    def filtra(self) -> bool:
        return any(self.cleaned_data.values())

    @property
    def solo_sin_leer(self) -> bool:
        """Whether nothing is looked for but what is unread."""
        return self.filtro == Filtro(sin_leer=True)

    def vuelta(self, pagina: str, *, vaciandose: bool = True) -> str:
        """Return the query of the address that leads back to the list as it is filtered, and to its page.

        Where only unread ones are shown, reading or marking empties pages (`vaciandose`): that page may be no more.
        """
        datos = {nombre: valor for nombre, valor in self.cleaned_data.items() if valor}
        if entero(pagina, digitos=DIGITOS_DE_PAGINA) is not None and not (
            vaciandose and self.filtro.sin_leer
        ):
            datos["pagina"] = pagina
        return f"?{urlencode(datos)}" if datos else ""


class SinSeleccion(Rechazo):
    """Messages were to be marked, and none was chosen (302: the list again, with its sentence)."""

    codigo = "sin_seleccion"
    titulo = marcado("No elegiste ningún mensaje")
    mensaje = marcado("Activa la casilla de los que quieras marcar e inténtalo otra vez.")


@dataclass(frozen=True, slots=True)
class Marcado:
    """What the form of the list asks for; `hasta`: the newest unread message when the page was drawn."""

    como: str
    ids: frozenset[int]
    hasta: int


def leer_marcado(request: HttpRequest) -> Marcado:
    """Return which messages are to be marked and how; raises PeticionMalformada and SinSeleccion."""
    como = campo_unico(request, "marcar")
    ids = frozenset(map(_numero, request.POST.getlist("mensaje")))
    if como not in {LEIDOS, NO_LEIDOS, TODOS} or len(ids) > POR_PAGINA:
        raise PeticionMalformada(f"marcar: {len(ids)} mensajes")
    if como == TODOS:
        return Marcado(como, ids, _numero(campo_unico(request, "hasta")))
    if not ids:
        raise SinSeleccion
    return Marcado(como, ids, 0)


def _numero(texto: str) -> int:
    # Eighteen digits are always within a bigint, which is what ids are.
    if (numero := entero(texto, digitos=18)) is None:
        raise PeticionMalformada("mensaje")
    return numero
