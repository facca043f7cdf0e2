"""Encryption: by S3's own key, by the client's, by keys of the configuration; what is on the disk is never the text."""

import base64
import hashlib
import os
import secrets

import pytest

from buckets import MIB, anonymous, answer_of, bucket_open_to_all, fetch, new_bucket, put, read, send_signed
from callers import Callers, allow, denial_of, error_of
from hanok import Hanok

PHOTOS, OTHER = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "11111111-2222-4333-8444-555555555555"
ARN = f"arn:aws:kms:us-east-1:000000000000:key/{PHOTOS}"
MATERIAL = [base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2)]
KEYED = ("The object was stored using a form of Server Side Encryption. The correct parameters must be provided to "
         "retrieve the object.")
WRONG_KEY = ("Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret "
             "key.")


def configuration(*materials, more="") -> str:
    return f"""
kms:
  keys:
    - id: {PHOTOS}
      account: "000000000000"
      region: us-east-1
      alias: alias/photos
      material: [{", ".join(materials)}]
    - id: {OTHER}
      account: "000000000000"
      region: us-east-1
      material: [{MATERIAL[1]}]
{more}"""


@pytest.fixture(scope="module")
def server(executable, tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "hanok.yaml").write_text(configuration(MATERIAL[0]))
    hanok = Hanok(executable, folder, options=["--config", str(folder / "hanok.yaml")]).start()
    yield hanok
    assert hanok.stop() == 0


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def bucket(s3):
    return new_bucket(s3, "sealed")


@pytest.fixture
def key(request):
    return request.node.name


def client_key(secret=None) -> dict:
    return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": secret or os.urandom(32)}


def source_key(own) -> dict:
    return {f"CopySource{name}": value for name, value in own.items()}


def upload(s3, bucket, key, parts, create=(), part=()) -> dict:
    """A whole multipart upload."""
    begun = s3.create_multipart_upload(Bucket=bucket, Key=key, **dict(create))
    listed = [{"PartNumber": number, "ETag": s3.upload_part(
        Bucket=bucket, Key=key, UploadId=begun["UploadId"], PartNumber=number, Body=body, **dict(part))["ETag"]}
        for number, body in enumerate(parts, 1)]
    return s3.complete_multipart_upload(
        Bucket=bucket, Key=key, UploadId=begun["UploadId"], MultipartUpload={"Parts": listed})


WAYS = {
    "SSE-S3": lambda: {"ServerSideEncryption": "AES256"}, "SSE-C": client_key,
    "SSE-KMS": lambda: {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": PHOTOS},
}


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]()


def to_read(way) -> dict:
    """What reading takes: only a client's key has to be shown again."""
    return way if "SSECustomerKey" in way else {}


# All ways


@pytest.mark.parametrize("size", [0, 1, 1000, 32 * 1024, 32 * 1024 + 1, 300_001])
def test_what_was_sealed_comes_back(s3, bucket, key, way, size):
    body = os.urandom(size)
    sealed = put(s3, bucket, key, body, **way)
    got = s3.get_object(Bucket=bucket, Key=key, **to_read(way))
    assert got["Body"].read() == body and got["ContentLength"] == size
    for answer in (sealed, got, s3.head_object(Bucket=bucket, Key=key, **to_read(way))):
        if "SSECustomerKey" in way:
            digest = base64.b64encode(hashlib.md5(way["SSECustomerKey"]).digest()).decode()
            assert (answer["SSECustomerAlgorithm"], answer["SSECustomerKeyMD5"]) == ("AES256", digest)
            assert "ServerSideEncryption" not in answer
        else:
            assert answer["ServerSideEncryption"] == way["ServerSideEncryption"]
            assert answer.get("SSEKMSKeyId") == (ARN if "SSEKMSKeyId" in way else None)
        assert answer["ETag"] == sealed["ETag"]
    plain_etag = f'"{hashlib.md5(body).hexdigest()}"'
    assert (sealed["ETag"] == plain_etag) == (way.get("ServerSideEncryption") == "AES256")


