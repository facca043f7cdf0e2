"""Lifecycle rules that run: a day is a second here."""

import datetime
import time

import pytest

from buckets import eventually, new_bucket, put, read
from callers import error_of
from hanok import Hanok

NEVER = 100_000


@pytest.fixture(scope="module")
def server(executable, tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "hanok.yaml").write_text("s3:\n  lifecycleDaySeconds: 1\n")
    hanok = Hanok(executable, folder, options=["--config", str(folder / "hanok.yaml")]).start()
    yield hanok
    assert hanok.stop() == 0


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3):
    return new_bucket(s3, "cycle")


@pytest.fixture
def versioned(s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


def set_rules(s3, bucket, *rules):
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [
        {"ID": f"rule-{number}", "Status": "Enabled", "Filter": {}} | rule for number, rule in enumerate(rules)]})


def expire(days=1, **filters) -> dict:
    return {"Filter": filters, "Expiration": {"Days": days}}


def keys(s3, bucket) -> list[str]:
    return [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]


def versions(s3, bucket) -> tuple[list, list]:
    answer = s3.list_object_versions(Bucket=bucket)
    return ([(entry["Key"], entry["VersionId"]) for entry in answer.get("Versions", [])],
            [(entry["Key"], entry["VersionId"]) for entry in answer.get("DeleteMarkers", [])])


# Expiration


def test_what_is_old_goes(s3, bucket):
    set_rules(s3, bucket, expire())
    put(s3, bucket)
    assert keys(s3, bucket) == ["key"]
    eventually(lambda: keys(s3, bucket) == [])
    assert error_of(s3.get_object, Bucket=bucket, Key="key")["Code"] == "NoSuchKey"


def test_what_was_there_before_the_rule_goes_too(s3, bucket):
    put(s3, bucket)
    time.sleep(1.1)
    set_rules(s3, bucket, expire())
    eventually(lambda: keys(s3, bucket) == [])


FILTERS = {
    "prefix": ({"Prefix": "logs/"}, {"logs/a", "logs/b"}),
    "tag": ({"Tag": {"Key": "keep", "Value": "no"}}, {"tagged"}),
    "greater": ({"ObjectSizeGreaterThan": 10}, {"big"}),
    "less": ({"ObjectSizeLessThan": 4}, {"small"}),
    "between": (
        {"And": {"ObjectSizeGreaterThan": 3, "ObjectSizeLessThan": 5, "Prefix": "logs/"}}, {"logs/a", "logs/b"}),
    "prefix and tags": (
        {"And": {"Prefix": "t", "Tags": [{"Key": "keep", "Value": "no"}, {"Key": "b", "Value": "c"}]}}, {"tagged"}),
    "tags not all there": (
        {"And": {"Tags": [{"Key": "keep", "Value": "no"}, {"Key": "b", "Value": "x"}]}}, set()),
    "another prefix": ({"Prefix": "logs/ab"}, set()),
}


def test_filters_choose(s3):
    """One bucket for each, all waiting at once; each has a last rule that tells when the sweep has been there."""
    buckets, everything = {}, {"logs/a", "logs/b", "tagged", "big", "small", "other"}
    for name, (chosen, _) in FILTERS.items():
        bucket = buckets[name] = new_bucket(s3, "filter")
        for key in sorted(everything - {"tagged", "big", "small"}):
            put(s3, bucket, key)
        put(s3, bucket, "tagged", Tagging="keep=no&b=c")
        put(s3, bucket, "big", b"x" * 100)
        put(s3, bucket, "small", b"x")
        put(s3, bucket, "~signal", b"fives")
        set_rules(s3, bucket, expire(**chosen), expire(Prefix="~signal"))
    for name, (_, gone) in FILTERS.items():
        eventually(lambda: "~signal" not in keys(s3, buckets[name]))
        eventually(lambda: set(keys(s3, buckets[name])) <= everything - gone, seconds=5)
        assert set(keys(s3, buckets[name])) == everything - gone, name


