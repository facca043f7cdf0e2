"""Object lock: what may not be deleted, until when, and who may nevertheless."""

import datetime
import time

import pytest

from buckets import EVERYBODY, MIB, new_bucket, put, put_policy, read, within
from callers import Callers, allow, denial_of, error_of

LOCKED = ("AccessDenied", "Access Denied because object protected by object lock.", 403)
NO_LOCK = ("InvalidRequest", "Bucket is missing Object Lock Configuration", 400)
NEVER_LOCKED = ("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", 404)
MALFORMED = "The XML you provided was not well-formed or did not validate against our published schema"


def later(**time_from_now) -> datetime.datetime:
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**time_from_now)).replace(microsecond=0)


def told(error) -> tuple:
    return error["Code"], error["Message"], error["Status"]


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def bucket(s3):
    return new_bucket(s3, "locks", ObjectLockEnabledForBucket=True)


@pytest.fixture(scope="module")
def plain(s3):
    """A bucket without object lock."""
    bucket = new_bucket(s3, "plain")
    put(s3, bucket)
    return bucket


@pytest.fixture
def key(request):
    return request.node.name


def lock(s3, bucket, key, mode="GOVERNANCE", until=None, **more) -> str:
    """A locked version."""
    return put(s3, bucket, key, ObjectLockMode=mode, ObjectLockRetainUntilDate=until or later(days=1),
               **more)["VersionId"]


def retain(s3, bucket, key, mode, until, **more):
    return s3.put_object_retention(
        Bucket=bucket, Key=key, Retention={"Mode": mode, "RetainUntilDate": until} if mode else {}, **more)


# The bucket


def test_a_bucket_made_with_object_lock_keeps_versions_for_ever(s3, bucket):
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"] == {
        "ObjectLockEnabled": "Enabled"}
    error = error_of(s3.put_bucket_versioning, Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    assert told(error) == (
        "InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot "
        "be changed.", 409)


def test_object_lock_comes_later_to_a_bucket_that_keeps_versions(s3):
    bucket = new_bucket(s3, "later")
    enable = {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}}
    error = error_of(s3.put_object_lock_configuration, Bucket=bucket, **enable)
    assert (error["Code"], error["Status"]) == ("InvalidBucketState", 409)
    assert error["Message"] == "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object_lock_configuration(Bucket=bucket, **enable)
    version = lock(s3, bucket, "key")
    assert told(error_of(s3.delete_object, Bucket=bucket, Key="key", VersionId=version)) == LOCKED


@pytest.mark.parametrize("retention, code", [
    ({"Mode": "GOVERNANCE"}, "MalformedXML"), ({"Days": 1}, "MalformedXML"),
    ({"Mode": "GOVERNANCE", "Days": 1, "Years": 1}, "MalformedXML"), ({"Mode": "FOREVER", "Days": 1}, "MalformedXML"),
    ({"Mode": "COMPLIANCE", "Days": 0}, "InvalidArgument"),
])
def test_default_retentions_that_make_no_sense(s3, bucket, retention, code):
    error = error_of(s3.put_object_lock_configuration, Bucket=bucket, ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}})
    assert (error["Code"], error["Status"]) == (code, 400)
    if code == "InvalidArgument":
        assert error["Message"] == "Default retention period must be a positive integer value."


def test_default_retention_is_given_to_whatever_is_written(s3):
    bucket = new_bucket(s3, "default", ObjectLockEnabledForBucket=True)
    before = put(s3, bucket, "before")["VersionId"]
    wanted = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 3}}}
    s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=wanted)
    assert s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"] == wanted
    put(s3, bucket, "put")
    s3.copy_object(Bucket=bucket, Key="copied", CopySource={"Bucket": bucket, "Key": "before"})
    upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="parts", UploadId=upload, PartNumber=1, Body=b"x")["ETag"]
    s3.complete_multipart_upload(Bucket=bucket, Key="parts", UploadId=upload, MultipartUpload={
        "Parts": [{"PartNumber": 1, "ETag": part}]})
    for key in ("put", "copied", "parts"):
        head = s3.head_object(Bucket=bucket, Key=key)
        assert head["ObjectLockMode"] == "GOVERNANCE", key
        assert abs(head["ObjectLockRetainUntilDate"] - later(days=3)) < datetime.timedelta(minutes=2), key
        error = error_of(s3.delete_object, Bucket=bucket, Key=key, VersionId=head["VersionId"])
        assert told(error) == LOCKED, key
    # What a writer asks for goes before; what was there before stays free.
    lock(s3, bucket, "own", "COMPLIANCE")
    assert s3.head_object(Bucket=bucket, Key="own")["ObjectLockMode"] == "COMPLIANCE"
    s3.delete_object(Bucket=bucket, Key="before", VersionId=before)