def test_ranges_of_what_was_sealed(s3, bucket, key, way):
    body = os.urandom(MIB + 12345)
    put(s3, bucket, key, body, **way)
    for first, last in [(0, 0), (0, 15), (1, 16), (65_535, 65_536), (65_536, 131_071), (500_000, 900_001),
                        (len(body) - 1, len(body) - 1), (len(body) - 100, len(body) + 100)]:
        got = s3.get_object(Bucket=bucket, Key=key, Range=f"bytes={first}-{last}", **to_read(way))
        assert got["Body"].read() == body[first:last + 1], (first, last)
        assert got["ContentRange"] == f"bytes {first}-{min(last, len(body) - 1)}/{len(body)}"
    assert read(s3, bucket, key, Range="bytes=-7", **to_read(way)) == body[-7:]


def test_a_sealed_multipart_upload(s3, bucket, key, way):
    parts = [os.urandom(5 * MIB), os.urandom(5 * MIB + 1), b"the end"]
    done = upload(s3, bucket, key, parts, create=way, part=to_read(way))
    whole = b"".join(parts)
    assert done.get("ServerSideEncryption") == way.get("ServerSideEncryption")
    assert read(s3, bucket, key, **to_read(way)) == whole
    across = (5 << 20) - 3
    assert read(s3, bucket, key, Range=f"bytes={across}-{across + 9}", **to_read(way)) == whole[across:across + 10]
    assert read(s3, bucket, key, PartNumber=3, **to_read(way)) == b"the end"


def test_copies_change_the_way(s3, bucket, key, way):
    body = os.urandom(100_000)
    put(s3, bucket, key, body, **way)
    shown = source_key(way) if "SSECustomerKey" in way else {}
    for name, other in (("plain", {}), ("s3", WAYS["SSE-S3"]()), ("c", WAYS["SSE-C"]()), ("kms", WAYS["SSE-KMS"]())):
        s3.copy_object(Bucket=bucket, Key=f"{key}-{name}", CopySource={"Bucket": bucket, "Key": key}, **shown, **other)
        copy = s3.get_object(Bucket=bucket, Key=f"{key}-{name}", **to_read(other))
        assert copy["Body"].read() == body, name
        assert copy.get("ServerSideEncryption") == other.get("ServerSideEncryption"), name


