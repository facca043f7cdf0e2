"""Where the time of a request goes: `perf` on the release binary under load, its samples told by our function groups.

Swift keeps frame pointers, so a sample's callers are known but for C libraries built without. A sample belongs to the
first frame, from the innermost outwards, that is of one of our groups: a retain inside SigV4 is the signature's. The
release binary carries no symbols; it is linked once more, from the objects of the last `swift build`, with them."""

import argparse
import collections
import dataclasses
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import time

import bulk
import load
import servers
import syncs
from figures import table
from storage_cases import BULK_BYTES, ENCRYPTED, KEYS, SIZES

BUCKET = "bench-bucket"
MANIFEST = pathlib.Path(".build/release.yaml")
FREQUENCY = 1499

#: Modules of a Swift symbol, and names where a module has more than one part in a request. The first match counts.
GROUPS = [
    ("signature", {"SigV4"}, r"Gateway\.Authenticator|SignatureFacts"),
    ("policy decision", {"PolicyEngine", "IAM"}, r"Authorizes\.decide|S3\.permission|RequestKeys|FoundBucket\.policy"
     r"|ServiceKit\.Permission|OperationPipeline\.authorize|S3\.onObject|S3\.aclGrant"),
    ("store: SQLite", {"StorageSQLite"}, r"^(sqlite3|pcache|vdbe|btree|wal[A-Z]|unix[A-Z]|balance|get[A-Z]?Page"
     r"|moveTo|accessPayload|allocateBtree|cellSize|patternCompare|pager[A-Z_]|releasePage|computeMXF)"),
    ("store: blobs", {"BlobsOnDisk"}, r"BlobStore|BlobReader"),
    ("record decode", {"Storage"}, r"S3\.(StoredObject|Bucket|UploadPart|ObjectManifest|ObjectExtras|BucketAccess)\b.*"
     r"(decod|init)|DecodedRecords"),
    ("checksums and hashes of bodies", {"Checksums"}, r"S3\.BodyIntake|VerifiedRequestBody|_md5_block_"),
    ("encryption of bodies", set(), r"BodyCipher|OpeningReader|SealingStream"),
    ("response write", set(), r"ConnectionHandler\.(send|write|end|flush|finish)|Gateway\.confine|HTTPAnswer"
     r"|HTTPDateCache|HTTPResponseEncoder|encodeHead|HTTPResponseHead"),
    ("access log, reports, events", set(), r"AccessLog|AccessRecord|RequestReport|HearsOfRequests|Gateway\.report"
     r"|JSONLinesFile|WriteBehind"),
    ("request and answer: Wire, models", {"Wire", "S3Model", "CivilTime"}, r"$^"),
    ("S3 operation", {"S3"}, r"$^"),
    ("gateway: dispatch, pipeline, ids", {"Gateway", "ServiceKit", "Server"}, r"$^"),
    ("HTTP codec", {"NIOHTTP1"}, r"llhttp"),
    ("channels and event loop", {"NIOCore", "NIOPosix", "NIO", "NIOConcurrencyHelpers"}, r"$^"),
    ("Swift's tasks", set(), r"^swift::runJob|swift_job_run|^swift_task|AsyncTask"),
]
#: Of these also what they call of other groups: an answer's way out through the channel, JSON of the log.
WHOLE = {"access log, reports, events", "response write"}
KERNEL = [
    ("kernel: sockets", r"^(sock|tcp|inet|__?tcp|skb|sk)_|_sys_(readv|writev|recv\w*|send\w*|accept4?|shutdown)$"),
    ("kernel: files", r"^(ext4|jbd2|filemap|vfs_f?sync|posix_lock|shmem)|"
     r"_sys_(read|write|pread64|pwrite64|open\w*|close|fstat\w*|newfstat\w*|fcntl|f\w*sync|unlink\w*|lseek)$"),
    ("kernel: waiting", r"_sys_(epoll\w*|poll|futex|nanosleep|clock_\w+|timerfd\w*|sched_yield)$|do_futex"),
    ("kernel: memory", r"_sys_(mmap|munmap|madvise|mprotect|brk)$|page_fault|do_anonymous_page"),
]
#: What the innermost function does, whoever asked for it.
WORK = [
    ("kernel", None),
    ("retain and release", r"^swift_(retain|release|bridgeObject|unknownObject|isUnique|weak|unowned)|RefCounts"),
    ("malloc and free", r"malloc|_int_free|cfree|calloc|realloc|swift_(slowAlloc|slowDealloc|allocObject|deallocClass"
     r"|arrayDestroy)|StackAllocator"),
    ("memmove, memcmp, memset", r"^_*(mem|str)(move|cmp|set|cpy|len|chr)"),
    ("generics: metadata, witnesses, casts", r"[mM]etadata|getCache|instantiateConcreteType|AssociatedType"
     r"|swift_(getWitnessTable|conformsTo|dynamicCast|getGeneric|getOpaque|checkMetadata)|swift_once"),
    ("copies and ends of values", r"value witness|outlined|destroy_boxed|existential|deallocating_deinit"),
    ("texts", r"Swift\.(String|Substring|_String|Character|Unicode|_allASCII|_string)|_StringProcessing|UTF8View"),
    ("hashing, dictionaries", r"Hasher|Dictionary|Swift\.Set|_NativeSet"),
    ("Swift's tasks", r"swift_task|swift_job|AsyncTask|swift::runJob|StatusRecord|swift_async"),
    ("exclusivity checks", r"swift_(begin|end)Access"),
    ("cryptography", r"BoringSSL|Crypto\.|sha256|aes|gcm|md5"),
    ("SQLite", GROUPS[2][2]),
    ("other collections of Swift", r"Swift\."),
    ("other code", r""),
]


