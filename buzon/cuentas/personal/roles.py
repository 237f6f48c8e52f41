"""What each role of the staff may do (pure); `docs/personal.md` shows it, and tests go through all of it."""

from collections.abc import Collection

from buzon.valores.marcas import Rotulado, marcado


class Rol(Rotulado):
    """What a member of the staff does for the Institute; everybody has one."""

    ORIENTADOR = "ORIENTADOR", marcado("Orientador")
    SUBDELEGACION = "SUBDELEGACION", marcado("Subdelegación")
    NORMATIVA = "NORMATIVA", marcado("Normativa")
    AUDITORIA = "AUDITORIA", marcado("Auditoría")
    OPERACION = "OPERACION", marcado("Operación")

    @property
    def tiene_oficina(self) -> bool:
        """Whether somebody with it may be confined to a subdelegación."""
        return self in {Rol.SUBDELEGACION, Rol.ORIENTADOR}


def _ver(app: str, *modelos: str) -> frozenset[str]:
    return frozenset(f"{app}.view_{modelo}" for modelo in modelos)


PADRON = _ver(
    "padron", "patron", "registropatronal", "creditofiscal", "garantia", "convenio", "subdelegacion"
)
TRAMITES = (
    _ver("actos", "actopreparado", "actofirmado")
    | _ver("autorizacion32d", "autorizacion", "transicion")
    | _ver("terceros", "autorizaciondetercero", "consultadetercero")
    | _ver("documentos", "documento")
    | {"documentos.leer_documento"}
    | _ver("opinion", "opinioncalculada", "opinionemitida", "opinionnodisponible", "cambiodeopinion")
)
PERSONAS = _ver("cuentas", "contribuyente", "mediocontacto", "cambiodemedio", "ingreso")

ORIENTAR = frozenset(
    {
        "cuentas.ver_expediente",
        "promociones.view_solicitud",
        "promociones.responder_solicitud",
        "promociones.view_plantilla",
    }
)
ATENDER = ORIENTAR | {
    "cuentas.revelar_medio",
    "cuentas.ver_tablero",
    "promociones.asignar_solicitud",
    "promociones.proponer_correccion",
    "promociones.resolver_solicitud",
    "promociones.turnar_solicitud",
    "promociones.view_correccion",
}
APROBAR = frozenset({"promociones.aprobar_correccion"})

PERMISOS: dict[Rol, frozenset[str]] = {
    Rol.ORIENTADOR: ORIENTAR,
    Rol.SUBDELEGACION: ATENDER,
    Rol.NORMATIVA: ATENDER
    | APROBAR
    | PADRON
    | TRAMITES
    | _ver("cuentas", "contribuyente")
    | {"promociones.add_plantilla", "promociones.change_plantilla"},
    # Sees everything, and changes nothing.
    Rol.AUDITORIA: PADRON
    | TRAMITES
    | PERSONAS
    | _ver("bitacora", "asiento", "lectura", "rechazoasentado")
    | _ver("cuentas", "usuario", "personal")
    | _ver("mensajes", "mensaje", "envio")
    | _ver("opinion", "corrida")
    | _ver("padron", "carga")
    | _ver("promociones", "solicitud", "plantilla", "correccion")
    | {"cuentas.ver_expediente", "cuentas.ver_tablero"},
    # Keeps the portal running without reading what people write: of messages and documents, how they stand.
    Rol.OPERACION: _ver("cuentas", "usuario", "personal")
    | _ver("documentos", "documento")
    | _ver("mensajes", "envio")
    | _ver("opinion", "corrida", "opinionnodisponible")
    | _ver("padron", "carga")
    | {"cuentas.ver_tablero", "documentos.change_documento", "mensajes.change_envio", "padron.add_carga"},
}


ROLES_QUE_RESPONDEN = tuple(
    rol for rol, permisos in PERMISOS.items() if "promociones.responder_solicitud" in permisos
)


def permisos_de(rol: str, *, jefatura: bool = False) -> Collection[str]:
    """Return the permissions of a role; the head of a subdelegación also approves what others propose."""
    return PERMISOS[Rol(rol)] | (APROBAR if jefatura else frozenset())
