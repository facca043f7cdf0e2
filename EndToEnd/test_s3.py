"""S3 by boto3 and the AWS CLI: objects, listings, multipart, presigned URLs, checksums."""

import base64
import hashlib
import os
import urllib.error
import urllib.request
import zlib

import pytest
from botocore.exceptions import ClientError

from buckets import new_bucket, send_signed


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def bucket(s3):
    s3.create_bucket(Bucket="objects-bucket")
    return "objects-bucket"


def code(refusal) -> str:
    return refusal.value.response["Error"]["Code"]


@pytest.mark.parametrize("size", [0, 1, 1000, 32 * 1024, 32 * 1024 + 1, 300_000, 5_000_000])
def test_objects_of_every_size_come_back(s3, bucket, size):
    body = os.urandom(size)
    put = s3.put_object(Bucket=bucket, Key=f"size/{size}", Body=body, ContentType="text/x", Metadata={"who": "kim"})
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    got = s3.get_object(Bucket=bucket, Key=f"size/{size}")
    assert got["Body"].read() == body
    assert (got["ContentType"], got["Metadata"], got["ContentLength"]) == ("text/x", {"who": "kim"}, size)
    assert s3.head_object(Bucket=bucket, Key=f"size/{size}")["ETag"] == put["ETag"]


@pytest.mark.parametrize("key", ["a b+c", "a//b", "한글/키", "a%2Fb", "a?b&c=d", "x" * 1024, ".", "a/../b", "'\"<>&"])
def test_keys_are_kept_byte_for_byte(s3, bucket, key):
    s3.put_object(Bucket=bucket, Key=key, Body=b"1")
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"1"
    listed = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"]]
    assert listed == [key]
    s3.delete_object(Bucket=bucket, Key=key)
    with pytest.raises(ClientError) as refusal:
        s3.get_object(Bucket=bucket, Key=key)
    assert code(refusal) == "NoSuchKey"


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])
def test_checksums_are_checked_stored_and_returned(s3, bucket, algorithm):
    try:
        put = s3.put_object(Bucket=bucket, Key="sum", Body=b"hello", ChecksumAlgorithm=algorithm)
    except Exception as error:
        if "awscrt" in str(error).lower() or "Missing Dependency" in str(error):
            put = None
        else:
            raise
    if put is None:
        values = {"CRC32C": "mnG7TA==", "CRC64NVME": "M3eFcAZSQlc="}
        put = s3.put_object(Bucket=bucket, Key="sum", Body=b"hello", **{f"Checksum{algorithm}": values[algorithm]})
    head = s3.head_object(Bucket=bucket, Key="sum", ChecksumMode="ENABLED")
    assert head[f"Checksum{algorithm}"] == put[f"Checksum{algorithm}"]
    with pytest.raises(ClientError) as refusal:
        wrong = {"CRC32": "AAAAAA==", "CRC32C": "AAAAAA==", "CRC64NVME": "AAAAAAAAAAA=",
                 "SHA1": base64.b64encode(bytes(20)).decode(), "SHA256": base64.b64encode(bytes(32)).decode()}
        s3.put_object(Bucket=bucket, Key="sum", Body=b"other", **{f"Checksum{algorithm}": wrong[algorithm]})
    assert code(refusal) == "BadDigest"
    assert s3.get_object(Bucket=bucket, Key="sum")["Body"].read() == b"hello"


@pytest.mark.parametrize("listing", ["", "list-type=2&", "versions&", "uploads&"])
def test_an_empty_delimiter_is_none(server, s3, listing):
    bucket = new_bucket(s3, "delimiter")
    s3.put_object(Bucket=bucket, Key="a/b", Body=b"")
    s3.create_multipart_upload(Bucket=bucket, Key="a/b")
    text = send_signed(server, "GET", f"/{bucket}?{listing}delimiter=").text
    assert "<Key>a/b</Key>" in text and "Delimiter" not in text
    text = send_signed(server, "GET", f"/{bucket}?{listing}delimiter=%2F").text
    assert "<Delimiter>/</Delimiter>" in text and "<Prefix>a/</Prefix>" in text