# Writing locked objects


@pytest.mark.parametrize("arguments, name, value, sentence", [
    ({"ObjectLockMode": "GOVERNANCE"}, "x-amz-object-lock-retain-until-date", None,
     "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied"),
    ({"ObjectLockRetainUntilDate": later(days=1)}, "x-amz-object-lock-mode", None,
     "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied"),
    ({"ObjectLockMode": "BAD-VALUE", "ObjectLockRetainUntilDate": later(days=1)}, "x-amz-object-lock-mode",
     "BAD-VALUE", "Unknown wormMode directive."),
    ({"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": later(days=-1)},
     "x-amz-object-lock-retain-until-date", None, "The retain until date must be in the future!"),
])
def test_locks_that_make_no_sense(s3, bucket, arguments, name, value, sentence):
    for call in (s3.put_object, s3.create_multipart_upload):
        error = error_of(call, Bucket=bucket, Key="senseless", **arguments)
        assert told(error) == ("InvalidArgument", sentence, 400)
        assert error["ArgumentName"] == name and (value is None or error["ArgumentValue"] == value)
    assert error_of(s3.head_object, Bucket=bucket, Key="senseless")["Status"] == 404


@pytest.mark.parametrize("arguments", [
    {"ObjectLockLegalHoldStatus": "ON"},
    {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": later(days=1)},
])
def test_locks_in_a_bucket_without(s3, plain, arguments):
    assert told(error_of(s3.put_object, Bucket=plain, Key="x", Body=b"", **arguments)) == NO_LOCK
    error = error_of(s3.copy_object, Bucket=plain, Key="x", CopySource={"Bucket": plain, "Key": "key"}, **arguments)
    assert told(error) == NO_LOCK


def test_questions_and_changes_in_a_bucket_without(s3, plain):
    for call, arguments in [
        (s3.get_object_retention, {}), (s3.get_object_legal_hold, {}),
        (s3.put_object_retention, {"Retention": {"Mode": "GOVERNANCE", "RetainUntilDate": later(days=1)}}),
        (s3.put_object_legal_hold, {"LegalHold": {"Status": "ON"}}),
    ]:
        assert told(error_of(call, Bucket=plain, Key="key", **arguments)) == NO_LOCK


def test_a_lock_shows_and_is_not_copied(s3, bucket, key):
    until = later(days=1)
    version = lock(s3, bucket, key, until=until, ObjectLockLegalHoldStatus="ON")
    for got in (s3.head_object(Bucket=bucket, Key=key), s3.get_object(Bucket=bucket, Key=key)):
        assert (got["ObjectLockMode"], got["ObjectLockRetainUntilDate"], got["ObjectLockLegalHoldStatus"]) == (
            "GOVERNANCE", until, "ON")
    assert s3.get_object_retention(Bucket=bucket, Key=key, VersionId=version)["Retention"] == {
        "Mode": "GOVERNANCE", "RetainUntilDate": until}
    s3.copy_object(Bucket=bucket, Key=f"{key}-copy", CopySource={"Bucket": bucket, "Key": key})
    copy = s3.head_object(Bucket=bucket, Key=f"{key}-copy")
    assert not [name for name in copy if name.startswith("ObjectLock")]


# Governance and compliance


@pytest.mark.parametrize("mode", ["GOVERNANCE", "COMPLIANCE"])
def test_a_locked_version_stays_whatever_happens_to_its_key(s3, bucket, key, mode):
    version = lock(s3, bucket, key, mode)
    assert told(error_of(s3.delete_object, Bucket=bucket, Key=key, VersionId=version)) == LOCKED
    put(s3, bucket, key, b"newer")
    assert s3.delete_object(Bucket=bucket, Key=key)["DeleteMarker"] is True
    assert read(s3, bucket, key, VersionId=version) == b"body"
    refused = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key, "VersionId": version}]})
    assert "Deleted" not in refused and refused["Errors"] == [
        {"Key": key, "VersionId": version, "Code": LOCKED[0], "Message": LOCKED[1]}]
    assert error_of(s3.delete_bucket, Bucket=bucket)["Code"] == "BucketNotEmpty"


