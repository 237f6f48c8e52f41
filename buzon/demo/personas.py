"""The people of the demo: made up (`Personaje`), and as `personas.json` lists each with its e.firma (`Persona`)."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from buzon.demo.autoridad import PERSONAS, Autoridad, crear_autoridad, emitir_crl, escribir, revocar
from buzon.demo.emision import DIAS_DE_FIEL, Par, Titular, emitir_persona
from buzon.efirma.certificado import numero_de_certificado
from buzon.valores.identificadores import es_persona_moral

# Sense by row of the decision table (`opinion.reglas`); without row the register knows nothing of that RFC.
_SENTIDOS = {
    None: "SIN_OPINION",
    1: "SIN_OPINION",
    2: "NEGATIVA",
    3: "POSITIVA",
    4: "SIN_OPINION",
    5: "NEGATIVA",
    6: "POSITIVA",
    7: "SIN_OPINION",
    8: "NEGATIVA",
    9: "SIN_OPINION",
}
_ASCII = str.maketrans("Ñ&", "NY")  # of an RFC, for a file name that any system and any browser keeps


class Situacion(StrEnum):
    """What is wrong with the e.firma, if anything."""

    VIGENTE = "vigente"
    VENCIDA = "vencida"
    AUN_NO_VIGENTE = "aun_no_vigente"
    REVOCADA = "revocada"
    CSD = "csd"
    AC_AJENA = "ac_ajena"


# Days from now to the start of the certificate; those of the vigentes are spread over the last two years.
_INICIOS = {Situacion.VENCIDA: -DIAS_DE_FIEL - 45, Situacion.AUN_NO_VIGENTE: 3 * 365}


@dataclass(frozen=True, slots=True)
class Personaje:
    """Who somebody is. `representante`: RFC of the física who signs for a moral; `fila`: row of the decision table."""

    rfc: str
    nombre: str
    contrasena: str
    fila: int | None
    curp: str = ""
    representante: str = ""
    situacion: Situacion = Situacion.VIGENTE
    buzon_activo: bool = False

    @property
    def sentido(self) -> str:
        return _SENTIDOS[self.fila]

    @property
    def persona(self) -> str:
        return "moral" if es_persona_moral(self.rfc) else "fisica"

    @property
    def archivo(self) -> str:
        return self.rfc.translate(_ASCII).lower()


EJEMPLO = "PEJ110822KT2"  # the one that pages print as an example of an RFC
_ELENA, _TOMAS, _BEGONA = "MULE840312QA0", "EERT791105KT8", "ÑAMB900722J45"

PERSONAS_DEMO = (
    Personaje(_ELENA, "ELENA MUESTRA LUCERO", "Elena-2026", 6, "MULE840312MJCSCL09", buzon_activo=True),
    Personaje("PUSB910725HU6", "BEATRIZ PRUEBA SOLANO", "Beatriz-2026", 1, "PUSB910725MDFRLT04"),
    Personaje(_TOMAS, "TOMAS EJEMPLO RIVAS", "Tomas-2026", 5, "EERT791105HNLJVM07"),
    Personaje("FISH8809309P4", "HORACIO FICTICIO SALGADO", "Horacio-2026", 6, "FISH880930HPLCLR08"),
    Personaje("IECA950214TB2", "AURORA INVENTADA CAMPOS", "Aurora-2026", 7, "IECA950214MQTNMR05"),
    Personaje(_BEGONA, "BEGOÑA ÑAÑEZ MUÑOZ", "Begoña-mañana-2026", 6, "XAMB900722MVZXXG00"),
    Personaje("TEJ050419RV3", "TALLERES DEL EJEMPLO SA DE CV", "Talleres-2026", 2, representante=_TOMAS),
    Personaje(
        "PMU981002GK2", "PANIFICADORA LA MUESTRA SA DE CV", "Panificadora-2026", 6, representante=_ELENA
    ),
    Personaje(
        "CIN1208308D8",
        "CONSTRUCTORA IMAGINARIA DEL NORTE SA DE CV",
        "Constructora-2026",
        4,
        representante=_TOMAS,
    ),
    Personaje(
        "SFO150617N34",
        "SERVICIOS FICTICIOS DE OCCIDENTE SC",
        "Servicios-2026",
        6,
        representante=_ELENA,
        buzon_activo=True,
    ),
    Personaje("TIN930121AUA", "TEXTILES INVENTADOS SA DE CV", "Textiles-2026", 8, representante=_BEGONA),
    Personaje(
        "CPR010905KM9", "COMERCIALIZADORA DE PRUEBA SA DE CV", "Comercio-2026", 9, representante=_ELENA
    ),
    Personaje(
        "H&E0703285CA", "HERRAJES & EMPAQUES DE EJEMPLO SA DE CV", "Herrajes&2026", 3, representante=_BEGONA
    ),
    Personaje(
        "DEER7201186R1",
        "RAMIRO DEMO ESTRADA",
        "Ramiro-2026",
        6,
        "DEER720118HSRMSM08",
        situacion=Situacion.VENCIDA,
    ),
    Personaje(
        "SUZJ020508LN7",
        "JULIETA SUPUESTA ZARATE",
        "Julieta-2026",
        7,
        "SUZJ020508MYNPRLA3",
        situacion=Situacion.AUN_NO_VIGENTE,
    ),
    Personaje(
        "TSG180226UE2",
        "TRANSPORTES SUPUESTOS DEL GOLFO SA DE CV",
        "Transportes-2026",
        5,
        representante=_TOMAS,
        situacion=Situacion.REVOCADA,
    ),
    Personaje(
        "ADI110714B83",
        "ASESORIA DEMOSTRATIVA INTEGRAL SC",
        "Asesoria-2026",
        6,
        representante=_ELENA,
        situacion=Situacion.CSD,
    ),
    Personaje(
        "AAOF860611D28",
        "FABIAN APARENTE OROZCO",
        "Fabian-2026",
        None,
        "AAOF860611HMCPRB03",
        situacion=Situacion.AC_AJENA,
    ),
    # Those whose opinion is public from the start, one of each sentido (`actos.vivir`).
    Personaje(
        EJEMPLO,
        "PANADERIA DEL EJEMPLO SA DE CV",
        "Panaderia-2026",
        6,
        representante=_TOMAS,
        buzon_activo=True,
    ),
    Personaje(
        "MIB130516RA5",
        "MUEBLES INVENTADOS DEL BAJIO SA DE CV",
        "Muebles-2026",
        5,
        representante=_BEGONA,
        buzon_activo=True,
    ),
    Personaje(
        "CSU160309QUA",
        "CONSULTORIA SUPUESTA SC",
        "Consultoria-2026",
        7,
        representante=_ELENA,
        buzon_activo=True,
    ),
)


def crear_personas(carpeta: Path, *, ahora: datetime) -> None:
    """Issue the e.firmas, personas.json and a CRL in `carpeta` (BUZON_DATOS/demo), unless they exist."""
    autoridad = crear_autoridad(carpeta, ahora=ahora)
    if (carpeta / PERSONAS).is_file():
        return
    fichas = [_crear(autoridad, persona, ahora=ahora) for persona in PERSONAS_DEMO]
    emitir_crl(carpeta, ahora=ahora)
    escribir(carpeta / PERSONAS, json.dumps(fichas, ensure_ascii=False, indent=1).encode())


def titular_de(persona: Personaje) -> Titular:
    """As it stands in the certificate: a moral with the RFC and CURP of its representative."""
    curps = {fisica.rfc: fisica.curp for fisica in PERSONAS_DEMO}
    return Titular(
        nombre=persona.nombre,
        rfc=persona.rfc,
        curp=persona.curp,
        representante_rfc=persona.representante,
        representante_curp=curps.get(persona.representante, ""),
    )


def _crear(autoridad: Autoridad, persona: Personaje, *, ahora: datetime) -> dict[str, object]:
    par = _emitir(autoridad, persona, ahora=ahora.astimezone(UTC))
    cer, key = f"personas/{persona.archivo}.cer", f"personas/{persona.archivo}.key"
    escribir(autoridad.carpeta / cer, par.cer)
    escribir(autoridad.carpeta / key, par.key, secreto=True)
    if persona.situacion is Situacion.REVOCADA:
        revocar(autoridad.carpeta, numero_de_certificado(par.cer), ahora=ahora)
    return {
        "rfc": persona.rfc,
        "nombre": persona.nombre,
        "persona": persona.persona,
        "cer": cer,
        "key": key,
        "contrasena": persona.contrasena,
        "situacion": persona.situacion.value,
        "sentido": persona.sentido,
        "buzon_activo": persona.buzon_activo,
    }


def _emitir(autoridad: Autoridad, persona: Personaje, *, ahora: datetime) -> Par:
    dias = _INICIOS.get(persona.situacion, -30 - 40 * PERSONAS_DEMO.index(persona))
    return emitir_persona(
        autoridad.ajena if persona.situacion is Situacion.AC_AJENA else autoridad.intermedia,
        titular=titular_de(persona),
        desde=ahora + timedelta(days=dias),
        contrasena=persona.contrasena,
        es_csd=persona.situacion is Situacion.CSD,
    )


@dataclass(frozen=True, slots=True)
class Persona:
    """One demo person as the file lists it; `cer` and `key` are absolute paths."""

    rfc: str
    nombre: str
    persona: str
    cer: Path
    key: Path
    contrasena: str
    situacion: str
    sentido: str
    buzon_activo: bool


def carpeta() -> Path:
    """Folder of everything that belongs to the demonstration."""
    return Path(settings.BUZON_DATOS) / "demo"


def personas() -> list[Persona]:
    """Return the demo people in the order of the file."""
    raiz = carpeta()
    datos = json.loads((raiz / PERSONAS).read_text(encoding="utf-8"))
    return [Persona(**{**dato, "cer": raiz / dato["cer"], "key": raiz / dato["key"]}) for dato in datos]
