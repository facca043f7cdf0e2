"""Functions that mean no good: contained, told about, and the server none the worse."""

import http.server
import io
import json
import re
import threading
import time
import zipfile

import botocore.exceptions
import pytest

import functions


@pytest.fixture(scope="module")
def role(server):
    return functions.role(server, "hostile")


@pytest.fixture(autouse=True)
def unharmed(server):
    """Whatever a function did, the server answers as before."""
    yield
    assert server.health()["status"] == "ok"
    assert server.client("sts").get_caller_identity()["Account"] == "000000000000"


def run(server, role, name, source, event=None, **settings):
    functions.python(server, name, source, role, **settings)
    return functions.invoke(server, name, event)


def test_memory(server, role):
    value, answer = run(server, role, "eater", (
        "def handler(event, context):\n    held = []\n    while True:\n        held.append(bytearray(10 << 20))\n"))
    assert answer["FunctionError"] == "Unhandled"
    assert value["errorType"] == "Runtime.OutOfMemory" and "signal: killed" in value["errorMessage"]
    messages = functions.log(server, "eater", "Runtime.OutOfMemory")
    assert any("Memory Size: 128 MB\tMax Memory Used: 128 MB" in message for message in messages)


def test_memory_of_many_processes(server, role):
    value, _ = run(server, role, "eaters", (
        "import os, time\n"
        "def handler(event, context):\n"
        "    for _ in range(20):\n"
        "        if os.fork() == 0:\n            held = bytearray(30 << 20)\n            time.sleep(60)\n"
        "    time.sleep(9)\n"))
    assert value["errorType"] == "Runtime.OutOfMemory"


def test_forks_without_end(server, role):
    value, _ = run(server, role, "forker", (
        "import os\n"
        "def handler(event, context):\n"
        "    while True:\n        try:\n            os.fork()\n        except OSError:\n            pass\n"), Timeout=4)
    assert value["errorType"] in ("Sandbox.Timedout", "Runtime.OutOfMemory", "Runtime.ExitError")


def test_disk(server, role):
    value, _ = run(server, role, "filler", (
        "def fill(path):\n"
        "    written = 0\n"
        "    try:\n"
        "        with open(path, 'wb') as file:\n"
        "            while True:\n                written += file.write(b'x' * (1 << 20))\n"
        "    except OSError as error:\n        return [written >> 20, error.errno]\n"
        "def handler(event, context):\n"
        "    return {path: fill(path) for path in ('/tmp/a', '/tmp/b', '/dev/shm/a', '/var/task/a', '/a', '/usr/a', '/etc/a')}\n"),
        MemorySize=256, Timeout=30)
    assert value["/tmp/a"][0] + value["/tmp/b"][0] <= 512 and value["/tmp/a"][0] >= 500
    assert value["/dev/shm/a"][0] <= 1
    for path in ("/var/task/a", "/a", "/usr/a", "/etc/a"):
        assert value[path] == [0, 30], path


def test_output_without_end(server, role):
    value, _ = run(server, role, "printer", (
        "def handler(event, context):\n"
        "    for number in range(100):\n        print(str(number % 10) * (1 << 20))\n    return 'done'\n"), Timeout=60)
    assert value == "done"
    messages = functions.log(server, "printer")
    assert [message.split()[0] for message in messages if message.startswith(("START", "END", "REPORT"))] == \
        ["START", "END", "REPORT"]
    dropped = sum(int(message[1:].split()[0]) for message in messages if message.startswith("["))
    printed = sum(message.count(message[0]) for message in messages if re.fullmatch(r"(\d)\1{1000,}\n", message))
    assert printed + dropped == 100 << 20


def test_descriptors(server, role):
    value, _ = run(server, role, "opener", (
        "import socket\n"
        "def handler(event, context):\n"
        "    held = []\n"
        "    try:\n"
        "        while len(held) < 10000:\n            held.append(socket.socket())\n"
        "    except OSError as error:\n        return [len(held), error.errno]\n"))
    assert value[1] == 24 and value[0] < 1024


def test_answers_that_are_too_long(server, role):
    value, answer = run(server, role, "long", "def handler(event, context):\n    return 'x' * event\n", 7 << 20)
    assert answer["FunctionError"] == "Unhandled"
    assert value["errorType"] in ("Function.ResponseSizeTooLarge", "RequestEntityTooLarge")
    assert "6291556 bytes" in value["errorMessage"]
    assert len(functions.invoke(server, "long", 6_000_000)[0]) == 6_000_000


