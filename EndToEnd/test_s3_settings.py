"""A bucket's settings: what a new bucket answers, what is kept of what is set, and what is refused."""

import datetime
import json

import pytest

from buckets import ALL_USERS, answer_of, bucket_with_acls, new_bucket, put, take_the_block_off, turn_acls_on
from callers import Callers, denial_of, error_of

MALFORMED = "The XML you provided was not well-formed or did not validate against our published schema"


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def fresh(s3):
    """A bucket nobody sets anything on."""
    return new_bucket(s3, "fresh")


@pytest.fixture
def bucket(s3):
    return new_bucket(s3, "settings")


# What a new bucket answers


@pytest.mark.parametrize("operation, expected", [
    ("get_bucket_abac", {"AbacStatus": {"Status": "Disabled"}}), ("get_bucket_accelerate_configuration", {}),
    ("get_bucket_location", {"LocationConstraint": None}),
    ("get_bucket_logging", {}),
    ("get_bucket_notification_configuration", {}),
    ("get_bucket_ownership_controls",
     {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}),
    ("get_bucket_request_payment", {"Payer": "BucketOwner"}),
    ("get_bucket_versioning", {}),
    ("get_public_access_block", {"PublicAccessBlockConfiguration": {
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True}}),
    ("list_bucket_analytics_configurations", {"IsTruncated": False}),
    ("list_bucket_intelligent_tiering_configurations", {"IsTruncated": False}),
    ("list_bucket_inventory_configurations", {"IsTruncated": False}),
    ("list_bucket_metrics_configurations", {"IsTruncated": False}),
])
def test_a_new_bucket_answers(s3, fresh, operation, expected):
    assert answer_of(getattr(s3, operation)(Bucket=fresh)) == expected