def test_the_name_of_an_algorithm_alone_chooses_none(server, s3, bucket):
    """It tells what the client computed; here it computed nothing, and the object gets S3's own checksum."""
    def put(algorithm, **headers):
        return send_signed(server, "PUT", f"/{bucket}/named", b"hello",
                           {"x-amz-sdk-checksum-algorithm": algorithm, **headers})

    assert put("SHA256").headers["x-amz-checksum-crc64nvme"] == "M3eFcAZSQlc="
    head = s3.head_object(Bucket=bucket, Key="named", ChecksumMode="ENABLED")
    assert head["ChecksumCRC64NVME"] == "M3eFcAZSQlc=" and "ChecksumSHA256" not in head
    assert put("CRC32", **{"x-amz-checksum-crc32c": "mnG7TA=="}).headers["x-amz-checksum-crc32c"] == "mnG7TA=="
    error = put("MD4").error
    assert (error["Code"], error["Message"]) == (
        "InvalidRequest", "Value for x-amz-sdk-checksum-algorithm header is invalid.")
    document = b"<Delete><Object><Key>named</Key></Object></Delete>"
    error = send_signed(server, "POST", f"/{bucket}?delete", document, {"x-amz-sdk-checksum-algorithm": "CRC32"}).error
    assert error["Message"] == "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"


def test_the_default_checksum_of_current_sdks(s3, bucket):
    s3.put_object(Bucket=bucket, Key="crc", Body=b"hello")
    head = s3.head_object(Bucket=bucket, Key="crc", ChecksumMode="ENABLED")
    assert head["ChecksumCRC32"] == base64.b64encode(zlib.crc32(b"hello").to_bytes(4, "big")).decode()


def test_ranges_and_conditions(s3, bucket):
    body = bytes(range(256)) * 1000
    tag = s3.put_object(Bucket=bucket, Key="range", Body=body)["ETag"]
    part = s3.get_object(Bucket=bucket, Key="range", Range="bytes=100-199")
    assert part["Body"].read() == body[100:200]
    assert part["ContentRange"] == f"bytes 100-199/{len(body)}"
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert s3.get_object(Bucket=bucket, Key="range", Range="bytes=-5")["Body"].read() == body[-5:]
    with pytest.raises(ClientError) as refusal:
        s3.get_object(Bucket=bucket, Key="range", Range="bytes=256000-")
    assert code(refusal) == "InvalidRange"
    with pytest.raises(ClientError) as refusal:
        s3.get_object(Bucket=bucket, Key="range", IfNoneMatch=tag)
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 304
    with pytest.raises(ClientError) as refusal:
        s3.get_object(Bucket=bucket, Key="range", IfMatch='"other"')
    assert code(refusal) == "PreconditionFailed"


def test_conditional_writes(s3, bucket):
    s3.put_object(Bucket=bucket, Key="once", Body=b"1", IfNoneMatch="*")
    with pytest.raises(ClientError) as refusal:
        s3.put_object(Bucket=bucket, Key="once", Body=b"2", IfNoneMatch="*")
    assert code(refusal) == "PreconditionFailed"
    assert s3.get_object(Bucket=bucket, Key="once")["Body"].read() == b"1"


def test_listings_with_prefix_delimiter_and_paging(s3):
    s3.create_bucket(Bucket="list-bucket")
    keys = sorted(f"{folder}/{number:03}" for folder in ("a", "b", "c") for number in range(40)) + ["z"]
    for key in keys:
        s3.put_object(Bucket="list-bucket", Key=key, Body=b"")
    for operation in ("list_objects", "list_objects_v2"):
        pages = s3.get_paginator(operation).paginate(Bucket="list-bucket", PaginationConfig={"PageSize": 7})
        assert [o["Key"] for page in pages for o in page.get("Contents", [])] == keys
        pages = s3.get_paginator(operation).paginate(
            Bucket="list-bucket", Delimiter="/", PaginationConfig={"PageSize": 2})
        found = [p["Prefix"] for page in pages for p in page.get("CommonPrefixes", [])]
        assert found == ["a/", "b/", "c/"]
    answer = s3.list_objects_v2(Bucket="list-bucket", Prefix="b/", StartAfter="b/037")
    assert [o["Key"] for o in answer["Contents"]] == ["b/038", "b/039"]
    assert answer["KeyCount"] == 2
    marked = s3.list_objects(Bucket="list-bucket", Delimiter="/", Marker="b/010")
    assert [p["Prefix"] for p in marked["CommonPrefixes"]] == ["c/"]
    with pytest.raises(ClientError) as refusal:
        s3.list_objects_v2(Bucket="list-bucket", ContinuationToken="made-up")
    assert code(refusal) == "InvalidArgument"


