"""Load by wrk: requests per second and p99, and what they cost the server in CPU time."""

import dataclasses
import json
import pathlib
import re
import subprocess

LUA = """
local targets = {}
for line in io.lines("%s") do targets[#targets + 1] = line end
local body = nil
if "%s" ~= "" then local file = io.open("%s", "rb"); body = file:read("*a"); file:close() end
local headers = { %s }
local at, step = 0, 1
local thread_number = 0
function setup(thread) thread:set("number", thread_number); thread_number = thread_number + 1 end
function init(args) at = number * 7919 end
function request()
  at = at + step
  return wrk.format("%s", targets[(at %% #targets) + 1], headers, body)
end
function done(summary, latency, requests)
  io.write(string.format('RESULT {"requests": %%d, "microseconds": %%d, "p50": %%d, "p99": %%d, "bad": %%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


@dataclasses.dataclass
class Result:
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_microseconds: float
    bad: int


def run(server, folder: pathlib.Path, method: str, targets: list[str], connections: int, seconds: float = 4,
        headers: dict | None = None, body: bytes = b"") -> Result:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "targets").write_text("\n".join(targets))
    (folder / "body").write_bytes(body)
    fields = ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in (headers or {}).items())
    body_path = folder / "body" if body else ""
    (folder / "load.lua").write_text(LUA % (folder / "targets", body_path, body_path, fields, method))
    before = server.cpu_seconds()
    output = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{max(1, int(seconds))}s", "--timeout", "30s", "--latency",
         "-s", folder / "load.lua", f"http://{server.host}"], capture_output=True, text=True, check=True).stdout
    cpu = server.cpu_seconds() - before
    found = json.loads(re.search(r"RESULT (\{.*\})", output).group(1))
    return Result(
        per_second=found["requests"] / found["microseconds"] * 1e6, p50_ms=found["p50"] / 1000,
        p99_ms=found["p99"] / 1000, cpu_microseconds=cpu / max(1, found["requests"]) * 1e6, bad=found["bad"])
