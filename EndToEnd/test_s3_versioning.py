"""Versions: enabled and suspended buckets, null versions, delete markers, and the listing of them all."""

import concurrent.futures
import os
import xml.etree.ElementTree as ElementTree

import pytest

from buckets import MIB, answer_of, new_bucket, put, read, send_signed, turn_acls_on
from callers import Callers, allow, denial_of, error_of


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


def set_versioning(s3, bucket, status):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})


@pytest.fixture
def bucket(s3):
    """A bucket that keeps versions."""
    bucket = new_bucket(s3, "versions")
    set_versioning(s3, bucket, "Enabled")
    return bucket


def listed(s3, bucket, **more) -> list[tuple]:
    """Key, version and what it is, as the document has them: a marker stands among the versions."""
    answer = s3.list_object_versions(Bucket=bucket, **more)
    return ([(entry["Key"], entry["VersionId"], "version", entry["IsLatest"]) for entry in answer.get("Versions", [])]
            + [(entry["Key"], entry["VersionId"], "marker", entry["IsLatest"])
               for entry in answer.get("DeleteMarkers", [])])


# Versions


def test_each_put_is_a_version(s3, bucket):
    versions = [put(s3, bucket, body=f"{number}".encode())["VersionId"] for number in range(3)]
    assert len(set(versions)) == 3
    assert read(s3, bucket) == b"2"
    for number, version in enumerate(versions):
        got = s3.get_object(Bucket=bucket, Key="key", VersionId=version)
        assert (got["Body"].read(), got["VersionId"]) == (f"{number}".encode(), version)
        head = s3.head_object(Bucket=bucket, Key="key", VersionId=version)
        assert (head["VersionId"], head["ContentLength"]) == (version, 1)
    assert listed(s3, bucket) == [
        ("key", versions[2], "version", True), ("key", versions[1], "version", False),
        ("key", versions[0], "version", False)]
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 1


def test_what_was_there_before_is_the_null_version(s3):
    bucket = new_bucket(s3, "before")
    assert "VersionId" not in put(s3, bucket, body=b"old")
    assert "VersionId" not in s3.get_object(Bucket=bucket, Key="key")
    assert listed(s3, bucket) == [("key", "null", "version", True)]
    set_versioning(s3, bucket, "Enabled")
    assert s3.get_object(Bucket=bucket, Key="key")["VersionId"] == "null"
    newer = put(s3, bucket, body=b"new")["VersionId"]
    assert newer != "null" and read(s3, bucket) == b"new"
    assert read(s3, bucket, VersionId="null") == b"old"
    assert listed(s3, bucket) == [("key", newer, "version", True), ("key", "null", "version", False)]


def test_a_suspended_bucket_overwrites_its_null_version_alone(s3, bucket):
    kept = put(s3, bucket, body=b"kept")["VersionId"]
    set_versioning(s3, bucket, "Suspended")
    for body in (b"first", b"second"):
        assert put(s3, bucket, body=body).get("VersionId", "null") == "null"
    assert s3.get_object(Bucket=bucket, Key="key")["VersionId"] == "null"
    assert read(s3, bucket) == b"second" and read(s3, bucket, VersionId=kept) == b"kept"
    assert listed(s3, bucket) == [("key", "null", "version", True), ("key", kept, "version", False)]
    # Enabled again, the null version stays beside the new ones.
    set_versioning(s3, bucket, "Enabled")
    newest = put(s3, bucket, body=b"third")["VersionId"]
    assert [version for _, version, _, _ in listed(s3, bucket)] == [newest, "null", kept]


def test_writers_at_once_make_a_version_each(s3, bucket):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: put(s3, bucket, body=b"%d" % number)["VersionId"], range(24)))
    entries = listed(s3, bucket)
    assert sorted(version for _, version, _, _ in entries) == sorted(made) and len(set(made)) == 24
    assert [latest for _, _, _, latest in entries] == [True] + [False] * 23
    assert read(s3, bucket) == read(s3, bucket, VersionId=entries[0][1])


