"""How a bucket is addressed: by path and by host, in its region and from another, and what every answer carries."""

import pytest

from buckets import EVERYBODY, anonymous, client_at, local_names  # noqa: F401
from buckets import bucket_open_to_all, new_bucket, put, put_policy, read, send, send_signed, take_the_block_off, within
from callers import Callers, error_of
from hanok import talk

HOSTS = [
    "BUCKET.localhost", "BUCKET.localhost:PORT", "BUCKET.127.0.0.1:PORT", "BUCKET.s3.localhost:PORT",
    "BUCKET.s3.us-east-1.localhost", "BUCKET.s3.dualstack.us-east-1.localhost", "BUCKET.s3.amazonaws.com",
    "BUCKET.s3.us-east-1.amazonaws.com", "BUCKET.s3-us-east-1.amazonaws.com",
    "BUCKET.s3.dualstack.us-east-1.amazonaws.com",
]
PATHS = [
    "localhost", "127.0.0.1:PORT", "s3.localhost:PORT", "s3.us-east-1.localhost", "s3.amazonaws.com",
    "s3.us-east-1.amazonaws.com", "s3-us-east-1.amazonaws.com", "s3.dualstack.us-east-1.amazonaws.com",
]


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def bucket(s3):
    bucket = bucket_open_to_all(s3, purpose="host", list_too=True)
    put(s3, bucket, "a/b c", b"found")
    return bucket


@pytest.fixture(scope="module")
def european(server):
    """A bucket of another region."""
    s3 = server.client("s3", region="eu-west-1")
    bucket = new_bucket(s3, "europe", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    put(s3, bucket)
    return bucket


def named(server, host, bucket="") -> str:
    return host.replace("BUCKET", bucket).replace("PORT", str(server.port))


# Addresses


@pytest.mark.parametrize("host", HOSTS)
def test_a_bucket_in_the_host(server, bucket, host):
    host = named(server, host, bucket)
    for ask in (send, send_signed):
        reply = ask(server, "GET", "/a/b%20c", host=host)
        assert (reply.status, reply.body) == (200, b"found"), ask
        assert "<Key>a/b c</Key>" in ask(server, "GET", "/", host=host).text
    assert send_signed(server, "PUT", f"/{bucket}/x", b"y", host=host).status == 200
    assert send_signed(server, "GET", f"/{bucket}/x", host=host).body == b"y", "the path is the key"
    assert send_signed(server, "HEAD", "/", host=host).status == 200


@pytest.mark.parametrize("host", PATHS)
def test_a_bucket_in_the_path(server, bucket, host):
    host = named(server, host)
    assert send(server, "GET", f"/{bucket}/a/b%20c", host=host).body == b"found"
    for path in (f"/{bucket}", f"/{bucket}/"):
        assert "<Key>a/b c</Key>" in send_signed(server, "GET", path, host=host).text
    assert f"<Name>{bucket}</Name>" in send_signed(server, "GET", "/", host=host).text


def test_a_bucket_with_dots(server, s3):
    bucket = new_bucket(s3, "dots.in.the.name")
    put(s3, bucket, "key", b"dots")
    for host in ("BUCKET.s3.localhost", "BUCKET.s3.us-east-1.amazonaws.com", "BUCKET.localhost"):
        assert send_signed(server, "GET", "/key", host=named(server, host, bucket)).body == b"dots", host


@pytest.mark.parametrize("style", ["virtual", "path", "auto"])
def test_boto3_by_names(server, bucket, style, local_names):  # noqa: F811
    s3 = client_at(server, "localhost", s3={"addressing_style": style})
    assert read(s3, bucket, "a/b c") == b"found"
    made = new_bucket(s3, "named")
    put(s3, made, "한글", b"x" * 100_000)
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=made)["Contents"]] == ["한글"]
    s3.delete_object(Bucket=made, Key="한글")
    s3.delete_bucket(Bucket=made)


def test_keys_as_they_are_written(server, bucket):
    """A path is decoded once, and nothing in it is put in order."""
    for path in ("/a//b", "/a/./b", "/a%2F%2Fb", "/%252F", "/a+b", "/a%2Bb", "//", "/a/..%2Fb"):
        assert send_signed(server, "PUT", f"/{bucket}{path}", path.encode()).status == 200, path
    for path, body in (("/a//b", b"/a%2F%2Fb"), ("/a%2F/b", b"/a%2F%2Fb"), ("/a/./b", b"/a/./b"), ("/%252F", b"/%252F"),
                       ("/a+b", b"/a%2Bb"), ("//", b"//"), ("/a/../b", b"/a/..%2Fb")):
        assert send_signed(server, "GET", f"/{bucket}{path}").body == body, path
    assert send_signed(server, "GET", f"/{bucket}/../../x").error["Code"] == "InvalidURI"


# Regions


