"""A device with passkeys, in software: answers as a phone does, and can be made to answer wrongly (WebAuthn)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey on a device. `counts` is what it says of how often it was used; `verifies`: whether it asks a PIN."""

    origin: str
    site: str
    verifies: bool = True
    counts: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def make(self, options: str) -> str:
        """Answer to being asked to make a passkey."""
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        about = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + about})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", options), attestationObject=bytes_to_base64url(attestation)
        )

    def show(self, options: str) -> str:
        """Answer to being asked to sign in."""
        client = self._client("webauthn.get", options)
        data = self._data()
        signed = data + hashlib.sha256(base64url_to_bytes(client)).digest()
        return self._answer(
            clientDataJSON=client,
            authenticatorData=bytes_to_base64url(data),
            signature=bytes_to_base64url(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
        )

    def _client(self, kind: str, options: str) -> str:
        told = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": self.origin}
        return bytes_to_base64url(json.dumps(told).encode())

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.counts.to_bytes(4, "big")

    def _answer(self, **response: str) -> str:
        name = bytes_to_base64url(self.credential_id)
        told: dict[str, Any] = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps(told)
