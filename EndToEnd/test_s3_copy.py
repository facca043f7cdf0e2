"""Copies with what they take along, writes on condition, tags of objects, and keys of unusual bytes."""

import base64
import concurrent.futures
import datetime
import hashlib
import urllib.parse

import pytest
from botocore.exceptions import ClientError

from buckets import bucket_open_to_all, new_bucket, put, read, send, send_signed
from callers import Callers, allow, denial_of, deny, error_of

ILLEGAL = ("This copy request is illegal because it is trying to copy an object to itself without changing the "
           "object's metadata, storage class, website redirect location or encryption attributes.")


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def bucket(s3):
    return new_bucket(s3, "copies")


@pytest.fixture
def key(request):
    return request.node.name


DRESS = {"ContentType": "application/json", "ContentLanguage": "ko", "ContentDisposition": "inline",
         "ContentEncoding": "x-own", "CacheControl": "max-age=60", "Metadata": {"kind": "letter"}}


def dress(head) -> dict:
    return {name: head[name] for name in DRESS if name in head}


def copy(s3, bucket, source, target, **more):
    return s3.copy_object(Bucket=bucket, Key=target, CopySource={"Bucket": bucket, "Key": source}, **more)


# What a copy takes along


def test_a_copy_takes_metadata_and_tags_along_but_not_the_rest(s3, bucket, key):
    first = put(s3, bucket, key, **DRESS, StorageClass="STANDARD_IA", Tagging="a=b", WebsiteRedirectLocation="/there",
                Expires=datetime.datetime(2030, 1, 1))
    answer = copy(s3, bucket, key, f"{key}-2")
    assert answer["CopyObjectResult"]["ETag"] == first["ETag"]
    head = s3.head_object(Bucket=bucket, Key=f"{key}-2")
    assert dress(head) == DRESS and head["ExpiresString"] == "Tue, 01 Jan 2030 00:00:00 GMT"
    assert abs(answer["CopyObjectResult"]["LastModified"] - head["LastModified"]).total_seconds() < 1
    assert "StorageClass" not in head and "WebsiteRedirectLocation" not in head
    assert s3.get_object_tagging(Bucket=bucket, Key=f"{key}-2")["TagSet"] == [{"Key": "a", "Value": "b"}]
    assert read(s3, bucket, f"{key}-2") == b"body"


@pytest.mark.parametrize("directive", ["COPY", None])
def test_what_is_said_without_replace_is_not_heard(s3, bucket, key, directive):
    put(s3, bucket, key, **DRESS)
    more = {"MetadataDirective": directive} if directive else {}
    copy(s3, bucket, key, f"{key}-2", **more, Metadata={"other": "x"}, ContentType="text/plain")
    assert dress(s3.head_object(Bucket=bucket, Key=f"{key}-2")) == DRESS


def test_metadata_is_replaced_as_a_whole(s3, bucket, key):
    put(s3, bucket, key, **DRESS)
    copy(s3, bucket, key, f"{key}-2", MetadataDirective="REPLACE", Metadata={"another": "value"},
         ContentType="image/jpg")
    assert dress(s3.head_object(Bucket=bucket, Key=f"{key}-2")) == {
        "ContentType": "image/jpg", "Metadata": {"another": "value"}}
    copy(s3, bucket, key, f"{key}-3", MetadataDirective="REPLACE")
    assert dress(s3.head_object(Bucket=bucket, Key=f"{key}-3")) == {
        "ContentType": "binary/octet-stream", "Metadata": {}}


@pytest.mark.parametrize("directive, given, expected", [
    (None, "k=new", "old"), ("COPY", "k=new", "old"), ("COPY", "", "old"), ("REPLACE", "k=new", "new"),
    ("REPLACE", "", None)])
def test_tags_are_copied_or_replaced(s3, bucket, key, directive, given, expected):
    put(s3, bucket, key, Tagging="k=old")
    copy(s3, bucket, key, f"{key}-2", Tagging=given, **({"TaggingDirective": directive} if directive else {}))
    tags = s3.get_object_tagging(Bucket=bucket, Key=f"{key}-2")["TagSet"]
    assert [tag["Value"] for tag in tags] == ([expected] if expected else [])