def test_rules_that_are_off_or_late_do_nothing(s3, bucket):
    for key in ("off", "late", "date", "signal"):
        put(s3, bucket, key)
    set_rules(s3, bucket, expire(Prefix="off") | {"Status": "Disabled"}, expire(days=NEVER, Prefix="late"),
              {"Filter": {"Prefix": "date"}, "Expiration": {"Date": datetime.datetime(2100, 1, 1)}},
              expire(Prefix="signal"))
    eventually(lambda: "signal" not in keys(s3, bucket))
    assert keys(s3, bucket) == ["date", "late", "off"]


def test_a_date_that_has_passed(s3, bucket):
    put(s3, bucket)
    set_rules(s3, bucket, {"Expiration": {"Date": datetime.datetime(2020, 1, 1)}})
    eventually(lambda: keys(s3, bucket) == [])


def test_the_older_form_of_a_rule(s3, bucket):
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [
        {"ID": "old", "Status": "Enabled", "Prefix": "logs/", "Expiration": {"Days": 1}}]})
    for key in ("kept", "logs/a"):
        put(s3, bucket, key)
    eventually(lambda: keys(s3, bucket) == ["kept"])


# Versions


def test_what_expires_in_a_versioned_bucket_gets_a_marker(s3, versioned):
    version = put(s3, versioned)["VersionId"]
    set_rules(s3, versioned, expire())
    eventually(lambda: keys(s3, versioned) == [])
    kept, markers = versions(s3, versioned)
    assert kept == [("key", version)] and [key for key, _ in markers] == ["key"]
    time.sleep(2)
    assert versions(s3, versioned) == (kept, markers), "one marker is enough"
    assert read(s3, versioned, VersionId=version) == b"body"


def test_what_is_not_current_goes(s3, versioned):
    put(s3, versioned, body=b"old")
    current = put(s3, versioned, body=b"new")["VersionId"]
    put(s3, versioned, "deleted")
    s3.delete_object(Bucket=versioned, Key="deleted")
    set_rules(s3, versioned, {"NoncurrentVersionExpiration": {"NoncurrentDays": 1}})
    eventually(lambda: versions(s3, versioned)[0] == [("key", current)])
    assert [key for key, _ in versions(s3, versioned)[1]] == ["deleted"] and read(s3, versioned) == b"new"