def test_a_part_copied_from_what_was_sealed(s3, bucket, key, way):
    body = os.urandom(5 * MIB + 100)
    put(s3, bucket, key, body, **way)
    shown = source_key(way) if "SSECustomerKey" in way else {}
    begun = s3.create_multipart_upload(Bucket=bucket, Key=f"{key}-copy", ServerSideEncryption="AES256")["UploadId"]
    tags = [s3.upload_part_copy(
        Bucket=bucket, Key=f"{key}-copy", UploadId=begun, PartNumber=number, CopySourceRange=f"bytes={span}",
        CopySource={"Bucket": bucket, "Key": key}, **shown)["CopyPartResult"]["ETag"]
        for number, span in ((1, f"10-{5 * MIB + 9}"), (2, "0-9"))]
    s3.complete_multipart_upload(Bucket=bucket, Key=f"{key}-copy", UploadId=begun, MultipartUpload={"Parts": [
        {"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]})
    assert read(s3, bucket, f"{key}-copy") == body[10:5 * MIB + 10] + body[:10]


def is_on_disk(server, text: bytes) -> bool:
    return any(text in path.read_bytes() for path in (server.folder / "data").rglob("*") if path.is_file())


@pytest.mark.parametrize("length", [500, 200_000])
def test_the_disk_never_sees_the_text(server, s3, bucket, key, way, length):
    def marked():
        mark = secrets.token_hex(16).encode()
        return mark, (mark * (length // len(mark) + 1))[:length]

    mark, body = marked()
    put(s3, bucket, f"{key}-plain", body)
    assert is_on_disk(server, mark), "what is not encrypted would be found"
    mark, body = marked()
    put(s3, bucket, key, body, **way)
    upload(s3, bucket, f"{key}-parts", [body], create=way, part=to_read(way))
    assert not is_on_disk(server, mark)
    if "SSECustomerKey" in way:
        assert not is_on_disk(server, way["SSECustomerKey"])
    assert not is_on_disk(server, base64.b64decode(MATERIAL[0]))


# SSE-C


def test_a_clients_key_must_be_shown_again(s3, bucket, key):
    own = client_key()
    put(s3, bucket, key, b"secret", **own)
    for call, more in ((s3.get_object, {}), (s3.get_object_attributes, {"ObjectAttributes": ["ObjectSize"]})):
        error = error_of(call, Bucket=bucket, Key=key, **more)
        assert (error["Code"], error["Message"], error["Status"]) == ("InvalidRequest", KEYED, 400)
    error = error_of(s3.get_object, Bucket=bucket, Key=key, **client_key())
    assert (error["Code"], error["Message"], error["Status"]) == ("AccessDenied", WRONG_KEY, 403)
    assert error_of(s3.head_object, Bucket=bucket, Key=key)["Status"] == 400
    assert error_of(s3.head_object, Bucket=bucket, Key=key, **client_key())["Status"] == 403
    for shown, code, status in (({}, "InvalidRequest", 400), (client_key(), "AccessDenied", 403)):
        error = error_of(s3.copy_object, Bucket=bucket, Key=f"{key}-copy", CopySource={"Bucket": bucket, "Key": key},
                         **(source_key(shown) if shown else {}))
        assert (error["Code"], error["Status"]) == (code, status)
    # Deleting and listing take no key.
    assert [entry["Size"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"]] == [6]
    s3.delete_object(Bucket=bucket, Key=key)


SECRET = bytes(range(32))
ENCODED, DIGEST = base64.b64encode(SECRET).decode(), base64.b64encode(hashlib.md5(SECRET).digest()).decode()


@pytest.mark.parametrize("headers, code, sentence", [
    ({"algorithm": "KMS"}, "InvalidEncryptionAlgorithmError",
     "The Encryption request you specified is not valid. Supported value: AES256."),
    ({"algorithm": None}, "InvalidArgument",
     "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption "
     "algorithm."),
    ({"key": None}, "InvalidArgument",
     "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key."),
    ({"key-MD5": None}, "InvalidArgument", "The secret key was invalid for the specified algorithm."),
    ({"key": base64.b64encode(bytes(16)).decode()}, "InvalidArgument",
     "The secret key was invalid for the specified algorithm."),
    ({"key-MD5": base64.b64encode(bytes(16)).decode()}, "InvalidArgument",
     "The calculated MD5 hash of the key did not match the hash that was provided."),
])
def test_incomplete_keys(server, bucket, headers, code, sentence):
    values = {"algorithm": "AES256", "key": ENCODED, "key-MD5": DIGEST} | headers
    reply = send_signed(server, "PUT", f"/{bucket}/incomplete", b"x", headers={
        f"x-amz-server-side-encryption-customer-{name}": value for name, value in values.items() if value})
    assert (reply.status, reply.error["Code"], reply.error["Message"]) == (400, code, sentence)
    assert reply.error["ArgumentName"] == "x-amz-server-side-encryption"


def test_two_ways_at_once(s3, bucket):
    error = error_of(s3.put_object, Bucket=bucket, Key="both", Body=b"", ServerSideEncryption="AES256", **client_key())
    assert (error["Code"], error["Status"], error["ArgumentValue"]) == ("InvalidArgument", 400, "AES256")
    assert error["Message"] == ("Server Side Encryption with Customer provided key is incompatible with the encryption "
                                "method specified")


def test_each_part_carries_the_uploads_key(s3, bucket, key):
    own = client_key()
    plain = s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    keyed = s3.create_multipart_upload(Bucket=bucket, Key=key, **own)["UploadId"]
    sentence = ("The multipart upload initiate requested encryption. Subsequent part requests must include the "
                "appropriate encryption parameters.")
    for begun, shown, expected in [
        (plain, own, sentence), (keyed, {}, sentence),
        (keyed, client_key(), "The provided encryption parameters did not match the ones used originally."),
    ]:
        error = error_of(s3.upload_part, Bucket=bucket, Key=key, UploadId=begun, PartNumber=1, Body=b"", **shown)
        assert (error["Code"], error["Message"], error["Status"]) == ("InvalidRequest", expected, 400)


def test_checksums_of_parts_are_for_who_has_the_key(s3, bucket, key):
    def written(secret) -> dict:
        """As boto3 writes a key for other operations by itself."""
        return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": base64.b64encode(secret).decode(),
                "SSECustomerKeyMD5": base64.b64encode(hashlib.md5(secret).digest()).decode()}

    own = client_key()
    begun = s3.create_multipart_upload(Bucket=bucket, Key=key, ChecksumAlgorithm="SHA256", **own)
    where = {"Bucket": bucket, "Key": key, "UploadId": begun["UploadId"]}
    s3.upload_part(**where, PartNumber=1, Body=b"guess", ChecksumAlgorithm="SHA256", **own)
    part, = s3.list_parts(**where)["Parts"]
    assert part["Size"] == 5 and not any(name.startswith("Checksum") for name in part)
    part, = s3.list_parts(**where, **written(own["SSECustomerKey"]))["Parts"]
    assert part["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(b"guess").digest()).decode()
    error = error_of(s3.list_parts, **where, **written(bytes(32)))
    assert (error["Code"], error["Message"], error["Status"]) == ("AccessDenied", WRONG_KEY, 403)


def test_what_was_not_sealed_takes_no_key(s3, bucket, key):
    put(s3, bucket, key)
    error = error_of(s3.get_object, Bucket=bucket, Key=key, **client_key())
    assert (error["Code"], error["Status"]) == ("InvalidRequest", 400)
    assert error["Message"] == "The encryption parameters are not applicable to this object."


def test_versions_have_keys_of_their_own(s3):
    bucket = new_bucket(s3, "versions")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    keys = [client_key(), client_key()]
    versions = [put(s3, bucket, body=b"%d" % number, **own)["VersionId"] for number, own in enumerate(keys)]
    for number in (0, 1):
        assert read(s3, bucket, VersionId=versions[number], **keys[number]) == b"%d" % number
        denial_of(s3.get_object, Bucket=bucket, Key="key", VersionId=versions[number], **keys[1 - number])


# Default encryption


def test_a_bucket_encrypts_by_default(server, s3):
    bucket = new_bucket(s3, "default")
    assert "ServerSideEncryption" not in put(s3, bucket, "before", b"before")
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    mark = secrets.token_hex(16).encode()
    assert put(s3, bucket, "put", mark * 10)["ServerSideEncryption"] == "AES256"
    copied = s3.copy_object(Bucket=bucket, Key="copied", CopySource={"Bucket": bucket, "Key": "put"})
    assert copied["ServerSideEncryption"] == "AES256"
    assert upload(s3, bucket, "parts", [mark])["ServerSideEncryption"] == "AES256"
    assert read(s3, bucket, "copied") == mark * 10 and not is_on_disk(server, mark)
    assert "ServerSideEncryption" not in s3.head_object(Bucket=bucket, Key="before")
    # A request's own way goes before.
    own = client_key()
    assert "ServerSideEncryption" not in put(s3, bucket, "own", b"own", **own)
    assert read(s3, bucket, "own", **own) == b"own"
    s3.delete_bucket_encryption(Bucket=bucket)
    assert "ServerSideEncryption" not in put(s3, bucket, "after", b"after")
    assert read(s3, bucket, "put") == mark * 10


def test_a_bucket_encrypts_by_a_key_by_default(server, s3):
    bucket = new_bucket(s3, "default")
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": ARN},
         "BucketKeyEnabled": True}]})
    sealed = put(s3, bucket)
    assert (sealed["ServerSideEncryption"], sealed["SSEKMSKeyId"], sealed["BucketKeyEnabled"]) == ("aws:kms", ARN, True)
    assert s3.head_object(Bucket=bucket, Key="key")["BucketKeyEnabled"] is True
    user = server.client("s3", Callers(server).user(allow("s3:*"))[1])
    assert "kms:GenerateDataKey" in denial_of(user.put_object, Bucket=bucket, Key="new", Body=b"")["Message"]
    assert put(user, bucket, "other", ServerSideEncryption="AES256")["ServerSideEncryption"] == "AES256"


def test_the_default_of_buckets_that_say_nothing(new_server, tmp_path):
    (tmp_path / "hanok.yaml").write_text("s3:\n  defaultEncryption: AES256\n")
    hanok = new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()
    s3 = hanok.client("s3")
    bucket = new_bucket(s3)
    kept = answer_of(s3.get_bucket_encryption(Bucket=bucket))["ServerSideEncryptionConfiguration"]
    assert kept == {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                               "BucketKeyEnabled": False}]}
    mark = secrets.token_hex(16).encode()
    assert put(s3, bucket, body=mark * 20)["ServerSideEncryption"] == "AES256"
    assert read(s3, bucket) == mark * 20 and not is_on_disk(hanok, mark)


# SSE-KMS


@pytest.mark.parametrize("name", [
    PHOTOS, ARN, "alias/photos", "arn:aws:kms:us-east-1:000000000000:alias/photos"])
def test_a_key_has_four_names(s3, bucket, key, name):
    sealed = put(s3, bucket, key, ServerSideEncryption="aws:kms", SSEKMSKeyId=name)
    assert sealed["SSEKMSKeyId"] == ARN and read(s3, bucket, key) == b"body"


@pytest.mark.parametrize("name, sentence", [
    ("fake-key-id", "Invalid keyId 'fake-key-id'"),
    ("134f2428-cec1-4b25-a1ae-9048164dba47",
     "Key 'arn:aws:kms:us-east-1:000000000000:key/134f2428-cec1-4b25-a1ae-9048164dba47' does not exist"),
    ("arn:aws:kms:us-east-1:000000000000:key/134f2428-cec1-4b25-a1ae-9048164dba47",
     "Key 'arn:aws:kms:us-east-1:000000000000:key/134f2428-cec1-4b25-a1ae-9048164dba47' does not exist"),
])
def test_keys_that_are_not_there(s3, bucket, name, sentence):
    put(s3, bucket, "source")
    for call, more in ((s3.put_object, {}), (s3.create_multipart_upload, {}),
                       (s3.copy_object, {"CopySource": f"{bucket}/source"})):
        error = error_of(call, Bucket=bucket, Key="x", ServerSideEncryption="aws:kms", SSEKMSKeyId=name, **more)
        assert (error["Code"], error["Message"], error["Status"]) == ("KMS.NotFoundException", sentence, 400)


def test_a_key_is_used_under_iam(server, s3, bucket, key):
    callers = Callers(server)
    way = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": PHOTOS}

    def client(*actions, resource=ARN):
        more = [allow(list(actions), resource)] if actions else []
        return server.client("s3", callers.user(allow("s3:*"), *more)[1])

    put(s3, bucket, key, **way)
    bare = client()
    denied = denial_of(bare.put_object, Bucket=bucket, Key=f"{key}-new", Body=b"", **way)
    assert "is not authorized to perform: kms:GenerateDataKey on resource: " in denied["Message"]
    assert ARN in denied["Message"]
    denied = denial_of(bare.get_object, Bucket=bucket, Key=key)
    assert "is not authorized to perform: kms:Decrypt on resource: " in denied["Message"]
    denial_of(bare.copy_object, Bucket=bucket, Key=f"{key}-copy", CopySource={"Bucket": bucket, "Key": key})
    denial_of(client("kms:*", resource=ARN.replace(PHOTOS, OTHER)).get_object, Bucket=bucket, Key=key)
    writer, reader = client("kms:GenerateDataKey"), client("kms:Decrypt")
    put(writer, bucket, f"{key}-new", **way)
    assert read(reader, bucket, f"{key}-new") == b"body"
    denial_of(writer.get_object, Bucket=bucket, Key=f"{key}-new")
    denial_of(reader.put_object, Bucket=bucket, Key=key, Body=b"", **way)
    # Looking at it and deleting it take no key.
    assert bare.head_object(Bucket=bucket, Key=key)["SSEKMSKeyId"] == ARN
    bare.delete_object(Bucket=bucket, Key=key)


def test_whoever_takes_part_in_an_upload_needs_its_key(server, s3, bucket, key):
    put(s3, bucket, f"{key}-source", b"x" * 100)
    begun = s3.create_multipart_upload(
        Bucket=bucket, Key=key, ServerSideEncryption="aws:kms", SSEKMSKeyId=PHOTOS)["UploadId"]
    where = {"Bucket": bucket, "Key": key, "UploadId": begun}
    copied = {"PartNumber": 1, "CopySource": {"Bucket": bucket, "Key": f"{key}-source"}}
    tag = s3.upload_part_copy(**where, **copied)["CopyPartResult"]["ETag"]
    listed = {"MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": tag}]}}
    bare = server.client("s3", Callers(server).user(allow("s3:*"))[1])
    for call, more in ((bare.upload_part, {"PartNumber": 1, "Body": b"x"}), (bare.upload_part_copy, copied),
                       (bare.list_parts, {}), (bare.complete_multipart_upload, listed)):
        assert "perform: kms:Decrypt on resource: " in denial_of(call, **where, **more)["Message"]
    user = server.client("s3", Callers(server).user(allow("s3:*"), allow("kms:Decrypt", ARN))[1])
    assert len(user.list_parts(**where)["Parts"]) == 1
    listed["MultipartUpload"]["Parts"][0]["ETag"] = user.upload_part_copy(**where, **copied)["CopyPartResult"]["ETag"]
    user.complete_multipart_upload(**where, **listed)
    assert read(user, bucket, key) == b"x" * 100