def test_a_multipart_upload_is_a_version(s3, bucket):
    first = put(s3, bucket)["VersionId"]
    upload = s3.create_multipart_upload(Bucket=bucket, Key="key")["UploadId"]
    body = os.urandom(5 * MIB)
    parts = [{"PartNumber": number, "ETag": s3.upload_part(
        Bucket=bucket, Key="key", UploadId=upload, PartNumber=number, Body=part)["ETag"]}
        for number, part in ((1, body), (2, b"end"))]
    done = s3.complete_multipart_upload(
        Bucket=bucket, Key="key", UploadId=upload, MultipartUpload={"Parts": parts})
    assert [version for _, version, _, _ in listed(s3, bucket)] == [done["VersionId"], first]
    assert read(s3, bucket, VersionId=done["VersionId"]) == body + b"end"
    assert read(s3, bucket, VersionId=first) == b"body"


# Delete markers


def test_a_delete_hides_and_undeleting_shows(s3, bucket):
    version = put(s3, bucket)["VersionId"]
    deleted = s3.delete_object(Bucket=bucket, Key="key")
    marker = deleted["VersionId"]
    assert deleted["DeleteMarker"] is True and deleted["ResponseMetadata"]["HTTPStatusCode"] == 204
    error = error_of(s3.get_object, Bucket=bucket, Key="key")
    assert (error["Code"], error["Status"], error["Key"]) == ("NoSuchKey", 404, "key")
    assert error["Headers"]["x-amz-delete-marker"] == "true"
    assert error["Headers"]["x-amz-version-id"] == marker
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    assert sorted(listed(s3, bucket)) == sorted([("key", version, "version", False), ("key", marker, "marker", True)])
    assert read(s3, bucket, VersionId=version) == b"body"
    undone = s3.delete_object(Bucket=bucket, Key="key", VersionId=marker)
    assert (undone["DeleteMarker"], undone["VersionId"]) == (True, marker)
    assert read(s3, bucket) == b"body"


def test_a_marker_cannot_be_read(s3, bucket):
    put(s3, bucket)
    marker = s3.delete_object(Bucket=bucket, Key="key")["VersionId"]
    error = error_of(s3.get_object, Bucket=bucket, Key="key", VersionId=marker)
    assert (error["Code"], error["Status"]) == ("MethodNotAllowed", 405)
    assert error["Message"] == "The specified method is not allowed against this resource."
    assert (error["Method"], error["ResourceType"]) == ("GET", "DeleteMarker")
    assert error["Headers"]["allow"] == "DELETE" and error["Headers"]["last-modified"]
    assert error["Headers"]["x-amz-delete-marker"] == "true"
    head = error_of(s3.head_object, Bucket=bucket, Key="key", VersionId=marker)
    assert (head["Status"], head["Code"], head["Headers"]["x-amz-delete-marker"]) == (405, "405", "true")
    head = error_of(s3.head_object, Bucket=bucket, Key="key")
    assert (head["Status"], head["Headers"]["x-amz-delete-marker"]) == (404, "true")


@pytest.mark.parametrize("operation, method, status, status_by_id", [
    ("get_object_acl", "GET", 404, 405), ("get_object_tagging", "GET", 404, 405),
    ("get_object_attributes", "GET", 404, 405),
])
def test_what_belongs_to_an_object_does_not_belong_to_a_marker(s3, bucket, operation, method, status, status_by_id):
    put(s3, bucket)
    marker = s3.delete_object(Bucket=bucket, Key="key")["VersionId"]
    more = {"ObjectAttributes": ["ETag"]} if operation.endswith("attributes") else {}
    error = error_of(getattr(s3, operation), Bucket=bucket, Key="key", **more)
    assert (error["Status"], error["Code"]) == (status, "NoSuchKey")
    error = error_of(getattr(s3, operation), Bucket=bucket, Key="key", VersionId=marker, **more)
    assert (error["Status"], error["Code"], error["Method"]) == (status_by_id, "MethodNotAllowed", method)


