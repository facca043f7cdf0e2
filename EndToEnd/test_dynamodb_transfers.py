"""Tables exported to a bucket and imported from one, by boto3."""

import base64
import csv
import gzip
import hashlib
import io
import json

import pytest

from callers import Callers, allow, denial_of, error_of
from tables import everything, index, new_table, texts, until


@pytest.fixture(scope="module")
def dynamodb(server):
    return server.client("dynamodb")


@pytest.fixture(scope="module")
def s3(server):
    client = server.client("s3")
    client.create_bucket(Bucket="transfers")
    return client


def recoverable(dynamodb, name, **more):
    arn = new_table(dynamodb, name, **more)["TableArn"]
    dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    return arn


def exported(dynamodb, arn, **more):
    export = dynamodb.export_table_to_point_in_time(TableArn=arn, S3Bucket="transfers", **more)["ExportDescription"]
    assert export["ExportStatus"] == "IN_PROGRESS"

    def ended():
        found = dynamodb.describe_export(ExportArn=export["ExportArn"])["ExportDescription"]
        return found["ExportStatus"] != "IN_PROGRESS" and found

    return until(ended)


def lines_of(s3, export):
    """The lines of all files that the manifest names, their checks compared."""
    def read(key):
        return s3.get_object(Bucket="transfers", Key=key)["Body"].read()

    manifest = read(export["ExportManifest"])
    summary = json.loads(manifest)
    assert read(export["ExportManifest"].replace(".json", ".md5")).decode() == digest(manifest)
    lines = []
    for line in read(summary["manifestFilesS3Key"]).splitlines():
        file = json.loads(line)
        packed = read(file["dataFileS3Key"])
        assert digest(packed) == file["md5Checksum"]
        found = [json.loads(one) for one in gzip.decompress(packed).splitlines()]
        assert len(found) == file["itemCount"]
        lines += found
    assert summary["itemCount"] == len(lines)
    return summary, lines


def digest(data):
    return base64.b64encode(hashlib.md5(data).digest()).decode()


def test_a_table_goes_out_and_comes_in(dynamodb, s3):
    arn = recoverable(dynamodb, "outgoing")
    for start in range(0, 1000, 25):
        dynamodb.batch_write_item(RequestItems={"outgoing": [
            {"PutRequest": {"Item": {"id": {"S": f"{n:04}"}, "kind": {"S": f"k{n % 3}"}, "bytes": {"B": b"\x00\xff"}}}}
            for n in range(start, start + 25)]})
    export = exported(dynamodb, arn, S3Prefix="backup", ClientToken="once")
    assert export["ExportStatus"] == "COMPLETED", export
    assert export["ItemCount"] == 1000
    assert export["ExportManifest"].startswith("backup/AWSDynamoDB/")
    summary, lines = lines_of(s3, export)
    assert summary["outputFormat"] == "DYNAMODB_JSON" and summary["exportType"] == "FULL_EXPORT"
    assert sorted(line["Item"]["id"]["S"] for line in lines) == [f"{n:04}" for n in range(1000)]
    again = dynamodb.export_table_to_point_in_time(
        TableArn=arn, S3Bucket="transfers", S3Prefix="backup", ClientToken="once")["ExportDescription"]
    assert again["ExportArn"] == export["ExportArn"]
    error = error_of(dynamodb.export_table_to_point_in_time, TableArn=arn, S3Bucket="transfers", ClientToken="once")
    assert error["Code"] == "ExportConflictException"
    listed = dynamodb.list_exports(TableArn=arn)["ExportSummaries"]
    assert [one["ExportArn"] for one in listed] == [export["ExportArn"]]

    folder = export["ExportManifest"].rsplit("/", 1)[0] + "/data/"
    started = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "transfers", "S3KeyPrefix": folder}, InputFormat="DYNAMODB_JSON",
        InputCompressionType="GZIP", TableCreationParameters={
            "TableName": "incoming", "AttributeDefinitions": texts("id", "kind"),
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST",
            "GlobalSecondaryIndexes": [index("by-kind", "kind")]})["ImportTableDescription"]
    found = imported(dynamodb, started["ImportArn"])
    assert found["ImportStatus"] == "COMPLETED", found
    assert (found["ProcessedItemCount"], found["ImportedItemCount"], found["ErrorCount"]) == (1000, 1000, 0)
    assert by_id(everything(dynamodb, "incoming")) == by_id(everything(dynamodb, "outgoing"))
    assert len(everything(dynamodb, "incoming", IndexName="by-kind")) == 1000
    assert [one["ImportArn"] for one in dynamodb.list_imports()["ImportSummaryList"]][-1] == started["ImportArn"]


