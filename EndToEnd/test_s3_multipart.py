"""Multipart uploads: parts, copied parts, checksums of parts and of the whole, listings, and how uploads end."""

import base64
import concurrent.futures
import hashlib
import os
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zlib

import pytest

from buckets import MIB, answer_of, client_at, local_names, new_bucket, put, read, send_signed  # noqa: F401
from callers import error_of

LOST_PART = ("One or more of the specified parts could not be found.  The part may not have been uploaded, or the "
             "specified entity tag may not match the part's entity tag.")
NO_UPLOAD = ("The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted "
             "or completed.")


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def quiet(server):
    """Sends the checksums it is told to, and no others."""
    return server.client("s3", request_checksum_calculation="when_required",
                         response_checksum_validation="when_required")


@pytest.fixture(scope="module")
def bucket(s3):
    return new_bucket(s3, "parts")


@pytest.fixture
def key(request):
    return request.node.name


FIRST, LAST = os.urandom(5 * MIB), b"the last part"


class Upload:
    def __init__(self, s3, bucket, key, **settings):
        self.s3 = s3
        self.where = {"Bucket": bucket, "Key": key}
        self.begun = s3.create_multipart_upload(**self.where, **settings)
        self.where["UploadId"] = self.begun["UploadId"]
        self.parts = []

    def put(self, number, body, **more) -> dict:
        answer = self.s3.upload_part(**self.where, PartNumber=number, Body=body, **more)
        return self.keep(number, answer)

    def copy(self, number, source, **more) -> dict:
        answer = self.s3.upload_part_copy(**self.where, PartNumber=number, CopySource=source, **more)
        return self.keep(number, answer["CopyPartResult"])

    def keep(self, number, answer) -> dict:
        sums = {name: value for name, value in answer.items() if name.startswith("Checksum")}
        self.parts = [part for part in self.parts if part["PartNumber"] != number]
        self.parts.append({"PartNumber": number, "ETag": answer["ETag"], **sums})
        return answer

    def complete(self, parts=None, **more) -> dict:
        return self.s3.complete_multipart_upload(
            **self.where, MultipartUpload={"Parts": self.parts if parts is None else parts}, **more)


def base64_of(number, size=4) -> str:
    return base64.b64encode(number.to_bytes(size, "big")).decode()


