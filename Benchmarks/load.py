"""Load by wrk: requests per second and latencies, and what they cost the server in CPU time."""

import dataclasses
import json
import pathlib
import re
import subprocess

# Methods and targets of which wrk makes requests: before the clock starts, as long as they fit into memory.
TARGETS = """
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
local function count() return #targets end
local function make(number)
  local method = methods[number]
  return wrk.format(method, targets[number], headers, not bodiless[method] and body or nil)
end
function init(args)
  if #targets * (#(body or "") + 600) > %(memory)d then return end
  for number = 1, #targets do built[number] = make(number) end
end
"""
# Whole requests as they go over the wire, each behind its length in eight digits.
WHOLE = """
local built = {}
local function count() return #built end
function init(args)
  local file = io.open("%(requests)s", "rb")
  for size in function() return file:read(8) end do
    built[#built + 1] = file:read(tonumber(size))
  end
  file:close()
end
"""
LOAD = """
local at, answers, limit, ended = 0, 0, %(limit)d, false

local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, nanoseconds; } hanok_time; int clock_gettime(int, hanok_time *); "
  .. "int getpid(void); int kill(int, int);")
local function now()
  local time = ffi.new("hanok_time[1]")
  ffi.C.clock_gettime(1, time)
  return tonumber(time[0].seconds) * 1e6 + tonumber(time[0].nanoseconds) / 1e3
end

function setup(thread) only = thread end
function request()
  if not began and at > 0 then began = now() end
  at = at + 1
  local number = (at - 1) %% count() + 1
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
    script = TARGETS % {"targets": folder / "targets", "body": folder / "body", "headers": fields,
                        "memory": PREPARED_BYTES}
    return measured(server, folder, script, connections, seconds, limit)


def run_whole(server, folder: pathlib.Path, requests: list[bytes], connections: int, seconds: float = 4,
              limit: int = 0) -> Result:
    """Requests as they are, in turn, over and over, until the time is up or after `limit` answers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "requests").write_bytes(b"".join(b"%08d" % len(request) + request for request in requests))
    return measured(server, folder, WHOLE % {"requests": folder / "requests"}, connections, seconds, limit)


def measured(server, folder: pathlib.Path, script: str, connections: int, seconds: float, limit: int) -> Result:
    (folder / "load.lua").write_text(script + LOAD % {"limit": limit})
    before = server.cpu_seconds()
    output = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{max(1, int(seconds))}s", "--timeout", "60s", "--latency",
         "-s", folder / "load.lua", f"http://{server.host}"], capture_output=True, text=True, check=True).stdout
    cpu = server.cpu_seconds() - before
    found = json.loads(re.search(r"RESULT (\{.*\})", output).group(1))
    return Result(
        per_second=found["requests"] / max(1, found["microseconds"]) * 1e6, p50_ms=found["p50"] / 1000,
        p99_ms=found["p99"] / 1000, cpu_microseconds=cpu / max(1, found["requests"]) * 1e6, bad=found["bad"])