def test_the_newest_of_the_old_stay(s3, versioned):
    made = [put(s3, versioned, body=b"%d" % number)["VersionId"] for number in range(5)]
    set_rules(s3, versioned, {"NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 2}})
    expected = [("key", version) for version in made[:1:-1]]
    eventually(lambda: versions(s3, versioned)[0] == expected)
    time.sleep(1.5)
    assert versions(s3, versioned)[0] == expected


def test_the_newest_of_very_many_stay(s3, versioned):
    """More than are looked at in one go."""
    made = [put(s3, versioned)["VersionId"] for _ in range(520)]
    set_rules(s3, versioned, {"NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 100}})
    expected = [("key", version) for version in made[:-102:-1]]
    eventually(lambda: versions(s3, versioned)[0] == expected)
    time.sleep(1.5)
    assert versions(s3, versioned)[0] == expected


def test_what_becomes_current_stays(s3, versioned):
    """What was noncurrent when rules looked at it is not taken as such when it is the current version by then."""
    set_rules(s3, versioned, {"NoncurrentVersionExpiration": {"NoncurrentDays": 1}})
    names = [f"key/{number:03}" for number in range(200)]
    newest = {}
    for name in names:
        put(s3, versioned, name, b"old")
        newest[name] = put(s3, versioned, name, b"new")["VersionId"]
    for name, version in newest.items():
        s3.delete_object(Bucket=versioned, Key=name, VersionId=version)
    there = keys(s3, versioned)
    time.sleep(3)
    assert keys(s3, versioned) == there


def test_a_marker_with_nothing_behind_it_goes(s3, versioned):
    version = put(s3, versioned, "gone")["VersionId"]
    put(s3, versioned, "hidden")
    for key in ("gone", "hidden"):
        s3.delete_object(Bucket=versioned, Key=key)
    s3.delete_object(Bucket=versioned, Key="gone", VersionId=version)
    set_rules(s3, versioned, {"Expiration": {"ExpiredObjectDeleteMarker": True}})
    eventually(lambda: [key for key, _ in versions(s3, versioned)[1]] == ["hidden"])
    assert [key for key, _ in versions(s3, versioned)[0]] == ["hidden"]


def test_what_is_locked_stays(s3):
    bucket = new_bucket(s3, "locked", ObjectLockEnabledForBucket=True)
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    locked = put(s3, bucket, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until)["VersionId"]
    held = put(s3, bucket, ObjectLockLegalHoldStatus="ON")["VersionId"]
    put(s3, bucket)
    current = put(s3, bucket)["VersionId"]
    set_rules(s3, bucket, {"NoncurrentVersionExpiration": {"NoncurrentDays": 1}})
    eventually(lambda: versions(s3, bucket)[0] == [("key", current), ("key", held), ("key", locked)])


# Uploads under way


def test_uploads_that_nobody_ends_are_ended(s3, bucket):
    set_rules(s3, bucket, {"Filter": {"Prefix": "logs/"}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}})
    begun = s3.create_multipart_upload(Bucket=bucket, Key="logs/a")
    assert begun["AbortRuleId"] == "rule-0" and begun["AbortDate"]
    other = s3.create_multipart_upload(Bucket=bucket, Key="other")
    assert "AbortRuleId" not in other
    s3.upload_part(Bucket=bucket, Key="logs/a", UploadId=begun["UploadId"], PartNumber=1, Body=b"x" * 100_000)
    eventually(lambda: [upload["Key"] for upload in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == ["other"])
    error = error_of(s3.list_parts, Bucket=bucket, Key="logs/a", UploadId=begun["UploadId"])
    assert error["Code"] == "NoSuchUpload"


# What is told beforehand


def test_objects_tell_when_they_will_go(s3, bucket):
    set_rules(s3, bucket, expire(days=NEVER, Prefix="later/"), expire(days=NEVER * 2, Prefix="later/much"))
    answers = [put(s3, bucket, "later/a"), s3.head_object(Bucket=bucket, Key="later/a"),
               s3.get_object(Bucket=bucket, Key="later/a"),
               s3.copy_object(Bucket=bucket, Key="later/b", CopySource=f"{bucket}/later/a")]
    for answer in answers:
        assert answer["Expiration"].startswith('expiry-date="') and answer["Expiration"].endswith(
            ' GMT", rule-id="rule-0"'), answer["Expiration"]
    # The first to come counts where two rules fit.
    assert 'rule-id="rule-0"' in put(s3, bucket, "later/much")["Expiration"]
    assert "Expiration" not in put(s3, bucket, "now") and "Expiration" not in s3.head_object(Bucket=bucket, Key="now")
    s3.delete_bucket_lifecycle(Bucket=bucket)
    assert "Expiration" not in s3.head_object(Bucket=bucket, Key="later/a")


def test_an_old_version_does_not_tell(s3, versioned):
    old = put(s3, versioned)["VersionId"]
    put(s3, versioned)
    set_rules(s3, versioned, expire(days=NEVER))
    assert "Expiration" in s3.head_object(Bucket=versioned, Key="key")
    assert "Expiration" not in s3.head_object(Bucket=versioned, Key="key", VersionId=old)


def test_the_day_is_a_day_without_the_setting(new_server):
    """A rule of one day leaves alone what is seconds old."""
    hanok = new_server().start()
    s3 = hanok.client("s3")
    bucket = new_bucket(s3)
    set_rules(s3, bucket, expire())
    put(s3, bucket)
    told = s3.head_object(Bucket=bucket, Key="key")["Expiration"]
    date = datetime.datetime.strptime(told.split('"')[1], "%a, %d %b %Y %H:%M:%S %Z")
    assert (date.hour, date.minute, date.second) == (0, 0, 0), "a day ends at midnight"
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    assert datetime.timedelta(days=1) <= date - now <= datetime.timedelta(days=2)
    time.sleep(3)
    assert read(s3, bucket) == b"body"