def shifted(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (0x9A6C9329AC4BC9B5 if value & 1 else 0)
    return value


CRC64 = [shifted(byte) for byte in range(256)]


def crc64nvme(data: bytes) -> int:
    value = (1 << 64) - 1
    for byte in data:
        value = CRC64[(value ^ byte) & 255] ^ value >> 8
    return value ^ (1 << 64) - 1


# Parts


def test_parts_in_any_order_and_written_twice(s3, bucket, key):
    upload = Upload(s3, bucket, key, ContentType="text/x", Metadata={"a": "b"}, StorageClass="STANDARD_IA",
                    Tagging="k=v", WebsiteRedirectLocation="/elsewhere", CacheControl="no-store")
    upload.put(9999, LAST)
    upload.put(7, b"not this")
    upload.put(7, FIRST)
    listed = s3.list_parts(**upload.where)
    assert [(part["PartNumber"], part["Size"]) for part in listed["Parts"]] == [(7, 5 * MIB), (9999, len(LAST))]
    assert listed["StorageClass"] == "STANDARD_IA" and listed["Owner"]["ID"] and listed["Initiator"]["ID"]
    upload.parts.sort(key=lambda part: part["PartNumber"])
    done = upload.complete()
    assert (done["Bucket"], done["Key"]) == (bucket, key) and done["Location"].endswith(urllib.parse.quote(key))
    got = s3.get_object(Bucket=bucket, Key=key)
    assert got["Body"].read() == FIRST + LAST
    assert (got["ContentType"], got["Metadata"], got["StorageClass"], got["CacheControl"], got["TagCount"],
            got["WebsiteRedirectLocation"]) == ("text/x", {"a": "b"}, "STANDARD_IA", "no-store", 1, "/elsewhere")
    digests = hashlib.md5(FIRST).digest() + hashlib.md5(LAST).digest()
    assert got["ETag"] == done["ETag"] == f'"{hashlib.md5(digests).hexdigest()}-2"'


def test_a_part_left_out_is_left_out(s3, bucket, key):
    upload = Upload(s3, bucket, key)
    for number in (1, 2, 3):
        upload.put(number, FIRST[:5 * MIB] if number < 3 else LAST)
    upload.complete(upload.parts[1:])
    assert s3.head_object(Bucket=bucket, Key=key)["ContentLength"] == 5 * MIB + len(LAST)


@pytest.mark.parametrize("number", [0, -1, 10_001])
def test_numbers_of_parts(s3, bucket, key, number):
    upload = Upload(s3, bucket, key)
    error = error_of(upload.put, number=number, body=b"x")
    assert (error["Code"], error["Status"], error["ArgumentName"], error["ArgumentValue"]) == (
        "InvalidArgument", 400, "partNumber", str(number))
    assert error["Message"] == "Part number must be an integer between 1 and 10000, inclusive"


def test_parts_that_do_not_add_up(s3, bucket, key):
    upload = Upload(s3, bucket, key)
    error = error_of(upload.complete, parts=[])
    assert (error["Code"], error["Status"]) in (("InvalidRequest", 400), ("MalformedXML", 400))
    upload.put(1, b"small")
    upload.put(2, b"last")
    for number, tag in ((3, upload.parts[0]["ETag"]), (1, '"d41d8cd98f00b204e9800998ecf8427e"')):
        error = error_of(upload.complete, parts=[{"PartNumber": number, "ETag": tag}])
        assert (error["Code"], error["Message"], error["Status"]) == ("InvalidPart", LOST_PART, 400)
        assert (error["PartNumber"], error["ETag"], error["UploadId"]) == (
            str(number), tag.strip('"'), upload.where["UploadId"])
    error = error_of(upload.complete, parts=upload.parts[::-1])
    assert (error["Code"], error["Message"]) == (
        "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")
    error = error_of(upload.complete)
    assert (error["Code"], error["Message"]) == (
        "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
    assert (error["MinSizeAllowed"], error["ProposedSize"], error["PartNumber"], error["ETag"]) == (
        "5242880", "5", "1", hashlib.md5(b"small").hexdigest())
    # Nothing of it was lost: one small part is a last part.
    upload.complete(upload.parts[:1])
    assert read(s3, bucket, key) == b"small"


def test_uploads_that_are_not_there(s3, bucket, key):
    upload = Upload(s3, bucket, key)
    upload.put(1, b"x")
    for where in ({"UploadId": "made-up"}, {"Key": f"{key}-other"}):
        where = upload.where | where
        for call, more in ((s3.upload_part, {"PartNumber": 1, "Body": b"x"}), (s3.list_parts, {}),
                           (s3.complete_multipart_upload, {"MultipartUpload": {"Parts": upload.parts}}),
                           (s3.abort_multipart_upload, {}),
                           (s3.upload_part_copy, {"PartNumber": 1, "CopySource": f"{bucket}/{key}"})):
            error = error_of(call, **where, **more)
            assert error["Status"] == 404 and error["Code"] in ("NoSuchUpload", "NoSuchKey"), call
            if error["Code"] == "NoSuchUpload":
                assert (error["Message"], error["UploadId"]) == (NO_UPLOAD, where["UploadId"])
            else:
                assert call == s3.upload_part_copy
    upload.complete()


def test_wrong_digests_of_parts(server, s3, bucket, key):
    upload = Upload(s3, bucket, key)
    path = f"/{bucket}/{urllib.parse.quote(key)}?partNumber=1&uploadId={upload.where['UploadId']}"
    for digest, code in ((base64.b64encode(bytes(16)).decode(), "BadDigest"), ("MTIz", "InvalidDigest")):
        reply = send_signed(server, "PUT", path, b"x", headers={"Content-MD5": digest})
        assert (reply.status, reply.error["Code"]) == (400, code)
    assert "Parts" not in s3.list_parts(**upload.where)


# Copied parts


def test_parts_are_copied(s3, bucket, key):
    source = f"{bucket}/{urllib.parse.quote(key)}-source"
    put(s3, bucket, f"{key}-source", FIRST + LAST)
    upload = Upload(s3, bucket, key)
    answer = upload.copy(1, source, CopySourceRange=f"bytes=3-{5 * MIB + 2}")
    expected = (FIRST + LAST)[3:5 * MIB + 3]
    assert answer["ETag"] == f'"{hashlib.md5(expected).hexdigest()}"' and answer["LastModified"]
    upload.copy(2, source, CopySourceRange=f"bytes={5 * MIB}-{5 * MIB + len(LAST) - 1}")
    upload.complete()
    assert read(s3, bucket, key) == expected + LAST
    whole = Upload(s3, bucket, key)
    whole.copy(1, source)
    whole.complete()
    assert read(s3, bucket, key) == FIRST + LAST


@pytest.mark.parametrize("span", ["0-9", "bytes=9", "bytes=5-3", "bytes=0-", "bytes=-5", "bytes=0-1,3-4"])
def test_ranges_that_are_none(s3, bucket, key, span):
    put(s3, bucket, "ten", b"0123456789")
    error = error_of(Upload(s3, bucket, key).copy, number=1, source=f"{bucket}/ten", CopySourceRange=span)
    assert (error["Code"], error["Status"]) == ("InvalidArgument", 400)


def test_a_range_beyond_the_source(s3, bucket, key):
    put(s3, bucket, "ten", b"0123456789")
    error = error_of(Upload(s3, bucket, key).copy, number=1, source=f"{bucket}/ten", CopySourceRange="bytes=0-10")
    assert error["Status"] in (400, 416) and error["Code"] in ("InvalidArgument", "InvalidRange", "InvalidRequest")


def test_parts_are_copied_on_condition(s3, bucket, key):
    tag = put(s3, bucket, "ten", b"0123456789")["ETag"]
    upload = Upload(s3, bucket, key)
    upload.copy(1, f"{bucket}/ten", CopySourceIfMatch=tag)
    for condition, name in (({"CopySourceIfMatch": '"other"'}, "x-amz-copy-source-If-Match"),
                            ({"CopySourceIfNoneMatch": tag}, "x-amz-copy-source-If-None-Match")):
        error = error_of(upload.copy, number=1, source=f"{bucket}/ten", **condition)
        assert (error["Code"], error["Status"], error["Condition"]) == ("PreconditionFailed", 412, name)
    error = error_of(upload.copy, number=1, source=f"{bucket}/none")
    assert (error["Code"], error["Status"]) == ("NoSuchKey", 404)


# Checksums


@pytest.mark.parametrize("algorithm, of", [
    ("CRC32", lambda data: base64_of(zlib.crc32(data))), ("SHA1", lambda data: base64.b64encode(
        hashlib.sha1(data).digest()).decode()),
    ("SHA256", lambda data: base64.b64encode(hashlib.sha256(data).digest()).decode()),
])
def test_a_composite_checksum(s3, bucket, key, algorithm, of):
    name = f"Checksum{algorithm}"
    upload = Upload(s3, bucket, key, ChecksumAlgorithm=algorithm)
    assert (upload.begun["ChecksumAlgorithm"], upload.begun["ChecksumType"]) == (algorithm, "COMPOSITE")
    sums = [of(FIRST), of(LAST)]
    for number, body in enumerate((FIRST, LAST), 1):
        assert upload.put(number, body, ChecksumAlgorithm=algorithm)[name] == sums[number - 1]
    listed = s3.list_parts(**upload.where)
    assert (listed["ChecksumAlgorithm"], listed["ChecksumType"]) == (algorithm, "COMPOSITE")
    assert [part[name] for part in listed["Parts"]] == sums
    bare = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in upload.parts]
    error = error_of(upload.complete, parts=bare)
    assert (error["Code"], error["Status"]) == ("InvalidRequest", 400)
    assert error["Message"] == (
        f"The upload was created using a {algorithm.lower()} checksum. The complete request must include the checksum "
        "for each part. It was missing for part 1 in the request.")
    swapped = [part | {name: sums[0]} for part in upload.parts]
    error = error_of(upload.complete, parts=swapped)
    assert (error["Code"], error["PartNumber"]) == ("InvalidPart", "2")
    error = error_of(upload.complete, ChecksumType="FULL_OBJECT")
    assert (error["Code"], error["Message"]) == (
        "InvalidRequest", "The upload was created using the COMPOSITE checksum mode. The complete request must use "
        "the same checksum mode.")
    whole = of(b"".join(base64.b64decode(value) for value in sums))
    done = upload.complete()
    assert (done[name], done["ChecksumType"]) == (f"{whole}-2", "COMPOSITE")
    head = s3.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
    assert (head[name], head["ChecksumType"]) == (f"{whole}-2", "COMPOSITE")
    part = s3.get_object(Bucket=bucket, Key=key, PartNumber=2, ChecksumMode="ENABLED")
    assert (part[name], part["Body"].read()) == (sums[1], LAST)


@pytest.mark.parametrize("algorithm, of", [
    ("CRC32", lambda data: base64_of(zlib.crc32(data))),
    ("CRC64NVME", lambda data: base64_of(crc64nvme(data), 8)),
])
def test_a_checksum_of_the_whole(quiet, bucket, key, algorithm, of):
    assert crc64nvme(b"123456789") == 0xAE8B14860A799888
    name, first = f"Checksum{algorithm}", bytes(5 * MIB)
    kind = {} if algorithm == "CRC64NVME" else {"ChecksumType": "FULL_OBJECT"}
    upload = Upload(quiet, bucket, key, ChecksumAlgorithm=algorithm, **kind)
    assert upload.begun["ChecksumType"] == "FULL_OBJECT"
    upload.put(1, first, **{name: of(first)})
    upload.put(2, LAST)
    whole = of(first + LAST)
    error = error_of(upload.complete, **{name: of(LAST)}, ChecksumType="FULL_OBJECT")
    assert (error["Code"], error["Status"]) == ("BadDigest", 400)
    assert error["Message"] == f"The {algorithm.lower()} you specified did not match the calculated checksum."
    error = error_of(upload.complete, ChecksumType="COMPOSITE")
    assert error["Message"] == ("The upload was created using the FULL_OBJECT checksum mode. The complete request must "
                                "use the same checksum mode.")
    bare = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in upload.parts]
    done = upload.complete(parts=bare, **{name: whole}, ChecksumType="FULL_OBJECT")
    assert (done[name], done["ChecksumType"]) == (whole, "FULL_OBJECT")
    head = quiet.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
    assert (head[name], head["ChecksumType"]) == (whole, "FULL_OBJECT")