NEVER_SET = {
    "get_bucket_cors": ("NoSuchCORSConfiguration", "The CORS configuration does not exist"),
    "get_bucket_encryption": (
        "ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found"),
    "get_bucket_lifecycle_configuration": (
        "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
    "get_bucket_metadata_configuration": (
        "MetadataConfigurationNotFound", "The metadata configuration was not found"),
    "get_bucket_policy": ("NoSuchBucketPolicy", "The bucket policy does not exist"),
    "get_bucket_policy_status": ("NoSuchBucketPolicy", "The bucket policy does not exist"),
    "get_bucket_replication": (
        "ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
    "get_bucket_tagging": ("NoSuchTagSet", "The TagSet does not exist"),
    "get_bucket_website": (
        "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
    "get_object_lock_configuration": (
        "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"),
}


@pytest.mark.parametrize("operation", NEVER_SET)
def test_what_was_never_set_is_told_so(s3, fresh, operation):
    error = error_of(getattr(s3, operation), Bucket=fresh)
    assert (error["Code"], error["Message"]) == NEVER_SET[operation]
    assert (error["Status"], error["BucketName"]) == (404, fresh)


def test_the_older_table_of_metadata_is_nobodys(s3, fresh):
    error = error_of(s3.get_bucket_metadata_table_configuration, Bucket=fresh)
    assert (error["Code"], error["Status"]) == ("V1APIsNotAllowed", 405)
    assert "GetBucketMetadataConfiguration API operation instead." in error["Message"]


@pytest.mark.parametrize("kind", ["analytics", "intelligent_tiering", "inventory", "metrics"])
def test_numbered_configurations_never_set(s3, fresh, kind):
    error = error_of(getattr(s3, f"get_bucket_{kind}_configuration"), Bucket=fresh, Id="daily")
    assert (error["Code"], error["Status"]) == ("NoSuchConfiguration", 404)
    assert error["Message"] == "The specified configuration does not exist."


@pytest.mark.parametrize("operation", [
    *NEVER_SET, "get_bucket_acl", "get_bucket_location", "get_bucket_logging", "get_bucket_versioning",
    "get_bucket_notification_configuration", "get_bucket_ownership_controls", "get_bucket_request_payment",
    "get_public_access_block", "list_bucket_metrics_configurations", "list_object_versions",
    "delete_bucket_cors", "delete_bucket_encryption", "delete_bucket_lifecycle", "delete_bucket_ownership_controls",
    "delete_bucket_policy", "delete_bucket_tagging", "delete_bucket_website", "delete_public_access_block",
])
def test_settings_of_no_bucket(s3, operation):
    error = error_of(getattr(s3, operation), Bucket="no-such-bucket-here")
    assert (error["Code"], error["Status"], error["BucketName"]) == ("NoSuchBucket", 404, "no-such-bucket-here")
    assert error["Message"] == "The specified bucket does not exist"


# What is set is kept

DAY = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)

KEPT = [
    ("cors", "CORSConfiguration", {"CORSRules": [
        {"ID": "one", "AllowedHeaders": ["*"], "AllowedMethods": ["GET", "PUT"],
         "AllowedOrigins": ["https://a.example.com", "https://*.example.org"],
         "ExposeHeaders": ["ETag", "x-amz-meta-custom-header"], "MaxAgeSeconds": 3000},
        {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}),
    ("encryption", "ServerSideEncryptionConfiguration", {"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}),
    ("lifecycle_configuration", "LifecycleConfiguration", {"Rules": [
        {"ID": "logs", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}},
        {"ID": "tagged", "Status": "Disabled", "Filter": {"Tag": {"Key": "keep", "Value": "no"}},
         "Expiration": {"Date": DAY}},
        {"ID": "all of it", "Status": "Enabled", "Filter": {"And": {
            "Prefix": "a/", "Tags": [{"Key": "k", "Value": "v"}], "ObjectSizeGreaterThan": 10,
            "ObjectSizeLessThan": 100}},
         "NoncurrentVersionExpiration": {"NoncurrentDays": 3, "NewerNoncurrentVersions": 2}},
        {"ID": "marker", "Status": "Enabled", "Filter": {}, "Expiration": {"ExpiredObjectDeleteMarker": True},
         "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}]}),
    ("notification_configuration", "NotificationConfiguration", {"LambdaFunctionConfigurations": [
        {"Id": "thumbnails", "LambdaFunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:thumbnails",
         "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"]}]}),
    ("ownership_controls", "OwnershipControls", {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}),
    ("request_payment", "RequestPaymentConfiguration", {"Payer": "Requester"}),
    ("tagging", "Tagging", {"TagSet": [
        {"Key": "team", "Value": "한옥"}, {"Key": "cost", "Value": ""}, {"Key": "a+b=c:d/e@f", "Value": "x"}]}),
    ("versioning", "VersioningConfiguration", {"Status": "Enabled"}),
    ("website", "WebsiteConfiguration", {
        "IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"},
        "RoutingRules": [
            {"Condition": {"KeyPrefixEquals": "docs/"}, "Redirect": {"ReplaceKeyPrefixWith": "documents/"}},
            {"Condition": {"HttpErrorCodeReturnedEquals": "404"},
             "Redirect": {"HostName": "example.com", "Protocol": "https", "HttpRedirectCode": "307",
                          "ReplaceKeyWith": "gone.html"}}]}),
]


@pytest.mark.parametrize("name, member, settings", KEPT, ids=[name for name, _, _ in KEPT])
def test_what_is_set_is_kept(s3, bucket, name, member, settings):
    more = {"SkipDestinationValidation": True} if name.startswith("notification") else {}
    getattr(s3, f"put_bucket_{name}")(Bucket=bucket, **{member: settings}, **more)
    kept = answer_of(getattr(s3, f"get_bucket_{name}")(Bucket=bucket))
    kept.pop("TransitionDefaultMinimumObjectSize", None)
    assert kept.get(member, kept) == settings


@pytest.mark.parametrize("name, member, settings, gone", [
    *((name, member, settings, NEVER_SET[f"get_bucket_{name}"][0])
      for name, member, settings in KEPT
      if f"get_bucket_{name}" in NEVER_SET and name != "lifecycle_configuration"),
    ("ownership_controls", *next(kept[1:] for kept in KEPT if kept[0] == "ownership_controls"),
     "OwnershipControlsNotFoundError"),
])
def test_what_is_deleted_is_gone_and_may_be_deleted_again(s3, bucket, name, member, settings, gone):
    getattr(s3, f"put_bucket_{name}")(Bucket=bucket, **{member: settings})
    for _ in range(2):
        deleted = getattr(s3, f"delete_bucket_{name}")(Bucket=bucket)
        assert deleted["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert error_of(getattr(s3, f"get_bucket_{name}"), Bucket=bucket)["Code"] == gone


def test_lifecycle_rules_are_deleted_and_named(s3, bucket):
    rule = {"Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 7}}
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    kept = s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    assert kept["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"
    named = kept["Rules"][0].pop("ID")
    assert named and kept["Rules"] == [rule]
    s3.delete_bucket_lifecycle(Bucket=bucket)
    s3.delete_bucket_lifecycle(Bucket=bucket)
    error = error_of(s3.get_bucket_lifecycle_configuration, Bucket=bucket)
    assert error["Code"] == "NoSuchLifecycleConfiguration"


def test_a_policy_is_kept_as_it_was_written(s3, bucket):
    written = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "한옥", "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject",
         "Resource": f"arn:aws:s3:::{bucket}/keep/*"}]}, ensure_ascii=False, indent=1)
    assert s3.put_bucket_policy(Bucket=bucket, Policy=written)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]) == json.loads(written)
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"] == {"IsPublic": False}
    for _ in range(2):
        assert s3.delete_bucket_policy(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert error_of(s3.get_bucket_policy, Bucket=bucket)["Code"] == "NoSuchBucketPolicy"


def test_the_public_access_block_of_a_bucket(s3, bucket):
    partly = {"BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": True,
              "RestrictPublicBuckets": False}
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=partly)
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == partly
    take_the_block_off(s3, bucket)
    take_the_block_off(s3, bucket)
    error = error_of(s3.get_public_access_block, Bucket=bucket)
    assert (error["Code"], error["Status"]) == ("NoSuchPublicAccessBlockConfiguration", 404)
    assert error["Message"] == "The public access block configuration was not found"
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": False,
        "RestrictPublicBuckets": False}


def test_versioning_goes_back_and_forth_but_never_off(s3, bucket):
    for status in ("Enabled", "Suspended", "Enabled"):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})
        assert answer_of(s3.get_bucket_versioning(Bucket=bucket)) == {"Status": status}
    error = error_of(s3.put_bucket_versioning, Bucket=bucket, VersioningConfiguration={})
    assert (error["Code"], error["Status"]) == ("IllegalVersioningConfigurationException", 400)


def test_notifications_are_taken_off_by_an_empty_configuration(s3, bucket):
    settings = next(settings for name, _, settings in KEPT if name == "notification_configuration")
    filtered = {"LambdaFunctionConfigurations": [settings["LambdaFunctionConfigurations"][0] | {"Filter": {"Key": {
        "FilterRules": [{"Name": "prefix", "Value": "images/"}, {"Name": "suffix", "Value": ".jpg"}]}}}]}
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration=filtered, SkipDestinationValidation=True)
    kept = s3.get_bucket_notification_configuration(Bucket=bucket)["LambdaFunctionConfigurations"][0]
    rules = {rule["Name"].lower(): rule["Value"] for rule in kept["Filter"]["Key"]["FilterRules"]}
    assert rules == {"prefix": "images/", "suffix": ".jpg"}
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    assert answer_of(s3.get_bucket_notification_configuration(Bucket=bucket)) == {}