@dataclasses.dataclass(frozen=True)
class Frame:
    raw: str
    name: str
    module: str
    is_kernel: bool

    @classmethod
    def of(cls, raw: str, demangled: str, place: str):
        return cls(raw, own_name(demangled), module(raw), place.startswith("[kernel"))


def is_stripped(binary: pathlib.Path) -> bool:
    """Whether it has no table of symbols; the names of an ELF file's sections stand at its end."""
    with open(binary, "rb") as file:
        file.seek(-(64 << 10), 2)
        return b".symtab" not in file.read()


def relink(output: pathlib.Path):
    """The link command of the last release build, but for leaving the symbols out."""
    lines = iter(MANIFEST.read_text().splitlines())
    for line in lines:
        if re.match(r'  "C\.hanok-.*release\.exe":', line):
            break
    words = json.loads(next(line for line in lines if line.strip().startswith("args:")).split("args:", 1)[1])
    command, rest = [], iter(words)
    for word in rest:
        if word == "-o":
            next(rest)
            command += ["-o", str(output)]
        elif word == "-Xlinker":
            command += [] if (following := next(rest)) == "-s" else [word, following]
        else:
            command.append(word)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def module(symbol: str) -> str:
    """The module a mangled Swift name begins with; of an extension, the one that extends."""
    if not (found := re.match(r"\$s(?:S[a-zA-Z]|s\d+\w+?(?=\d))?(\d+)", symbol)):
        return ""
    return symbol[found.end():found.end() + int(found[1])]


def read_samples(data: pathlib.Path) -> list[list[Frame]]:
    """Each sample's frames, the innermost first."""
    text = subprocess.run(["perf", "script", "-i", data, "-F", "comm,tid,ip,sym,dso"], capture_output=True, text=True,
                          check=True).stdout
    frames = [[re.match(r"\s*[0-9a-f]+ (.*) \((.*)\)$", line) for line in sample.splitlines()[1:]]
              for sample in text.split("\n\n") if sample.strip()]
    names = demangle({found[1] for sample in frames for found in sample if found})
    known = {found.groups(): Frame.of(found[1], names[found[1]], found[2])
             for sample in frames for found in sample if found}
    return [[known[found.groups()] for found in sample if found] for sample in frames]


