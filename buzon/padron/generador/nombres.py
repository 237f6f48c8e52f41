"""Names that sound like names and are nobody's in particular, with the letters that they lend to an RFC and a CURP."""

from typing import NamedTuple

from buzon.padron.generador.azar import Azar, repetidos, uno_de


def _palabras(texto: str) -> tuple[str, ...]:
    return tuple(texto.split())


# Four letters that spell something rude: SAT puts an X last, the population register an X second.
ALTISONANTES = frozenset(
    _palabras(
        "BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA GUEI"
        " GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO"
        " MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO"
        " RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY"
    )
)
ENTIDADES = _palabras(
    "AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS"
)
APELLIDOS = _palabras(
    "ABOYTES ACEVES ALCOCER ALDRETE ANDUJAR ARREDONDO BALDERAS BARRIGA BECERRIL BRISEÑO CAMARENA CANTORAL CARREÑO"
    " CASTAÑEDA CENICEROS COVARRUBIAS DAVALOS DEGOLLADO DOSAMANTES ECHEVESTE ELIZONDO ESPARZA ESTRELLA FARFAN"
    " FIGUEROA FUENTES GALARZA GALLARDO GARIBAY GODINEZ GRANADOS GUEVARA HINOJOSA HUERTA IBAÑEZ INFANTE ITURBE"
    " JARAMILLO JASSO JUAREZ LARIOS LEDEZMA LIZARRAGA LUCERO MACEDO MADRIGAL MALDONADO MONTAÑO MURGUIA NAVARRETE"
    " NOLASCO NUÑEZ OCAMPO OLMEDO ORDUÑA OROZCO PALAFOX PEDRAZA PIZANO PORTILLO QUEVEDO QUIÑONES QUIROZ REBOLLAR"
    " RENDON ROSALES SALDIVAR SANABRIA SEPULVEDA SOLORIO TABARES TELLEZ TREJO TRUJANO UGALDE URIBE URRUTIA VALADEZ"
    " VERDUGO VILLASEÑOR YAÑEZ YEPEZ ZAMUDIO ZARAGOZA ZEPEDA ÑANDU ÑONGO"
)
DE_MUJER = (
    *("ANA LUISA", "BLANCA ESTELA", "DULCE IRIS", "LUZ ELENA", "NORA ALICIA"),
    *_palabras(
        "ABRIL ADRIANA ALICIA AMPARO ARACELI BERENICE BRENDA CAROLINA CLARA DALIA DANIELA ELISA ESTELA FABIOLA"
        " GABRIELA GRISELDA HILDA IRENE JIMENA LETICIA LORENA MARGARITA MIREYA NORMA OFELIA PATRICIA RAQUEL"
        " ROSAURA SILVIA SOFIA TERESA VALERIA VERONICA YOLANDA ZAIRA"
    ),
)
DE_HOMBRE = (
    *("JUAN MANUEL", "LUIS ENRIQUE", "MIGUEL ANGEL", "RAUL ALBERTO"),
    *_palabras(
        "ABELARDO ADRIAN ALFONSO ARTURO BENITO CARLOS CESAR DAMIAN DAVID EDUARDO EMILIO ESTEBAN FELIPE"
        " FRANCISCO GERARDO GUILLERMO HECTOR HUGO IGNACIO JAVIER JORGE JULIAN LEONEL LORENZO MARCOS MAURICIO"
        " NICOLAS OCTAVIO OSCAR PABLO RAFAEL ROBERTO SALVADOR SERGIO TEODORO ULISES VICENTE"
    ),
)
GIROS = _palabras(
    "ABARROTES AGROPECUARIA ASESORIA AUTOPARTES BEBIDAS CARPINTERIA CERAMICA COMERCIALIZADORA CONSTRUCTORA CONSULTORIA"
    " DISTRIBUIDORA DULCES EDIFICACIONES ELECTRICIDAD EMPACADORA EMPAQUES FERRETERIA FUNDICION GRUPO HERRAJES"
    " HILADOS HOTELERA IMPRESIONES INGENIERIA INMOBILIARIA JUGUETES LABORATORIOS LIMPIEZA LOGISTICA MADERAS"
    " MANUFACTURAS MAQUILADORA MUEBLES NEUMATICOS OPERADORA PANIFICADORA PINTURAS PLASTICOS QUESOS QUIMICA REFACCIONES"
    " RESTAURANTES SEGURIDAD SEMILLAS SERVICIOS TALLERES TEXTILES TRANSPORTES UNIFORMES VIDRIOS VIVEROS ZAPATERIA"
)
APELATIVOS = _palabras(
    "ALBORADA ALGARROBO ARRECIFE BARLOVENTO BRUMAL CAPULIN CENZONTLE COLIBRI CORDILLERA DUNA ENCINAR ESPIGA FARO"
    " GIRASOL GUAYACAN HORIZONTE IXTLE JACARANDA JILGUERO LUCERNA MANGLAR MEZQUITE NOPALERA OCOTE OLEAJE PARTEAGUAS"
    " PEÑASCO PITAHAYA QUETZALLI REMANSO ROBLEDAL SABINO SERRANIA TEZONTLE TULIPAN URDIMBRE VENDAVAL VERTIENTE XITLE"
    " YUCALPAN ZACATAL ÑANDUTI"
)
ZONAS = (
    "",
    "",
    "DEL NORTE",
    "DEL SUR",
    "DE OCCIDENTE",
    "DE ORIENTE",
    "DEL BAJIO",
    "DEL GOLFO",
    "DEL PACIFICO",
)
FORMAS = repetidos(
    {"SA DE CV": 70, "S DE RL DE CV": 14, "SC": 6, "SAPI DE CV": 4, "SPR DE RL": 3, "AC": 2, "SAS": 1}
)