def test_where_a_bucket_is(server, s3, bucket, european):
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] is None
    there = server.client("s3", region="eu-west-1")
    assert there.get_bucket_location(Bucket=european)["LocationConstraint"] == "eu-west-1"
    head = there.head_bucket(Bucket=european)
    assert head["BucketRegion"] == "eu-west-1" and head["AccessPointAlias"] is False
    assert s3.head_bucket(Bucket=bucket)["BucketRegion"] == "us-east-1"
    regions = {entry["Name"]: entry["BucketRegion"] for entry in s3.list_buckets(Prefix="europe")["Buckets"]}
    assert regions == {european: "eu-west-1"}


def test_a_signature_of_another_region(server, european):
    for path, ask in ((f"/{european}/key", {}), ("/key", {"host": f"{european}.s3.localhost"}), (f"/{european}", {})):
        reply = send_signed(server, "GET", path, **ask)
        assert (reply.status, reply.error["Code"]) == (400, "AuthorizationHeaderMalformed")
        assert reply.error["Message"] == (
            "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'")
        assert reply.error["Region"] == "eu-west-1"
    head = send_signed(server, "HEAD", f"/{european}")
    assert (head.status, head.body, head.headers["x-amz-bucket-region"]) == (400, b"", "eu-west-1")
    assert send_signed(server, "GET", f"/{european}/key", region="eu-west-1").body == b"body"