@pytest.mark.parametrize("header, value", [("MetadataDirective", "MERGE"), ("TaggingDirective", "MERGE")])
def test_unknown_directives(s3, bucket, header, value):
    put(s3, bucket, "directive")
    error = error_of(copy, s3=s3, bucket=bucket, source="directive", target="x", **{header: value})
    assert (error["Code"], error["Status"]) == ("InvalidArgument", 400)


def test_a_copy_onto_itself_must_change_something(s3, bucket, key):
    put(s3, bucket, key, **DRESS)
    for more in ({}, {"Metadata": {"a": "b"}}, {"MetadataDirective": "COPY"}):
        error = error_of(copy, s3=s3, bucket=bucket, source=key, target=key, **more)
        assert (error["Code"], error["Message"], error["Status"]) == ("InvalidRequest", ILLEGAL, 400)
    for more in ({"StorageClass": "STANDARD_IA"}, {"WebsiteRedirectLocation": "/x"},
                 {"ServerSideEncryption": "AES256"}, {"MetadataDirective": "REPLACE", "Metadata": {"a": "b"}}):
        copy(s3, bucket, key, key, **more)
        assert read(s3, bucket, key) == b"body", more
    assert s3.head_object(Bucket=bucket, Key=key)["Metadata"] == {"a": "b"}


def test_the_storage_class_of_a_copy(s3, bucket, key):
    put(s3, bucket, key, StorageClass="STANDARD_IA")
    copy(s3, bucket, key, f"{key}-2", StorageClass="ONEZONE_IA")
    assert s3.head_object(Bucket=bucket, Key=f"{key}-2")["StorageClass"] == "ONEZONE_IA"
    error = error_of(copy, s3=s3, bucket=bucket, source=key, target=f"{key}-2", StorageClass="LUXURY")
    assert (error["Code"], error["StorageClassRequested"]) == ("InvalidStorageClass", "LUXURY")


def test_checksums_of_copies(s3, bucket, key):
    put(s3, bucket, key, ChecksumAlgorithm="SHA1")
    kept = copy(s3, bucket, key, f"{key}-2")["CopyObjectResult"]
    assert kept["ChecksumSHA1"] == base64.b64encode(hashlib.sha1(b"body").digest()).decode()
    other = copy(s3, bucket, key, f"{key}-3", ChecksumAlgorithm="SHA256")["CopyObjectResult"]
    assert other["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(b"body").digest()).decode()
    assert "ChecksumSHA1" not in other and other["ChecksumType"] == "FULL_OBJECT"
    head = s3.head_object(Bucket=bucket, Key=f"{key}-3", ChecksumMode="ENABLED")
    assert head["ChecksumSHA256"] == other["ChecksumSHA256"] and "ChecksumSHA1" not in head


def test_a_copy_of_a_multipart_object_is_one_object(s3, bucket, key):
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key, ChecksumAlgorithm="SHA256")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"body",
                          ChecksumAlgorithm="SHA256")
    s3.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": [
        {"PartNumber": 1, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]}]})
    result = copy(s3, bucket, key, f"{key}-2")["CopyObjectResult"]
    assert result["ETag"] == f'"{hashlib.md5(b"body").hexdigest()}"' and result["ChecksumType"] == "FULL_OBJECT"
    assert result["ChecksumSHA256"] == part["ChecksumSHA256"]


def test_copies_of_what_is_not_there(s3, bucket):
    error = error_of(s3.copy_object, Bucket=bucket, Key="x", CopySource="no-such-bucket-here/key")
    assert (error["Code"], error["Status"], error["BucketName"]) == ("NoSuchBucket", 404, "no-such-bucket-here")
    error = error_of(copy, s3=s3, bucket=bucket, source="none", target="x")
    assert (error["Code"], error["Status"], error["Key"]) == ("NoSuchKey", 404, "none")
    error = error_of(s3.copy_object, Bucket=bucket, Key="x", CopySource="no-slash")
    assert (error["Code"], error["Message"], error["Status"]) == (
        "InvalidArgument", "Invalid copy source object key", 400)
    error = error_of(s3.copy_object, Bucket="no-such-bucket-here", Key="x", CopySource=f"{bucket}/key")
    assert (error["Code"], error["BucketName"]) == ("NoSuchBucket", "no-such-bucket-here")


