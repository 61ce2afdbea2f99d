# The portal as an image: web server, worker and beat all run from it (compose.yaml shows how).

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
COPY requirements/run.txt requirements/s3.txt /tmp/
RUN /venv/bin/python -m pip install --require-hashes --no-deps -r /tmp/run.txt -r /tmp/s3.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ENVIRONMENT=production
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin portal
WORKDIR /portal
COPY --from=build /venv /venv
COPY manage.py ./
COPY coalition coalition
COPY members members
COPY projects projects
COPY resources resources
COPY templates templates
COPY static static
# Static files are named by their content. The values only satisfy the settings; none of them stays in the image.
RUN SECRET_KEY=unused ALLOWED_HOSTS=unused DATABASE_URL=postgres:///unused python manage.py collectstatic --no-input
# Files that people attach: a volume, which takes over who owns it.
RUN install -d -o 10001 -m 750 /files
ENV FILES_DIRECTORY=/files
VOLUME /files
USER 10001
EXPOSE 8000
# WEB_CONCURRENCY sets the number of processes.
CMD ["gunicorn", "coalition.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=3)"]
