-- Passwords of the two roles (buzon/config/papeles.sql), from the secrets that docker-compose.yml mounts; psql reads it.
\set procesos `cat /run/secrets/procesos_contrasena`
\set migraciones `cat /run/secrets/migraciones_contrasena`
ALTER ROLE buzon_procesos PASSWORD :'procesos';
ALTER ROLE buzon_migraciones PASSWORD :'migraciones';
