# One image for web, portal, worker, beat and the two jobs; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 outsourcing \
    && install -d -o outsourcing /var/lib/outsourcing

WORKDIR /srv/outsourcing
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=outsourcing.settings \
    VAR_DIR=/var/lib/outsourcing \
    FONTCONFIG_FILE=/var/lib/outsourcing/fonts.conf

USER outsourcing
# the values are for this one step: collecting static files asks no server
RUN python -m launcher fonts \
    && SECRET_KEY=not-a-secret-it-serves-to-collect-the-static-files-only SITE_URL=https://localhost \
       ALLOWED_HOSTS=localhost DATABASE_URL=postgresql:///none BROKER_URL=redis://none \
       python manage.py collectstatic --noinput

EXPOSE 8000
CMD ["python", "-m", "gunicorn", "outsourcing.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--timeout", "90", "--graceful-timeout", "20", "--no-control-socket", \
     "--worker-tmp-dir", "/dev/shm"]