def test_deleting_what_never_was_leaves_a_marker(s3, bucket):
    marker = s3.delete_object(Bucket=bucket, Key="never")["VersionId"]
    assert listed(s3, bucket) == [("never", marker, "marker", True)]
    again = s3.delete_object(Bucket=bucket, Key="never")["VersionId"]
    assert again != marker and len(listed(s3, bucket)) == 2


def test_a_suspended_buckets_marker_is_the_null_version(s3, bucket):
    kept = put(s3, bucket, body=b"kept")["VersionId"]
    set_versioning(s3, bucket, "Suspended")
    put(s3, bucket, body=b"null")
    deleted = s3.delete_object(Bucket=bucket, Key="key")
    assert (deleted["DeleteMarker"], deleted["VersionId"]) == (True, "null")
    assert sorted(listed(s3, bucket)) == sorted([("key", "null", "marker", True), ("key", kept, "version", False)])
    # Gone for good: only the marker had the null version's place.
    s3.delete_object(Bucket=bucket, Key="key", VersionId="null")
    assert read(s3, bucket) == b"kept"


def test_deleting_the_latest_version_brings_the_one_before(s3, bucket):
    versions = [put(s3, bucket, body=b"%d" % number)["VersionId"] for number in range(3)]
    gone = s3.delete_object(Bucket=bucket, Key="key", VersionId=versions[2])
    assert gone["VersionId"] == versions[2] and "DeleteMarker" not in gone
    assert read(s3, bucket) == b"1"
    assert listed(s3, bucket)[0] == ("key", versions[1], "version", True)
    s3.delete_object(Bucket=bucket, Key="key", VersionId=versions[0])
    assert read(s3, bucket) == b"1"
    s3.delete_object(Bucket=bucket, Key="key", VersionId=versions[1])
    assert error_of(s3.get_object, Bucket=bucket, Key="key")["Code"] == "NoSuchKey" and listed(s3, bucket) == []
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_many_are_deleted_at_once_with_their_versions(s3, bucket):
    one, two = put(s3, bucket, "a")["VersionId"], put(s3, bucket, "a")["VersionId"]
    put(s3, bucket, "b")
    marked = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "b"}, {"Key": "a", "VersionId": two}]})
    marker = next(entry for entry in marked["Deleted"] if entry["Key"] == "b")
    assert marker["DeleteMarker"] is True and "VersionId" not in marker
    assert {"Key": "a", "VersionId": two} in marked["Deleted"]
    assert listed(s3, bucket, Prefix="a") == [("a", one, "version", True)]
    undone = s3.delete_objects(Bucket=bucket, Delete={"Objects": [
        {"Key": "b", "VersionId": marker["DeleteMarkerVersionId"]}, {"Key": "a", "VersionId": "null"}]})
    assert {"Key": "b", "VersionId": marker["DeleteMarkerVersionId"], "DeleteMarker": True,
            "DeleteMarkerVersionId": marker["DeleteMarkerVersionId"]} in undone["Deleted"]
    assert "Errors" not in undone and read(s3, bucket, "b") == b"body"


def test_a_bucket_with_nothing_but_a_marker_is_not_empty(s3, bucket):
    marker = s3.delete_object(Bucket=bucket, Key="key")["VersionId"]
    error = error_of(s3.delete_bucket, Bucket=bucket)
    assert (error["Code"], error["Status"]) == ("BucketNotEmpty", 409)
    assert error["Message"] == (
        "The bucket you tried to delete is not empty. You must delete all versions in the bucket.")
    s3.delete_object(Bucket=bucket, Key="key", VersionId=marker)
    s3.delete_bucket(Bucket=bucket)


# Versions named


@pytest.mark.parametrize("operation", ["get_object", "get_object_tagging", "get_object_acl"])
def test_versions_that_are_not_there(s3, bucket, operation):
    put(s3, bucket)
    foreign = put(s3, bucket, "other")["VersionId"]
    error = error_of(getattr(s3, operation), Bucket=bucket, Key="key", VersionId=foreign)
    assert (error["Code"], error["Status"]) == ("NoSuchVersion", 404)
    assert error["Message"] == "The specified version does not exist."
    assert (error["Key"], error["VersionId"]) == ("key", foreign)
    error = error_of(getattr(s3, operation), Bucket=bucket, Key="key", VersionId="not-a-version")
    assert (error["Code"], error["Message"]) == ("InvalidArgument", "Invalid version id specified")
    assert (error["ArgumentName"], error["ArgumentValue"], error["Status"]) == ("versionId", "not-a-version", 400)


