"""The servers that are compared: Hanok, SeaweedFS's S3, rclone's and nginx, each on a loopback port."""

import contextlib
import functools
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

from signing import Presigner

KEY = ("AKIABENCHMARKROOT000", "benchmark/root/secret/0123456789abcdefgh")


def free_port() -> int:
    """A port that is free, and 10,000 above it too: SeaweedFS listens there as well."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 10_000))
                return port
            except OSError:
                continue


class Server:
    name = ""
    #: Whether an answered write is on the disk.
    durability = ""
    speaks_s3 = True

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.process = None

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def spawn(self, *command, **environment):
        log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(
            list(map(str, command)), stdout=log, stderr=log, env={"PATH": os.environ["PATH"], **environment})

    def s3(self):
        return boto3.client(
            "s3", endpoint_url=f"http://{self.host}", region_name="us-east-1", aws_access_key_id=KEY[0],
            aws_secret_access_key=KEY[1], config=Config(s3={"addressing_style": "path"}))

    @functools.cached_property
    def signer(self) -> Presigner:
        return Presigner(self.host, *KEY)

    def target(self, method: str, path: str, query: dict | None = None, headers: dict | None = None) -> str:
        """The path as it is asked for: with a presigned query, where the server checks signatures."""
        return self.signer.target(method, path, query, headers)

    def make_bucket(self, name: str):
        self.s3().create_bucket(Bucket=name)

    def disk_bytes(self) -> int:
        """What the server's files take on the disk, its log left out."""
        return sum(path.lstat().st_blocks * 512 for path in self.folder.rglob("*")
                   if path.name != "log" and path.is_file() and not path.is_symlink())

    def processes(self) -> list[int]:
        """The server's process and those it started."""
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                # A thread may have ended since.
                with contextlib.suppress(OSError):
                    queue += [int(child) for child in task.read_text().split()]
        return found

    def resident_mib(self) -> float:
        total = 0
        for status in self.read("status"):
            for line in status.splitlines():
                if line.startswith("VmRSS"):
                    total += int(line.split()[1])
        return total / 1024

    def read(self, name: str):
        """That file of each process; one that has ended since has none."""
        for pid in self.processes():
            with contextlib.suppress(OSError):
                yield pathlib.Path(f"/proc/{pid}/{name}").read_text()

    def cpu_seconds(self) -> float:
        ticks = 0
        for stat in self.read("stat"):
            fields = stat.rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """Ends it at once, where nothing of it is wanted any more: some take their time to stop."""
        for pid in self.processes() if self.process and self.process.poll() is None else []:
            os.kill(pid, signal.SIGKILL)
        if self.process:
            self.process.wait()

    def wait_until(self, is_ready, seconds: float = 60):
        """Asks until the server is ready; a server that ended says why in its log."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                return is_ready()
            except Exception:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise TimeoutError(f"{self.name} did not become ready: {(self.folder / 'log').read_text()[-500:]}")


class Hanok(Server):
    name = "Hanok"
    durability = "an answered PUT is synced to disk (file, folder and log)"
    executable = pathlib.Path(".build/release/hanok")

    def __init__(self, folder: pathlib.Path, accounts=()):
        super().__init__(folder)
        self.settings = folder / "hanok.yaml"
        self.settings.write_text(json.dumps({"accounts": list(accounts)}))

    def start(self) -> float:
        """Starts, and answers how many seconds it took until the first request was served."""
        began = time.perf_counter()
        self.spawn(self.executable, "serve", "--port", self.port, "--data", self.folder / "data",
                   "--config", self.settings,
                   HANOK_ROOT_ACCESS_KEY_ID=KEY[0], HANOK_ROOT_SECRET_ACCESS_KEY=KEY[1])
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                    connection.sendall(b"GET /_hanok/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    if connection.recv(100).startswith(b"HTTP/1.1 200"):
                        return time.perf_counter() - began
            except OSError:
                pass
            time.sleep(0.0005)


class SeaweedFS(Server):
    name = "SeaweedFS"
    durability = "as it comes: does not sync each write"

    def start(self):
        settings = {"identities": [{"name": "bench", "actions": ["Admin", "Read", "Write", "List", "Tagging"],
                                    "credentials": [{"accessKey": KEY[0], "secretKey": KEY[1]}]}]}
        (self.folder / "s3.json").write_text(json.dumps(settings))
        (self.folder / "data").mkdir(exist_ok=True)
        weed = pathlib.Path(sys.executable).parent / "weed"
        ports = [free_port() for _ in range(3)]
        self.spawn(weed, "server", "-ip=127.0.0.1", f"-dir={self.folder}/data", "-s3", f"-s3.port={self.port}",
                   f"-s3.config={self.folder}/s3.json", f"-master.port={ports[0]}", f"-volume.port={ports[1]}",
                   f"-filer.port={ports[2]}", "-volume.max=50", "-master.volumeSizeLimitMB=1024",
                   "-volume.preStopSeconds=0", HOME=str(self.folder))
        self.wait_until(self.probe)

    def probe(self):
        s3 = self.s3()
        with contextlib.suppress(s3.exceptions.BucketAlreadyExists, s3.exceptions.BucketAlreadyOwnedByYou):
            s3.create_bucket(Bucket="probe")
        s3.put_object(Bucket="probe", Key="x", Body=b"x")


class Rclone(Server):
    """rclone's S3 over a folder of the local disk."""

    name = "rclone"
    durability = "does not sync: an object is a file written and renamed"

    def start(self):
        (self.folder / "data").mkdir(exist_ok=True)
        (self.folder / "rclone.conf").touch()
        rclone = pathlib.Path(sys.executable).parent / "rclone"
        self.spawn(rclone, "serve", "s3", self.folder / "data", "--addr", self.host, "--auth-key", ",".join(KEY),
                   "--config", self.folder / "rclone.conf", "--log-level", "ERROR", HOME=str(self.folder))
        self.wait_until(lambda: self.s3().list_buckets())


class Nginx(Server):
    """Plain files without a signature: GET by sendfile, PUT and DELETE by its DAV module."""

    name = "nginx"
    durability = "does not sync: a file is written and renamed; nothing is signed, hashed or listed"
    speaks_s3 = False

    def start(self):
        (self.folder / "www").mkdir(exist_ok=True)
        # Started by root, nginx would read files as a user who cannot see this folder.
        user = "user root; " if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user}daemon off; worker_processes 2; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; "
            f"client_max_body_size 0; client_body_temp_path {self.folder}/arriving;\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {self.folder}/www; dav_methods PUT DELETE; "
            "create_full_put_path on; } }\n")
        self.spawn("/usr/sbin/nginx", "-c", self.folder / "nginx.conf", "-p", self.folder)
        self.wait_until(self.probe, 10)

    def probe(self):
        try:
            urllib.request.urlopen(f"http://{self.host}/", timeout=1)
        except urllib.error.HTTPError:
            pass

    def target(self, method: str, path: str, query: dict | None = None, headers: dict | None = None) -> str:
        return path

    def make_bucket(self, name: str):
        (self.folder / "www" / name).mkdir()


PEERS = {"hanok": Hanok, "seaweedfs": SeaweedFS, "rclone": Rclone, "nginx": Nginx}