def test_tags_are_copied_by_who_may_read_and_write_them(server, s3, bucket, key):
    put(s3, bucket, key, Tagging="a=b")
    callers = Callers(server)
    user = server.client("s3", callers.user(allow(["s3:GetObject", "s3:PutObject"]))[1])
    denial_of(copy, s3=user, bucket=bucket, source=key, target=f"{key}-2")
    user = server.client("s3", callers.user(allow(
        ["s3:GetObject", "s3:PutObject", "s3:GetObjectTagging", "s3:PutObjectTagging"]))[1])
    copy(user, bucket, key, f"{key}-2")


@pytest.mark.parametrize("missing", ["s3:GetObjectTagging", "s3:PutObjectTagging"])
def test_tags_come_along_with_both_rights_or_not_at_all(server, s3, bucket, key, missing):
    key = key.replace(":", "-")
    put(s3, bucket, key, Tagging="a=b")
    put(s3, bucket, f"{key}-bare")
    rights = {"s3:GetObject", "s3:PutObject", "s3:GetObjectTagging", "s3:PutObjectTagging"} - {missing}
    user = server.client("s3", Callers(server).user(allow(sorted(rights)))[1])
    denied = denial_of(copy, s3=user, bucket=bucket, source=key, target=f"{key}-2")
    assert f"perform: {missing} " in denied["Message"]
    # Without tags, or with none of the source's, neither is asked for. A header that is not used asks for nothing.
    copy(user, bucket, f"{key}-bare", f"{key}-2", Tagging="c=d")
    copy(user, bucket, key, f"{key}-2", TaggingDirective="REPLACE")
    assert s3.get_object_tagging(Bucket=bucket, Key=f"{key}-2")["TagSet"] == []


def test_the_version_of_a_source_has_a_right_to_its_tags_of_its_own(server, s3):
    bucket = new_bucket(s3, "versions")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    source = {"Bucket": bucket, "Key": "key", "VersionId": put(s3, bucket, Tagging="a=b")["VersionId"]}
    rights = ["s3:GetObjectVersion", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"]
    user = server.client("s3", Callers(server).user(allow(rights))[1])
    denied = denial_of(user.copy_object, Bucket=bucket, Key="copy", CopySource=source)
    assert "perform: s3:GetObjectVersionTagging " in denied["Message"]
    user = server.client("s3", Callers(server).user(allow([*rights, "s3:GetObjectVersionTagging"]))[1])
    user.copy_object(Bucket=bucket, Key="copy", CopySource=source)


@pytest.mark.parametrize("action", ["s3:PutObject", "s3:PutObjectTagging"])
def test_conditions_see_the_tags_that_a_copy_gets(server, s3, bucket, key, action):
    """Not those of a header that is not used."""
    key = key.replace(":", "-")
    put(s3, bucket, f"{key}-open", Tagging="class=open")
    put(s3, bucket, f"{key}-secret", Tagging="class=secret")
    user = server.client("s3", Callers(server).user(allow("s3:*"), deny(
        action, Condition={"StringEquals": {"s3:RequestObjectTag/class": "secret"}}))[1])
    for more in ({}, {"Tagging": "class=open"}, {"Tagging": "class=open", "TaggingDirective": "COPY"}):
        denied = denial_of(copy, s3=user, bucket=bucket, source=f"{key}-secret", target=f"{key}-2", **more)
        assert f"perform: {action} " in denied["Message"]
    copy(user, bucket, f"{key}-open", f"{key}-2", Tagging="class=secret")
    copy(user, bucket, f"{key}-secret", f"{key}-2", Tagging="class=open", TaggingDirective="REPLACE")
    denial_of(copy, s3=user, bucket=bucket, source=f"{key}-open", target=f"{key}-2", Tagging="class=secret",
              TaggingDirective="REPLACE")


# Conditions on the source


@pytest.mark.parametrize("conditions, failing", [
    ({"IfMatch": "TAG"}, None), ({"IfMatch": "other"}, "If-Match"), ({"IfNoneMatch": "other"}, None),
    ({"IfNoneMatch": "TAG"}, "If-None-Match"), ({"IfNoneMatch": "BARE"}, "If-None-Match"),
    ({"IfModifiedSince": -60}, None), ({"IfModifiedSince": 0}, "If-Modified-Since"),
    # A time yet to come says nothing.
    ({"IfModifiedSince": 3600}, None),
    ({"IfUnmodifiedSince": 0}, None), ({"IfUnmodifiedSince": -60}, "If-Unmodified-Since"),
    # Of two, the tag goes before the time.
    ({"IfMatch": "TAG", "IfUnmodifiedSince": -60}, None),
    ({"IfNoneMatch": "TAG", "IfModifiedSince": -60}, "If-None-Match"),
], ids=str)
def test_conditions_on_the_source(s3, bucket, key, conditions, failing):
    tag = put(s3, bucket, key)["ETag"]
    written = s3.head_object(Bucket=bucket, Key=key)["LastModified"]

    def filled(value):
        if isinstance(value, int):
            return written + datetime.timedelta(seconds=value)
        return {"TAG": tag, "BARE": tag.strip('"')}.get(value, f'"{value}"')

    more = {f"CopySource{name}": filled(value) for name, value in conditions.items()}
    if failing is None:
        copy(s3, bucket, key, f"{key}-2", **more)
        return
    error = error_of(copy, s3=s3, bucket=bucket, source=key, target=f"{key}-2", **more)
    assert (error["Code"], error["Status"], error["Condition"]) == (
        "PreconditionFailed", 412, f"x-amz-copy-source-{failing}")
    assert error["Message"] == "At least one of the pre-conditions you specified did not hold"


# Conditions on writes


def write_put(s3, bucket, key, **condition):
    return s3.put_object(Bucket=bucket, Key=key, Body=b"new", **condition)


def write_copy(s3, bucket, key, **condition):
    put(s3, bucket, "source", b"new")
    return copy(s3, bucket, "source", key, **condition)


def write_parts(s3, bucket, key, **condition):
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    tag = s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"new")["ETag"]
    return s3.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={
        "Parts": [{"PartNumber": 1, "ETag": tag}]}, **condition)


