"""Load by wrk: requests per second and latencies, and what they cost the server in CPU time."""

import dataclasses
import json
import pathlib
import re
import subprocess

# Requests are put together before the clock starts, as long as they fit into memory.
LUA = """
local methods, targets, bodies, built = {}, {}, {}, {}
for line in io.lines("%(targets)s") do
  local method, target = line:match("^(%%S+) (.*)$")
  methods[#methods + 1], targets[#targets + 1] = method, target
end
local file = io.open("%(body)s", "rb")
local body = file:read("*a")
file:close()
if #body == 0 then body = nil end
local headers = { %(headers)s }
local bodiless = { GET = true, HEAD = true, DELETE = true }
local at, answers, limit, ended = 0, 0, %(limit)d, false

local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, nanoseconds; } hanok_time; int clock_gettime(int, hanok_time *); "
  .. "int getpid(void); int kill(int, int);")
local function now()
  local time = ffi.new("hanok_time[1]")
  ffi.C.clock_gettime(1, time)
  return tonumber(time[0].seconds) * 1e6 + tonumber(time[0].nanoseconds) / 1e3
end

local function make(number)
  local method = methods[number]
  return wrk.format(method, targets[number], headers, not bodiless[method] and body or nil)
end

function setup(thread) only = thread end
function init(args)
  if #targets * (#(body or "") + 600) > %(memory)d then return end
  for number = 1, #targets do built[number] = make(number) end
end
function request()
  if not began and at > 0 then began = now() end
  at = at + 1
  local number = (at - 1) %% #targets + 1
  return built[number] or make(number)
end
if limit > 0 then
  function response(status)
    answers = answers + 1
    if answers < limit or ended then return end
    ended, took = true, now() - began
    wrk.thread:stop()
    ffi.C.kill(ffi.C.getpid(), 2)  -- an interrupt ends wrk before its time, with its summary
  end
end
function done(summary, latency, requests)
  local counted = limit > 0 and math.min(limit, summary.requests) or summary.requests
  io.write(string.format('RESULT {"requests": %%d, "microseconds": %%d, "p50": %%d, "p99": %%d, "bad": %%d}\\n',
    counted, limit > 0 and only:get("took") or summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""
PREPARED_BYTES = 256 << 20


@dataclasses.dataclass
class Result:
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_microseconds: float
    bad: int


def run(server, folder: pathlib.Path, method: str, targets: list[str], connections: int, seconds: float = 4,
        headers: dict | None = None, body: bytes = b"", limit: int = 0) -> Result:
    """Requests of one method, the targets in turn; see `run_mixed`."""
    return run_mixed(server, folder, [(method, target) for target in targets], connections, seconds, headers, body,
                     limit)


def run_mixed(server, folder: pathlib.Path, requests: list[tuple], connections: int, seconds: float = 4,
              headers: dict | None = None, body: bytes = b"", limit: int = 0) -> Result:
    """Methods and targets in turn, over and over, until the time is up or after `limit` answers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "targets").write_text("\n".join(f"{method} {target}" for method, target in requests))
    (folder / "body").write_bytes(body)
    fields = ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in (headers or {}).items())
    (folder / "load.lua").write_text(LUA % {
        "targets": folder / "targets", "body": folder / "body", "headers": fields, "limit": limit,
        "memory": PREPARED_BYTES})
    before = server.cpu_seconds()
    output = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{max(1, int(seconds))}s", "--timeout", "60s", "--latency",
         "-s", folder / "load.lua", f"http://{server.host}"], capture_output=True, text=True, check=True).stdout
    cpu = server.cpu_seconds() - before
    found = json.loads(re.search(r"RESULT (\{.*\})", output).group(1))
    return Result(
        per_second=found["requests"] / max(1, found["microseconds"]) * 1e6, p50_ms=found["p50"] / 1000,
        p99_ms=found["p99"] / 1000, cpu_microseconds=cpu / max(1, found["requests"]) * 1e6, bad=found["bad"])
