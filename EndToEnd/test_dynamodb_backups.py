"""Backups, restoring, and recovery to a point in time by boto3."""

import datetime
import time

import pytest

from callers import Callers, allow, deny, denial_of, error_of
from tables import everything, index, new_table, texts, until


@pytest.fixture(scope="module")
def dynamodb(server):
    return server.client("dynamodb")


def put(dynamodb, name, *ids, **more):
    for one in ids:
        dynamodb.put_item(TableName=name, Item={"id": {"S": one}, "kind": {"S": "k"}, **more})


def ids(dynamodb, name, **more):
    return sorted(item["id"]["S"] for item in everything(dynamodb, name, **more))


def active(dynamodb, name):
    return until(lambda: (found := dynamodb.describe_table(TableName=name)["Table"])["TableStatus"] == "ACTIVE" and found)


def backup(dynamodb, name, backup_name):
    arn = dynamodb.create_backup(TableName=name, BackupName=backup_name)["BackupDetails"]["BackupArn"]
    until(lambda: dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupStatus"]
          == "AVAILABLE")
    return arn


def test_a_backup_is_restored(dynamodb):
    new_table(dynamodb, "kept", definitions=texts("kind"), GlobalSecondaryIndexes=[index("by-kind", "kind")],
              Tags=[{"Key": "team", "Value": "blue"}])
    put(dynamodb, "kept", "a", "b", "c")
    arn = backup(dynamodb, "kept", "first")
    put(dynamodb, "kept", "later")
    dynamodb.delete_item(TableName="kept", Key={"id": {"S": "a"}})
    description = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]
    assert description["BackupDetails"]["BackupType"] == "USER"
    assert description["SourceTableDetails"]["ItemCount"] == 3
    assert description["SourceTableFeatureDetails"]["GlobalSecondaryIndexes"][0]["IndexName"] == "by-kind"
    error = error_of(dynamodb.restore_table_from_backup, TargetTableName="kept", BackupArn=arn)
    assert error["Code"] == "TableAlreadyExistsException"
    answer = dynamodb.restore_table_from_backup(TargetTableName="restored", BackupArn=arn)["TableDescription"]
    assert answer["TableStatus"] == "CREATING"
    assert answer["RestoreSummary"]["SourceBackupArn"] == arn
    found = active(dynamodb, "restored")
    assert found["RestoreSummary"]["RestoreInProgress"] is False
    assert found["ItemCount"] == 3
    assert ids(dynamodb, "restored") == ["a", "b", "c"] == ids(dynamodb, "restored", IndexName="by-kind")
    assert dynamodb.list_tags_of_resource(ResourceArn=found["TableArn"])["Tags"] == []
    dynamodb.delete_table(TableName="kept")
    dynamodb.restore_table_from_backup(TargetTableName="plain", BackupArn=arn, GlobalSecondaryIndexOverride=[])
    assert "GlobalSecondaryIndexes" not in active(dynamodb, "plain")
    assert ids(dynamodb, "plain") == ["a", "b", "c"]
    assert dynamodb.delete_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupStatus"] == "DELETED"
    assert error_of(dynamodb.describe_backup, BackupArn=arn)["Code"] == "BackupNotFoundException"
    assert ids(dynamodb, "plain") == ["a", "b", "c"]