def demangle(symbols: set[str]) -> dict[str, str]:
    given = sorted(symbols)
    if not shutil.which("swift-demangle"):
        return {symbol: symbol for symbol in given}
    text = subprocess.run(["swift-demangle", "--compact"], input="\n".join(given), capture_output=True, text=True,
                          check=True).stdout
    return dict(zip(given, text.split("\n")))


def own_name(name: str) -> str:
    """Without arguments, discriminators and what the compiler says of how it was made."""
    name = re.sub(r"\(extension in \w+\):", "", name)
    name = re.sub(r"\(in _[0-9A-F]+\)|\(([\w#]+) in _[0-9A-F]+\)", r"\1", name)
    name = re.sub(r"^.*(?:suspend|await) resume partial function for ", "", name)
    name = re.sub(r"^(merged |partial apply forwarder for |protocol witness for |implicit closure \S+ )*", "", name)
    name = re.sub(r"^(function signature|generic|generic not re-abstracted) specialization"
                  r" <.*?>+ of ", "", name)
    if name.startswith("closure") and " in " in name:
        name = "closure in " + own_name(name.rsplit(" in ", 1)[1])
    return re.sub(r"(?<=.)[(<].*$", "", name)[:100].strip()


def group(frames: list[Frame]) -> str:
    if frames and frames[0].is_kernel:
        stack = [frame.raw for frame in frames if frame.is_kernel]
        for name, pattern in KERNEL:
            if any(re.search(pattern, symbol) for symbol in stack):
                return name
        return "kernel: rest"
    for name, _, pattern in GROUPS:
        if name in WHOLE and any(re.search(pattern, frame.name) for frame in frames):
            return name
    for frame in frames:
        for name, modules, pattern in GROUPS:
            if frame.module in modules and not claimed(frame, name) or re.search(pattern, frame.name):
                return name
    return "not attributed"


def claimed(frame: Frame, name: str) -> bool:
    """Whether a later group has the frame by its name, though an earlier one has the module."""
    return any(other != name and re.search(pattern, frame.name) for other, _, pattern in GROUPS)


def work(frame: Frame) -> str:
    if frame.is_kernel:
        return "kernel"
    return next(name for name, pattern in WORK[1:] if re.search(pattern, frame.name))


OURS = {module for _, modules, _ in GROUPS for module in modules if not module.startswith("NIO")}


def inclusive(samples: list[list[Frame]]) -> collections.Counter:
    """Samples in which a function of ours stands, wherever in the stack."""
    counted = collections.Counter()
    for frames in samples:
        counted.update({frame.name for frame in frames if frame.module in OURS})
    return counted


def innermost(samples: list[list[Frame]]) -> collections.Counter:
    """Samples by the innermost function of ours: with Swift's runtime and the C that it calls."""
    found = (next((frame.name for frame in frames if frame.module in OURS), None) for frames in samples)
    return collections.Counter(name for name in found if name)