@pytest.mark.parametrize("algorithm, kind, sentence", [
    ("SHA1", "FULL_OBJECT", "The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm."),
    ("SHA256", "FULL_OBJECT", "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm."),
    ("CRC64NVME", "COMPOSITE", "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm."),
    (None, "COMPOSITE",
     "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."),
    ("MD4", None, "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
     "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"),
])
def test_kinds_of_checksums_that_do_not_go_together(s3, bucket, algorithm, kind, sentence):
    settings = {"ChecksumAlgorithm": algorithm, "ChecksumType": kind}
    error = error_of(s3.create_multipart_upload, Bucket=bucket, Key="k", **{
        name: value for name, value in settings.items() if value})
    assert (error["Code"], error["Message"], error["Status"]) == ("InvalidRequest", sentence, 400)


@pytest.mark.parametrize("algorithm, kind", [
    ("CRC32", "COMPOSITE"), ("CRC32C", "COMPOSITE"), ("SHA1", "COMPOSITE"), ("SHA256", "COMPOSITE"),
    ("CRC64NVME", "FULL_OBJECT")])
def test_the_kind_of_checksum_by_default(s3, bucket, key, algorithm, kind):
    assert Upload(s3, bucket, key, ChecksumAlgorithm=algorithm).begun["ChecksumType"] == kind


