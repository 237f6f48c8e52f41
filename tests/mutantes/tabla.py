"""Which modules are mutated, and the nearest tests of each: those that ought to notice, and no others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grupo:
    """Modules that share their tests; `puro`: tests that need neither Django nor servers start five times sooner."""

    nombre: str
    modulos: tuple[str, ...]
    pruebas: tuple[str, ...]
    puro: bool = False


def _efirma(nombre: str, *, modulos: tuple[str, ...] = (), con: tuple[str, ...] = ()) -> Grupo:
    return Grupo(
        f"efirma.{nombre}",
        tuple(f"buzon/efirma/{modulo}.py" for modulo in (nombre, *modulos)),
        tuple(f"tests/buzon/efirma/test_{prueba}.py" for prueba in (nombre, *con)),
        puro=True,
    )


# The slowest first, so that both cores end together.
GRUPOS = (
    Grupo(
        "cuentas.codigos",
        ("buzon/cuentas/codigos.py",),
        tuple(f"tests/buzon/cuentas/test_{nombre}.py" for nombre in ("codigos", "confirmacion", "orillas")),
    ),
    Grupo(
        "documentos.selectors",
        ("buzon/documentos/selectors.py",),
        (
            "tests/buzon/documentos/test_verificar.py",
            "tests/buzon/documentos/test_verificar_archivo.py",
            "tests/opinion/test_orillas.py",
            "tests/buzon/documentos/test_acuse_descarga.py",
            "tests/buzon/documentos/test_services.py",
            "tests/buzon/documentos/test_acuse.py",
            "tests/recorridos/test_principal.py",
        ),
    ),
    Grupo(
        "actos",
        ("buzon/actos/services.py", "buzon/actos/selectors.py"),
        tuple(f"tests/buzon/actos/test_{nombre}.py" for nombre in ("vigencia", "services", "selectors")),
    ),
    Grupo("confianza", ("buzon/confianza",), ("tests/buzon/confianza",)),
    Grupo(
        "cuentas.ingreso",
        ("buzon/cuentas/ingreso.py",),
        (
            *(f"tests/buzon/cuentas/test_{nombre}.py" for nombre in ("retos", "orillas", "limpiar")),
            "tests/recorridos/test_ingreso.py",
            "tests/recorridos/test_sesiones.py",
        ),
    ),
    Grupo(
        "web.limites",
        ("buzon/web/limites.py",),
        ("tests/buzon/web/test_limites.py", "tests/arquitectura/test_limites_escritos.py"),
    ),
    Grupo("opinion.reglas", ("opinion/reglas",), ("tests/opinion/reglas",)),
    Grupo(
        "promociones.reglas",
        ("buzon/promociones/reglas.py",),
        (
            "tests/buzon/promociones/test_reglas.py",
            "tests/buzon/promociones/test_reparto.py::test_quien_la_ve_y_quien_actua",
        ),
    ),
    _efirma("ocsp"),
    _efirma("certificado", modulos=("extensiones", "identidad"), con=("matriz", "revocacion")),
    _efirma("der", con=("certificado",)),
    _efirma("llave", con=("matriz",)),
    _efirma("cadena", con=("orillas",)),
    _efirma("revocacion", con=("orillas",)),
    _efirma("firma"),
    Grupo(
        "actos.cadena_original",
        ("buzon/actos/cadena_original.py",),
        ("tests/buzon/actos/test_cadena_original.py",),
        puro=True,
    ),
    Grupo(
        "autorizacion32d.reglas",
        ("autorizacion32d/reglas.py",),
        ("tests/autorizacion32d/test_reglas.py",),
        puro=True,
    ),
)

# Only what says something more than another mutant of the same place: see docs/pruebas.md.
OPERADORES_FUERA = (
    "core/RemoveDecorator",
    "core/ReplaceBinaryOperator_(?!(Add_Sub|Sub_Add|Mul_FloorDiv|FloorDiv_Mul|Mod_Mul|Pow_Mul|BitAnd_BitOr)$)",
    "core/ReplaceComparisonOperator_(?!(Eq_NotEq|NotEq_Eq|Lt_LtE|Lt_GtE|LtE_Lt|LtE_Gt|Gt_GtE|Gt_LtE|GtE_Gt|GtE_Lt"
    "|Is_IsNot|IsNot_Is)$)",
    "core/ReplaceUnaryOperator_(?!(USub_UAdd|Delete_Not)$)",
)

# (module, the line as mutated) of the mutants that no test can tell from the original, and why.
EQUIVALENTES: dict[tuple[str, str], str] = {
    (
        "buzon/efirma/firma.py",
        "datos = base64.b64decode(texto, validate=False)",
    ): "what another spelling left out is missed when it is spelled again",
    (
        "buzon/efirma/llave.py",
        "_PRIMOS = tuple(p for p in range(3, 2000, 2) if all(p % d for d in range(3, math.isqrt(p) + 2, 2)))",
    ): "no odd prime up to 2000 is divided by what follows its root",
    (
        "buzon/efirma/llave.py",
        "_PRIMOS_DE_ROCA = tuple(p for p in _PRIMOS if p <= 168)",
    ): "168 is no prime",
    (
        "buzon/efirma/llave.py",
        "or math.gcd(modulo, _PRODUCTO_DE_PRIMOS) > 2",
    ): "a divisor of odd numbers is odd",
    ("buzon/efirma/cadena.py", "_SIN_FECHAS = 2097153"): "the flag 1 does nothing in OpenSSL 1.1 and later",
    ("buzon/efirma/der.py", "return elementos[ -1]"): "the line before refuses more than one",
    (
        "buzon/efirma/der.py",
        "if not 0 <= octetos <= 2 or largo < (0x80 if octetos == 1 else 0x100):",
    ): "no octets are the length 0, which is too short anyway",
    (
        "buzon/efirma/llave.py",
        "_PRIMOS_DE_ROCA = tuple(p for p in _PRIMOS if p <= 166)",
    ): "modulo 167 every number is a power of 65537",
    (
        "buzon/efirma/llave.py",
        "_PRIMOS = tuple(p for p in range(3, 2000, 2) if all(p % d for d in range(3, math.isqrt(p) + 1, 1)))",
    ): "the divisors between are even, and p is odd",
    (
        "buzon/efirma/llave.py",
        "_PRIMOS = tuple(p for p in range(3, 2001, 2) if all(p % d for d in range(3, math.isqrt(p) + 1, 2)))",
    ): "the range ends with 1999 all the same",
    (
        "buzon/efirma/identidad.py",
        "tipo, valor = rdn.hijos[ -1].hijos",
    ): "the line before refuses more than one",
    (
        "buzon/efirma/identidad.py",
        'return unicodedata.normalize("NFC", valores[ -1])',
    ): "the line before refuses more than one",
    (
        "buzon/efirma/certificado.py",
        "llave_publica: RSAPublicKey = field(repr=False, compare=True)",
    ): "the key is inside `der`, which is compared",
}