class Load:
    """Requests of one kind, in turn."""

    def __init__(self, server, options, folder):
        self.server, self.options, self.folder = server, options, folder
        self.size = SIZES[options.size]
        self.headers = ENCRYPTED if options.encrypted else {}
        self.body = folder / "body"
        self.body.write_bytes(bytes(range(256)) * (self.size // 256))
        self.keys = [f"/{BUCKET}/{options.size}-{number}" for number in range(KEYS[options.size])]

    def fill(self):
        requests = [("PUT", self.server.target("PUT", key, headers=self.headers), self.headers) for key in self.keys]
        assert bulk.run(self.server, requests, 8, 600, self.body, limit=len(requests)).bad == 0

    def run(self, seconds: float, limit: int = 0):
        method = "GET" if self.options.method == "LIST" else self.options.method
        headers = self.headers if method == "PUT" else {}
        targets = [self.server.target(method, key, headers=headers) for key in self.keys]
        if self.options.method == "LIST":
            targets = [self.server.target("GET", f"/{BUCKET}", {"list-type": "2"})]
        body = self.body if method == "PUT" else None
        if self.size >= BULK_BYTES or limit:
            return bulk.run(self.server, [(method, target, headers) for target in targets],
                            self.options.connections, seconds, body, limit)
        return load.run(self.server, self.folder / "load", method, targets, self.options.connections,
                        seconds, headers, body.read_bytes() if body else b"")


def record(server, requests: Load, options, data: pathlib.Path):
    """perf for as long as the load goes, a second after it began; answers the load's result. perf gives up where a
    thread ends while it attaches, so it is tried again."""
    for _ in range(5):
        results = []
        thread = threading.Thread(target=lambda: results.append(requests.run(options.seconds + 2)))
        thread.start()
        time.sleep(1.5)
        done = subprocess.run(
            ["perf", "record", "-e", "cpu-clock", "-F", str(FREQUENCY), "-g", "-o", data, "-p",
             str(server.process.pid), "--", "sleep", str(options.seconds)], capture_output=True, text=True)
        thread.join()
        if done.returncode == 0 and "samples" in done.stderr:
            return results[0]
    raise RuntimeError(f"perf ended with {done.returncode}: {done.stderr[-300:]}")


def report(samples: list, result, options):
    total, cost = len(samples), result.cpu_microseconds
    what = f"{options.method} of {options.size}{', encrypted' if options.encrypted else ''}"
    print(f"\n## Profile: {what} at {options.connections} connections\n\n{result.per_second:,.0f} per second, "
          f"{cost:,.1f} CPU µs each, {total:,} samples.\n")

    def rows(counted, count=100):
        return [[name, f"{number / total:.1%}", f"{cost * number / total:,.1f}"]
                for name, number in counted.most_common(count)]
    columns = ["share", "CPU µs per request"]
    print(table("By part", ["part", *columns], rows(collections.Counter(map(group, samples)))), "\n")
    print(table("By what the innermost function does", ["work", *columns],
                rows(collections.Counter(work(frames[0]) for frames in samples if frames))), "\n")
    print(table("Functions of ours, with what they call without waiting", ["function", *columns],
                rows(inclusive(samples), options.functions)), "\n")
    print(table("Functions of ours by themselves, with the runtime's work for them", ["function", *columns],
                rows(innermost(samples), options.functions)), "\n")
    print(table("Innermost functions", ["function", *columns],
                rows(collections.Counter(frames[0].name for frames in samples if frames), options.functions)),
          flush=True)


def system_calls(server, requests: Load, folder: pathlib.Path, options):
    count = min(2000, 20 * len(requests.keys))
    with syncs.counting(server, folder / "strace", None) as counted:
        requests.run(600, limit=count)
    print("\n" + table("System calls per request (strace)", ["call", "per request"],
                       [[name, f"{number / count:.2f}"] for name, number in counted.most_common(15)]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=pathlib.Path, help="with symbols; else the release build is linked once more")
    parser.add_argument("--method", choices=("GET", "PUT", "LIST"), default="GET",
                        help="LIST: pages of 1,000 keys, of a bucket of objects of the size")
    parser.add_argument("--size", choices=SIZES, default="1k")
    parser.add_argument("--encrypted", action="store_true")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--functions", type=int, default=40, help="so many lines of functions")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hanok-profile-"))
    binary = options.binary or servers.Hanok.executable
    if is_stripped(binary):
        relink(folder / "hanok")
        binary = folder / "hanok"
    servers.Hanok.executable = binary.resolve()
    server = servers.Hanok(folder / "server")
    try:
        server.start()
        server.make_bucket(BUCKET)
        requests = Load(server, options, folder)
        requests.fill()
        if shutil.which("perf"):
            result = record(server, requests, options, folder / "perf.data")
            report(read_samples(folder / "perf.data"), result, options)
        else:
            print("perf is not installed (Debian: linux-perf); only system calls are counted.")
        system_calls(server, requests, folder, options)
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