class Letras(NamedTuple):
    """What a surname or a given name lends to a key."""

    texto: str
    inicial: str
    vocal: str
    consonante: str


class Nombre(NamedTuple):
    """A name; only a física has the letters of a CURP, its sex and its inner consonants."""

    texto: str
    rfc: str
    curp: str = ""
    sexo: str = ""
    consonantes: str = ""


def _letras(texto: str) -> Letras:
    resto = texto.split(maxsplit=1)[0][1:]
    vocal = next((letra for letra in resto if letra in "AEIOU"), "X")
    consonante = next((letra for letra in resto if letra not in "AEIOU"), "X")
    return Letras(texto, texto[0], vocal, consonante)


_APELLIDOS = tuple(map(_letras, APELLIDOS))
_NOMBRES = {"H": tuple(map(_letras, DE_HOMBRE)), "M": tuple(map(_letras, DE_MUJER))}


def nombre_de_fisica(azar: Azar) -> Nombre:
    """Return the name of a person."""
    sexo = "M" if azar() < 0.44 else "H"
    paterno, materno, propio = (
        uno_de(azar, _APELLIDOS),
        uno_de(azar, _APELLIDOS),
        uno_de(azar, _NOMBRES[sexo]),
    )
    letras = paterno.inicial + paterno.vocal + materno.inicial + propio.inicial
    grosera = letras in ALTISONANTES
    return Nombre(
        f"{propio.texto} {paterno.texto} {materno.texto}",
        f"{letras[:3]}X" if grosera else letras,
        f"{letras[0]}X{letras[2:]}" if grosera else letras,
        sexo,
        paterno.consonante + materno.consonante + propio.consonante,
    )


def nombre_de_moral(azar: Azar) -> Nombre:
    """Return the name of a company; a few carry what trips whoever splits lines at commas or reads & as markup."""
    giro, apelativo, zona, forma = (uno_de(azar, pozo) for pozo in (GIROS, APELATIVOS, ZONAS, FORMAS))
    suerte = azar()
    if suerte < 0.02:
        otro = uno_de(azar, GIROS)
        return Nombre(f"{giro} & {otro} {apelativo} {forma}", f"{giro[0]}&{otro[0]}")
    letras = giro[0] + apelativo[0] + (zona.split()[-1][0] if zona else apelativo[1])
    if suerte < 0.025:
        return Nombre(f'{giro} "{apelativo}" {zona or "DE MEXICO"}, {forma}', letras)
    return Nombre(" ".join(filter(None, (giro, apelativo, zona, forma))), letras)
