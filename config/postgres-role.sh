#!/bin/sh
# Run once by the database container: the gateway's plain role and the database it owns. A superuser would pass over
# the policies that keep tenants apart.
set -eu

psql -v ON_ERROR_STOP=1 -v password="$ONGOINGAI_DB_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE ongoingai LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE DATABASE ongoingai OWNER ongoingai;
SQL