@pytest.mark.parametrize("write", [write_put, write_copy, write_parts])
def test_writes_on_condition(s3, bucket, key, write):
    error = error_of(write, s3=s3, bucket=bucket, key=key, IfMatch='"any"')
    assert (error["Code"], error["Status"]) == ("NoSuchKey", 404)
    write(s3, bucket, key, IfNoneMatch="*")
    error = error_of(write, s3=s3, bucket=bucket, key=key, IfNoneMatch="*")
    assert (error["Code"], error["Status"], error["Condition"]) == ("PreconditionFailed", 412, "If-None-Match")
    tag = put(s3, bucket, key, b"there")["ETag"]
    error = error_of(write, s3=s3, bucket=bucket, key=key, IfMatch='"other"')
    assert (error["Code"], error["Status"], error["Condition"]) == ("PreconditionFailed", 412, "If-Match")
    assert read(s3, bucket, key) == b"there"
    refused = "We don't accept the provided value of {} header for this API"
    for condition, header, sentence in (
            ({"IfNoneMatch": '"other"'}, "If-None-Match", refused.format("If-None-Match")),
            ({"IfMatch": "*"}, "If-Match", refused.format("If-Match")),
            ({"IfMatch": tag, "IfNoneMatch": "*"}, "If-Match,If-None-Match",
             "Multiple conditional request headers present in the request")):
        error = error_of(write, s3=s3, bucket=bucket, key=key, **condition)
        assert (error["Code"], error["Status"], error["Header"], error["additionalMessage"]) == (
            "NotImplemented", 501, header, sentence)
        assert error["Message"] == "A header you provided implies functionality that is not implemented"
    assert read(s3, bucket, key) == b"there"
    write(s3, bucket, key, IfMatch=tag)
    assert read(s3, bucket, key) == b"new"


