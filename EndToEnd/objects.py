"""Objects in great numbers: put, named, removed."""

from concurrent.futures import ThreadPoolExecutor

THREADS = 8


def put_many(s3, bucket: str, keys, body: bytes = b"x"):
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda key: s3.put_object(Bucket=bucket, Key=key, Body=body), keys))


def keys_of(s3, bucket: str, prefix: str = "") -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


def remove_all(s3, bucket: str, prefix: str = ""):
    """A thousand at once, but for keys that a document of XML cannot name."""
    keys = keys_of(s3, bucket, prefix)
    plain = [key for key in keys if key.isprintable()]
    for start in range(0, len(plain), 1000):
        gone = s3.delete_objects(Bucket=bucket, Delete={
            "Quiet": True, "Objects": [{"Key": key} for key in plain[start:start + 1000]]})
        assert "Errors" not in gone, gone["Errors"]
    for key in keys:
        if not key.isprintable():
            s3.delete_object(Bucket=bucket, Key=key)
