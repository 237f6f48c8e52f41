"""Settings of the portal: everything comes from the environment, with safe defaults (see .env.example)."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu.entity import Queue

from buzon.config import entorno, produccion
from buzon.mensajes.direcciones import DireccionIncorrecta, leer_sms_url

django_stubs_ext.monkeypatch()
entorno.preparar()
env = environ.Env()

BASE_DIR = entorno.BASE_DIR
BUZON_DATOS = entorno.DATOS


def texto(nombre: str, defecto: str = "") -> str:
    """Return a variable as it stands; django-environ would take a leading `$` for another variable's name."""
    return os.environ.get(nombre) or defecto


MODO = texto("MODO", "produccion")
if MODO not in {"demo", "produccion"}:
    raise ImproperlyConfigured(f"MODO debe ser «demo» o «produccion», no «{MODO}».")
ES_DEMO = MODO == "demo"


def obligatorio(nombre: str, explicacion: str) -> str:
    """Return a variable that production cannot do without."""
    valor = texto(nombre)
    if not valor and not ES_DEMO:
        raise ImproperlyConfigured(
            f"Falta {nombre}: {explicacion}. (MODO=produccion; .env.example la explica.)"
        )
    return valor


def si(nombre: str) -> bool:
    """Return whether a variable says «si»; any other word but «no» is a mistake."""
    valor = texto(nombre, "no").lower()
    if valor not in {"si", "sí", "no"}:
        raise ImproperlyConfigured(f"{nombre} debe ser «si» o «no», no «{valor}».")
    return valor != "no"


DEBUG = False
SECRET_KEY = obligatorio("SECRET_KEY", "la llave de sesiones y códigos, 50 caracteres al azar")
PORT = env.int("PORT", default=8000)
URL_PUBLICA = texto("URL_PUBLICA", f"http://127.0.0.1:{PORT}").rstrip("/")
_publica = urlsplit(URL_PUBLICA)
ES_HTTPS = _publica.scheme == "https"
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[_publica.hostname, *(["localhost", "127.0.0.1"] if ES_DEMO else [])]
)
CSRF_TRUSTED_ORIGINS = [URL_PUBLICA]
PROXIES_DE_CONFIANZA = env.list("PROXIES_DE_CONFIANZA", default=[])
if not ES_DEMO:
    for _objecion in produccion.objeciones(
        secret_key=SECRET_KEY,
        es_https=ES_HTTPS,
        http_a_proposito=si("INSEGURO_HTTP"),
        hosts=ALLOWED_HOSTS,
        proxies=PROXIES_DE_CONFIANZA,
    ):
        raise ImproperlyConfigured(f"{_objecion} (MODO=produccion; .env.example lo explica.)")

INSTALLED_APPS = [
    "buzon.config.admin.PersonalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "template_partials",
    "buzon.web",
    "buzon.bitacora",
    "buzon.confianza",
    "buzon.actos",
    "buzon.documentos",
    "buzon.padron",
    "buzon.mensajes",
    "buzon.cuentas",
    "buzon.promociones",
    "autorizacion32d",
    "opinion",
    "terceros",
    "buzon.mesa",
    "buzon.portal",
    *(["buzon.demo"] if ES_DEMO else []),
    "buzon.embebido",
]

# Ours say in their classes why they stand where they do.
MIDDLEWARE = [
    "buzon.web.middleware.CabecerasMiddleware",
    "buzon.web.idioma.IdiomaMiddleware",  # before whatever refuses: a refusal is a page too
    "buzon.web.middleware.ProxyMiddleware",
    "buzon.web.middleware.CompresionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "buzon.web.middleware.EntradaMiddleware",
    "buzon.web.middleware.RechazoMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "buzon.cuentas.middleware.SesionMiddleware",
    "buzon.web.middleware.ArchivosDeDentroMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "buzon.cuentas.middleware.BuzonActivoMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "buzon.config.urls"
WSGI_APPLICATION = "buzon.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "buzon.portal.menu.contexto",
            ],
        },
    }
]

# Data