def test_multipart_upload(s3, bucket):
    parts = [os.urandom(5 << 20), os.urandom(5 << 20), b"tail"]
    upload = s3.create_multipart_upload(Bucket=bucket, Key="big", Metadata={"a": "b"})["UploadId"]
    tags = [s3.upload_part(Bucket=bucket, Key="big", UploadId=upload, PartNumber=n, Body=part)["ETag"]
            for n, part in enumerate(parts, 1)]
    assert [u["Key"] for u in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == ["big"]
    assert [p["Size"] for p in s3.list_parts(Bucket=bucket, Key="big", UploadId=upload)["Parts"]] == [
        5 << 20, 5 << 20, 4]
    listed = {"Parts": [{"PartNumber": n, "ETag": tag} for n, tag in enumerate(tags, 1)]}
    with pytest.raises(ClientError) as refusal:
        s3.complete_multipart_upload(Bucket=bucket, Key="big", UploadId=upload,
                                     MultipartUpload={"Parts": listed["Parts"][::-1]})
    assert code(refusal) == "InvalidPartOrder"
    done = s3.complete_multipart_upload(Bucket=bucket, Key="big", UploadId=upload, MultipartUpload=listed)
    whole = b"".join(parts)
    expected = hashlib.md5(b"".join(hashlib.md5(p).digest() for p in parts)).hexdigest()
    assert done["ETag"] == f'"{expected}-3"'
    got = s3.get_object(Bucket=bucket, Key="big")
    assert got["Body"].read() == whole and got["Metadata"] == {"a": "b"}
    across = s3.get_object(Bucket=bucket, Key="big", Range=f"bytes={(5 << 20) - 3}-{(10 << 20) + 1}")
    assert across["Body"].read() == whole[(5 << 20) - 3:(10 << 20) + 2]
    second = s3.get_object(Bucket=bucket, Key="big", PartNumber=3)
    assert second["Body"].read() == b"tail" and second["PartsCount"] == 3
    with pytest.raises(ClientError) as refusal:
        s3.list_parts(Bucket=bucket, Key="big", UploadId=upload)
    assert code(refusal) == "NoSuchUpload"


def test_an_aborted_upload_is_gone(s3, bucket, server):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="never")["UploadId"]
    s3.upload_part(Bucket=bucket, Key="never", UploadId=upload, PartNumber=1, Body=os.urandom(1 << 20))
    s3.abort_multipart_upload(Bucket=bucket, Key="never", UploadId=upload)
    with pytest.raises(ClientError) as refusal:
        s3.complete_multipart_upload(Bucket=bucket, Key="never", UploadId=upload,
                                     MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": "x"}]})
    assert code(refusal) == "NoSuchUpload"


def test_uploads_under_way_are_paged_completely_and_once(s3):
    s3.create_bucket(Bucket="uploads-bucket")
    begun = sorted((key, s3.create_multipart_upload(Bucket="uploads-bucket", Key=key)["UploadId"])
                   for key in ["a/1", "a/2", "b", "b", "b", "c", "d/1"])
    pages = s3.get_paginator("list_multipart_uploads").paginate(
        Bucket="uploads-bucket", PaginationConfig={"PageSize": 2})
    assert [(u["Key"], u["UploadId"]) for page in pages for u in page.get("Uploads", [])] == begun
    pages = s3.get_paginator("list_multipart_uploads").paginate(
        Bucket="uploads-bucket", Delimiter="/", PaginationConfig={"PageSize": 1})
    found = [(p.get("CommonPrefixes", []), p.get("Uploads", [])) for p in pages]
    assert [g["Prefix"] for groups, _ in found for g in groups] == ["a/", "d/"]
    assert [u["Key"] for _, uploads in found for u in uploads] == ["b", "b", "b", "c"]


def test_a_managed_upload_and_copy(s3, bucket, tmp_path):
    source = tmp_path / "large"
    source.write_bytes(os.urandom(20 << 20))
    s3.upload_file(str(source), bucket, "managed")
    s3.copy_object(Bucket=bucket, Key="copied", CopySource={"Bucket": bucket, "Key": "managed"})
    s3.download_file(bucket, "copied", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_presigned_urls(server, bucket, version):
    s3 = server.client("s3", signature_version=version)
    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "signed/a b"})
    request = urllib.request.Request(put, data=b"by url", method="PUT", headers={"Content-Type": ""})
    assert urllib.request.urlopen(request).status == 200
    get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "signed/a b"}, ExpiresIn=60)
    assert ("AWSAccessKeyId" in get) == (version == "s3")
    assert urllib.request.urlopen(get).read() == b"by url"
    for bad in (get.replace("signed/", "other/"), get.replace("Signature=", "Signature=x")):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(bad)
        assert refusal.value.code == 403
        assert b"SignatureDoesNotMatch" in refusal.value.read()


def test_an_expired_presigned_url(server, bucket):
    s3 = server.client("s3", signature_version="s3v4")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "x"}, ExpiresIn=1)
    import time
    time.sleep(2.1)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(url)
    text = refusal.value.read()
    assert refusal.value.code == 403 and b"Request has expired" in text


def test_anonymous_callers_get_nothing(server, bucket):
    for path in ("", "size/1", "?list-type=2"):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(f"{server.endpoint}/{bucket}/{path}")
        assert refusal.value.code == 403 and b"<Code>AccessDenied</Code>" in refusal.value.read()