@pytest.mark.parametrize("write", [write_put, write_copy, write_parts])
def test_a_marker_counts_as_nothing(s3, key, write):
    bucket = new_bucket(s3, "marker")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    tag = put(s3, bucket, key)["ETag"]
    s3.delete_object(Bucket=bucket, Key=key)
    assert error_of(write, s3=s3, bucket=bucket, key=key, IfMatch=tag)["Status"] == 404
    write(s3, bucket, key, IfNoneMatch="*")


def test_of_many_who_write_once_one_does(s3, bucket, key):
    def attempt(number):
        try:
            s3.put_object(Bucket=bucket, Key=key, Body=b"%d" % number, IfNoneMatch="*")
        except ClientError as error:
            assert error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict")
            return None
        return number

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        winners = [number for number in pool.map(attempt, range(24)) if number is not None]
    assert len(winners) == 1 and read(s3, bucket, key) == b"%d" % winners[0]


def test_of_many_who_replace_one_another_none_is_lost(s3, bucket, key):
    """A counter kept by If-Match alone."""
    put(s3, bucket, key, b"0")

    def count(_):
        while True:
            got = s3.get_object(Bucket=bucket, Key=key)
            try:
                return s3.put_object(Bucket=bucket, Key=key, Body=b"%d" % (int(got["Body"].read()) + 1),
                                     IfMatch=got["ETag"])
            except ClientError as error:
                assert error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict")

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(20)))
    assert read(s3, bucket, key) == b"20"


def test_deletes_on_condition(s3, bucket, key):
    tag = put(s3, bucket, key)["ETag"]
    error = error_of(s3.delete_object, Bucket=bucket, Key=key, IfMatch='"other"')
    assert (error["Code"], error["Status"], error["Condition"]) == ("PreconditionFailed", 412, "If-Match")
    assert read(s3, bucket, key) == b"body"
    s3.delete_object(Bucket=bucket, Key=key, IfMatch=tag)
    assert error_of(s3.delete_object, Bucket=bucket, Key=key, IfMatch=tag)["Status"] in (404, 412)
    put(s3, bucket, key)
    s3.delete_object(Bucket=bucket, Key=key, IfMatch="*")
    assert error_of(s3.head_object, Bucket=bucket, Key=key)["Status"] == 404


def test_many_deletes_on_condition(s3, bucket, key):
    tags = {name: put(s3, bucket, f"{key}/{name}", name.encode())["ETag"] for name in ("a", "b")}
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [
        {"Key": f"{key}/a", "ETag": tags["a"]}, {"Key": f"{key}/b", "ETag": tags["a"]}]})
    assert [entry["Key"] for entry in answer["Deleted"]] == [f"{key}/a"]
    assert [(entry["Key"], entry["Code"]) for entry in answer["Errors"]] == [(f"{key}/b", "PreconditionFailed")]
    assert read(s3, bucket, f"{key}/b") == b"b"


def test_deleting_on_condition_takes_leave_to_read(server, s3, bucket, key):
    tag = put(s3, bucket, key)["ETag"]
    user = server.client("s3", Callers(server).user(allow("s3:DeleteObject"))[1])
    denial_of(user.delete_object, Bucket=bucket, Key=key, IfMatch=tag)
    user.delete_object(Bucket=bucket, Key=key)


# Conditions on reads


@pytest.mark.parametrize("operation", ["get_object", "head_object"])
@pytest.mark.parametrize("conditions, status", [
    ({"IfMatch": "TAG"}, 200), ({"IfMatch": "*"}, 200), ({"IfMatch": "other"}, 412), ({"IfNoneMatch": "TAG"}, 304),
    ({"IfNoneMatch": "BARE"}, 304), ({"IfNoneMatch": "other"}, 200), ({"IfModifiedSince": -60}, 200),
    # A time yet to come says nothing.
    ({"IfModifiedSince": 0}, 304), ({"IfModifiedSince": 3600}, 200),
    ({"IfUnmodifiedSince": 0}, 200), ({"IfUnmodifiedSince": -60}, 412),
    ({"IfMatch": "TAG", "IfUnmodifiedSince": -60}, 200), ({"IfNoneMatch": "TAG", "IfModifiedSince": -60}, 304),
    ({"IfNoneMatch": "other", "IfModifiedSince": 0}, 200),
], ids=str)
def test_conditions_on_reads(s3, bucket, operation, conditions, status):
    tag = put(s3, bucket, "read")["ETag"]
    written = s3.head_object(Bucket=bucket, Key="read")["LastModified"]

    def filled(value):
        if isinstance(value, int):
            return written + datetime.timedelta(seconds=value)
        return {"TAG": tag, "BARE": tag.strip('"'), "*": "*"}.get(value, f'"{value}"')

    arguments = {name: filled(value) for name, value in conditions.items()}
    if status == 200:
        assert getattr(s3, operation)(Bucket=bucket, Key="read", **arguments)["ETag"] == tag
        return
    error = error_of(getattr(s3, operation), Bucket=bucket, Key="read", **arguments)
    assert error["Status"] == status
    assert status != 304 or error["Headers"]["etag"] == tag
    assert operation == "head_object" or status == 304 or error["Code"] == "PreconditionFailed"