DATABASE_URL = obligatorio("DATABASE_URL", "la dirección de PostgreSQL")
DATABASES: dict[str, dict[str, Any]] = {"default": {"ENGINE": "django.db.backends.dummy"}}
if DATABASE_URL:
    DATABASES["default"] = env.db_url_config(DATABASE_URL) | {
        "ENGINE": "buzon.config.postgresql",
        "CONN_MAX_AGE": 60,  # seconds: a new connection costs more than a look-up
        "CONN_HEALTH_CHECKS": True,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = obligatorio("REDIS_URL", "la dirección de Redis o Valkey")

# Identity, sessions, security

AUTH_USER_MODEL = "cuentas.Usuario"
# The staff's permissions come from their role; whoever enters with an e.firma has none.
AUTHENTICATION_BACKENDS = [
    "buzon.cuentas.personal.permisos.RolBackend",
    "buzon.cuentas.ingreso.EfirmaBackend",
]
OTP_TOTP_ISSUER = "Buzón IMSS"
LOGIN_URL = "cuentas:ingresar"
LOGIN_REDIRECT_URL = "portal:buzon"
AUTH_PASSWORD_VALIDATORS = [
    # Of the staff alone. Long, and no rule of composition (NIST SP 800-63B).
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_ENGINE = "buzon.cuentas.sesiones"
SESION_INACTIVIDAD_S = 15 * 60
SESION_MAXIMA_S = 8 * 60 * 60
SESSION_COOKIE_AGE = SESION_MAXIMA_S
# __Host-: no other subdomain, and nothing without TLS, can set it.
SESSION_COOKIE_NAME = "__Host-sesion" if ES_HTTPS else "sesion"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ES_HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if ES_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
# Strict would stay behind at a link of another site: the new token would void every form that is open.
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "buzon.portal.views.csrf_rechazado"
SECURE_SSL_REDIRECT = ES_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # asked from inside, without the proxy that puts the TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES_DE_CONFIANZA else None
SECURE_HSTS_SECONDS = 31_536_000 if ES_HTTPS else 0
# The institution's other subdomains, and the browsers' own lists, are not this portal's to decide.
SECURE_HSTS_INCLUDE_SUBDOMAINS = ES_HTTPS and si("HSTS_SUBDOMINIOS")
SECURE_HSTS_PRELOAD = ES_HTTPS and si("HSTS_PRECARGA")
SEGURIDAD_CONTACTO = texto("SEGURIDAD_CONTACTO")
if SEGURIDAD_CONTACTO and not re.fullmatch(r"(mailto:[^\s@]+@|https://)[!-~]+", SEGURIDAD_CONTACTO):
    raise ImproperlyConfigured(
        "SEGURIDAD_CONTACTO debe ser una dirección mailto: o https://, de las que lleva security.txt."
    )
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # a request may list every crédito of somebody's
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# The institution's trust, seal and limits

ANCLAS_DEMO = BUZON_DATOS / "demo" / "anclas"
CRLS_DEMO = BUZON_DATOS / "demo" / "crls"
EFIRMA_ANCLAS = [
    *([ANCLAS_DEMO] if ES_DEMO else []),
    *(Path(ruta) for ruta in [obligatorio("EFIRMA_ANCLAS", "la carpeta de anclas de la e.firma")] if ruta),
]
EFIRMA_CRLS = [
    *([CRLS_DEMO] if ES_DEMO else []),
    *(Path(ruta) for ruta in [texto("EFIRMA_CRLS", "")] if ruta),
]
EFIRMA_OCSP_URL = texto("EFIRMA_OCSP_URL", "")
_ocsp = urlsplit(EFIRMA_OCSP_URL)
if EFIRMA_OCSP_URL and not (_ocsp.scheme in {"http", "https"} and _ocsp.hostname and _ocsp.port != 0):
    raise ImproperlyConfigured("EFIRMA_OCSP_URL debe ser una dirección http:// o https://.")
EFIRMA_SIN_REVOCACION = texto("EFIRMA_SIN_REVOCACION", "rechazar")
if EFIRMA_SIN_REVOCACION not in {"rechazar", "advertir"}:
    raise ImproperlyConfigured("EFIRMA_SIN_REVOCACION debe ser «rechazar» o «advertir».")
SELLO_CERTIFICADO = texto("SELLO_CERTIFICADO", str(BUZON_DATOS / "demo" / "sello.pem") if ES_DEMO else "")
SELLO_LLAVE = texto("SELLO_LLAVE", str(BUZON_DATOS / "demo" / "sello.key") if ES_DEMO else "")
SELLO_CONTRASENA = texto("SELLO_CONTRASENA", "")
SELLO_PKCS11_MODULO = texto("SELLO_PKCS11_MODULO", "")
SELLO_PKCS11_TOKEN = texto("SELLO_PKCS11_TOKEN", "")
SELLO_PKCS11_PIN = texto("SELLO_PKCS11_PIN", "")
# Its key (SELLO_LLAVE or SELLO_PKCS11_MODULO) is asked for where it is opened: in the worker that seals, alone.
if not SELLO_CERTIFICADO:
    raise ImproperlyConfigured("Falta SELLO_CERTIFICADO: el certificado del sello de la institución.")
TSA_URL = texto("TSA_URL", "")
LIMITES_FACTOR = env.float("LIMITES_FACTOR", default=1.0)
RETENCION_RECHAZOS_DIAS = env.int("RETENCION_RECHAZOS_DIAS", default=90)
if RETENCION_RECHAZOS_DIAS < 1:
    raise ImproperlyConfigured("RETENCION_RECHAZOS_DIAS debe ser un día o más.")
INVOCANTE = "BUZON IMSS CLON DEMOSTRATIVO"
FUNDAMENTO = (
    "artículo 32-D del Código Fiscal de la Federación; Reglas de carácter general para la obtención de la opinión "
    "del cumplimiento de obligaciones fiscales en materia de seguridad social, acuerdo "
    "ACDO.AS2.HCT.270422/107.P.DIR (DOF 22 de septiembre de 2022); lineamientos de operación del Buzón IMSS, "
    "acuerdo ACDO.AS2.HCT.230724/261.P.DIR (DOF 5 de agosto de 2024)."
)

# Attachments

ANTIVIRUS_CLAMD = texto("ANTIVIRUS_CLAMD", "")
if ANTIVIRUS_CLAMD and not re.fullmatch(r"(unix://)?/.+|[^\s/:]+:[0-9]{1,5}", ANTIVIRUS_CLAMD):
    raise ImproperlyConfigured(
        "ANTIVIRUS_CLAMD debe ser «servidor:puerto» o la ruta de un socket, que empieza con «/»."
    )

# Messages

CARPETA_CORREO = BUZON_DATOS / "salida" / "correo"
CARPETA_SMS = BUZON_DATOS / "salida" / "sms"
A_ARCHIVOS = "archivo:"
EMAIL_URL = obligatorio(
    "EMAIL_URL", f"el servidor que envía el correo, o «{A_ARCHIVOS}» para escribirlo en archivos"
)
if EMAIL_URL == A_ARCHIVOS:
    EMAIL_URL = ""
if EMAIL_URL:
    if not EMAIL_URL.startswith(("smtp://", "smtp+tls://", "smtp+ssl://", "smtps://")):
        raise ImproperlyConfigured("EMAIL_URL debe empezar por smtp://, smtp+tls:// o smtp+ssl://.")
    vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = texto("CORREO_REMITENTE", "Buzón IMSS (demostración) <no-responder@buzon.example>")
SMS_URL = obligatorio(
    "SMS_URL", f"la pasarela que envía los SMS, o «{A_ARCHIVOS}» para escribirlos en archivos"
)
try:
    SMS_PASARELAS = leer_sms_url("" if SMS_URL == A_ARCHIVOS else SMS_URL)
except DireccionIncorrecta as error:
    raise ImproperlyConfigured(f"SMS_URL {error}.") from error

# Tasks: one that is lost with its worker comes again within two minutes (Redis's own default is an hour)

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
# Acknowledged once it is done: what a worker leaves half done another one takes. So tasks can be done twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a slow task holds up none that another worker could take
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,  # longer than a task may take (CELERY_TASK_TIME_LIMIT), or two workers would have it
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "queue_order_strategy": "priority",
    # A broker that is down costs the request no wait: beat sends again what was not enqueued.
    "max_retries": 0,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY = False
# What leaves waits for servers that are not ours; it has queues of its own, and codes come before notices.
CELERY_TASK_QUEUES = [
    Queue(cola)  # type: ignore[no-untyped-call]
    for cola in ("documentos", "celery", "codigos", "avisos")
]
CELERY_TASK_ROUTES = {
    "documentos.*": {"queue": "documentos"},
    "cuentas.enviar_codigo": {"queue": "codigos"},
    "mensajes.enviar": {"queue": "avisos"},
}
CELERY_TASK_TIME_LIMIT = 90
CELERY_TIMEZONE = "America/Mexico_City"
# Seconds between two writings of how often the public looked opinions up; 0: whoever asks writes (tests).
CONTEO_CADA_S = 5
CELERY_BEAT_SCHEDULE = {
    "reenviar-documentos": {"task": "documentos.reenviar_pendientes", "schedule": 15.0},
    "reenviar-codigos": {"task": "cuentas.reenviar_codigos", "schedule": 15.0},
    "reenviar-envios": {"task": "mensajes.reenviar", "schedule": 15.0},
    "reenviar-cargas": {"task": "padron.reenviar_cargas", "schedule": 60.0},
    "escalar-solicitudes": {"task": "promociones.escalar", "schedule": crontab(minute=5)},
    "limpiar-sesiones": {"task": "cuentas.limpiar", "schedule": 3600.0},
    "cancelar-vencidos": {"task": "cuentas.cancelar_vencidos", "schedule": 3600.0},
    "recalcular-opiniones": {"task": "opinion.recalcular_opiniones", "schedule": crontab(hour=2, minute=0)},
    "avisar-cambios": {"task": "opinion.avisar_cambios", "schedule": 900.0},
    "vaciar-rechazos": {"task": "bitacora.vaciar_rechazos", "schedule": crontab(hour=3, minute=30)},
    "terceros-por-avisar": {"task": "terceros.avisar", "schedule": 300.0},
    "terceros-peticiones": {"task": "terceros.avisar_peticiones", "schedule": 900.0},
    "limpiar-conteos": {"task": "opinion.limpiar_conteos", "schedule": crontab(hour=4, minute=10)},
    "terceros-limpiar": {"task": "terceros.limpiar", "schedule": crontab(hour=4, minute=15)},
    "terceros-vencidos": {"task": "terceros.vencer", "schedule": crontab(minute=0)},
    "avisar-efirmas": {"task": "cuentas.avisar_efirmas", "schedule": crontab(hour=9, minute=0)},
}

# Language, time, files

LANGUAGE_CODE = "es-mx"
LANGUAGES = [("es-mx", "Español (México)"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-idioma" if ES_HTTPS else "idioma"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = ES_HTTPS
USE_I18N = True
TIME_ZONE = "America/Mexico_City"
USE_TZ = True
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

STATIC_URL = "estaticos/"
STATIC_ROOT = BASE_DIR / "estaticos"
_paquetes = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/forge", _paquetes / "node-forge" / "dist"),
    ("vendor/pico", _paquetes / "@picocss" / "pico" / "css"),
    ("vendor/fuentes/noto-sans", _paquetes / "@fontsource" / "noto-sans" / "files"),
    ("vendor/fuentes/noto-sans-mono", _paquetes / "@fontsource" / "noto-sans-mono" / "files"),
    ("vendor/fuentes/montserrat", _paquetes / "@fontsource" / "montserrat" / "files"),
]
STATICFILES_FINDERS = [
    "buzon.config.estaticos.NavegadorFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
FUENTES = _paquetes / "@fontsource"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "linea": {
            "()": "buzon.config.registros.Linea",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "linea"}},
    # Granian gives its own lines, of its own process, its own format; of a request it writes nothing.
    "loggers": {
        "_granian": {"handlers": ["consola"], "level": "INFO", "propagate": False},
        "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
    "root": {"handlers": ["consola"], "level": texto("NIVEL_DE_REGISTRO", "INFO")},
}