def test_a_part_with_another_checksum(s3, bucket, key):
    upload = Upload(s3, bucket, key, ChecksumAlgorithm="SHA256")
    error = error_of(upload.put, number=1, body=b"x", ChecksumAlgorithm="CRC32")
    assert (error["Code"], error["Message"]) == (
        "InvalidRequest",
        "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32")
    error = error_of(upload.put, number=1, body=b"x", ChecksumSHA256=base64.b64encode(bytes(32)).decode())
    assert (error["Code"], error["Message"]) == (
        "BadDigest", "The SHA256 you specified did not match the calculated checksum.")


def test_completing_with_checksums_of_another_kind(quiet, bucket, key):
    sha256 = base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    composite = Upload(quiet, bucket, key, ChecksumAlgorithm="CRC32")
    composite.put(1, b"x")
    for parts in ([{**composite.parts[0], "ChecksumSHA256": sha256}],
                  [{"PartNumber": 1, "ETag": composite.parts[0]["ETag"], "ChecksumSHA256": sha256}]):
        error = error_of(composite.complete, parts=parts)
        assert (error["Code"], error["Message"], error["Status"]) == (
            "BadDigest", "The sha256 you specified for part 1 did not match what we received.", 400)
    composite.complete()


def test_the_whole_has_its_own_kind_of_checksum_alone(quiet, bucket, key):
    upload = Upload(quiet, bucket, key, ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")
    upload.put(1, b"x")
    right, sha256 = base64_of(zlib.crc32(b"x")), base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    for sums in ({"ChecksumSHA256": sha256}, {"ChecksumSHA256": sha256, "ChecksumType": "FULL_OBJECT"},
                 {"ChecksumCRC32": base64_of(7), "ChecksumType": "FULL_OBJECT"},
                 # Without its type it is taken for one of the parts' checksums.
                 {"ChecksumCRC32": right}):
        error = error_of(upload.complete, **sums)
        assert (error["Code"], error["Message"], error["Status"]) == (
            "BadDigest", "The crc32 you specified did not match the calculated checksum.", 400), sums
    assert upload.complete(ChecksumCRC32=right, ChecksumType="FULL_OBJECT")["ChecksumCRC32"] == right


def test_copied_parts_get_their_checksums_here(s3, bucket, key):
    put(s3, bucket, f"{key}-source", FIRST)
    upload = Upload(s3, bucket, key, ChecksumAlgorithm="SHA256")
    answer = upload.copy(1, {"Bucket": bucket, "Key": f"{key}-source"})
    assert answer["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(FIRST).digest()).decode()
    assert upload.complete()["ChecksumType"] == "COMPOSITE"


def test_the_size_of_the_whole(s3, bucket, key):
    upload = Upload(s3, bucket, key)
    upload.put(1, b"four")
    error = error_of(upload.complete, MpuObjectSize=5)
    assert (error["Code"], error["Message"]) == (
        "InvalidRequest", "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4")
    upload.complete(MpuObjectSize=4)


# Reading parts


@pytest.fixture(scope="module")
def whole(s3, bucket):
    upload = Upload(s3, bucket, "whole", ChecksumAlgorithm="SHA256")
    for number, body in ((1, FIRST), (2, LAST)):
        upload.put(number, body, ChecksumAlgorithm="SHA256")
    upload.complete()
    return "whole"


def test_parts_are_read_by_number(s3, bucket, whole):
    size = 5 * MIB + len(LAST)
    got = s3.get_object(Bucket=bucket, Key=whole, PartNumber=2)
    assert (got["Body"].read(), got["PartsCount"], got["ContentLength"]) == (LAST, 2, len(LAST))
    assert got["ContentRange"] == f"bytes {5 * MIB}-{size - 1}/{size}"
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    head = s3.head_object(Bucket=bucket, Key=whole, PartNumber=1)
    assert (head["ContentLength"], head["PartsCount"], head["ResponseMetadata"]["HTTPStatusCode"]) == (
        5 * MIB, 2, 206)
    error = error_of(s3.get_object, Bucket=bucket, Key=whole, PartNumber=10)
    assert (error["Code"], error["Status"]) == ("InvalidPartNumber", 416)
    assert (error["ActualPartCount"], error["PartNumberRequested"]) == ("2", "10")
    error = error_of(s3.get_object, Bucket=bucket, Key=whole, PartNumber=1, Range="bytes=0-1")
    assert (error["Code"], error["Message"]) == (
        "InvalidRequest", "Cannot specify both Range header and partNumber query parameter")


def test_what_has_no_parts_is_one(s3, bucket, key):
    put(s3, bucket, key, b"12345678")
    got = s3.get_object(Bucket=bucket, Key=key, PartNumber=1)
    assert (got["Body"].read(), got["ContentRange"]) == (b"12345678", "bytes 0-7/8") and "PartsCount" not in got
    error = error_of(s3.get_object, Bucket=bucket, Key=key, PartNumber=2)
    assert (error["Code"], error["ActualPartCount"]) == ("InvalidPartNumber", "1")


EVERYTHING = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]


def test_attributes_with_parts(s3, bucket, whole):
    found = s3.get_object_attributes(Bucket=bucket, Key=whole, ObjectAttributes=EVERYTHING)
    assert found["ETag"] == s3.head_object(Bucket=bucket, Key=whole)["ETag"].strip('"')
    assert (found["ObjectSize"], found["StorageClass"]) == (5 * MIB + len(LAST), "STANDARD")
    assert found["Checksum"]["ChecksumType"] == "COMPOSITE" and "-" not in found["Checksum"]["ChecksumSHA256"]
    parts = found["ObjectParts"]
    assert (parts["TotalPartsCount"], parts["IsTruncated"], parts["MaxParts"]) == (2, False, 1000)
    assert [(part["PartNumber"], part["Size"]) for part in parts["Parts"]] == [(1, 5 * MIB), (2, len(LAST))]
    page = s3.get_object_attributes(Bucket=bucket, Key=whole, ObjectAttributes=["ObjectParts"], MaxParts=1)
    assert (page["ObjectParts"]["IsTruncated"], page["ObjectParts"]["NextPartNumberMarker"]) == (True, 1)
    page = s3.get_object_attributes(
        Bucket=bucket, Key=whole, ObjectAttributes=["ObjectParts"], PartNumberMarker=1, MaxParts=5)["ObjectParts"]
    assert [part["PartNumber"] for part in page["Parts"]] == [2] and page["IsTruncated"] is False


def test_attributes_are_those_asked_for(s3, bucket, key):
    put(s3, bucket, key, b"content", ChecksumAlgorithm="SHA256", StorageClass="STANDARD_IA")
    asked = {name: s3.get_object_attributes(Bucket=bucket, Key=key, ObjectAttributes=[name]) for name in EVERYTHING}
    for name, answer in asked.items():
        assert {other for other in EVERYTHING if other in answer} <= {name} and answer["LastModified"]
    assert asked["ObjectSize"]["ObjectSize"] == 7 and asked["StorageClass"]["StorageClass"] == "STANDARD_IA"
    assert asked["Checksum"]["Checksum"]["ChecksumSHA256"] and "ObjectParts" not in asked["ObjectParts"]
    error = error_of(s3.get_object_attributes, Bucket=bucket, Key=f"{key}-none", ObjectAttributes=["ETag"])
    assert (error["Code"], error["Status"]) == ("NoSuchKey", 404)
    error = error_of(s3.get_object_attributes, Bucket=bucket, Key=key, ObjectAttributes=["Colour"])
    assert (error["Code"], error["Status"]) == ("InvalidArgument", 400)


# Listings


def test_pages_of_parts(s3, bucket, key):
    upload = Upload(s3, bucket, key)
    assert s3.list_parts(**upload.where)["NextPartNumberMarker"] == 0
    for number in (1, 3, 5, 7, 9):
        upload.put(number, b"x")
    pages = list(s3.get_paginator("list_parts").paginate(**upload.where, PaginationConfig={"PageSize": 2}))
    assert [[part["PartNumber"] for part in page["Parts"]] for page in pages] == [[1, 3], [5, 7], [9]]
    assert [(page["IsTruncated"], page["NextPartNumberMarker"]) for page in pages] == [
        (True, 3), (True, 7), (False, 9)]
    after = s3.list_parts(**upload.where, PartNumberMarker=100)
    assert "Parts" not in after and (after["PartNumberMarker"], after["NextPartNumberMarker"]) == (100, 0)


@pytest.fixture(scope="module")
def uploads(s3):
    """A bucket with uploads under way, and them in order."""
    bucket = new_bucket(s3, "under-way")
    keys = ["a", "dir/one", "dir/sub/two", "same", "same", "same", "z"]
    return bucket, [(key, s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]) for key in keys]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_pages_of_uploads(s3, uploads, size):
    bucket, begun = uploads
    pages = s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, PaginationConfig={"PageSize": size})
    found = [(upload["Key"], upload["UploadId"]) for page in pages for upload in page.get("Uploads", [])]
    assert found == begun, "by key, and by their time where they have one key"