def test_a_key_takes_a_signature_of_today(server, s3):
    bucket = bucket_open_to_all(s3)
    put(s3, bucket, ServerSideEncryption="aws:kms", SSEKMSKeyId=PHOTOS)
    assert error_of(anonymous(server).get_object, Bucket=bucket, Key="key")["Status"] in (400, 403)
    link = server.client("s3", signature_version="s3").generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "key"})
    refused = fetch(server, link)
    assert (refused.status, refused.error["Code"]) == (400, "InvalidArgument")
    assert refused.error["Message"] == ("Requests specifying Server Side Encryption with AWS KMS managed keys require "
                                        "AWS Signature Version 4.")
    link = server.client("s3", signature_version="s3v4").generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "key"})
    assert fetch(server, link).body == b"body"


def test_the_key_of_an_account_is_used_by_itself_alone(new_server, tmp_path):
    """`aws/s3` takes no permission, and no policy hands it on."""
    other = ("AKIATEAMREDROOT00001", "team-red/secret/0123456789/0123456789/ab")
    accounts = f'accounts:\n  - id: "111122223333"\n    accessKeys: [{{id: {other[0]}, secret: {other[1]}}}]\n'
    (tmp_path / "hanok.yaml").write_text(configuration(MATERIAL[0], more=accounts))
    hanok = new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()
    s3, red = hanok.client("s3"), hanok.client("s3", other)
    bucket = bucket_open_to_all(s3, ["s3:GetObject", "s3:PutObject"])
    managed = put(s3, bucket, ServerSideEncryption="aws:kms")["SSEKMSKeyId"]
    user = hanok.client("s3", Callers(hanok).user()[1])
    assert read(user, bucket) == b"body" and managed.startswith("arn:aws:kms:us-east-1:000000000000:key/")
    assert f"perform: kms:Decrypt on resource: \"{managed}\"" in denial_of(
        red.get_object, Bucket=bucket, Key="key")["Message"]
    denial_of(red.copy_object, Bucket=bucket, Key="copy", CopySource=f"{bucket}/key")
    denied = denial_of(red.put_object, Bucket=bucket, Key="red", Body=b"", ServerSideEncryption="aws:kms",
                       SSEKMSKeyId=managed)
    assert "perform: kms:GenerateDataKey " in denied["Message"]
    # Its own it may use in another account's bucket, whose owner cannot read it then.
    own = put(red, bucket, "red", ServerSideEncryption="aws:kms")["SSEKMSKeyId"]
    assert own.startswith("arn:aws:kms:us-east-1:111122223333:key/") and read(red, bucket, "red") == b"body"
    denial_of(s3.get_object, Bucket=bucket, Key="red")