def test_deleting_a_version_that_is_not_there_is_no_error(s3, bucket):
    put(s3, bucket)
    foreign = put(s3, bucket, "other")["VersionId"]
    assert s3.delete_object(Bucket=bucket, Key="key", VersionId=foreign)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert read(s3, bucket) == b"body" and read(s3, bucket, "other") == b"body"
    assert error_of(s3.delete_object, Bucket=bucket, Key="key", VersionId="made-up")["Code"] == "InvalidArgument"


def test_an_empty_version_is_refused(server, s3, bucket):
    put(s3, bucket)
    error = send_signed(server, "GET", f"/{bucket}/key?versionId=").error
    assert (error["Code"], error["Message"]) == ("InvalidArgument", "Version id cannot be the empty string")


def test_an_old_version_is_copied_over_the_new(s3, bucket):
    old = put(s3, bucket, body=b"old", Metadata={"a": "b"})["VersionId"]
    put(s3, bucket, body=b"new")
    done = s3.copy_object(
        Bucket=bucket, Key="key", CopySource={"Bucket": bucket, "Key": "key", "VersionId": old})
    assert done["CopySourceVersionId"] == old and done["VersionId"] not in (old, None)
    assert read(s3, bucket) == b"old" and s3.head_object(Bucket=bucket, Key="key")["Metadata"] == {"a": "b"}
    assert len(listed(s3, bucket)) == 3
    part = s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    copied = s3.upload_part_copy(
        Bucket=bucket, Key="parts", UploadId=part, PartNumber=1,
        CopySource={"Bucket": bucket, "Key": "key", "VersionId": old})
    assert copied["CopySourceVersionId"] == old


def test_a_copy_does_not_name_the_null_version(s3):
    bucket = new_bucket(s3, "null")
    put(s3, bucket)
    begun = {"Bucket": bucket, "Key": "parts",
             "UploadId": s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]}
    for status in (None, "Enabled", "Suspended"):
        if status:
            set_versioning(s3, bucket, status)
        for source in ({}, {"VersionId": "null"}):
            source = {"CopySource": {"Bucket": bucket, "Key": "key", **source}}
            assert "CopySourceVersionId" not in s3.copy_object(Bucket=bucket, Key="copy", **source)
            assert "CopySourceVersionId" not in s3.upload_part_copy(**begun, PartNumber=1, **source)


def test_a_marker_cannot_be_copied(s3, bucket):
    put(s3, bucket)
    marker = s3.delete_object(Bucket=bucket, Key="key")["VersionId"]
    error = error_of(s3.copy_object, Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "key"})
    assert (error["Code"], error["Status"]) == ("NoSuchKey", 404)
    error = error_of(s3.copy_object, Bucket=bucket, Key="copy",
                     CopySource={"Bucket": bucket, "Key": "key", "VersionId": marker})
    assert (error["Code"], error["Message"], error["Status"]) == (
        "InvalidRequest", "The source of a copy request may not specifically refer to a delete marker by version id.",
        400)


def test_tags_and_attributes_belong_to_a_version(s3, bucket):
    old = put(s3, bucket, body=b"old", Tagging="age=old")["VersionId"]
    new = put(s3, bucket, body=b"newer", Tagging="age=new")["VersionId"]
    assert s3.get_object_tagging(Bucket=bucket, Key="key", VersionId=old)["TagSet"] == [{"Key": "age", "Value": "old"}]
    current = s3.get_object_tagging(Bucket=bucket, Key="key")
    assert (current["VersionId"], current["TagSet"][0]["Value"]) == (new, "new")
    changed = s3.put_object_tagging(
        Bucket=bucket, Key="key", VersionId=old, Tagging={"TagSet": [{"Key": "age", "Value": "ancient"}]})
    assert changed["VersionId"] == old
    assert s3.get_object_tagging(Bucket=bucket, Key="key")["TagSet"][0]["Value"] == "new"
    assert s3.delete_object_tagging(Bucket=bucket, Key="key", VersionId=new)["VersionId"] == new
    assert s3.get_object_tagging(Bucket=bucket, Key="key")["TagSet"] == []
    assert s3.get_object_tagging(Bucket=bucket, Key="key", VersionId=old)["TagSet"][0]["Value"] == "ancient"
    attributes = s3.get_object_attributes(Bucket=bucket, Key="key", VersionId=old, ObjectAttributes=["ObjectSize"])
    assert (attributes["VersionId"], attributes["ObjectSize"]) == (old, 3)