def test_governance_is_passed_by_who_says_so(s3, bucket, key):
    version, other = lock(s3, bucket, key), lock(s3, bucket, key)
    s3.delete_object(Bucket=bucket, Key=key, VersionId=version, BypassGovernanceRetention=True)
    gone = s3.delete_objects(Bucket=bucket, BypassGovernanceRetention=True, Delete={
        "Objects": [{"Key": key, "VersionId": other}]})
    assert "Errors" not in gone
    assert error_of(s3.head_object, Bucket=bucket, Key=key)["Status"] == 404


def test_compliance_is_passed_by_nobody(s3, bucket, key):
    version = lock(s3, bucket, key, "COMPLIANCE")
    error = error_of(s3.delete_object, Bucket=bucket, Key=key, VersionId=version, BypassGovernanceRetention=True)
    assert told(error) == LOCKED
    for mode, until in (("COMPLIANCE", later(hours=1)), ("GOVERNANCE", later(days=2)), (None, None)):
        error = error_of(retain, s3=s3, bucket=bucket, key=key, mode=mode, until=until,
                         BypassGovernanceRetention=True)
        assert told(error) == LOCKED, mode
    until = later(days=2)
    retain(s3, bucket, key, "COMPLIANCE", until)
    assert s3.get_object_retention(Bucket=bucket, Key=key)["Retention"]["RetainUntilDate"] == until


def test_retention_is_made_longer_by_all_and_shorter_by_bypass(s3, bucket, key):
    lock(s3, bucket, key, until=later(days=2))
    retain(s3, bucket, key, "GOVERNANCE", later(days=3))
    for mode, until in (("GOVERNANCE", later(days=1)), (None, None)):
        error = error_of(retain, s3=s3, bucket=bucket, key=key, mode=mode, until=until)
        assert told(error) == LOCKED, mode
    retain(s3, bucket, key, "GOVERNANCE", later(days=1), BypassGovernanceRetention=True)
    retain(s3, bucket, key, None, None, BypassGovernanceRetention=True)
    assert told(error_of(s3.get_object_retention, Bucket=bucket, Key=key)) == NEVER_LOCKED
    s3.delete_object(Bucket=bucket, Key=key, VersionId=s3.head_object(Bucket=bucket, Key=key)["VersionId"])


def test_governance_becomes_compliance_by_bypass(s3, bucket, key):
    """Compliance is stricter, but it is another mode: who may lengthen governance may not bring it in."""
    until = later(days=1)
    lock(s3, bucket, key, until=until)
    for date in (until, later(days=2)):
        assert told(error_of(retain, s3=s3, bucket=bucket, key=key, mode="COMPLIANCE", until=date)) == LOCKED
    assert s3.get_object_retention(Bucket=bucket, Key=key)["Retention"]["Mode"] == "GOVERNANCE"
    retain(s3, bucket, key, "COMPLIANCE", until, BypassGovernanceRetention=True)
    assert s3.get_object_retention(Bucket=bucket, Key=key)["Retention"]["Mode"] == "COMPLIANCE"


def test_retention_ends(s3, bucket, key):
    version = lock(s3, bucket, key, "COMPLIANCE", later(seconds=3))
    assert told(error_of(s3.delete_object, Bucket=bucket, Key=key, VersionId=version)) == LOCKED
    time.sleep(3.2)
    s3.delete_object(Bucket=bucket, Key=key, VersionId=version)
    assert error_of(s3.head_object, Bucket=bucket, Key=key)["Status"] == 404


