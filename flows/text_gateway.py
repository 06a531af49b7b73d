"""The line to the gateway that sends text messages: one HTTP request per message, with a reference that it gives back.

The request is JSON: `from`, `to` (+32…), `text`, `reference`; the header `Idempotency-Key` is the same on every try, so
a gateway that sees a message twice can tell. 2xx: taken; 408, 425, 429 and 5xx: not now; everything else: never.
"""

import httpx

from flows.mail_server import NeverDeliverable, NotNow
from models.rules.text_messages import international
from models.settings import settings

GATEWAY_SECONDS = 20  # of silence; then the gateway counts as away
_NOT_NOW = {408, 425, 429}


class GatewayAway(Exception):
    """There is no talking with the gateway, or it lets us in no more."""


class TextGateway:
    """The line to the gateway: opened for the first message, kept for the next ones."""

    def __init__(self) -> None:
        self._line: httpx.Client | None = None

    def __enter__(self) -> "TextGateway":
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            self._line.close()

    def take(self, phone: str, text: str, reference: str, key: str) -> None:
        """Hand over one message. Raises NeverDeliverable and NotNow about this message, GatewayAway when there is no
        talking with the gateway or our key is wrong."""
        to = international(phone)
        if not to:
            raise NeverDeliverable("this is no phone number")
        content = {"from": settings().sms_sender, "to": to, "text": text, "reference": reference}
        try:
            answer = self._open().post(settings().sms_gateway, json=content, headers={"Idempotency-Key": key})
        except httpx.HTTPError as error:
            raise GatewayAway(f"{type(error).__name__}: {error}") from error
        if answer.is_success:
            return
        told = f"{answer.status_code} {answer.text[:200]}"
        if answer.status_code in (401, 403):
            raise GatewayAway(told)
        if answer.status_code in _NOT_NOW or answer.status_code >= 500:
            raise NotNow(told)
        raise NeverDeliverable(told)

    def _open(self) -> httpx.Client:
        if self._line is None:
            key = {"Authorization": f"Bearer {settings().sms_gateway_key}"}
            self._line = httpx.Client(timeout=GATEWAY_SECONDS, headers=key, trust_env=False)
        return self._line