def test_acls_belong_to_a_version(s3, bucket):
    turn_acls_on(s3, bucket, "ObjectWriter")
    old, _ = put(s3, bucket)["VersionId"], put(s3, bucket)
    s3.put_object_acl(Bucket=bucket, Key="key", VersionId=old, ACL="bucket-owner-read")
    s3.put_object_acl(Bucket=bucket, Key="key", VersionId=old,
                      GrantRead='uri="http://acs.amazonaws.com/groups/s3/LogDelivery"')
    assert [grant["Permission"] for grant in s3.get_object_acl(
        Bucket=bucket, Key="key", VersionId=old)["Grants"]] == ["READ"]
    assert [grant["Permission"] for grant in s3.get_object_acl(
        Bucket=bucket, Key="key")["Grants"]] == ["FULL_CONTROL"]


@pytest.fixture(scope="module")
def user(server):
    """May what concerns objects, but no versions of them."""
    return server.client("s3", Callers(server).user(allow([
        "s3:GetObject", "s3:DeleteObject", "s3:GetObjectTagging", "s3:PutObjectTagging", "s3:DeleteObjectTagging",
        "s3:GetObjectAcl", "s3:PutObjectAcl"]))[1])


@pytest.mark.parametrize("operation, action, more", [
    ("get_object", "s3:GetObjectVersion", {}), ("delete_object", "s3:DeleteObjectVersion", {}),
    ("get_object_tagging", "s3:GetObjectVersionTagging", {}),
    ("delete_object_tagging", "s3:DeleteObjectVersionTagging", {}),
    ("put_object_tagging", "s3:PutObjectVersionTagging", {"Tagging": {"TagSet": []}}),
    ("get_object_acl", "s3:GetObjectVersionAcl", {}), ("put_object_acl", "s3:PutObjectVersionAcl", {"ACL": "private"}),
])
def test_a_version_takes_a_permission_of_its_own(s3, user, bucket, operation, action, more):
    turn_acls_on(s3, bucket)
    version = put(s3, bucket)["VersionId"]
    denied = denial_of(getattr(user, operation), Bucket=bucket, Key="key", VersionId=version, **more)
    assert f"perform: {action} " in denied["Message"]
    getattr(user, operation)(Bucket=bucket, Key="key", **more)


# The listing


@pytest.fixture(scope="module")
def shelf(s3):
    """Three keys, each with two versions and a marker, the last still deleted; and folders."""
    bucket = new_bucket(s3, "shelf")
    set_versioning(s3, bucket, "Enabled")
    for key in ("book", "dir/one", "dir/sub/two", "zebra"):
        put(s3, bucket, key, b"1")
        s3.delete_object(Bucket=bucket, Key=key)
        if key != "zebra":
            put(s3, bucket, key, b"22")
    return bucket


SPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


def document_order(server, bucket, query="") -> list[tuple]:
    root = ElementTree.fromstring(send_signed(server, "GET", f"/{bucket}?versions{query}").body)
    assert root.tag == "{http://s3.amazonaws.com/doc/2006-03-01/}ListVersionsResult"
    space = "{http://s3.amazonaws.com/doc/2006-03-01/}"
    return [(child.tag.split("}")[1], child.find(f"{space}Key").text, child.find(f"{space}VersionId").text)
            for child in root if child.tag.endswith(("}Version", "}DeleteMarker"))]