@pytest.mark.parametrize("retention, code, sentence", [
    ({"Mode": "GOVERNANCE"}, "MalformedXML", MALFORMED),
    ({"RetainUntilDate": later(days=1)}, "MalformedXML", MALFORMED),
    ({"Mode": "FOREVER", "RetainUntilDate": later(days=1)}, "MalformedXML", MALFORMED),
    ({"Mode": "GOVERNANCE", "RetainUntilDate": later(days=-1)}, "InvalidArgument",
     "The retain until date must be in the future!"),
])
def test_retentions_that_make_no_sense(s3, bucket, key, retention, code, sentence):
    put(s3, bucket, key)
    error = error_of(s3.put_object_retention, Bucket=bucket, Key=key, Retention=retention)
    assert told(error) == (code, sentence, 400)


def test_what_was_never_locked(s3, bucket, key):
    put(s3, bucket, key)
    assert told(error_of(s3.get_object_retention, Bucket=bucket, Key=key)) == NEVER_LOCKED
    assert told(error_of(s3.get_object_legal_hold, Bucket=bucket, Key=key)) == NEVER_LOCKED
    error = error_of(s3.get_object_retention, Bucket=bucket, Key=f"{key}-none")
    assert (error["Code"], error["Status"]) == ("NoSuchKey", 404)


def test_a_marker_has_no_lock(s3, bucket, key):
    lock(s3, bucket, key)
    marker = s3.delete_object(Bucket=bucket, Key=key)["VersionId"]
    error = error_of(s3.put_object_retention, Bucket=bucket, Key=key, VersionId=marker,
                     Retention={"Mode": "GOVERNANCE", "RetainUntilDate": later(days=1)})
    assert (error["Code"], error["Method"], error["ResourceType"]) == ("MethodNotAllowed", "PUT", "DeleteMarker")
    error = error_of(s3.get_object_retention, Bucket=bucket, Key=key, VersionId=marker)
    assert (error["Code"], error["Method"], error["Status"]) == ("MethodNotAllowed", "GET", 405)
    s3.delete_object(Bucket=bucket, Key=key, VersionId=marker)


# Legal hold


def test_a_legal_hold_stops_even_bypass(s3, bucket, key):
    version = put(s3, bucket, key, ObjectLockLegalHoldStatus="ON")["VersionId"]
    assert s3.get_object_legal_hold(Bucket=bucket, Key=key)["LegalHold"] == {"Status": "ON"}
    for bypass in ({}, {"BypassGovernanceRetention": True}):
        error = error_of(s3.delete_object, Bucket=bucket, Key=key, VersionId=version, **bypass)
        assert told(error) == LOCKED
    s3.put_object_legal_hold(Bucket=bucket, Key=key, LegalHold={"Status": "OFF"})
    assert s3.head_object(Bucket=bucket, Key=key)["ObjectLockLegalHoldStatus"] == "OFF"
    s3.delete_object(Bucket=bucket, Key=key, VersionId=version)


def test_a_legal_hold_and_a_retention_are_two_things(s3, bucket, key):
    version = lock(s3, bucket, key, ObjectLockLegalHoldStatus="ON")
    s3.put_object_legal_hold(Bucket=bucket, Key=key, VersionId=version, LegalHold={"Status": "OFF"})
    assert told(error_of(s3.delete_object, Bucket=bucket, Key=key, VersionId=version)) == LOCKED
    s3.put_object_legal_hold(Bucket=bucket, Key=key, VersionId=version, LegalHold={"Status": "ON"})
    retain(s3, bucket, key, None, None, BypassGovernanceRetention=True)
    assert told(error_of(s3.delete_object, Bucket=bucket, Key=key, VersionId=version)) == LOCKED


@pytest.mark.parametrize("hold", [{}, {"Status": "MAYBE"}])
def test_a_legal_hold_is_on_or_off(s3, bucket, key, hold):
    put(s3, bucket, key)
    error = error_of(s3.put_object_legal_hold, Bucket=bucket, Key=key, LegalHold=hold)
    assert (error["Code"], error["Status"]) == ("MalformedXML", 400)


# Who may


@pytest.fixture(scope="module")
def callers(server):
    return Callers(server)


EVERYDAY = ["s3:GetObject*", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectRetention",
            "s3:PutObjectLegalHold"]