NOT_SIGNED = "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4."


@pytest.mark.parametrize("key_id", [None, PHOTOS], ids=["aws/s3", "configured"])
@pytest.mark.parametrize("signature", ["s3", None], ids=["V2", "unsigned"])
def test_all_that_uses_a_key_takes_a_signature_of_today(server, s3, key_id, signature):
    way = {"ServerSideEncryption": "aws:kms", **({"SSEKMSKeyId": key_id} if key_id else {})}
    bucket = bucket_open_to_all(s3, ["s3:GetObject", "s3:GetObjectAttributes", "s3:PutObject",
                                     "s3:ListMultipartUploadParts"])
    put(s3, bucket, **way)
    put(s3, bucket, "plain")
    client = server.client("s3", signature_version=signature) if signature else anonymous(server)
    source = {"CopySource": {"Bucket": bucket, "Key": "key"}}
    begun = s3.create_multipart_upload(Bucket=bucket, Key="parts", **way)["UploadId"]
    tag = s3.upload_part(Bucket=bucket, Key="parts", UploadId=begun, PartNumber=1, Body=b"x")["ETag"]
    open_to_all = client.create_multipart_upload(Bucket=bucket, Key="plain-parts")["UploadId"]
    for call, more in (
        (client.get_object, {"Key": "key"}), (client.copy_object, {"Key": "copy", **source}),
        # Version 2 does not sign what this one is told by.
        *([] if signature else [(client.get_object_attributes, {"Key": "key", "ObjectAttributes": ["Checksum"]})]),
        (client.upload_part_copy, {"Key": "plain-parts", "UploadId": open_to_all, "PartNumber": 1, **source}),
        (client.put_object, {"Key": "new", "Body": b"", **way}),
        (client.copy_object, {"Key": "new", "CopySource": {"Bucket": bucket, "Key": "plain"}, **way}),
        (client.create_multipart_upload, {"Key": "new", **way}),
        (client.upload_part, {"Key": "parts", "UploadId": begun, "PartNumber": 2, "Body": b"x"}),
        (client.list_parts, {"Key": "parts", "UploadId": begun}),
        (client.complete_multipart_upload, {"Key": "parts", "UploadId": begun, "MultipartUpload": {
            "Parts": [{"PartNumber": 1, "ETag": tag}]}}),
    ):
        error = error_of(call, Bucket=bucket, **more)
        assert (error["Code"], error["Message"], error["Status"]) == ("InvalidArgument", NOT_SIGNED, 400), call
    assert error_of(client.head_object, Bucket=bucket, Key="key", ChecksumMode="ENABLED")["Status"] == 400
    # Looking at it takes no key.
    assert client.head_object(Bucket=bucket, Key="key")["ContentLength"] == 4
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]})
    assert error_of(client.put_object, Bucket=bucket, Key="new", Body=b"")["Message"] == NOT_SIGNED