def test_nothing_of_the_machine_is_seen(server, role):
    functions.python(server, "secret", "TOKEN = 'marked-9d41c0e7'\ndef handler(e, c):\n    return 1\n", role)
    functions.invoke(server, "secret")
    value, _ = run(server, role, "reader", (
        "import os\n"
        "def handler(event, context):\n"
        "    found = []\n"
        "    for root, folders, files in os.walk('/', followlinks=False):\n"
        "        if root.startswith(('/proc', '/sys', '/usr', '/dev')):\n            folders[:] = []\n            continue\n"
        "        for name in files:\n"
        "            try:\n"
        "                with open(os.path.join(root, name), 'rb') as file:\n"
        "                    if b'-'.join([b'marked', b'9d41c0e7']) in file.read(1 << 16):\n                        found.append(os.path.join(root, name))\n"
        "            except OSError:\n                pass\n"
        "    processes = [p for p in os.listdir('/proc') if p.isdigit()]\n"
        "    return {'found': found, 'data': os.path.exists(event), 'key': os.path.exists(event + '/key'),\n"
        "            'processes': len(processes), 'shadow': os.access('/etc/shadow', os.R_OK), 'home': os.path.exists('/home'),\n"
        "            'user': os.getuid()}\n"),
        str(server.folder / "data"), Timeout=60)
    assert value == {
        "found": [], "data": False, "key": False, "processes": 3, "shadow": False, "home": False, "user": 993}


def test_other_ports_of_the_machine(server, role):
    listener = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    value, _ = run(server, role, "caller", (
        "import os, socket, urllib.request\n"
        "def reach(host, port):\n"
        "    try:\n        socket.create_connection((host, port), 2).close()\n        return 'open'\n"
        "    except OSError as error:\n        return error.errno\n"
        "def get(path):\n"
        "    try:\n        return urllib.request.urlopen(os.environ['AWS_ENDPOINT_URL'] + path, timeout=5).status\n"
        "    except urllib.error.HTTPError as error:\n        return error.code\n"
        "def post(path):\n"
        "    request = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'] + path, b'', {'X-Hanok-Reset': 'yes'})\n"
        "    try:\n        return urllib.request.urlopen(request, timeout=5).status\n"
        "    except urllib.error.HTTPError as error:\n        return error.code\n"
        "def handler(event, context):\n"
        "    return {'other': reach('127.0.0.1', event), 'outside': reach('8.8.8.8', 53),\n"
        "            'health': get('/_hanok/health'), 'mail': get('/_hanok/mail?to=a@example.com'), 'reset': post('/_hanok/reset')}\n"),
        listener.server_address[1])
    listener.shutdown()
    assert value == {"other": 111, "outside": 101, "health": 200, "mail": 403, "reset": 403} or \
        value == {"other": 111, "outside": 101, "health": 200, "mail": 403, "reset": 404}


def test_kernel_calls_that_functions_do_not_need(server, role):
    value, _ = run(server, role, "kernel", (
        "import ctypes\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "def tried(number, *arguments):\n"
        "    ctypes.set_errno(0)\n    libc.syscall(number, *arguments)\n    return ctypes.get_errno()\n"
        "def handler(event, context):\n"
        "    return {'unshare': tried(272, 0x10000000), 'mount': tried(165, None, b'/tmp', b'tmpfs', 0, None),\n"
        "            'bpf': tried(321, 0, None, 0), 'ptrace': tried(101, 16, 1, 0, 0), 'keyctl': tried(250, 0)}\n"))
    assert value == {"unshare": 1, "mount": 1, "bpf": 1, "ptrace": 1, "keyctl": 1}


def test_the_process_that_watches_is_left_alone(server, role):
    """It has the function's user: stopped, or without descriptors, it would watch over nothing."""
    value, _ = run(server, role, "watched", (
        "import fcntl, os, resource, signal\n"
        "def tried(call):\n"
        "    try:\n        call()\n        return 0\n"
        "    except OSError as error:\n        return error.errno\n"
        "def handler(event, context):\n"
        "    return {\n"
        "        'stop': tried(lambda: os.kill(2, signal.SIGSTOP)), 'all': tried(lambda: os.kill(-1, signal.SIGCONT)),\n"
        "        'group': tried(lambda: os.killpg(2, signal.SIGCONT)), 'join': tried(lambda: os.setpgid(0, 2)),\n"
        "        'owner': tried(lambda: fcntl.fcntl(0, 10, 19)),\n"
        "        'limits': tried(lambda: resource.prlimit(2, resource.RLIMIT_NOFILE, (0, 0))),\n"
        "        'priority': tried(lambda: os.setpriority(os.PRIO_PROCESS, 2, 19)), 'own': tried(lambda: os.nice(1)),\n"
        "        'memory': [tried(lambda: open(f'/proc/{pid}/mem', 'r+b')) for pid in (1, 2)],\n"
        "        'descriptors': tried(lambda: os.readlink('/proc/2/fd/3'))}\n"))
    assert value == {"stop": 1, "all": 1, "group": 1, "join": 1, "owner": 1, "limits": 1, "priority": 1, "own": 0,
                     "memory": [2, 13], "descriptors": 13}


def create(server, role, data, name="packed"):
    client = server.client("lambda")
    return client.create_function(
        FunctionName=name, Role=role, Runtime="python3.12", Handler="index.handler", Code={"ZipFile": data})


def packed(entries) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    return data.getvalue()