def by_id(items):
    return {item["id"]["S"]: item for item in items}


def imported(dynamodb, arn):
    def ended():
        found = dynamodb.describe_import(ImportArn=arn)["ImportTableDescription"]
        return found["ImportStatus"] != "IN_PROGRESS" and found
    return until(ended)


def test_csv(dynamodb, s3):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "n", "note"])
    rows = [("a", "1", "plain"), ("b", "2.50", 'with "quotes", commas'), ("c", "3", "two\nlines"), ("d", "no number", "x")]
    writer.writerows(rows)
    s3.put_object(Bucket="transfers", Key="csv/one.csv", Body=text.getvalue().encode())
    arn = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "transfers", "S3KeyPrefix": "csv/"}, InputFormat="CSV", TableCreationParameters={
            "TableName": "from-csv",
            "AttributeDefinitions": texts("id") + [{"AttributeName": "n", "AttributeType": "N"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
            "BillingMode": "PAY_PER_REQUEST"})["ImportTableDescription"]["ImportArn"]
    found = imported(dynamodb, arn)
    assert (found["ImportStatus"], found["ImportedItemCount"], found["ErrorCount"]) == ("COMPLETED", 3, 1)
    items = by_id(everything(dynamodb, "from-csv"))
    assert items["b"] == {"id": {"S": "b"}, "n": {"N": "2.5"}, "note": {"S": 'with "quotes", commas'}}
    assert items["c"]["note"] == {"S": "two\nlines"}
    s3.put_object(Bucket="transfers", Key="tabs/one.csv", Body="a\tx\nb\ty\n".encode())
    arn = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "transfers", "S3KeyPrefix": "tabs/"}, InputFormat="CSV",
        InputFormatOptions={"Csv": {"Delimiter": "\t", "HeaderList": ["id", "v"]}}, TableCreationParameters={
            "TableName": "from-tabs", "AttributeDefinitions": texts("id"),
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"})[
                "ImportTableDescription"]["ImportArn"]
    assert imported(dynamodb, arn)["ImportedItemCount"] == 2
    assert by_id(everything(dynamodb, "from-tabs"))["a"] == {"id": {"S": "a"}, "v": {"S": "x"}}


def test_what_is_no_item_is_counted(dynamodb, s3):
    lines = ['{"Item": {"id": {"S": "good"}}}', "nonsense", '{"Item": {"id": {"N": "1"}}}', "", '{"Other": {}}']
    s3.put_object(Bucket="transfers", Key="bad/one.json", Body="\n".join(lines).encode())
    creation = {"TableName": "partly", "AttributeDefinitions": texts("id"),
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
    source = {"S3Bucket": "transfers", "S3KeyPrefix": "bad/"}
    arn = dynamodb.import_table(S3BucketSource=source, InputFormat="DYNAMODB_JSON", TableCreationParameters=creation)[
        "ImportTableDescription"]["ImportArn"]
    found = imported(dynamodb, arn)
    assert (found["ProcessedItemCount"], found["ImportedItemCount"], found["ErrorCount"]) == (4, 1, 3)
    error = error_of(dynamodb.import_table, S3BucketSource=source, InputFormat="DYNAMODB_JSON",
                     TableCreationParameters=creation)
    assert error["Code"] == "ResourceInUseException"
    for refused in ({"InputFormat": "ION"}, {"InputFormat": "CSV", "InputCompressionType": "ZSTD"}):
        error = error_of(dynamodb.import_table, S3BucketSource=source,
                         TableCreationParameters=creation | {"TableName": "other"}, **refused)
        assert error["Code"] == "ValidationException" and "not supported" in error["Message"]
    s3.put_object(Bucket="transfers", Key="torn/one.gz", Body=gzip.compress(b"x" * 1000)[:20])
    arn = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "transfers", "S3KeyPrefix": "torn/"}, InputFormat="DYNAMODB_JSON",
        InputCompressionType="GZIP", TableCreationParameters=creation | {"TableName": "torn"})[
            "ImportTableDescription"]["ImportArn"]
    assert imported(dynamodb, arn)["ImportStatus"] == "FAILED"