def test_folders_of_uploads(s3, uploads):
    bucket, begun = uploads
    answer = s3.list_multipart_uploads(Bucket=bucket, Delimiter="/")
    assert [entry["Prefix"] for entry in answer["CommonPrefixes"]] == ["dir/"]
    assert [upload["Key"] for upload in answer["Uploads"]] == ["a", "same", "same", "same", "z"]
    answer = s3.list_multipart_uploads(Bucket=bucket, Delimiter="/", Prefix="dir/")
    assert [entry["Prefix"] for entry in answer["CommonPrefixes"]] == ["dir/sub/"]
    assert [upload["Key"] for upload in answer["Uploads"]] == ["dir/one"] and answer["IsTruncated"] is False


def test_markers_of_uploads(s3, uploads):
    bucket, begun = uploads
    identifiers = dict(enumerate(upload for _, upload in begun))
    after = s3.list_multipart_uploads(Bucket=bucket, KeyMarker="dir/sub/two", MaxUploads=1)
    assert (after["IsTruncated"], after["NextKeyMarker"], after["NextUploadIdMarker"]) == (True, "same", identifiers[3])
    within = s3.list_multipart_uploads(Bucket=bucket, KeyMarker="same", UploadIdMarker=identifiers[4])
    assert [upload["UploadId"] for upload in within["Uploads"]] == [identifiers[5], identifiers[6]]
    without = s3.list_multipart_uploads(Bucket=bucket, KeyMarker="same")
    assert [upload["Key"] for upload in without["Uploads"]] == ["z"]
    ignored = s3.list_multipart_uploads(Bucket=bucket, UploadIdMarker=identifiers[4], MaxUploads=1)
    assert ignored["Uploads"][0]["Key"] == "a" and ignored["UploadIdMarker"] == ""
    error = error_of(s3.list_multipart_uploads, Bucket=bucket, KeyMarker="same", UploadIdMarker=identifiers[0])
    assert (error["Code"], error["Message"], error["ArgumentName"]) == (
        "InvalidArgument", "Invalid uploadId marker", "upload-id-marker")