def test_a_key_is_rotated_without_writing_anew(new_server, tmp_path):
    settings = tmp_path / "hanok.yaml"

    def start(*materials, folder=None):
        settings.write_text(configuration(*materials))
        return new_server(folder=folder, options=["--config", str(settings)]).start()

    way = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "alias/photos"}
    hanok = start(MATERIAL[0])
    bucket = new_bucket(hanok.client("s3"))
    body = os.urandom(200_000)
    put(hanok.client("s3"), bucket, "old", body, **way)
    put(hanok.client("s3"), bucket, "both", body, ServerSideEncryption="AES256")
    assert hanok.stop() == 0
    blobs = {path.name for path in hanok.folder.rglob("blobs/**/*") if path.is_file()}
    hanok = start(MATERIAL[1], MATERIAL[0], folder=hanok.folder)
    s3 = hanok.client("s3")
    assert read(s3, bucket, "old") == body and read(s3, bucket, "both") == body
    put(s3, bucket, "new", body, **way)
    assert blobs <= {path.name for path in hanok.folder.rglob("blobs/**/*") if path.is_file()}
    assert hanok.stop() == 0
    # Without the old material the old object is lost, and said to be; the new one is not.
    hanok = start(MATERIAL[1], folder=hanok.folder)
    s3 = hanok.client("s3")
    assert read(s3, bucket, "new") == body
    assert 400 <= error_of(s3.get_object, Bucket=bucket, Key="old")["Status"] < 600
    assert MATERIAL[0] not in hanok.log_text() and MATERIAL[1] not in hanok.log_text()