def test_versions_and_markers_stand_by_key_newest_first(server, shelf):
    entries = [(kind, key) for kind, key, _ in document_order(server, shelf)]
    assert entries == [
        (kind, key) for key in ("book", "dir/one", "dir/sub/two") for kind in ("Version", "DeleteMarker", "Version")
    ] + [("DeleteMarker", "zebra"), ("Version", "zebra")]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_pages_of_versions_are_complete_and_without_doubles(server, s3, shelf, size):
    whole = [(key, version) for _, key, version in document_order(server, shelf)]
    found, markers = [], {}
    while True:
        query = "".join(f"&{name}={value.replace('/', '%2F')}" for name, value in markers.items())
        page = s3.list_object_versions(Bucket=shelf, MaxKeys=size, **{
            {"key-marker": "KeyMarker", "version-id-marker": "VersionIdMarker"}[name]: value
            for name, value in markers.items()})
        entries = document_order(server, shelf, f"&max-keys={size}{query}")
        assert len(entries) <= size
        found += [(key, version) for _, key, version in entries]
        if not page["IsTruncated"]:
            break
        markers = {"key-marker": page["NextKeyMarker"], "version-id-marker": page["NextVersionIdMarker"]}
    assert found == whole and len(set(found)) == len(found)


def next_page(s3, bucket, page) -> list[tuple]:
    """What stands behind a page: id and whether it is the latest, the newest first."""
    rest = s3.list_object_versions(
        Bucket=bucket, KeyMarker=page["NextKeyMarker"], VersionIdMarker=page["NextVersionIdMarker"])
    assert not rest["IsTruncated"]
    return [(entry["VersionId"], entry["IsLatest"]) for entry in rest.get("Versions", [])]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_listing_goes_on_where_its_last_version_is_gone(s3, bucket, size):
    made = [put(s3, bucket)["VersionId"] for _ in range(5)][::-1]
    page = s3.list_object_versions(Bucket=bucket, MaxKeys=size)
    assert page["NextVersionIdMarker"] == made[size - 1]
    s3.delete_object(Bucket=bucket, Key="key", VersionId=made[size - 1])
    # Where the page held the latest alone, that is another one now.
    assert next_page(s3, bucket, page) == [
        (version, size == 1 and version == made[1]) for version in made[size:]]
    for version in made[:size]:
        s3.delete_object(Bucket=bucket, Key="key", VersionId=version)
    assert next_page(s3, bucket, page) == [(version, version == made[size]) for version in made[size:]]
    for version in made[size:]:
        s3.delete_object(Bucket=bucket, Key="key", VersionId=version)
    assert next_page(s3, bucket, page) == []


def test_a_listing_goes_on_where_its_marker_is_gone(s3, bucket):
    version = put(s3, bucket)["VersionId"]
    older, newer = (s3.delete_object(Bucket=bucket, Key="key")["VersionId"] for _ in range(2))
    page = s3.list_object_versions(Bucket=bucket, MaxKeys=1)
    assert page["NextVersionIdMarker"] == newer
    s3.delete_object(Bucket=bucket, Key="key", VersionId=newer)
    markers = {"KeyMarker": "key", "VersionIdMarker": newer}
    rest = s3.list_object_versions(Bucket=bucket, **markers)
    assert [(entry["VersionId"], entry["IsLatest"]) for entry in rest["DeleteMarkers"]] == [(older, True)]
    assert [(entry["VersionId"], entry["IsLatest"]) for entry in rest["Versions"]] == [(version, False)]
    s3.delete_object(Bucket=bucket, Key="key", VersionId=older)
    assert next_page(s3, bucket, page) == [(version, True)]


def test_a_listing_goes_on_where_its_null_version_is_gone(s3):
    bucket = new_bucket(s3, "null")
    put(s3, bucket)
    set_versioning(s3, bucket, "Enabled")
    version = put(s3, bucket)["VersionId"]
    set_versioning(s3, bucket, "Suspended")
    put(s3, bucket)
    page = s3.list_object_versions(Bucket=bucket, MaxKeys=1)
    assert page["NextVersionIdMarker"] == "null"
    assert next_page(s3, bucket, page) == [(version, False)]
    # Its id does not tell its place: the key is listed from its start.
    s3.delete_object(Bucket=bucket, Key="key", VersionId="null")
    assert next_page(s3, bucket, page) == [(version, True)]