def test_a_page_of_uploads_always_says_where_it_ended(server, s3, uploads):
    bucket, begun = uploads
    whole = s3.list_multipart_uploads(Bucket=bucket)
    last = whole["Uploads"][-1]
    assert (whole["IsTruncated"], whole["NextKeyMarker"], whole["NextUploadIdMarker"]) == (
        False, last["Key"], last["UploadId"])
    for more in ({"KeyMarker": last["Key"]}, {"MaxUploads": 0}):
        empty = s3.list_multipart_uploads(Bucket=bucket, **more)
        assert (empty["IsTruncated"], empty["NextKeyMarker"], empty["NextUploadIdMarker"]) == (False, "", "")
        assert "Uploads" not in empty
    error = error_of(s3.list_multipart_uploads, Bucket=bucket, MaxUploads=-1)
    assert (error["Code"], error["Message"], error["ArgumentName"], error["ArgumentValue"]) == (
        "InvalidArgument", "Argument max-uploads must be an integer between 0 and 2147483647", "max-uploads", "-1")
    assert "<MaxUploads>1000</MaxUploads>" in send_signed(server, "GET", f"/{bucket}?max-uploads=&uploads=").text


def test_uploads_tell_their_kind_of_checksum(s3):
    bucket = new_bucket(s3, "kinds")
    for name, kind, settings in (("a", "COMPOSITE", {"ChecksumAlgorithm": "CRC32"}), ("b", None, {}),
                                 ("c", "FULL_OBJECT", {"ChecksumAlgorithm": "CRC32", "ChecksumType": "FULL_OBJECT"})):
        s3.create_multipart_upload(Bucket=bucket, Key=name, **settings)
    listed = {upload["Key"]: upload for upload in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]}
    assert [listed[name].get("ChecksumType") for name in "abc"] == ["COMPOSITE", None, "FULL_OBJECT"]