@pytest.mark.parametrize("entries", [
    [("../outside.py", "x", 0o100644)],
    [("/etc/outside", "x", 0o100644)],
    [("a/../../outside.py", "x", 0o100644)],
    [("link", "/etc", 0o120777)],
    [("link", "../../..", 0o120777)],
    [("link", "a", 0o120777), ("link/b", "x", 0o100644)],
    [("a", "x", 0o100644), ("a", "y", 0o100644)],
], ids=["parent", "absolute", "inner parent", "link to /etc", "link upwards", "through a link", "twice"])
def test_archives_that_lead_out(server, role, entries):
    client = server.client("lambda")
    with pytest.raises(client.exceptions.InvalidParameterValueException) as refusal:
        create(server, role, packed(entries))
    assert refusal.value.response["Error"]["Message"] == \
        "Could not unzip uploaded file. Please check your file, then try to upload again."
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_function(FunctionName="packed")


def test_archives_that_grow(server, role):
    bomb = packed([("bomb", b"\0" * (300 << 20), 0o100644)])
    assert len(bomb) < 1 << 20
    client = server.client("lambda")
    began = time.monotonic()
    with pytest.raises(client.exceptions.InvalidParameterValueException) as refusal:
        create(server, role, bomb)
    assert refusal.value.response["Error"]["Message"] == "Unzipped size must be smaller than 262144000 bytes"
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04" + b"\0" * 100])
def test_archives_that_are_none(server, role, data):
    client = server.client("lambda")
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        create(server, role, data)
    assert refusal.value.response["Error"]["Code"] in ("InvalidParameterValueException", "ValidationException")


def test_a_damaged_archive(server, role):
    data = bytearray(functions.archive({"index.py": "def handler(e, c): return 1\n" * 100}))
    data[60] ^= 0xFF
    client = server.client("lambda")
    with pytest.raises(client.exceptions.InvalidParameterValueException, match="Could not unzip"):
        create(server, role, bytes(data))


def test_variables_that_load_libraries(server, role):
    """What a function's variables say to a program's loader counts inside alone."""
    value, answer = run(
        server, role, "loader", "import os\ndef handler(event, context):\n    return os.environ['LD_PRELOAD']\n",
        Environment={"Variables": {"LD_PRELOAD": "/var/task/evil.so", "BASH_ENV": "/var/task/x"}})
    assert value == "/var/task/evil.so", answer


def test_payloads_that_are_none(server, role):
    functions.python(server, "fed", "def handler(event, context):\n    return event\n", role)
    client = server.client("lambda")
    for payload in (b"{", b"nothing", b'{"a": }'):
        with pytest.raises(client.exceptions.InvalidRequestContentException) as refusal:
            client.invoke(FunctionName="fed", Payload=payload)
        assert refusal.value.response["Error"]["Message"].startswith("Could not parse request body into json")
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        client.invoke(FunctionName="fed", Payload=json.dumps("x" * (6 << 20)))
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413


def unpacked(server) -> set:
    return {path.name for path in (server.folder / "data").glob("store-*/functions/code/*")}


@pytest.mark.parametrize("entries", [
    [("a", b"0" * (150 << 20), 0o100644), ("b", b"0" * (150 << 20), 0o100644)],
    [("good.py", "x", 0o100644), ("../bad.py", "x", 0o100644)],
    [("a/" * 1500, "", 0o040755)],
    [(f"{number}/" + "a/" * 100, "", 0o040755) for number in range(1000)],
], ids=["too large", "leads out", "deep", "folders"])
def test_refused_archives_leave_nothing_on_the_disk(server, role, entries):
    before = unpacked(server)
    client = server.client("lambda")
    with pytest.raises(client.exceptions.InvalidParameterValueException):
        create(server, role, packed(entries))
    assert unpacked(server) == before


def test_lines_without_end_are_whole_in_the_log(server, role):
    run(server, role, "long-line", (
        "import os\n"
        "def handler(event, context):\n"
        "    os.write(1, b'x' * 1001)\n"
        "    for _ in range(10):\n        os.write(1, b'y' * 60001)\n"
        "    os.write(1, b'z\\n')\n"), Timeout=20)
    text = "".join(functions.log(server, "long-line"))
    assert (text.count("x" * 1001), len("".join(re.findall("y{100,}", text))), text.count("z\n")) == (1, 600_010, 1)


def test_bodies_at_the_runtime_interface_do_not_fill_the_server(server, role):
    before = server.resident_kib()
    run(server, role, "poster", (
        "import os, socket\n"
        "def handler(event, context):\n"
        "    host, port = os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')\n"
        "    held = []\n"
        "    for _ in range(200):\n"
        "        connection = socket.create_connection((host, int(port)), 5)\n"
        "        connection.settimeout(2)\n"
        "        try:\n"
        "            connection.sendall(b'POST /2018-06-01/runtime/invocation/x/response HTTP/1.1\\r\\nHost: a\\r\\n'\n"
        "                               b'Content-Length: 6000000\\r\\n\\r\\n' + bytes(5900000))\n"
        "        except OSError:\n            pass\n"
        "        held.append(connection)\n"
        "    return len(held)\n"), Timeout=60)
    assert server.resident_kib() < before + (300 << 10)
