"""Which connections would leave this machine without encryption, and which hosts may be spoken to so (ASVS 12.3.1)."""

import pytest

from models.rules.connections import is_here, plain_database, plain_mail, plain_page, plain_scanner, told

URL = "postgresql+psycopg://binstart:ge%40heim@"


@pytest.mark.parametrize(
    "host",
    ["", "localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.8.8.8", "::1", "/run/postgresql", "@abstract"],
)
def test_what_stays_on_this_machine(host: str) -> None:
    assert is_here(host)


@pytest.mark.parametrize(
    "host", ["db", "10.0.0.1", "192.168.1.4", "::", "localhost.example", "127.0.0.1.example", "fe80::1"]
)
def test_what_leaves_it(host: str) -> None:
    assert not is_here(host)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:////srv/binstart/binstart.sqlite",
        f"{URL}127.0.0.1:5432/binstart",
        f"{URL}[::1]:5432/binstart",
        f"{URL}/binstart",
        f"{URL}/binstart?host=/run/postgresql",
        f"{URL}db.example/binstart?sslmode=require",
        f"{URL}db.example/binstart?sslmode=verify-ca",
        f"{URL}db.example:5432/binstart?application_name=x&sslmode=verify-full",
        "postgresql+asyncpg://binstart@db.example/prefect?ssl=verify-full",
    ],
)
def test_a_database_on_this_machine_or_asked_with_tls_is_in_order(url: str) -> None:
    assert plain_database("SETTING", url) == []


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        (f"{URL}db.example/binstart", ["db.example"]),
        (f"{URL}db.example:5432/binstart?sslmode=prefer", ["db.example"]),
        (f"{URL}db.example/binstart?sslmode=disable", ["db.example"]),
        (f"{URL}db.example/binstart?sslmode=verify-full&sslmode=allow", ["db.example"]),
        (f"{URL}db.example/binstart?ssl=require", ["db.example"]),  # a word of the other library
        (f"{URL}127.0.0.1,db.example:5432/binstart", ["db.example"]),
        (f"{URL}/binstart?host=/run/postgresql&host=db.example", ["db.example"]),
        (f"{URL}localhost/binstart?hostaddr=10.0.0.1", ["10.0.0.1"]),
        (f"{URL}[2001:db8::1]:5432/binstart", ["2001:db8::1"]),
        ("postgres://db.example/binstart", ["db.example"]),
        ("postgresql+asyncpg://binstart@db.example/prefect?sslmode=verify-full", ["db.example"]),
    ],
)
def test_a_database_elsewhere_without_tls_is_found(url: str, hosts: list[str]) -> None:
    assert [one.host for one in plain_database("SETTING", url)] == hosts


def test_mail_pages_and_scanners() -> None:
    assert plain_mail("S", "mail.example", starttls=True) == plain_mail("S", "127.0.0.1", starttls=False) == []
    assert [one.host for one in plain_mail("S", "mail.example", starttls=False)] == ["mail.example"]
    assert [plain_page("S", url) for url in ("", "https://sms.example", "http://127.0.0.1:4318/v1/traces")] == [
        [],
        [],
        [],
    ]
    assert [one.host for one in plain_page("S", "http://sms.example:80/send")] == ["sms.example"]
    assert [plain_scanner("S", url) for url in ("", "unix:/run/clamd.ctl", "tcp://127.0.0.1:3310")] == [[], [], []]
    assert [one.host for one in plain_scanner("S", "tcp://clamav:3310")] == ["clamav"]


def test_only_the_hosts_that_are_named_are_let_pass_and_the_line_says_which_and_how_to_mend() -> None:
    found = [*plain_mail("BINSTART_SMTP_HOST", "mail.example", starttls=False), *plain_database("DB", f"{URL}db/x")]

    assert told(found, "DB mail.example") == told([], "") == ""
    assert told(found, "db other") == (
        "BINSTART_SMTP_HOST: mail.example is not this machine and would be spoken to unencrypted; set "
        "BINSTART_SMTP_STARTTLS=true, or name it in BINSTART_PLAIN_CONNECTIONS_TO where the network to it is private "
        "or encrypts by itself"
    )
    assert "heim" not in told(found, "")
    assert told(found, "mail.example.org").count(" is not this machine") == 2
