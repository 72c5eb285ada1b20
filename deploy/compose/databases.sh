#!/usr/bin/env bash
# Run by the PostgreSQL image when its data folder is empty: one database and one role per service, whose password is
# the one that the service itself reads. A role owns its database and nothing else.
set -euo pipefail

for service in chat notification task; do
  DATABASE=confab_$service
  PASSWORD=$(sed -n 's/^quarkus\.datasource\.password=//p' "/run/secrets/$service.properties")
  export DATABASE PASSWORD
  psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv database DATABASE
\getenv password PASSWORD
CREATE ROLE :"database" LOGIN PASSWORD :'password';
CREATE DATABASE :"database" OWNER :"database";
REVOKE CONNECT ON DATABASE :"database" FROM PUBLIC;
SQL
done