# Tags of objects


def test_tags_come_and_go(s3, bucket, key):
    put(s3, bucket, key, Tagging=urllib.parse.urlencode({"a b": "1 + 2", "한글": "값"}))
    got = s3.get_object(Bucket=bucket, Key=key)
    assert got["TagCount"] == 2
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]}
    assert tags == {"a b": "1 + 2", "한글": "값"}
    s3.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [{"Key": "k", "Value": ""}]})
    assert s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == [{"Key": "k", "Value": ""}]
    s3.delete_object_tagging(Bucket=bucket, Key=key)
    assert s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == []
    assert "TagCount" not in s3.get_object(Bucket=bucket, Key=key)
    before = s3.head_object(Bucket=bucket, Key=key)["LastModified"]
    s3.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [{"Key": "k", "Value": "v"}]})
    assert s3.head_object(Bucket=bucket, Key=key)["LastModified"] == before
    error = error_of(s3.get_object_tagging, Bucket=bucket, Key=f"{key}-none")
    assert (error["Code"], error["Status"]) == ("NoSuchKey", 404)
    # A new object under the key begins without.
    put(s3, bucket, key)
    assert s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == []


@pytest.mark.parametrize("tags, code", [
    ({"k" * 129: "v"}, "InvalidTag"), ({"k": "v" * 257}, "InvalidTag"), ({"aws:k": "v"}, "InvalidTag"),
    ({f"k{number}": "v" for number in range(11)}, "BadRequest"),
    ({"k<": "v"}, "InvalidTag")])
def test_tags_that_may_not_be(s3, bucket, key, tags, code):
    put(s3, bucket, key)
    error = error_of(s3.put_object_tagging, Bucket=bucket, Key=key, Tagging={
        "TagSet": [{"Key": name, "Value": value} for name, value in tags.items()]})
    assert (error["Code"], error["Status"]) == (code, 400)
    if code == "BadRequest":
        assert error["Message"] == "Object tags cannot be greater than 10"
    assert error_of(s3.put_object, Bucket=bucket, Key=f"{key}-2", Body=b"",
                    Tagging=urllib.parse.urlencode(tags))["Status"] == 400