def test_empty_numbers_are_none(server, s3, bucket, key):
    upload = Upload(s3, bucket, key)
    upload.put(1, b"x")
    path = f"/{bucket}/{urllib.parse.quote(key)}?uploadId={upload.where['UploadId']}"
    for name in ("part-number-marker", "max-parts"):
        reply = send_signed(server, "GET", f"{path}&{name}=")
        assert reply.status == 200 and "<PartNumber>1</PartNumber>" in reply.text
        assert "<MaxParts>1000</MaxParts>" in reply.text and "<PartNumberMarker>0</PartNumberMarker>" in reply.text


def test_encoded_names_of_uploads(server, s3):
    bucket, name = new_bucket(s3, "encoded"), "a b+c/한글\x01&<"
    assert send_signed(server, "POST", f"/{bucket}/{urllib.parse.quote(name)}?uploads=").status == 200
    reply = send_signed(server, "GET", f"/{bucket}?encoding-type=url&uploads=")
    space = "{http://s3.amazonaws.com/doc/2006-03-01/}"
    root = ElementTree.fromstring(reply.body)
    written = root.find(f"{space}Upload/{space}Key").text
    assert urllib.parse.unquote_plus(written) == name and not set(written) & set(" \x01<&한")
    assert root.find(f"{space}EncodingType").text == "url"


# How uploads end


@pytest.mark.parametrize("condition, code, status", [
    ({"IfNoneMatch": "*"}, "PreconditionFailed", 412), ({"IfMatch": '"other"'}, "PreconditionFailed", 412)])
