"""A real S3-compatible store on loopback: SeaweedFS, with a bucket and a key that may use it and nothing more."""

import http.client
import json
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from obstore.store import S3Store

from tests.engine.harness import free_port, until

WEED = Path(sys.executable).parent / "weed"
BUCKET, KEY, SECRET, REGION = "binstart", "binstart", "a secret of the tests", "eu-west-1"
_OWNER = {"accessKey": "owner", "secretKey": "another secret of the tests"}
_IDENTITIES = [
    {"name": "owner", "credentials": [_OWNER], "actions": ["Admin", "Read", "Write", "List"]},
    {
        "name": "binstart",
        "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
        "actions": ["Read", "Write", "List"],
    },
]


class ObjectStore:
    """The store as a process of its own. It can hang, and die, and come back with what it held."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
        self._grpc = {name: free_port() for name in self._ports}
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "keys.json").write_text(json.dumps({"identities": _IDENTITIES}))

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._ports['s3']}"

    def settings(self, prefix: str = "") -> dict[str, str]:
        """What an installation is told, each with a place of its own in the bucket."""
        return {
            "BINSTART_FILES_BUCKET": BUCKET,
            "BINSTART_FILES_ENDPOINT": self.endpoint,
            "BINSTART_FILES_REGION": REGION,
            "BINSTART_FILES_PREFIX": prefix or uuid4().hex,
            "BINSTART_FILES_ACCESS_KEY": KEY,
            "BINSTART_FILES_SECRET_KEY": SECRET,
        }

    def start(self) -> None:
        ports = [f"-{name}.port={port}" for name, port in self._ports.items()]
        ports += [f"-{name}.port.grpc={port}" for name, port in self._grpc.items()]
        sockets = [f"-{name}.localSocket={self._folder}/{name}.sock" for name in ("filer", "s3")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [WEED, "-logtostderr", "server", f"-dir={self._folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *ports,
                 "-filer", "-s3", f"-s3.config={self._folder}/keys.json", *sockets, "-s3.port.iceberg=0",
                 "-s3.port.lance=0", "-volume.max=20", "-master.volumeSizeLimitMB=64", "-master.telemetry=false",
                 "-master.telemetry.url="],
                stdout=log, stderr=log,
            )  # fmt: skip
        until(self._answers)

    def make_bucket(self) -> None:
        """Whoever may do all makes it by writing into it."""
        owner = S3Store(
            BUCKET, endpoint=self.endpoint, region=REGION, access_key_id=_OWNER["accessKey"],
            secret_access_key=_OWNER["secretKey"],
            client_options={"allow_http": True, "timeout": timedelta(seconds=60)},
        )  # fmt: skip
        owner.put("made", b"1")

    def hang(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "log").read_text()[-2000:]
        line = http.client.HTTPConnection("127.0.0.1", self._ports["s3"], timeout=5)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except OSError:
            return False
        finally:
            line.close()