def test_a_bucket_made_anew_has_none_of_the_old_settings(s3):
    bucket = bucket_with_acls(s3, "anew")
    for name, member, settings in KEPT:
        if name not in ("ownership_controls", "notification_configuration"):
            getattr(s3, f"put_bucket_{name}")(Bucket=bucket, **{member: settings})
    s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
    s3.delete_bucket(Bucket=bucket)
    s3.create_bucket(Bucket=bucket)
    for operation, (code, _) in NEVER_SET.items():
        assert error_of(getattr(s3, operation), Bucket=bucket)["Code"] == code
    assert answer_of(s3.get_bucket_versioning(Bucket=bucket)) == {}
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    assert [grant["Permission"] for grant in s3.get_bucket_acl(Bucket=bucket)["Grants"]] == ["FULL_CONTROL"]


# What is refused


def lifecycle(**rule):
    return {"LifecycleConfiguration": {"Rules": [{"ID": "r", "Status": "Enabled", **rule}]}}


def website(**settings):
    return {"WebsiteConfiguration": settings}


INDEX = {"Suffix": "index.html"}
EXPIRY = {"Days": 1}

REFUSED = {
    "cors: unknown method": ("put_bucket_cors", {"CORSConfiguration": {"CORSRules": [
        {"AllowedMethods": ["FETCH"], "AllowedOrigins": ["*"]}]}}, "InvalidRequest",
        "Found unsupported HTTP method in CORS config. Unsupported method is FETCH"),
    "cors: no rules": ("put_bucket_cors", {"CORSConfiguration": {"CORSRules": []}}, "MalformedXML", MALFORMED),
    "lifecycle: no rules": (
        "put_bucket_lifecycle_configuration", {"LifecycleConfiguration": {"Rules": []}}, "MalformedXML", MALFORMED),
    "lifecycle: no filter": (
        "put_bucket_lifecycle_configuration", lifecycle(Expiration=EXPIRY), "MalformedXML", MALFORMED),
    "lifecycle: no days of noncurrent versions": (
        "put_bucket_lifecycle_configuration", lifecycle(Filter={}, NoncurrentVersionExpiration={}),
        "MalformedXML", MALFORMED),
    "lifecycle: two conditions without And": (
        "put_bucket_lifecycle_configuration", lifecycle(
            Filter={"Prefix": "a", "Tag": {"Key": "k", "Value": "v"}}, Expiration=EXPIRY), "MalformedXML", MALFORMED),
    "lifecycle: And beside another": (
        "put_bucket_lifecycle_configuration", lifecycle(
            Filter={"And": {"Prefix": "a", "Tags": [{"Key": "k", "Value": "v"}]}, "Prefix": "b"}, Expiration=EXPIRY),
        "MalformedXML", MALFORMED),
    "lifecycle: a tag twice": (
        "put_bucket_lifecycle_configuration", lifecycle(
            Filter={"And": {"Tags": [{"Key": "k", "Value": "v"}, {"Key": "k", "Value": "w"}]}}, Expiration=EXPIRY),
        "InvalidRequest", "Duplicate Tag Keys are not allowed."),
    "lifecycle: not at midnight": (
        "put_bucket_lifecycle_configuration", lifecycle(
            Filter={}, Expiration={"Date": DAY + datetime.timedelta(hours=5)}),
        "InvalidArgument", "'Date' must be at midnight GMT"),
    "lifecycle: marker and days": (
        "put_bucket_lifecycle_configuration", lifecycle(
            Filter={}, Expiration={"Days": 1, "ExpiredObjectDeleteMarker": True}), "MalformedXML", MALFORMED),
    "lifecycle: no days": (
        "put_bucket_lifecycle_configuration", lifecycle(Filter={}, Expiration={"Days": 0}),
        "InvalidArgument", "'Days' for Expiration action must be a positive integer"),
    "lifecycle: unknown status": (
        "put_bucket_lifecycle_configuration", lifecycle(Filter={}, Expiration=EXPIRY, Status="On"),
        "MalformedXML", MALFORMED),
    "lifecycle: unknown minimum size": (
        "put_bucket_lifecycle_configuration",
        lifecycle(Filter={}, Expiration=EXPIRY) | {"TransitionDefaultMinimumObjectSize": "value"},
        "InvalidRequest", "Invalid TransitionDefaultMinimumObjectSize found: value"),
    "website: index with a slash": (
        "put_bucket_website", website(IndexDocument={"Suffix": "/index.html"}), "InvalidArgument",
        "The IndexDocument Suffix is not well formed"),
    "website: empty index": (
        "put_bucket_website", website(IndexDocument={"Suffix": ""}), "InvalidArgument",
        "The IndexDocument Suffix is not well formed"),
    "website: no index": (
        "put_bucket_website", website(ErrorDocument={"Key": "error.html"}), "InvalidArgument",
        "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty"),
    "website: everything and more": (
        "put_bucket_website", website(RedirectAllRequestsTo={"HostName": "example.com"}, IndexDocument=INDEX),
        "InvalidArgument", "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules."),
    "website: unknown protocol": (
        "put_bucket_website", website(RedirectAllRequestsTo={"HostName": "example.com", "Protocol": "ftp"}),
        "InvalidRequest", "Invalid protocol, protocol can be http or https. If not defined the protocol will be "
        "selected automatically."),
    "website: two replacements": (
        "put_bucket_website", website(IndexDocument=INDEX, RoutingRules=[
            {"Redirect": {"ReplaceKeyWith": "a", "ReplaceKeyPrefixWith": "b"}}]),
        "InvalidRequest", "You can only define ReplaceKeyPrefix or ReplaceKey but not both."),
    "website: empty condition": (
        "put_bucket_website", website(IndexDocument=INDEX, RoutingRules=[
            {"Condition": {}, "Redirect": {"ReplaceKeyWith": "a"}}]),
        "InvalidRequest", "Condition cannot be empty. To redirect all requests without a condition, the condition "
        "element shouldn't be present."),
    "payment: unknown payer": (
        "put_bucket_request_payment", {"RequestPaymentConfiguration": {"Payer": "Somebody"}},
        "MalformedXML", MALFORMED),
    "versioning: unknown status": (
        "put_bucket_versioning", {"VersioningConfiguration": {"Status": "On"}}, "MalformedXML", MALFORMED),
    "ownership: unknown": (
        "put_bucket_ownership_controls", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "Nobody"}]}},
        "MalformedXML", MALFORMED),
    "encryption: unknown": (
        "put_bucket_encryption", {"ServerSideEncryptionConfiguration": {"Rules": [
            {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "rot13"}}]}}, "MalformedXML", MALFORMED),
    "encryption: no rules": (
        "put_bucket_encryption", {"ServerSideEncryptionConfiguration": {"Rules": []}}, "MalformedXML", MALFORMED),
    "encryption: a key without KMS": (
        "put_bucket_encryption", {"ServerSideEncryptionConfiguration": {"Rules": [
            {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256", "KMSMasterKeyID": "k"}}]}},
        "InvalidArgument",
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse"),
    "tags: one twice": (
        "put_bucket_tagging", {"Tagging": {"TagSet": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}},
        "InvalidTag", "Cannot provide multiple Tags with the same key"),
    "tags: AWS's own": (
        "put_bucket_tagging", {"Tagging": {"TagSet": [{"Key": "aws:cloudformation:stack-name", "Value": "1"}]}},
        "InvalidTag", "System tags cannot be added/updated by requester"),
    "tags: too long": (
        "put_bucket_tagging", {"Tagging": {"TagSet": [{"Key": "k" * 129, "Value": "1"}]}},
        "InvalidTag", "The TagKey you have provided is invalid"),
    "tags: a value too long": (
        "put_bucket_tagging", {"Tagging": {"TagSet": [{"Key": "k", "Value": "v" * 257}]}},
        "InvalidTag", "The TagValue you have provided is invalid"),
    "notification: unknown event": (
        "put_bucket_notification_configuration", {"NotificationConfiguration": {"LambdaFunctionConfigurations": [
            {"LambdaFunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:f", "Events": ["s3:Never"]}]}},
        "InvalidArgument", "A specified event is not supported for notifications"),
    "notification: no ARN": (
        "put_bucket_notification_configuration", {"NotificationConfiguration": {"LambdaFunctionConfigurations": [
            {"LambdaFunctionArn": "thumbnails", "Events": ["s3:ObjectCreated:*"]}]}},
        "InvalidArgument", None),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_settings_are_refused_in_awss_words(s3, fresh, case):
    operation, settings, code, sentence = REFUSED[case]
    error = error_of(getattr(s3, operation), Bucket=fresh, **settings)
    assert (error["Code"], error["Message"], error["Status"]) == (code, sentence or error["Message"], 400)


@pytest.mark.parametrize("change, sentence", [
    ({"Principal": None}, "Missing required field Principal"),
    ({"Resource": "arn:aws:s3:::another-bucket/*"}, "Policy has invalid resource"),
    ({"Action": "iam:GetUser"}, "Policy has invalid action"),
    ({"Resource": "arn:aws:s3:::BUCKET"}, "Action does not apply to any resource(s) in statement"),
    ({"Principal": {"AWS": "arn:aws:iam::000000000000:user/nobody"}}, "Invalid principal in policy"),
    ({"Effect": "Maybe"}, "Invalid effect: Maybe"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_bad_policies_are_refused(s3, bucket, change, sentence):
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::BUCKET/*"}
    statement = {name: value for name, value in (statement | change).items() if value}
    written = json.dumps({"Version": "2012-10-17", "Statement": [statement]}).replace("BUCKET", bucket)
    error = error_of(s3.put_bucket_policy, Bucket=bucket, Policy=written)
    assert (error["Code"], error["Message"], error["Status"]) == ("MalformedPolicy", sentence, 400)
    assert error_of(s3.get_bucket_policy, Bucket=bucket)["Code"] == "NoSuchBucketPolicy"


def test_a_policy_that_is_no_json(s3, bucket):
    error = error_of(s3.put_bucket_policy, Bucket=bucket, Policy="everybody may")
    assert (error["Code"], error["Message"]) == (
        "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'")


def test_fifty_tags_and_no_more(s3, bucket):
    tags = [{"Key": f"key{number:02}", "Value": "v"} for number in range(51)]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags[:50]})
    assert error_of(s3.put_bucket_tagging, Bucket=bucket, Tagging={"TagSet": tags})["Status"] == 400
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tags[:50]


@pytest.mark.parametrize("operation, settings", [
    ("put_bucket_abac", {"AbacStatus": {"Status": "Enabled"}}),
    ("put_bucket_accelerate_configuration", {"AccelerateConfiguration": {"Status": "Enabled"}}),
    ("put_bucket_analytics_configuration", {"Id": "a", "AnalyticsConfiguration": {
        "Id": "a", "StorageClassAnalysis": {}}}),
    ("put_bucket_intelligent_tiering_configuration", {"Id": "a", "IntelligentTieringConfiguration": {
        "Id": "a", "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}]}}),
    ("put_bucket_inventory_configuration", {"Id": "a", "InventoryConfiguration": {
        "Id": "a", "IsEnabled": True, "IncludedObjectVersions": "All", "Schedule": {"Frequency": "Daily"},
        "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "CSV"}}}}),
    ("put_bucket_logging", {"BucketLoggingStatus": {"LoggingEnabled": {
        "TargetBucket": "logs", "TargetPrefix": "a/"}}}),
    ("put_bucket_metrics_configuration", {"Id": "a", "MetricsConfiguration": {"Id": "a"}}),
    ("put_bucket_replication", {"ReplicationConfiguration": {
        "Role": "arn:aws:iam::000000000000:role/r",
        "Rules": [{"Status": "Enabled", "Priority": 1, "Filter": {}, "DeleteMarkerReplication": {"Status": "Disabled"},
                   "Destination": {"Bucket": "arn:aws:s3:::elsewhere"}}]}}),
    ("restore_object", {"Key": "key", "RestoreRequest": {"Days": 1}}),
    ("select_object_content", {
        "Key": "key", "Expression": "SELECT 1", "ExpressionType": "SQL", "InputSerialization": {"CSV": {}},
        "OutputSerialization": {"CSV": {}}}),
])
def test_what_is_not_had_is_not_pretended(s3, fresh, operation, settings):
    put(s3, fresh)
    error = error_of(getattr(s3, operation), Bucket=fresh, **settings)
    assert (error["Code"], error["Status"]) == ("NotImplemented", 501)


# Who may see and change settings

NEEDED = {
    "delete_bucket_cors": "s3:PutBucketCORS", "delete_bucket_encryption": "s3:PutEncryptionConfiguration",
    "delete_bucket_lifecycle": "s3:PutLifecycleConfiguration",
    "delete_bucket_ownership_controls": "s3:PutBucketOwnershipControls",
    "delete_bucket_policy": "s3:DeleteBucketPolicy",
    "delete_bucket_tagging": "s3:PutBucketTagging", "delete_bucket_website": "s3:DeleteBucketWebsite",
    "delete_public_access_block": "s3:PutBucketPublicAccessBlock", "get_bucket_acl": "s3:GetBucketAcl",
    "get_bucket_abac": "s3:GetBucketAbac",
    "get_bucket_metadata_configuration": "s3:GetBucketMetadataTableConfiguration",
    "get_bucket_metadata_table_configuration": "s3:GetBucketMetadataTableConfiguration",
    "get_bucket_accelerate_configuration": "s3:GetAccelerateConfiguration", "get_bucket_cors": "s3:GetBucketCORS",
    "get_bucket_encryption": "s3:GetEncryptionConfiguration",
    "get_bucket_lifecycle_configuration": "s3:GetLifecycleConfiguration", "get_bucket_logging": "s3:GetBucketLogging",
    "get_bucket_location": "s3:GetBucketLocation",
    "get_bucket_notification_configuration": "s3:GetBucketNotification",
    "get_bucket_ownership_controls": "s3:GetBucketOwnershipControls", "get_bucket_policy": "s3:GetBucketPolicy",
    "get_bucket_policy_status": "s3:GetBucketPolicyStatus", "get_bucket_replication": "s3:GetReplicationConfiguration",
    "get_bucket_request_payment": "s3:GetBucketRequestPayment", "get_bucket_tagging": "s3:GetBucketTagging",
    "get_bucket_versioning": "s3:GetBucketVersioning", "get_bucket_website": "s3:GetBucketWebsite",
    "get_object_lock_configuration": "s3:GetBucketObjectLockConfiguration",
    "get_public_access_block": "s3:GetBucketPublicAccessBlock",
    "list_bucket_analytics_configurations": "s3:GetAnalyticsConfiguration",
    "list_bucket_intelligent_tiering_configurations": "s3:GetIntelligentTieringConfiguration",
    "list_bucket_inventory_configurations": "s3:GetInventoryConfiguration",
    "list_bucket_metrics_configurations": "s3:GetMetricsConfiguration",
    "list_object_versions": "s3:ListBucketVersions", "list_multipart_uploads": "s3:ListBucketMultipartUploads",
}


@pytest.fixture(scope="module")
def stranger(server):
    """A user of the account with no permission at all."""
    return server.client("s3", Callers(server).user()[1])


@pytest.mark.parametrize("operation", NEEDED)
def test_each_setting_has_its_permission(stranger, fresh, operation):
    denied = denial_of(getattr(stranger, operation), Bucket=fresh)
    assert f"perform: {NEEDED[operation]} on resource: " in denied["Message"]
    assert f"arn:aws:s3:::{fresh}" in denied["Message"]


@pytest.mark.parametrize("name, member, settings, action", [
    (name, member, settings, {
        "cors": "PutBucketCORS", "encryption": "PutEncryptionConfiguration",
        "lifecycle_configuration": "PutLifecycleConfiguration", "notification_configuration": "PutBucketNotification",
        "ownership_controls": "PutBucketOwnershipControls", "request_payment": "PutBucketRequestPayment",
        "tagging": "PutBucketTagging", "versioning": "PutBucketVersioning", "website": "PutBucketWebsite",
    }[name]) for name, member, settings in KEPT], ids=[name for name, _, _ in KEPT])
def test_each_change_has_its_permission(s3, stranger, fresh, name, member, settings, action):
    denied = denial_of(getattr(stranger, f"put_bucket_{name}"), Bucket=fresh, **{member: settings})
    assert f"perform: s3:{action} " in denied["Message"]


# Making buckets


def test_a_bucket_is_made_with_settings(s3):
    bucket = new_bucket(s3, "made", ObjectOwnership="ObjectWriter", ObjectLockEnabledForBucket=True,
                        CreateBucketConfiguration={"Tags": [{"Key": "team", "Value": "red"}]})
    rules = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "ObjectWriter"}]
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == [{"Key": "team", "Value": "red"}]
    assert s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"] == {
        "ObjectLockEnabled": "Enabled"}
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"


def test_buckets_are_listed_in_pages(server):
    user = Callers(server)
    s3 = server.client("s3", user.root_key)
    names = sorted(new_bucket(s3, "paged") for _ in range(5))
    pages = list(s3.get_paginator("list_buckets").paginate(Prefix="paged-", PaginationConfig={"PageSize": 2}))
    assert [len(page["Buckets"]) for page in pages] == [2, 2, 1]
    assert [bucket["Name"] for page in pages for bucket in page["Buckets"]] == names
    assert {bucket["BucketRegion"] for page in pages for bucket in page["Buckets"]} == {"us-east-1"}
    assert s3.list_buckets(Prefix="Paged-")["Buckets"] == []
    assert s3.list_buckets(Prefix="paged-", BucketRegion="eu-west-1")["Buckets"] == []
    assert len(s3.list_buckets(Prefix="paged-", BucketRegion="us-east-1")["Buckets"]) == 5
    first = s3.list_buckets(Prefix="paged-", MaxBuckets=1, ContinuationToken="")["Buckets"]
    assert [(entry["Name"], entry["BucketArn"]) for entry in first] == [
        (name, f"arn:aws:s3:::{name}") for name in names[:1]]
    error = error_of(s3.list_buckets, BucketRegion="eu-east-1")
    assert (error["Code"], error["Message"]) == (
        "InvalidArgument", "Argument value eu-east-1 is not a valid AWS Region")


def test_acls_that_are_off_cannot_be_set(s3, bucket):
    for arguments in ({"ACL": "public-read"}, {"ACL": "private"}, {"GrantRead": f'uri="{ALL_USERS}"'}):
        error = error_of(s3.put_bucket_acl, Bucket=bucket, **arguments)
        assert (error["Code"], error["Message"], error["Status"]) == (
            "AccessControlListNotSupported", "The bucket does not allow ACLs", 400)
    turn_acls_on(s3, bucket)
    take_the_block_off(s3, bucket)
    s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
    error = error_of(s3.put_bucket_ownership_controls, Bucket=bucket,
                     OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})
    assert (error["Code"], error["Status"]) == ("InvalidBucketAclWithObjectOwnership", 400)
    assert error["Message"] == (
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