def test_backups_are_listed(dynamodb):
    new_table(dynamodb, "listed")
    arns = [backup(dynamodb, "listed", f"number-{n}") for n in range(3)]
    found = dynamodb.list_backups(TableName="listed")["BackupSummaries"]
    assert [one["BackupArn"] for one in found] == arns
    page = dynamodb.list_backups(TableName="listed", Limit=2)
    assert [one["BackupName"] for one in page["BackupSummaries"]] == ["number-0", "number-1"]
    rest = dynamodb.list_backups(TableName="listed", ExclusiveStartBackupArn=page["LastEvaluatedBackupArn"])
    assert [one["BackupName"] for one in rest["BackupSummaries"]] == ["number-2"]
    assert "LastEvaluatedBackupArn" not in rest
    assert dynamodb.list_backups(TableName="listed", BackupType="SYSTEM")["BackupSummaries"] == []
    assert error_of(dynamodb.create_backup, TableName="nothing", BackupName="none")["Code"] == "TableNotFoundException"


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def test_recovery_to_a_point_in_time(dynamodb):
    new_table(dynamodb, "past", definitions=texts("kind"), GlobalSecondaryIndexes=[index("by-kind", "kind")])
    put(dynamodb, "past", *[f"{n:03}" for n in range(300)])
    error = error_of(dynamodb.restore_table_to_point_in_time, SourceTableName="past", TargetTableName="x-past",
                     UseLatestRestorableTime=True)
    assert error["Code"] == "PointInTimeRecoveryUnavailableException"
    described = dynamodb.describe_continuous_backups(TableName="past")["ContinuousBackupsDescription"]
    assert described["ContinuousBackupsStatus"] == "ENABLED"
    assert described["PointInTimeRecoveryDescription"] == {"PointInTimeRecoveryStatus": "DISABLED"}
    answer = dynamodb.update_continuous_backups(
        TableName="past", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    assert answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"] == 35
    time.sleep(1.1)
    moment = now().replace(microsecond=0)
    time.sleep(1.1)
    put(dynamodb, "past", "new", "000", more={"S": "changed"})
    for n in range(100, 200):
        dynamodb.delete_item(TableName="past", Key={"id": {"S": f"{n:03}"}})
    put(dynamodb, "past", "150", more={"S": "again"})
    dynamodb.restore_table_to_point_in_time(SourceTableName="past", TargetTableName="was", RestoreDateTime=moment)
    dynamodb.restore_table_to_point_in_time(
        SourceTableName="past", TargetTableName="is", UseLatestRestorableTime=True)
    assert active(dynamodb, "was")["ItemCount"] == 300
    restored = {item["id"]["S"]: item for item in everything(dynamodb, "was")}
    assert sorted(restored) == [f"{n:03}" for n in range(300)]
    assert "more" not in restored["000"] and "more" not in restored["150"]
    assert ids(dynamodb, "was", IndexName="by-kind") == sorted(restored)
    active(dynamodb, "is")
    assert ids(dynamodb, "is") == ids(dynamodb, "past")
    for wrong in (now() + datetime.timedelta(hours=1), now() - datetime.timedelta(days=1)):
        error = error_of(dynamodb.restore_table_to_point_in_time, SourceTableName="past", TargetTableName="x-past",
                         RestoreDateTime=wrong)
        assert error["Code"] == "InvalidRestoreTimeException"


def test_a_deleted_table_with_recovery_leaves_a_backup(dynamodb):
    new_table(dynamodb, "gone")
    dynamodb.update_continuous_backups(
        TableName="gone", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    put(dynamodb, "gone", "a", "b")
    dynamodb.delete_table(TableName="gone")
    found = dynamodb.list_backups(TableName="gone", BackupType="SYSTEM")["BackupSummaries"]
    assert [one["BackupName"] for one in found] == ["gone$DeletedTableBackup"]
    assert (found[0]["BackupExpiryDateTime"] - found[0]["BackupCreationDateTime"]).days == 35
    dynamodb.restore_table_from_backup(TargetTableName="back", BackupArn=found[0]["BackupArn"])
    active(dynamodb, "back")
    assert ids(dynamodb, "back") == ["a", "b"]


def test_a_restored_table_is_there_after_a_crash(new_server):
    server = new_server().start()
    dynamodb = server.client("dynamodb")
    new_table(dynamodb, "big", definitions=texts("kind"), GlobalSecondaryIndexes=[index("by-kind", "kind")])
    for start in range(0, 3000, 25):
        dynamodb.batch_write_item(RequestItems={"big": [
            {"PutRequest": {"Item": {"id": {"S": f"{n:05}"}, "kind": {"S": f"k{n % 5}"}}}}
            for n in range(start, start + 25)]})
    arn = dynamodb.create_backup(TableName="big", BackupName="before")["BackupDetails"]["BackupArn"]
    server.kill()
    server.start()
    dynamodb = server.client("dynamodb")
    until(lambda: dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupStatus"]
          == "AVAILABLE")
    dynamodb.restore_table_from_backup(TargetTableName="copy", BackupArn=arn)
    server.kill()
    server.start()
    dynamodb = server.client("dynamodb")
    assert active(dynamodb, "copy")["ItemCount"] == 3000
    assert ids(dynamodb, "copy") == ids(dynamodb, "big") == ids(dynamodb, "copy", IndexName="by-kind")


def test_who_may_restore(server, dynamodb):
    new_table(dynamodb, "guarded")
    arn = backup(dynamodb, "guarded", "guarded-backup")
    callers = Callers(server)
    target = arn.split(":table/")[0] + ":table/mine"
    _, keys = callers.user(allow("dynamodb:*", [arn, target]), deny("dynamodb:BatchWriteItem", target))
    denial_of(server.client("dynamodb", keys).restore_table_from_backup, TargetTableName="mine", BackupArn=arn)
    _, keys = callers.user(allow("dynamodb:*", target))
    denial_of(server.client("dynamodb", keys).restore_table_from_backup, TargetTableName="mine", BackupArn=arn)
    _, keys = callers.user(allow("dynamodb:*", [arn, target]))
    server.client("dynamodb", keys).restore_table_from_backup(TargetTableName="mine", BackupArn=arn)