def test_exports_need_recovery_and_a_bucket(dynamodb, s3):
    arn = new_table(dynamodb, "plain")["TableArn"]
    error = error_of(dynamodb.export_table_to_point_in_time, TableArn=arn, S3Bucket="transfers")
    assert error["Code"] == "PointInTimeRecoveryUnavailableException"
    arn = recoverable(dynamodb, "recoverable")
    assert error_of(dynamodb.export_table_to_point_in_time, TableArn=arn, S3Bucket="no-such-bucket-here")["Status"] >= 400
    error = error_of(dynamodb.export_table_to_point_in_time, TableArn=arn, S3Bucket="transfers", ExportFormat="ION")
    assert "not supported" in error["Message"]
    error = error_of(dynamodb.describe_export, ExportArn=arn + "/export/01700000000000-00000000")
    assert error["Code"] == "ExportNotFoundException"


def test_who_may_export_and_import(server, dynamodb, s3):
    arn = recoverable(dynamodb, "guarded")
    callers = Callers(server)
    s3.put_object(Bucket="transfers", Key="mixed/open.json", Body=b'{"Item": {"id": {"S": "a"}}}')
    s3.put_object(Bucket="transfers", Key="mixed/secret.json", Body=b'{"Item": {"id": {"S": "b"}}}')
    _, keys = callers.user(allow("dynamodb:*"))
    denial_of(server.client("dynamodb", keys).export_table_to_point_in_time, TableArn=arn, S3Bucket="transfers")
    _, keys = callers.user(allow("s3:*"))
    denial_of(server.client("dynamodb", keys).export_table_to_point_in_time, TableArn=arn, S3Bucket="transfers")
    _, keys = callers.user(allow("dynamodb:*"), allow("s3:PutObject", "arn:aws:s3:::transfers/*"))
    server.client("dynamodb", keys).export_table_to_point_in_time(TableArn=arn, S3Bucket="transfers")
    _, keys = callers.user(allow("dynamodb:*"), allow("s3:ListBucket", "arn:aws:s3:::transfers"),
                           allow("s3:GetObject", "arn:aws:s3:::transfers/mixed/open.json"))
    wanted = {"InputFormat": "DYNAMODB_JSON", "TableCreationParameters": {
        "TableName": "taken", "AttributeDefinitions": texts("id"),
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}}
    reader = server.client("dynamodb", keys)
    denial_of(reader.import_table, S3BucketSource={"S3Bucket": "transfers", "S3KeyPrefix": "mixed/"}, **wanted)
    reader.import_table(S3BucketSource={"S3Bucket": "transfers", "S3KeyPrefix": "mixed/open"}, **wanted)


