"""The servers whose tables are compared: Hanok, PostgreSQL, and two emulators in Python."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import boto3

import servers
from load import Result
from signing import JSONSigner

TABLE = "bench"
TARGET = "DynamoDB_20120810."
#: What the user who sends the load may do: it is found by the last of four statements.
STATEMENTS = [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::reports*"},
    {"Effect": "Deny", "Action": "dynamodb:DeleteTable", "Resource": "*"},
    {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:*:*:table/other*",
     "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}},
    {"Effect": "Allow", "Action": "dynamodb:*", "Resource": f"arn:aws:dynamodb:*:*:table/{TABLE}*"},
]


class DynamoDBServer:
    """What the servers that speak DynamoDB's protocol have beside a process."""

    key = servers.KEY

    def dynamodb(self, key: tuple | None = None):
        key = key or self.key
        return boto3.client("dynamodb", endpoint_url=f"http://{self.host}", region_name="us-east-1",
                            aws_access_key_id=key[0], aws_secret_access_key=key[1])

    def signer(self) -> JSONSigner:
        return JSONSigner(self.host, "dynamodb", self.key)

    def make_table(self, name: str):
        dynamodb = self.dynamodb(servers.KEY)
        dynamodb.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"},
                                  {"AttributeName": "sk", "AttributeType": "N"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}])
        dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})


class Hanok(DynamoDBServer, servers.Hanok):
    durability = "an answered write is synced to disk; every request is signed and its policy evaluated"

    def start(self) -> float:
        took = super().start()
        if self.key is servers.KEY:
            self.key = self.make_user()
        return took

    def make_user(self) -> tuple:
        iam = boto3.client("iam", endpoint_url=f"http://{self.host}", region_name="us-east-1",
                           aws_access_key_id=servers.KEY[0], aws_secret_access_key=servers.KEY[1])
        iam.create_user(UserName="bench")
        iam.put_user_policy(UserName="bench", PolicyName="bench", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": STATEMENTS}))
        key = iam.create_access_key(UserName="bench")["AccessKey"]
        return key["AccessKeyId"], key["SecretAccessKey"]


class PythonPeer(DynamoDBServer, servers.Server):
    """Stands in an environment of its own: it wants another botocore than the AWS CLI."""

    def program(self, name: str) -> pathlib.Path:
        return pathlib.Path(sys.prefix) / "peers" / "bin" / name


class Moto(PythonPeer):
    name = "moto"
    durability = "in memory; nothing is checked"

    def start(self):
        self.spawn(self.program("moto_server"), "-H", "127.0.0.1", "-p", self.port, HOME=str(self.folder))
        self.wait_until(lambda: self.dynamodb().list_tables())


class Ministack(PythonPeer):
    name = "ministack"
    durability = "in memory; nothing is checked"

    def start(self):
        self.spawn(self.program("ministack"), GATEWAY_PORT=str(self.port), BIND_HOST="127.0.0.1",
                   LOG_LEVEL="WARNING", SERVICES="dynamodb", HOME=str(self.folder), TMPDIR=str(self.folder))
        self.wait_until(lambda: self.dynamodb().list_tables())


class PostgreSQL(servers.Server):
    """A cluster of its own, as initdb makes it: every commit is synced."""

    name = "PostgreSQL"
    durability = "an answered commit is synced to disk (fsync and synchronous_commit on); nothing is signed"
    #: PostgreSQL refuses to run as root; Debian's package has made this user.
    user = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}

    def program(self, name: str) -> pathlib.Path:
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        if not found:
            raise FileNotFoundError(f"no {name}: install Debian's package postgresql")
        return found[-1]

    def start(self):
        if self.user:
            subprocess.run(["chown", "-R", "postgres:postgres", self.folder], check=True)
            for parent in list(self.folder.parents)[:2]:
                parent.chmod(parent.stat().st_mode | 0o011)
        subprocess.run([self.program("initdb"), "-D", self.folder / "data", "-U", "bench", "-A", "trust",
                        "--encoding=UTF8", "--locale=C"], check=True, stdout=subprocess.DEVNULL, cwd=self.folder,
                       **self.user)
        log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(
            [self.program("postgres"), "-D", self.folder / "data", "-p", str(self.port),
             "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=on",
             "-c", "synchronous_commit=on", "-c", "max_connections=200"],
            stdout=log, stderr=log, cwd=self.folder, **self.user)
        self.wait_until(lambda: self.sql("SELECT 1"))

    def sql(self, text: str) -> str:
        return self.run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench", "-d", "postgres", "-qAt",
                        "-v", "ON_ERROR_STOP=1", "-c", text)

    def run(self, name: str, *arguments) -> str:
        result = subprocess.run([self.program(name), *arguments], capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError(f"{name}: {result.stderr.strip()[:300]}")
        return result.stdout.strip()

    def cpu_seconds(self) -> float:
        """Also of the backends that have ended: the first process has their times."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return super().cpu_seconds() + (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def resident_mib(self) -> float:
        """What processes share is counted once."""
        return sum(int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE).group(1))
                   for rollup in self.read("smaps_rollup") if rollup) / 1024

    def kill(self):
        """At once, but so that its shared memory goes too."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def pgbench(self, folder: pathlib.Path, script: str, connections: int, seconds: float,
                variables: dict | None = None) -> Result:
        folder.mkdir(parents=True, exist_ok=True)
        for log in folder.glob("pgbench*"):
            log.unlink()
        (folder / "script.sql").write_text(script)
        given = [part for name, value in (variables or {}).items() for part in ("-D", f"{name}={value}")]
        before = self.cpu_seconds()
        output = self.run(
            "pgbench", "-n", "-M", "prepared", "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench",
            "-c", str(connections), "-j", "1", "-T", str(max(1, int(seconds))), "-f", folder / "script.sql", *given,
            "-l", f"--log-prefix={folder}/pgbench", "postgres")
        time.sleep(0.5)  # The backends end now, and their times become those of the first process.
        cpu = self.cpu_seconds() - before
        # Per line: client, number, microseconds, and more.
        times = sorted(int(line.split()[2]) for log in folder.glob("pgbench*") for line in open(log))
        failed = re.search(r"number of failed transactions: (\d+)", output)
        return Result(
            per_second=float(re.search(r"tps = ([\d.]+)", output).group(1)), p50_ms=times[len(times) // 2] / 1000,
            p99_ms=times[min(len(times) - 1, len(times) * 99 // 100)] / 1000,
            cpu_microseconds=cpu / len(times) * 1e6, bad=int(failed.group(1)) if failed else 0)


PEERS = {"hanok": Hanok, "postgresql": PostgreSQL, "moto": Moto, "ministack": Ministack}