def test_bypassing_takes_a_permission(server, s3, callers, bucket, key):
    version = lock(s3, bucket, key)
    user = server.client("s3", callers.user(allow(EVERYDAY))[1])
    guard = server.client("s3", callers.user(allow([*EVERYDAY, "s3:BypassGovernanceRetention"]))[1])
    denied = denial_of(user.delete_object, Bucket=bucket, Key=key, VersionId=version, BypassGovernanceRetention=True)
    assert "s3:BypassGovernanceRetention" in denied["Message"] or told(denied) == LOCKED
    denial_of(retain, s3=user, bucket=bucket, key=key, mode="GOVERNANCE", until=later(hours=1),
              BypassGovernanceRetention=True)
    refused = user.delete_objects(Bucket=bucket, BypassGovernanceRetention=True, Delete={
        "Objects": [{"Key": key, "VersionId": version}]})
    assert [error["Code"] for error in refused["Errors"]] == ["AccessDenied"]
    # The permission alone is not enough: it takes the header too.
    assert told(error_of(guard.delete_object, Bucket=bucket, Key=key, VersionId=version)) == LOCKED
    retain(guard, bucket, key, "GOVERNANCE", later(hours=1), BypassGovernanceRetention=True)
    guard.delete_object(Bucket=bucket, Key=key, VersionId=version, BypassGovernanceRetention=True)


@pytest.mark.parametrize("arguments, action", [
    ({"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": later(days=1)}, "s3:PutObjectRetention"),
    ({"ObjectLockLegalHoldStatus": "ON"}, "s3:PutObjectLegalHold"),
])
def test_writing_a_lock_takes_its_permission(server, callers, bucket, key, arguments, action):
    writer = server.client("s3", callers.user(allow("s3:PutObject"))[1])
    assert action in denial_of(writer.put_object, Bucket=bucket, Key=key, Body=b"", **arguments)["Message"]
    assert action in denial_of(writer.create_multipart_upload, Bucket=bucket, Key=key, **arguments)["Message"]
    writer.put_object(Bucket=bucket, Key=key, Body=b"")


def test_seeing_a_lock_takes_its_permission(server, s3, callers, bucket, key):
    lock(s3, bucket, key, ObjectLockLegalHoldStatus="ON")
    reader = server.client("s3", callers.user(allow("s3:GetObject"))[1])
    head = reader.head_object(Bucket=bucket, Key=key)
    assert not [name for name in head if name.startswith("ObjectLock")]
    reader = server.client("s3", callers.user(allow(["s3:GetObject", "s3:GetObjectRetention"]))[1])
    head = reader.head_object(Bucket=bucket, Key=key)
    assert head["ObjectLockMode"] == "GOVERNANCE" and "ObjectLockLegalHoldStatus" not in head


def test_a_policy_limits_how_long(server, callers, s3):
    bucket = new_bucket(s3, "limits", ObjectLockEnabledForBucket=True)
    put_policy(s3, bucket, {
        "Effect": "Deny", **EVERYBODY, "Action": "s3:PutObjectRetention", "Resource": within(bucket),
        "Condition": {"NumericGreaterThan": {"s3:object-lock-remaining-retention-days": "10"}}})
    user = server.client("s3", callers.user(allow("s3:*"))[1])
    lock(user, bucket, "short", until=later(days=5))
    denied = denial_of(lock, s3=user, bucket=bucket, key="long", until=later(days=20))
    assert "explicit deny in a resource-based policy" in denied["Message"]
    denial_of(retain, s3=user, bucket=bucket, key="short", mode="GOVERNANCE", until=later(days=20))


def test_a_locked_multipart_upload(s3, bucket, key):
    upload = s3.create_multipart_upload(
        Bucket=bucket, Key=key, ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=later(days=1),
        ObjectLockLegalHoldStatus="ON")["UploadId"]
    parts = [{"PartNumber": number, "ETag": s3.upload_part(
        Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=body)["ETag"]}
        for number, body in ((1, bytes(5 * MIB)), (2, b"end"))]
    version = s3.complete_multipart_upload(
        Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts})["VersionId"]
    head = s3.head_object(Bucket=bucket, Key=key)
    assert (head["ObjectLockMode"], head["ObjectLockLegalHoldStatus"]) == ("COMPLIANCE", "ON")
    assert told(error_of(s3.delete_object, Bucket=bucket, Key=key, VersionId=version)) == LOCKED