def test_folders_of_versions(s3, shelf):
    answer = s3.list_object_versions(Bucket=shelf, Delimiter="/")
    assert [prefix["Prefix"] for prefix in answer["CommonPrefixes"]] == ["dir/"]
    assert {entry["Key"] for entry in answer["Versions"] + answer["DeleteMarkers"]} == {"book", "zebra"}
    answer = s3.list_object_versions(Bucket=shelf, Delimiter="/", Prefix="dir/")
    assert [prefix["Prefix"] for prefix in answer["CommonPrefixes"]] == ["dir/sub/"]
    assert [entry["Key"] for entry in answer["Versions"]] == ["dir/one"] * 2
    page = s3.list_object_versions(Bucket=shelf, Delimiter="/", Prefix="dir/", KeyMarker="dir/one", MaxKeys=1)
    assert [prefix["Prefix"] for prefix in page["CommonPrefixes"]] == ["dir/sub/"] and not page["IsTruncated"]
    first = s3.list_object_versions(Bucket=shelf, Delimiter="/", KeyMarker="book", MaxKeys=1)
    assert (first["NextKeyMarker"], first["IsTruncated"]) == ("dir/", True) and "NextVersionIdMarker" not in first
    rest = s3.list_object_versions(Bucket=shelf, Delimiter="/", KeyMarker="dir/", MaxKeys=10)
    assert "CommonPrefixes" not in rest and [entry["Key"] for entry in rest["DeleteMarkers"]] == ["zebra"]


def test_markers_of_the_listing(s3, shelf):
    after = s3.list_object_versions(Bucket=shelf, KeyMarker="dir/sub/two", MaxKeys=1)
    assert after["NextKeyMarker"] == "zebra" and after["DeleteMarkers"][0]["IsLatest"] is True
    assert (after["KeyMarker"], after["VersionIdMarker"], after["MaxKeys"]) == ("dir/sub/two", "", 1)
    end = s3.list_object_versions(Bucket=shelf, KeyMarker="zebra")
    assert "Versions" not in end and "DeleteMarkers" not in end and end["IsTruncated"] is False
    error = error_of(s3.list_object_versions, Bucket=shelf, VersionIdMarker=after["NextVersionIdMarker"])
    assert (error["Code"], error["ArgumentName"]) == ("InvalidArgument", "version-id-marker")
    assert error["Message"] == "A version-id marker cannot be specified without a key marker."


def test_what_a_version_tells_in_the_listing(s3, bucket):
    body = put(s3, bucket, "한글 & <b>", StorageClass="STANDARD_IA")
    entry = s3.list_object_versions(Bucket=bucket)["Versions"][0]
    assert entry.pop("LastModified") and entry.pop("Owner")["ID"] == s3.list_buckets()["Owner"]["ID"]
    assert entry == {"Key": "한글 & <b>", "VersionId": body["VersionId"], "IsLatest": True, "Size": 4,
                     "ETag": body["ETag"], "StorageClass": "STANDARD_IA", "ChecksumAlgorithm": ["CRC32"],
                     "ChecksumType": "FULL_OBJECT"}
    answer = answer_of(s3.list_object_versions(Bucket=bucket))
    assert (answer["KeyMarker"], answer["VersionIdMarker"], answer["MaxKeys"], answer["Prefix"]) == ("", "", 1000, "")


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2", "list_object_versions",
                                       "list_multipart_uploads"])
def test_encodings_of_listings(s3, bucket, operation):
    error = error_of(getattr(s3, operation), Bucket=bucket, EncodingType="base64")
    assert (error["Code"], error["Message"]) == ("InvalidArgument", "Invalid Encoding Method specified in Request")
    assert (error["ArgumentName"], error["ArgumentValue"]) == ("encoding-type", "base64")
