"""Functions: a warm one beside its runtime's client on a bare Runtime API, and a cold one beside its interpreter."""

import hashlib
import io
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import threading
import time
import zipfile

import boto3

import servers
from signing import Presigner

ECHO = "def handler(event, context):\n    return event\n"
COLD = "import boto3\ndef handler(event, context):\n    return 1\n"
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
LOGS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}
EVENT = b'{"n":1}'


def packages() -> pathlib.Path:
    version = "python%d.%d" % sys.version_info[:2]
    return servers.Hanok.executable.resolve().parent / "hanok-runtimes" / version


class BareRuntime:
    """A Runtime API that hands out the same event again and again, to awslambdaric without a sandbox."""

    def __init__(self, folder: pathlib.Path):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.py").write_text(ECHO)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.program = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", "index.handler"], cwd=folder, stdout=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(packages()),
                 "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % self.listener.getsockname()[1],
                 "AWS_LAMBDA_FUNCTION_NAME": "echo", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
                 "AWS_LAMBDA_FUNCTION_VERSION": "1", "AWS_LAMBDA_LOG_GROUP_NAME": "g", "AWS_LAMBDA_LOG_STREAM_NAME": "s"})
        self.event = (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 1\r\n"
            "Lambda-Runtime-Deadline-Ms: %d\r\nLambda-Runtime-Invoked-Function-Arn: arn\r\nContent-Length: %d\r\n\r\n"
            % ((time.time() + 3600) * 1000, len(EVENT))).encode() + EVENT
        self.connection = None
        self.accepted = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

    def measure(self, seconds: float) -> tuple[float, float]:
        """Events per second, and the median of one's time in milliseconds."""
        times, asked = [], None
        if not self.connection:
            self.listener.settimeout(10)
            self.connection, _ = self.listener.accept()
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.reader = self.connection.makefile("rb")
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            line, length = self.reader.readline(), 0
            while (header := self.reader.readline()) not in (b"\r\n", b""):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            self.reader.read(length)
            if line.startswith(b"GET"):
                asked = time.perf_counter()
                self.connection.sendall(self.event)
            else:
                # The first one may be what a former measurement asked for.
                if asked:
                    times.append(time.perf_counter() - asked)
                self.connection.sendall(self.accepted)
        return len(times) / seconds, statistics.median(times) * 1000

    def stop(self):
        self.program.kill()
        self.program.wait()
        self.listener.close()


def client(hanok, service):
    return boto3.client(service, endpoint_url=f"http://{hanok.host}", region_name="us-east-1",
                        aws_access_key_id=servers.KEY[0], aws_secret_access_key=servers.KEY[1])


def archive(source: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("index.py", source)
    return data.getvalue()


def make(hanok, name: str, source: str, **settings):
    iam = client(hanok, "iam")
    try:
        role = iam.create_role(RoleName="bench", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        iam.put_role_policy(RoleName="bench", PolicyName="logs", PolicyDocument=json.dumps(LOGS))
    except iam.exceptions.EntityAlreadyExistsException:
        role = iam.get_role(RoleName="bench")["Role"]["Arn"]
    client(hanok, "lambda").create_function(
        FunctionName=name, Role=role, Runtime="python3.12", Handler="index.handler", Timeout=30,
        Code={"ZipFile": archive(source)}, **settings)


class Invoker:
    """The same signed request again and again, on one connection; the client itself takes as little time as it can."""

    def __init__(self, hanok, name: str):
        path = f"/2015-03-31/functions/{name}/invocations"
        signer = Presigner(hanok.host, *servers.KEY, service="lambda")
        headers = signer.headers("POST", path, hashlib.sha256(EVENT).hexdigest()) | {
            "Host": hanok.host, "Content-Length": str(len(EVENT))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.request = f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + EVENT
        self.connection = socket.create_connection(("127.0.0.1", hanok.port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.connection.makefile("rb")

    def invoke(self) -> float:
        began = time.perf_counter()
        self.connection.sendall(self.request)
        status, length, error = self.reader.readline(), 0, False
        while (header := self.reader.readline().lower()) not in (b"\r\n", b""):
            if header.startswith(b"content-length:"):
                length = int(header.split(b":")[1])
            error = error or header.startswith(b"x-amz-function-error")
        body = self.reader.read(length)
        took = time.perf_counter() - began
        assert status.startswith(b"HTTP/1.1 200") and not error, status + body
        return took


def warm(hanok, connections: int, seconds: float) -> tuple[float, float]:
    times: list[list[float]] = [[] for _ in range(connections)]
    invokers = [Invoker(hanok, "echo") for _ in range(connections)]
    threads = []
    for invoker in invokers:
        invoker.invoke()
    end = time.perf_counter() + seconds

    def run(number):
        while time.perf_counter() < end:
            times[number].append(invokers[number].invoke())

    for number in range(connections):
        threads.append(threading.Thread(target=run, args=(number,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    every = [value for own in times for value in own]
    return len(every) / seconds, statistics.median(every) * 1000


def cold(hanok, rounds: int) -> list[float]:
    """A new configuration each time, which no copy is of."""
    functions, found = client(hanok, "lambda"), []
    invoker = Invoker(hanok, "cold")
    for number in range(rounds):
        functions.update_function_configuration(FunctionName="cold", Environment={"Variables": {"ROUND": str(number)}})
        found.append(invoker.invoke())
    return found


def interpreter(rounds: int) -> list[float]:
    """`python3 -c 'import boto3'` in a sandbox of the same kind, the packages at the same place."""
    prefix = sys.base_prefix
    command = ["bwrap", "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--die-with-parent"]
    for folder in ("/usr", "/lib", "/lib64", "/bin", "/etc/ssl", "/etc/ld.so.cache"):
        command += ["--ro-bind-try", folder, folder]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--ro-bind", str(packages()), "/var/runtime"]
    if not prefix.startswith("/usr"):
        command += ["--ro-bind", prefix, prefix]
    command += ["--setenv", "PYTHONPATH", "/var/runtime", os.path.realpath(sys.executable), "-c", "import boto3"]
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(command, check=True)
        found.append(time.perf_counter() - began)
    return found


def measure(folder, seconds, rounds, row, heading):
    heading("Functions", "what", "bare", "Hanok", "ratio")
    hanok = servers.Hanok(folder / "functions")
    hanok.start()
    try:
        make(hanok, "echo", ECHO)
        make(hanok, "cold", COLD, MemorySize=512)
        bare, own = [], []
        runtime = BareRuntime(folder / "bare")
        for _ in range(rounds):
            bare.append(runtime.measure(seconds))
            own.append(warm(hanok, 1, seconds))
        runtime.stop()
        rate, median = (statistics.median(values) for values in zip(*bare))
        own_rate, own_median = (statistics.median(values) for values in zip(*own))
        row("warm, one after the other, per second", f"{rate:,.0f}", f"{own_rate:,.0f}", f"{own_rate / rate:.2f}")
        row("warm, p50 ms", f"{median:.2f}", f"{own_median:.2f}", f"+{own_median - median:.2f} ms")
        many, _ = warm(hanok, 4, seconds)
        row("warm, four at once, per second", f"{rate:,.0f}", f"{many:,.0f}", f"{many / rate:.2f}")
        alone, started = interpreter(2 * rounds + 1), cold(hanok, 2 * rounds + 1)
        alone_ms, started_ms = statistics.median(alone) * 1000, statistics.median(started) * 1000
        row("cold, ms beside `python3 -c 'import boto3'`", f"{alone_ms:.0f}", f"{started_ms:.0f}",
            f"{started_ms / alone_ms:.2f}")
    finally:
        hanok.stop()