def test_a_tag_twice(s3, bucket, key):
    put(s3, bucket, key)
    error = error_of(s3.put_object_tagging, Bucket=bucket, Key=key, Tagging={
        "TagSet": [{"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}]})
    assert (error["Code"], error["Message"]) == ("InvalidTag", "Cannot provide multiple Tags with the same key")
    error = error_of(s3.put_object, Bucket=bucket, Key=key, Body=b"", Tagging="k=1&k=2")
    assert (error["Code"], error["Status"]) == ("InvalidArgument", 400)
    assert error["Message"] == (
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name "
        "duplicates.")


# Storage classes


@pytest.mark.parametrize("name", ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR",
                                  "REDUCED_REDUNDANCY"])
def test_storage_classes_are_kept(s3, bucket, key, name):
    put(s3, bucket, key, StorageClass=name)
    assert s3.get_object(Bucket=bucket, Key=key)["StorageClass"] == name
    assert s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"][0]["StorageClass"] == name


def test_the_standard_class_is_not_mentioned(s3, bucket, key):
    put(s3, bucket, key, StorageClass="STANDARD")
    assert "StorageClass" not in s3.head_object(Bucket=bucket, Key=key)
    error = error_of(s3.put_object, Bucket=bucket, Key=key, Body=b"", StorageClass="OUTPOSTS")
    assert (error["Code"], error["Message"], error["StorageClassRequested"]) == (
        "InvalidStorageClass", "The storage class you specified is not valid", "OUTPOSTS")


# Keys


@pytest.mark.parametrize("name", [
    "a b+c", "a%2Fb", "100%", "?a=b&c", "#tag", "한글/키 🏠", "//", "/", "trailing/", "a/..", "a/../b", "./a",
    "\\back",
    "a:b@c!$'()*,;=[]{}|^`~\"<>", "é", "e\u0301", "\U0010ffff", "k" * 1024, "집" * 341 + "x"],
    ids=lambda name: ascii(name)[:30])
def test_keys_keep_their_bytes_through_every_operation(s3, bucket, name):
    put(s3, bucket, name, Tagging="a=b")
    assert read(s3, bucket, name) == b"body" and s3.head_object(Bucket=bucket, Key=name)["ContentLength"] == 4
    copy(s3, bucket, name, "elsewhere")
    copy(s3, bucket, "elsewhere", name, MetadataDirective="REPLACE", Metadata={"a": "b"})
    assert s3.head_object(Bucket=bucket, Key=name)["Metadata"] == {"a": "b"}
    for operation in ("list_objects", "list_objects_v2", "list_object_versions"):
        answer = getattr(s3, operation)(Bucket=bucket, Prefix=name)
        found = [entry["Key"] for entry in answer.get("Contents", answer.get("Versions", []))]
        assert name in found and all(other.startswith(name) for other in found), operation
    upload = s3.create_multipart_upload(Bucket=bucket, Key=name)
    assert upload["Key"] == name
    s3.abort_multipart_upload(Bucket=bucket, Key=name, UploadId=upload["UploadId"])
    assert s3.get_object_tagging(Bucket=bucket, Key=name)["TagSet"] == [{"Key": "a", "Value": "b"}]
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": name}]})["Deleted"]
    assert [entry["Key"] for entry in deleted] == [name]
    assert error_of(s3.head_object, Bucket=bucket, Key=name)["Status"] == 404


def test_keys_that_no_xml_can_carry(s3, bucket):
    """But for their encoding in listings."""
    name = "\x01\x1f\x7f\ufffe"
    put(s3, bucket, name)
    assert read(s3, bucket, name) == b"body"
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix="\x01")["Contents"]] == [name]
    s3.delete_object(Bucket=bucket, Key=name)
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix="\x01")


def test_a_key_is_at_most_1024_bytes(s3, bucket):
    for name in ("k" * 1025, "집" * 342):
        error = error_of(s3.put_object, Bucket=bucket, Key=name, Body=b"")
        assert (error["Code"], error["Message"], error["Status"]) == (
            "KeyTooLongError", "Your key is too long", 400)
        assert (error["MaxSizeAllowed"], error["Size"]) == ("1024", str(len(name.encode())))


def test_a_key_that_is_too_long_is_one_of_many(s3, bucket):
    put(s3, bucket, "short")
    for name in ("k" * 1025, "k" * 5000):
        answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": name}, {"Key": "short"}]})
        assert [entry["Key"] for entry in answer["Deleted"]] == ["short"]
        error, = answer["Errors"]
        assert (error["Key"], error["Code"], error["Message"]) == (name, "KeyTooLongError", "Your key is too long")
        error = error_of(s3.delete_object, Bucket=bucket, Key=name)
        assert (error["Code"], error["Message"], error["Status"]) == (
            "KeyTooLongError", "Your key is too long", 400)
        assert (error["MaxSizeAllowed"], error["Size"]) == ("1024", str(len(name)))


def test_keys_are_text(server, bucket):
    reply = send_signed(server, "PUT", f"/{bucket}/%ff%fe", b"x")
    assert (reply.status, reply.error["Code"]) == (400, "InvalidURI")
    assert reply.error["Message"] == "Couldn't parse the specified URI."