def test_bucket_refusals(s3, bucket):
    for name, expected in (("A_b", "InvalidBucketName"), ("192.168.0.1", "InvalidBucketName")):
        with pytest.raises(Exception) as refusal:
            s3.create_bucket(Bucket=name)
        assert expected in str(refusal.value) or "Invalid bucket name" in str(refusal.value)
    with pytest.raises(ClientError) as refusal:
        s3.delete_bucket(Bucket=bucket)
    assert code(refusal) == "BucketNotEmpty"
    with pytest.raises(ClientError) as refusal:
        s3.list_objects_v2(Bucket="no-such-bucket-here")
    assert code(refusal) == "NoSuchBucket"
    with pytest.raises(ClientError) as refusal:
        s3.head_bucket(Bucket="no-such-bucket-here")
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_a_deleted_bucket_comes_back_empty(s3):
    s3.create_bucket(Bucket="again-bucket")
    upload = s3.create_multipart_upload(Bucket="again-bucket", Key="k")["UploadId"]
    s3.delete_bucket(Bucket="again-bucket")
    s3.create_bucket(Bucket="again-bucket")
    assert "Contents" not in s3.list_objects_v2(Bucket="again-bucket")
    with pytest.raises(ClientError) as refusal:
        s3.list_parts(Bucket="again-bucket", Key="k", UploadId=upload)
    assert code(refusal) == "NoSuchUpload"


def test_settings_of_a_new_bucket(s3, bucket):
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] is None
    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert all(block.values()) and len(block) == 4
    rules = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert s3.get_bucket_acl(Bucket=bucket)["Grants"][0]["Permission"] == "FULL_CONTROL"
    for operation, expected in (("get_bucket_policy", "NoSuchBucketPolicy"),
                                ("get_bucket_cors", "NoSuchCORSConfiguration"),
                                ("get_bucket_tagging", "NoSuchTagSet")):
        with pytest.raises(ClientError) as refusal:
            getattr(s3, operation)(Bucket=bucket)
        assert code(refusal) == expected


def test_what_is_not_served_is_refused(s3, bucket):
    for call in (lambda: s3.put_object(Bucket=bucket, Key="x", Body=b"", ACL="public-read"),
                 lambda: s3.put_bucket_accelerate_configuration(
                     Bucket=bucket, AccelerateConfiguration={"Status": "Enabled"})):
        with pytest.raises(ClientError) as refusal:
            call()
        assert code(refusal) in ("AccessControlListNotSupported", "NotImplemented")


def test_empty_bodies_leave_a_connection_in_order(s3, bucket):
    """A client that waits for `100 Continue` goes on waiting for it on the same connection."""
    for number in range(3):
        s3.put_object(Bucket=bucket, Key=f"empty/{number}", Body=b"")
        s3.put_object(Bucket=bucket, Key=f"full/{number}", Body=b"x")
    assert s3.get_object(Bucket=bucket, Key="full/2")["Body"].read() == b"x"


def test_the_cli_copies_syncs_and_removes(server, bucket, tmp_path):
    folder = tmp_path / "tree"
    (folder / "sub").mkdir(parents=True)
    (folder / "one.txt").write_text("1")
    (folder / "sub" / "two.txt").write_bytes(os.urandom(9 << 20))
    server.aws("s3", "sync", str(folder), f"s3://{bucket}/tree")
    server.aws("s3", "mv", f"s3://{bucket}/tree/one.txt", f"s3://{bucket}/tree/uno.txt")
    server.aws("s3", "sync", f"s3://{bucket}/tree", str(tmp_path / "back"))
    assert (tmp_path / "back/sub/two.txt").read_bytes() == (folder / "sub/two.txt").read_bytes()
    assert (tmp_path / "back/uno.txt").read_text() == "1"
    url = server.aws("s3", "presign", f"s3://{bucket}/tree/uno.txt").stdout.strip()
    assert urllib.request.urlopen(url).read() == b"1"
    server.aws("s3", "rm", "--recursive", f"s3://{bucket}/tree")
    assert server.aws("s3", "ls", f"s3://{bucket}/tree/", check=False).stdout == ""


def test_virtual_hosted_buckets(server, bucket, s3):
    s3.put_object(Bucket=bucket, Key="virtual", Body=b"host")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "virtual"})
    virtual = server.client("s3", s3={"addressing_style": "virtual"}, signature_version="s3v4")
    virtual.meta.events  # botocore signs for the host below
    signed = virtual.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "virtual"})
    assert urllib.request.urlopen(url).read() == b"host"
    host = signed.split("/")[2]
    path = signed.split(host, 1)[1]
    request = urllib.request.Request(f"{server.endpoint}{path}", headers={"Host": host})
    assert urllib.request.urlopen(request).read() == b"host"