def test_exports_and_imports_survive_a_crash(new_server):
    server = new_server().start()
    dynamodb, s3 = server.client("dynamodb"), server.client("s3")
    s3.create_bucket(Bucket="transfers")
    arn = recoverable(dynamodb, "lasting")
    for start in range(0, 1500, 25):
        dynamodb.batch_write_item(RequestItems={"lasting": [
            {"PutRequest": {"Item": {"id": {"S": f"{n:04}"}}}} for n in range(start, start + 25)]})
    export = dynamodb.export_table_to_point_in_time(TableArn=arn, S3Bucket="transfers")["ExportDescription"]["ExportArn"]
    server.kill()
    server.start()
    dynamodb, s3 = server.client("dynamodb"), server.client("s3")
    found = until(lambda: (one := dynamodb.describe_export(ExportArn=export)["ExportDescription"])["ExportStatus"]
                  == "COMPLETED" and one)
    _, lines = lines_of(s3, found)
    assert len(lines) == 1500
    folder = found["ExportManifest"].rsplit("/", 1)[0] + "/data/"
    started = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "transfers", "S3KeyPrefix": folder}, InputFormat="DYNAMODB_JSON",
        InputCompressionType="GZIP", TableCreationParameters={
            "TableName": "again", "AttributeDefinitions": texts("id"),
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"})
    server.kill()
    server.start()
    dynamodb = server.client("dynamodb")
    assert imported(dynamodb, started["ImportTableDescription"]["ImportArn"])["ImportStatus"] == "COMPLETED"
    assert len(everything(dynamodb, "again")) == 1500


def test_an_object_of_a_whole_megabyte(dynamodb, s3):
    line = b'{"Item": {"id": {"S": "%07d"}}}\n'
    lines = [line % n for n in range((1 << 20) // len(line % 0))]
    body = b"".join(lines)
    body += b"\n" * ((1 << 20) - len(body))
    s3.put_object(Bucket="transfers", Key="whole/one.json", Body=body)
    arn = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "transfers", "S3KeyPrefix": "whole/"}, InputFormat="DYNAMODB_JSON",
        TableCreationParameters={
            "TableName": "whole", "AttributeDefinitions": texts("id"),
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"})[
                "ImportTableDescription"]["ImportArn"]
    found = imported(dynamodb, arn)
    assert (found["ImportStatus"], found["ImportedItemCount"]) == ("COMPLETED", len(lines)), found


def test_the_bucket_decides_about_what_will_be_put(server, dynamodb, s3):
    """Its policy sees the export's encryption, and not headers that the caller adds."""
    arn = recoverable(dynamodb, "sealed")
    callers = Callers(server)
    name, keys = callers.user(allow("dynamodb:*"), allow("s3:PutObject", "arn:aws:s3:::transfers/*", Condition={
        "StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}}))
    exporter = server.client("dynamodb", keys)
    exporter.meta.events.register("before-sign.dynamodb.*", lambda request, **_: request.headers.add_header(
        "x-amz-server-side-encryption", "AES256"))
    denial_of(exporter.export_table_to_point_in_time, TableArn=arn, S3Bucket="transfers")
    exporter.export_table_to_point_in_time(TableArn=arn, S3Bucket="transfers", S3SseAlgorithm="AES256")


def test_recovery_stays_on_while_it_is_needed(dynamodb, s3):
    arn = recoverable(dynamodb, "needed")
    for start in range(0, 2000, 25):
        dynamodb.batch_write_item(RequestItems={"needed": [
            {"PutRequest": {"Item": {"id": {"S": f"{n:04}"}, "text": {"S": "x" * 1000}}}}
            for n in range(start, start + 25)]})
    dynamodb.restore_table_to_point_in_time(
        SourceTableName="needed", TargetTableName="needed-copy", UseLatestRestorableTime=True)
    off = {"TableName": "needed", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": False}}
    try:
        dynamodb.update_continuous_backups(**off)
    except dynamodb.exceptions.ContinuousBackupsUnavailableException:
        pass
    until(lambda: dynamodb.describe_table(TableName="needed-copy")["Table"]["TableStatus"] == "ACTIVE")
    dynamodb.update_continuous_backups(**off)
    assert len(everything(dynamodb, "needed-copy")) == 2000