def test_keys_stand_in_the_order_of_their_bytes(s3):
    bucket = new_bucket(s3, "order")
    names = ["Z", "a", "a b", "a/b", "a0", "é", "집", "\uffff", "\U00010000"]
    for name in names[::-1]:
        put(s3, bucket, name, b"")
    expected = sorted(names, key=lambda name: name.encode())
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]] == expected
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    assert [entry["Key"] for page in pages for entry in page["Contents"]] == expected


def test_metadata_within_its_limits(s3, bucket, key):
    put(s3, bucket, key, Metadata={"MiXed": " spaced  out ", "long": "v" * 1900})
    assert s3.head_object(Bucket=bucket, Key=key)["Metadata"] == {"mixed": "spaced  out", "long": "v" * 1900}
    error = error_of(s3.put_object, Bucket=bucket, Key=key, Body=b"", Metadata={"a": "v" * 2048})
    assert (error["Code"], error["Status"], error["MaxSizeAllowed"]) == ("MetadataTooLarge", 400, "2048")
    assert error["Message"] == "Your metadata headers exceed the maximum allowed metadata size"


@pytest.mark.parametrize("given, shown", [
    ("abc", "abc"), ("=?UTF-8?B?YWJj?=", "abc"), ("=?UTF-8?Q?actually-ascii?=", "actually-ascii"),
    ("=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?="),
    ("=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?="),
    ("=?UTF-8?B?AAECAw==?=", "=?UTF-8?B?AAECAw==?="), ("=?UTF-8?B?YQ0KWDogeQ==?=", "=?UTF-8?Q?a=0D=0AX:_y?="),
    ("=?UTF-8?B?/2H/?=", "=?UTF-8?B?77+9Ye+/vQ==?="), ("=?UTF-8?B?YWJj", "=?UTF-8?B?YWJj"),
])
def test_metadata_in_encoded_words(s3, bucket, key, given, shown):
    put(s3, bucket, key, Metadata={"text": given})
    upload = s3.create_multipart_upload(Bucket=bucket, Key=f"{key}-2", Metadata={"text": given})["UploadId"]
    tag = s3.upload_part(Bucket=bucket, Key=f"{key}-2", UploadId=upload, PartNumber=1, Body=b"x")["ETag"]
    s3.complete_multipart_upload(Bucket=bucket, Key=f"{key}-2", UploadId=upload, MultipartUpload={
        "Parts": [{"PartNumber": 1, "ETag": tag}]})
    copy(s3, bucket, key, f"{key}-3", MetadataDirective="REPLACE", Metadata={"text": given})
    copy(s3, bucket, key, f"{key}-4")
    for name in (key, f"{key}-2", f"{key}-3", f"{key}-4"):
        assert s3.head_object(Bucket=bucket, Key=name)["Metadata"] == {"text": shown}
        assert s3.get_object(Bucket=bucket, Key=name)["Metadata"] == {"text": shown}


def test_metadata_that_is_not_ascii(server, s3):
    bucket = bucket_open_to_all(s3, ["s3:GetObject", "s3:PutObject"])
    text = "non-ascii-%E2%80%94_—_é_".encode().decode("latin-1")
    assert send(server, "PUT", f"/{bucket}/key", b"x", {"x-amz-meta-foo": text}).status == 200
    assert send(server, "HEAD", f"/{bucket}/key").headers["x-amz-meta-foo"] == (
        "=?UTF-8?Q?non-ascii-%E2%80%94=5F=E2=80=94=5F=C3=A9=5F?=")


def test_a_listing_tells_what_was_written_when(s3, bucket, key):
    def now():
        return datetime.datetime.now(datetime.timezone.utc)

    before = now().replace(microsecond=0)
    tag = put(s3, bucket, key)["ETag"]
    entry = s3.list_objects_v2(Bucket=bucket, Prefix=key, FetchOwner=True)["Contents"][0]
    assert (entry["ETag"], entry["Size"], entry["StorageClass"]) == (tag, 4, "STANDARD")
    assert entry["Owner"]["ID"] == s3.list_buckets()["Owner"]["ID"] and entry["ChecksumAlgorithm"] == ["CRC32"]
    assert before <= entry["LastModified"] <= now()
    assert "Owner" not in s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"][0]
