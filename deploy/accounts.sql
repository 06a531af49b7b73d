-- Run once, when the database of compose.yaml is made: an account each for who owns the tables, for web app and workers
-- (rows only; `binstart prepare` gives it its rights), and for Prefect.
\getenv password POSTGRES_PASSWORD
\getenv rows_password BINSTART_DATABASE_PASSWORD
create role binstart_owner login password :'password';
create role binstart login password :'rows_password';
create role prefect login password :'rows_password';
alter database binstart owner to binstart_owner;
revoke all on database binstart from public;
grant connect on database binstart to binstart;
create database prefect owner prefect;
revoke all on database prefect from public;