def test_completing_on_condition(s3, bucket, key, condition, code, status):
    there = put(s3, bucket, key, b"there")["ETag"]
    upload = Upload(s3, bucket, key)
    upload.put(1, b"new")
    error = error_of(upload.complete, **condition)
    assert (error["Code"], error["Status"]) == (code, status) and read(s3, bucket, key) == b"there"
    upload.complete(IfMatch=there)
    assert read(s3, bucket, key) == b"new"
    s3.delete_object(Bucket=bucket, Key=key)
    again = Upload(s3, bucket, key)
    again.put(1, b"again")
    assert error_of(again.complete, IfMatch=there)["Status"] == 404
    again.complete(IfNoneMatch="*")
    assert read(s3, bucket, key) == b"again"


def test_completing_again_has_the_same_answer(s3, bucket, key):
    """A client whose connection broke does not know whether it is done."""
    upload = Upload(s3, bucket, key)
    upload.put(1, FIRST)
    upload.put(2, LAST)
    done = answer_of(upload.complete(IfNoneMatch="*"))
    assert answer_of(upload.complete(IfNoneMatch="*")) == answer_of(upload.complete()) == done
    assert error_of(upload.complete, parts=upload.parts[:1])["Code"] == "NoSuchUpload"
    assert error_of(s3.list_parts, **upload.where)["Code"] == "NoSuchUpload"
    put(s3, bucket, key, b"newer")
    error = error_of(upload.complete)
    assert (error["Code"], error["Message"], error["Status"]) == ("NoSuchUpload", NO_UPLOAD, 404)
    assert read(s3, bucket, key) == b"newer"


def test_completing_again_finds_the_version(s3, key):
    bucket = new_bucket(s3, "again")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    upload = Upload(s3, bucket, key)
    upload.put(1, b"x")
    done = answer_of(upload.complete())
    put(s3, bucket, key, b"newer")
    assert answer_of(upload.complete()) == done
    assert read(s3, bucket, key) == b"newer" and len(s3.list_object_versions(Bucket=bucket)["Versions"]) == 2
    s3.delete_object(Bucket=bucket, Key=key, VersionId=done["VersionId"])
    assert error_of(upload.complete)["Code"] == "NoSuchUpload"


def test_where_a_completed_upload_is(server, s3, bucket, local_names):
    key = "dir/a b—.txt"
    encoded = "dir%2Fa%20b%E2%80%94.txt"
    for client, base in (
            (s3, f"http://127.0.0.1:{server.port}/{bucket}"),
            (client_at(server, "localhost", s3={"addressing_style": "virtual"}),
             f"http://{bucket}.localhost:{server.port}")):
        upload = Upload(client, bucket, key)
        upload.put(1, b"x")
        assert upload.complete()["Location"] == f"{base}/{encoded}"


def test_an_upload_ends_once(s3, bucket, key):
    upload = Upload(s3, bucket, key)
    upload.put(1, b"x")
    upload.complete()
    s3.delete_object(Bucket=bucket, Key=key)
    for call, more in ((s3.list_parts, {}), (s3.abort_multipart_upload, {}),
                       (s3.upload_part, {"PartNumber": 1, "Body": b""})):
        assert error_of(call, **upload.where, **more)["Code"] == "NoSuchUpload"
    assert error_of(s3.head_object, Bucket=bucket, Key=key)["Status"] == 404


def test_completing_and_aborting_at_once_have_one_outcome(s3, bucket, key):
    def succeeds(call, **arguments):
        try:
            call(**arguments)
        except s3.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] == "NoSuchUpload"
            return False
        return True

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for turn in range(12):
            upload = Upload(s3, bucket, f"{key}/{turn}")
            upload.put(1, b"%d" % turn)
            calls = [(upload.complete, {}), (s3.abort_multipart_upload, upload.where)]
            outcomes = [pool.submit(succeeds, call, **more) for call, more in (calls if turn % 2 else calls[::-1])]
            outcomes = [outcome.result() for outcome in (outcomes if turn % 2 else outcomes[::-1])]
            is_there = "Contents" in s3.list_objects_v2(Bucket=bucket, Prefix=f"{key}/{turn}")
            assert outcomes == [is_there, not is_there]
            assert not is_there or read(s3, bucket, f"{key}/{turn}") == b"%d" % turn
