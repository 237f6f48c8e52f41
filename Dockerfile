# Browser files, as package-lock.json pins them
FROM node:22-bookworm-slim AS navegador
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

# Python packages, as requirements.txt pins them with hashes
FROM python:3.11-slim-bookworm AS paquetes
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY requirements.txt ./
RUN uv venv --python python3.11 .venv \
    && uv pip sync --no-cache --compile-bytecode --require-hashes --python .venv requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BUZON_DATOS=/datos \
    ESCUCHAR=127.0.0.1 \
    PORT=8000
WORKDIR /app
COPY --from=paquetes /app/.venv .venv
COPY --from=navegador /app/node_modules node_modules
COPY manage.py ./
COPY buzon buzon
COPY autorizacion32d autorizacion32d
COPY terceros terceros
COPY opinion opinion
COPY templates templates
COPY static static
COPY locale locale
# MODO=demo only lets the settings load without production's secrets; nothing of it stays in the image.
RUN pybabel -q compile -D django -d locale \
    && MODO=demo SECRET_KEY=construccion BUZON_DATOS=/tmp/construccion \
        python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q buzon autorizacion32d opinion terceros \
    && install -d -o 10001 -g 10001 -m 0700 /datos
USER 10001:10001
VOLUME /datos
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "buzon.embebido.salud", "livez"]
CMD ["sh", "-c", "exec python -m buzon.servidor --interface wsgi --no-ws --host \"$ESCUCHAR\" --port \"$PORT\" --workers 2 --blocking-threads 4 --http1-buffer-size 65536 --respawn-failed-workers buzon.config.wsgi:application"]