@pytest.mark.parametrize("operation, more", [
    ("get_object", {"Key": "key"}), ("list_objects_v2", {}), ("head_object", {"Key": "key"}), ("head_bucket", {}),
    ("put_object", {"Key": "new", "Body": b"new"}), ("get_bucket_versioning", {}),
])
def test_boto3_finds_the_region_by_itself(server, european, operation, more):
    s3 = server.client("s3", region="us-east-1")
    assert getattr(s3, operation)(Bucket=european, **more)["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_the_region_is_told_to_whom_the_bucket_is_closed(server, s3, european, bucket):
    user = Callers(server).user()[1]
    head = send_signed(server, "HEAD", f"/{european}", keys=user, region="eu-west-1")
    assert (head.status, head.headers["x-amz-bucket-region"]) == (403, "eu-west-1")
    head = send(server, "HEAD", f"/{european}")
    assert (head.status, head.headers["x-amz-bucket-region"]) == (403, "eu-west-1")
    assert "x-amz-bucket-region" not in send(server, "HEAD", "/no-such-bucket-here").headers


def test_an_anonymous_reader_needs_no_region(server, european):
    s3 = server.client("s3", region="eu-west-1")
    take_the_block_off(s3, european)
    put_policy(s3, european, {"Effect": "Allow", **EVERYBODY, "Action": "s3:GetObject", "Resource": within(european)})
    assert read(anonymous(server), european) == b"body"


@pytest.mark.parametrize("region, constraint, code, sentence", [
    ("us-east-1", "us-east-1", "InvalidLocationConstraint", "The specified location-constraint is not valid"),
    ("us-east-1", "moon-1", "InvalidLocationConstraint", "The specified location-constraint is not valid"),
    ("us-east-2", None, "IllegalLocationConstraintException",
     "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to."),
    ("us-east-2", "us-west-1", "IllegalLocationConstraintException",
     "The us-west-1 location constraint is incompatible for the region specific endpoint this request was sent to."),
    ("eu-west-1", "bar", "IllegalLocationConstraintException",
     "The bar location constraint is incompatible for the region specific endpoint this request was sent to."),
])
def test_places_that_do_not_fit(server, region, constraint, code, sentence):
    more = {"CreateBucketConfiguration": {"LocationConstraint": constraint}} if constraint else {}
    error = error_of(server.client("s3", region=region).create_bucket, Bucket="misplaced-bucket", **more)
    assert (error["Code"], error["Message"], error["Status"]) == (code, sentence, 400)


def test_a_bucket_made_from_afar(server):
    """us-east-1 makes buckets of other regions."""
    bucket = new_bucket(server.client("s3"), "afar", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    there = server.client("s3", region="ap-northeast-2")
    assert there.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "ap-northeast-2"


def test_making_a_bucket_again(server, s3):
    bucket = new_bucket(s3, "again")
    s3.create_bucket(Bucket=bucket)  # us-east-1 alone does not mind
    there = server.client("s3", region="eu-west-1")
    place = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    theirs = new_bucket(there, "again", **place)
    error = error_of(there.create_bucket, Bucket=theirs, **place)
    assert (error["Code"], error["Status"], error["BucketName"]) == ("BucketAlreadyOwnedByYou", 409, theirs)
    assert error["Message"] == (
        "Your previous request to create the named bucket succeeded and you already own it.")


# What every answer carries


def test_ids_of_answers(server, bucket):
    seen = set()
    for reply in (send(server, "GET", f"/{bucket}/a/b%20c"), send_signed(server, "PUT", f"/{bucket}/x", b""),
                  send_signed(server, "DELETE", f"/{bucket}/x"), send(server, "GET", f"/{bucket}/none"),
                  send(server, "OPTIONS", f"/{bucket}/x"), send_signed(server, "HEAD", f"/{bucket}/none")):
        assert reply.headers["x-amz-request-id"] and reply.headers["x-amz-id-2"]
        assert reply.headers["server"] == "AmazonS3" and reply.headers["date"]
        seen.add(reply.headers["x-amz-request-id"])
        if reply.status >= 400 and reply.body:
            assert reply.headers["content-type"] == "application/xml"
            assert reply.error["RequestId"] == reply.headers["x-amz-request-id"]
            assert reply.error["HostId"] == reply.headers["x-amz-id-2"]
    assert len(seen) == 6


@pytest.mark.parametrize("path, status", [
    ("/BUCKET/none", 404), ("/no-such-bucket-here", 404), ("/BUCKET/a%2Fb%20c?partNumber=9", 416)])
def test_errors_of_head_have_no_body(server, bucket, path, status):
    request = f"HEAD {path.replace('BUCKET', bucket)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    head, _, rest = talk(server, request.encode()).partition(b"\r\n\r\n")
    assert head.split()[1] == str(status).encode() and rest == b""


def test_heads_of_errors_by_boto3(s3, bucket):
    error = error_of(s3.head_object, Bucket=bucket, Key="none")
    assert (error["Code"], error["Message"], error["Status"]) == ("404", "Not Found", 404)
    error = error_of(s3.head_bucket, Bucket="no-such-bucket-here")
    assert (error["Code"], error["Message"]) == ("404", "Not Found")
    error = error_of(s3.head_object, Bucket=bucket, Key="a/b c", IfMatch='"other"')
    assert (error["Code"], error["Message"]) == ("412", "Precondition Failed")


def test_a_range_that_is_not_there(s3, bucket):
    error = error_of(s3.get_object, Bucket=bucket, Key="a/b c", Range="bytes=1024-4096")
    assert (error["Code"], error["Status"], error["ActualObjectSize"], error["RangeRequested"]) == (
        "InvalidRange", 416, "5", "bytes=1024-4096")
    assert error["Message"] == "The requested range is not satisfiable"


@pytest.mark.parametrize("digest", ["__invalid__", "000", "not base64 encoded checksum", "MTIz", "dGVzdC1zdHJpbmc="])
def test_digests_that_are_none(server, bucket, digest):
    reply = send_signed(server, "PUT", f"/{bucket}/digest", b"x", headers={"Content-MD5": digest})
    assert (reply.status, reply.error["Code"], reply.error["Content-MD5"]) == (400, "InvalidDigest", digest)
    assert reply.error["Message"] == "The Content-MD5 you specified was invalid."


def test_a_digest_of_something_else(server, bucket):
    reply = send_signed(server, "PUT", f"/{bucket}/digest", b"x", headers={"Content-MD5": "CYketZBSTjX8czcs3cXVlg=="})
    assert (reply.status, reply.error["Code"]) == (400, "BadDigest")
    assert reply.error["Message"] == "The Content-MD5 you specified did not match what we received."
    assert reply.error["CalculatedDigest"] and reply.error["ExpectedDigest"]


@pytest.mark.parametrize("algorithm", ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"])
def test_checksums_that_are_none(server, bucket, algorithm):
    reply = send_signed(server, "PUT", f"/{bucket}/sum", b"x", headers={f"x-amz-checksum-{algorithm}": "not"})
    assert (reply.status, reply.error["Code"]) == (400, "InvalidRequest")
    assert reply.error["Message"] == f"Value for x-amz-checksum-{algorithm} header is invalid."


def test_two_checksums_at_once(server, bucket):
    reply = send_signed(server, "PUT", f"/{bucket}/sum", b"", headers={
        "x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-sha1": "2jmj7l5rSw0yVb/vlWAYkK/YBwk="})
    assert (reply.status, reply.error["Code"]) == (400, "InvalidRequest")
    assert reply.error["Message"] == (
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")


def test_many_deletes_need_a_digest(server, bucket):
    document = b"<Delete><Object><Key>none</Key></Object></Delete>"
    reply = send_signed(server, "POST", f"/{bucket}?delete=", document)
    assert (reply.status, reply.error["Code"]) == (400, "InvalidRequest")
    assert reply.error["Message"].startswith("Missing required header for this request: Content-MD5")


@pytest.mark.parametrize("more", [{}, {"StorageClass": "LUXURY"}], ids=["taken", "refused"])
def test_an_empty_upload_leaves_the_connection_usable(server, bucket, more):
    """SDKs expect a 100 even before no body, or an end of the connection."""
    s3 = server.client("s3", max_pool_connections=1, read_timeout=20)
    for turn in range(2):
        if more:
            error_of(s3.put_object, Bucket=bucket, Key="empty", Body=b"", **more)
        else:
            put(s3, bucket, "empty", b"")
        put(s3, bucket, "next", b"%d" % turn)
        assert read(s3, bucket, "next") == b"%d" % turn


def test_what_no_operation_is(server, bucket):
    reply = send_signed(server, "POST", f"/{bucket}/a")
    assert (reply.status, reply.error["Code"]) == (405, "MethodNotAllowed")
    assert reply.error["Message"] == "The specified method is not allowed against this resource."
    assert (reply.error["Method"], reply.error["ResourceType"]) == ("POST", "OBJECT")
