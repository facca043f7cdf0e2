"""A 1 GiB object in and out passes through the server within 64 MiB of memory above idle."""

import hashlib
import http.client
import threading
import time

import pytest

SIZE = 1 << 30
PIECE = bytes(range(256)) * 4096
BOUND_KIB = 64 << 10


class Peak:
    def __init__(self, hanok):
        self.hanok, self.kib, self.running = hanok, 0, True
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while self.running:
            self.kib = max(self.kib, self.hanok.resident_kib())
            time.sleep(0.02)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.running = False
        self.thread.join()


class Source:
    """A file-like body that is never in memory as a whole."""

    def __init__(self):
        self.left = SIZE

    def read(self, size=-1):
        take = min(self.left, len(PIECE) if size < 0 else size)
        self.left -= take
        return PIECE[:take] if take <= len(PIECE) else (PIECE * (take // len(PIECE) + 1))[:take]


@pytest.mark.timeout(300)
def test_one_gibibyte_each_way(new_server):
    hanok = new_server().start()
    s3 = hanok.client("s3", signature_version="s3v4")
    s3.create_bucket(Bucket="memory")
    s3.put_object(Bucket="memory", Key="warm", Body=PIECE)
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "memory", "Key": "large"})
    path = url.split(f":{hanok.port}", 1)[1]
    idle = hanok.resident_kib()
    with Peak(hanok) as peak:
        connection = http.client.HTTPConnection("127.0.0.1", hanok.port)
        connection.request("PUT", path, body=Source(), headers={"Content-Length": str(SIZE)})
        assert connection.getresponse().status == 200
    assert peak.kib - idle < BOUND_KIB, f"upload took {peak.kib - idle} KiB above idle"
    digest, expected = hashlib.md5(), hashlib.md5()
    with Peak(hanok) as peak:
        body = s3.get_object(Bucket="memory", Key="large")["Body"]
        for piece in body.iter_chunks(1 << 20):
            digest.update(piece)
    assert peak.kib - idle < BOUND_KIB, f"download took {peak.kib - idle} KiB above idle"
    source = Source()
    while piece := source.read(1 << 20):
        expected.update(piece)
    assert digest.hexdigest() == expected.hexdigest()
