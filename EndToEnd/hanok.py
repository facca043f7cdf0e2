"""A Hanok server as a process, and the clients that speak to it."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import boto3
from botocore.config import Config

ROOT_KEY = ("AKIAHANOKTESTROOT000", "hanok/test/root/secret/0123456789abcdefg")
REGION = "us-east-1"
# Sessions read AWS's models, which takes long beside a request; making clients of one is not for several threads.
SESSION = boto3.Session()
SESSION_LOCK = threading.Lock()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def talk(hanok, *pieces, pause=0.0, timeout=5) -> bytes:
    """Says the pieces on one connection, as they are, and hears until the other side is done."""
    with socket.create_connection(("127.0.0.1", hanok.port), timeout=timeout) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        received = b""
        try:
            while data := connection.recv(65536):
                received += data
        except TimeoutError:
            pass
        return received


class Hanok:
    def __init__(self, executable, folder, options=(), environment=None, wrapper=(), root_key=ROOT_KEY):
        self.executable = pathlib.Path(executable)
        self.folder = pathlib.Path(folder)
        self.options = list(options)
        self.wrapper = list(wrapper)
        self.root_key = root_key
        self.port = free_port()
        self.environment = dict(environment or {})
        self.process: subprocess.Popen | None = None
        self.scheme = "https" if "--tls-cert" in self.options else "http"

    @property
    def endpoint(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def start(self, timeout: float = 60) -> "Hanok":
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {"PATH": os.environ["PATH"], **self.environment}
        if self.root_key:
            environment["HANOK_ROOT_ACCESS_KEY_ID"], environment["HANOK_ROOT_SECRET_ACCESS_KEY"] = self.root_key
        self.log = open(self.folder / "server.log", "ab")
        self.process = subprocess.Popen(
            [*self.wrapper, self.executable, "serve", "--port", str(self.port), "--data", self.folder / "data",
             *self.options],
            env=environment, stdout=self.log, stderr=self.log)
        self.wait_until_ready(timeout)
        return self

    def wait_until_ready(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}: {self.log_text()}")
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    if self.scheme == "https" or self.health()["status"] == "ok":
                        return
            except OSError:
                time.sleep(0.01)
        raise TimeoutError(self.log_text())

    def health(self) -> dict:
        with urllib.request.urlopen(f"{self.endpoint}/_hanok/health", timeout=30) as reply:
            return json.load(reply)

    def log_text(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def access_log(self) -> list[dict]:
        path = self.folder / "data" / "access.log"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def resident_kib(self) -> int:
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])

    # Clients

    def client(self, service: str, credentials=None, region: str = REGION, **config):
        """boto3 with nothing changed but the endpoint."""
        key, secret, token = (*(credentials or self.root_key), None)[:3]
        with SESSION_LOCK:
            return SESSION.client(
                service, endpoint_url=self.endpoint, region_name=region, aws_access_key_id=key,
                aws_secret_access_key=secret, aws_session_token=token,
                verify=False if self.scheme == "https" else None,
                config=Config(retries={"max_attempts": 0}, **config))

    def aws(self, *arguments, check=True, **environment) -> subprocess.CompletedProcess:
        """The AWS CLI with AWS_ENDPOINT_URL set, as the README says."""
        settings = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": self.root_key[0],
            "AWS_SECRET_ACCESS_KEY": self.root_key[1], "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1",
            "AWS_EC2_METADATA_DISABLED": "true", **environment}
        program = pathlib.Path(sys.executable).parent / "aws"
        result = subprocess.run(
            [program, *arguments], env=settings, capture_output=True, text=True, timeout=60)
        if check and result.returncode != 0:
            raise AssertionError(f"aws {' '.join(map(str, arguments))}: {result.stderr}")
        return result

    def aws_json(self, *arguments, **environment) -> dict:
        return json.loads(self.aws(*arguments, "--output", "json", **environment).stdout or "{}")
