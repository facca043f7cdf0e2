"""The servers that are compared: Hanok, SeaweedFS's S3 and nginx, each on a loopback port."""

import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

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
    path_prefix = ""

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

    def processes(self) -> list[int]:
        """The server's process and those it started."""
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                queue += [int(child) for child in task.read_text().split()]
        return found

    def resident_mib(self) -> float:
        total = 0
        for pid in self.processes():
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS"):
                    total += int(line.split()[1])
        return total / 1024

    def cpu_seconds(self) -> float:
        ticks = 0
        for pid in self.processes():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Hanok(Server):
    name = "Hanok"
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
                   HOME=str(self.folder))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                self.s3().create_bucket(Bucket="probe")
                self.s3().put_object(Bucket="probe", Key="x", Body=b"x")
                return
            except Exception:
                time.sleep(0.5)
        raise TimeoutError("SeaweedFS did not become ready")


class Nginx(Server):
    name = "nginx"

    def start(self):
        (self.folder / "www").mkdir(exist_ok=True)
        # Started by root, nginx would read files as a user who cannot see this folder.
        user = "user root; " if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user}daemon off; worker_processes 2; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ access_log off; sendfile on; tcp_nopush on; server {{ listen 127.0.0.1:{self.port}; "
            f"root {self.folder}/www; }} }}\n")
        self.spawn("/usr/sbin/nginx", "-c", self.folder / "nginx.conf", "-p", self.folder)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://{self.host}/", timeout=1)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
