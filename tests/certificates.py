"""Certificates for tests, made on the spot: of an invented authority, and worth nothing elsewhere."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

PASSWORD = "een wachtwoord voor de test"
HOLDER = "Zegel gemeente Oosterbeke"


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _certificate(holder: str, key: ec.EllipticCurvePrivateKey, issuer: str, issuer_key: ec.EllipticCurvePrivateKey,
                 *, is_issuer: bool) -> x509.Certificate:  # fmt: skip
    since = datetime.now(UTC) - timedelta(days=30)
    usage = x509.KeyUsage(not is_issuer, not is_issuer, False, False, False, is_issuer, is_issuer, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(holder))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(is_issuer, None), True)
        .add_extension(usage, True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
        .sign(issuer_key, hashes.SHA256())
    )


@cache
def made(issuer: str = "Proefuitgever") -> tuple[bytes, bytes]:
    """A certificate with its key (PKCS#12), and that of who issued it (PEM)."""
    issuer_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate(issuer, issuer_key, issuer, issuer_key, is_issuer=True)
    leaf = _certificate(HOLDER, key, issuer, issuer_key, is_issuer=False)
    packed = pkcs12.serialize_key_and_certificates(
        b"zegel", key, leaf, [root], BestAvailableEncryption(PASSWORD.encode())
    )
    return packed, root.public_bytes(Encoding.PEM)


def written(folder: Path) -> Path:
    """The certificate as a file."""
    path = folder / "zegel.p12"
    path.write_bytes(made()[0])
    return path


def server_certificate(folder: Path, host: str) -> Path:
    """A certificate of a web server with this name, with its key, in one file. It issued itself."""
    key, since = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(host))
        .issuer_name(_name(host))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(plain + certificate.public_bytes(Encoding.PEM))
    return path
