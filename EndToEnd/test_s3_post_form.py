"""Uploads by HTML forms: signed by both signatures, each condition of the policy kept, and every answer a form can
ask for."""

import base64
import functools
import hashlib
import hmac
import json
import urllib.parse
import xml.etree.ElementTree as ElementTree

import pytest
import requests

from buckets import bucket_with_acls, new_bucket, put_policy, read, send, take_the_block_off, within
from callers import Callers, allow, deny, error_of, trust


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def bucket(s3):
    return new_bucket(s3, "form")


@pytest.fixture
def key(request):
    return request.node.name.replace("[", "/").strip("]")


@pytest.fixture(params=["s3v4", "s3"])
def version(request):
    return request.param


@functools.cache
def signer(server, keys, version):
    return server.client("s3", keys, signature_version=version)


class Form:
    """A form as boto3 makes it, and how it is sent."""

    def __init__(self, server, bucket, key, fields=None, conditions=None, keys=None, version="s3v4", expires=600):
        made = signer(server, keys, version).generate_presigned_post(
            bucket, key, Fields=dict(fields or {}), Conditions=[*(conditions or []), *(
                {name: value} for name, value in (fields or {}).items())], ExpiresIn=expires)
        self.url, self.fields = made["url"], made["fields"]

    def send(self, body=b"by form", name="photo.jpg", kind="image/jpeg", **fields):
        kept = {name: value for name, value in (self.fields | fields).items() if value is not None}
        return requests.post(self.url, data=kept, files={"file": (name, body, kind)}, allow_redirects=False, timeout=30)


def refusal(reply) -> tuple:
    root = ElementTree.fromstring(reply.content)
    assert root.tag == "Error", reply.content
    found = {member.tag: member.text or "" for member in root}
    return reply.status_code, found["Code"], found["Message"]


# What a form uploads


def test_a_form_signed_for_another_region(server, bucket, key):
    s3 = server.client("s3", region="eu-west-1", signature_version="s3v4")
    made = s3.generate_presigned_post(bucket, key)
    reply = requests.post(made["url"], data=made["fields"], files={"file": ("a", b"x")}, timeout=30)
    assert refusal(reply) == (
        400, "AuthorizationHeaderMalformed",
        "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'")
    assert reply.headers["x-amz-bucket-region"] == "us-east-1"


def test_a_form_uploads(server, s3, bucket, key, version):
    form = Form(server, bucket, key, version=version)
    assert ("x-amz-signature" in form.fields) == (version == "s3v4")
    reply = form.send(b"by form")
    assert (reply.status_code, reply.content) == (204, b"")
    assert reply.headers["ETag"] == f'"{hashlib.md5(b"by form").hexdigest()}"'
    assert urllib.parse.unquote(urllib.parse.urlsplit(reply.headers["Location"]).path) == f"/{bucket}/{key}"
    assert read(s3, bucket, key) == b"by form"
    large = bytes(range(256)) * 4000
    assert form.send(large).status_code == 204
    assert read(s3, bucket, key) == large


def test_what_a_form_says_of_the_object(server, s3, bucket, key, version):
    fields = {"Content-Type": "text/x", "Cache-Control": "no-store", "Content-Disposition": "inline",
              "x-amz-meta-who": "kim", "x-amz-storage-class": "STANDARD_IA", "x-amz-website-redirect-location": "/x",
              "Expires": "Wed, 21 Oct 2030 07:28:00 GMT",
              "tagging": "<Tagging><TagSet><Tag><Key>a</Key><Value>한글</Value></Tag></TagSet></Tagging>"}
    assert Form(server, bucket, key, fields, version=version).send().status_code == 204
    head = s3.head_object(Bucket=bucket, Key=key)
    assert (head["ContentType"], head["CacheControl"], head["ContentDisposition"], head["Metadata"],
            head["StorageClass"], head["WebsiteRedirectLocation"], head["ExpiresString"]) == (
        "text/x", "no-store", "inline", {"who": "kim"}, "STANDARD_IA", "/x", "Wed, 21 Oct 2030 07:28:00 GMT")
    assert s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == [{"Key": "a", "Value": "한글"}]


def test_without_a_type_of_its_own(server, s3, bucket, key):
    """The type of the file's part is not the object's."""
    Form(server, bucket, key).send(kind="image/jpeg")
    assert s3.head_object(Bucket=bucket, Key=key)["ContentType"] == "binary/octet-stream"


@pytest.mark.parametrize("name, expected", [
    ("photo.jpg", "photo.jpg"), ("a b+한글.jpg", "a b+한글.jpg"), ("C:\\pictures\\p.jpg", "p.jpg")])
def test_the_files_own_name(server, s3, bucket, name, expected):
    form = Form(server, bucket, "user/kim/${filename}")
    assert form.fields["key"] == "user/kim/${filename}"
    assert form.send(name.encode(), name).status_code == 204
    assert read(s3, bucket, f"user/kim/{expected}") == name.encode()


@pytest.mark.parametrize("tagging, status", [
    ("<Tagging><TagSet></TagSet></Tagging>", 204), ("not XML", 400),
    ("<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>a</Key><Value>2</Value></Tag></TagSet>"
     "</Tagging>", 400)])
def test_tags_of_a_form(server, bucket, key, tagging, status):
    reply = Form(server, bucket, key, {"tagging": tagging}).send()
    assert reply.status_code == status
    if tagging == "not XML":
        assert refusal(reply)[1] == "MalformedXML"


def test_an_unknown_storage_class(server, bucket, key):
    assert refusal(Form(server, bucket, key, {"x-amz-storage-class": "FakeClass"}).send())[:2] == (
        400, "InvalidStorageClass")


# What a form asks for


@pytest.mark.parametrize("asked, status", [("200", 200), ("201", 201), ("204", 204), ("404", 204), ("x", 204)])
def test_the_status_asked_for(server, bucket, key, asked, status):
    reply = Form(server, bucket, key, {"success_action_status": asked}).send()
    assert reply.status_code == status
    if status != 201:
        assert reply.content == b""
        return
    root = ElementTree.fromstring(reply.content)
    assert root.tag == "PostResponse"
    told = {child.tag: child.text for child in root}
    assert (told["Bucket"], told["Key"], told["ETag"]) == (bucket, key, reply.headers["ETag"])
    assert told["Location"] == reply.headers["Location"]


@pytest.mark.parametrize("field", ["success_action_redirect", "redirect"])
def test_the_page_asked_for(server, bucket, key, field):
    reply = Form(server, bucket, key, {field: "http://localhost:5000/done?a=b"}).send()
    assert reply.status_code == 303
    parts = urllib.parse.urlsplit(reply.headers["Location"])
    assert (parts.netloc, parts.path) == ("localhost:5000", "/done")
    assert dict(urllib.parse.parse_qsl(parts.query)) == {
        "a": "b", "bucket": bucket, "key": key, "etag": reply.headers["ETag"]}


def test_a_page_that_is_none(server, bucket, key):
    reply = Form(server, bucket, key, {"success_action_redirect": "not a page"}).send()
    assert reply.status_code in (200, 204)


# The policy's conditions


@pytest.mark.parametrize("condition, fields, is_kept", [
    (["eq", "$x-amz-meta-a", "b"], {"x-amz-meta-a": "b"}, True),
    (["eq", "$x-amz-meta-a", "b"], {"x-amz-meta-a": "B"}, False),
    (["eq", "$X-Amz-Meta-A", "b"], {"x-amz-meta-a": "b"}, True),
    ({"x-amz-meta-a": "b"}, {"x-amz-meta-a": "c"}, False), ({"x-amz-meta-a": "b"}, {}, False),
    (["starts-with", "$Content-Type", "image/"], {"Content-Type": "image/png"}, True),
    (["starts-with", "$Content-Type", "image/"], {"Content-Type": "text/html"}, False),
    (["starts-with", "$Content-Type", "image/"], {"Content-Type": "image/png,image/jpeg"}, True),
    (["starts-with", "$x-amz-meta-a", ""], {"x-amz-meta-a": "whatever"}, True),
    (["starts-with", "$success_action_redirect", "http://localhost"], {"success_action_redirect": "HTTP://localhost"},
     False),
    (["eq", "$success_action_redirect", "http://localhost.test/a"],
     {"success_action_redirect": "http://localhost.test/b"}, False),
    # A field that no condition speaks of.
    (["eq", "$x-amz-meta-a", "b"], {"x-amz-meta-a": "b", "x-amz-meta-c": "d"}, False),
    (["eq", "$x-amz-meta-a", "b"], {"x-amz-meta-a": "b", "x-ignore-this": "d"}, True),
], ids=str)
def test_conditions(server, s3, bucket, key, version, condition, fields, is_kept):
    reply = Form(server, bucket, key, conditions=[condition], version=version).send(**fields)
    if is_kept:
        assert reply.status_code in (204, 303), reply.content
        return
    status, code, sentence = refusal(reply)
    assert (status, code) == (403, "AccessDenied")
    if "x-amz-meta-c" in fields:
        assert sentence == "Invalid according to Policy: Extra input fields: x-amz-meta-c"
    else:
        written = condition if isinstance(condition, list) else ["eq", "$x-amz-meta-a", "b"]
        assert sentence == f"Invalid according to Policy: Policy Condition failed: {json.dumps(written)}"
    assert error_of(s3.head_object, Bucket=bucket, Key=key)["Status"] == 404


def test_the_key_is_a_condition(server, bucket):
    form = Form(server, bucket, "user/kim/a")
    assert refusal(form.send(key="user/lee/a"))[:2] == (403, "AccessDenied")
    form = Form(server, bucket, "user/kim/${filename}")
    assert form.send(key="user/kim/whatever").status_code == 204
    assert refusal(form.send(key="user/lee/whatever"))[:2] == (403, "AccessDenied")


def test_the_bucket_is_a_condition(server, s3, bucket, key):
    form = Form(server, bucket, key)
    other = new_bucket(s3, "other")
    form.url = form.url.replace(bucket, other)
    status, code, _ = refusal(form.send())
    assert (status, code) == (403, "AccessDenied") and "Contents" not in s3.list_objects_v2(Bucket=other)


@pytest.mark.parametrize("size, expected", [
    (4, (400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")),
    (5, None), (10, None),
    (11, (400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"))])
def test_the_size_is_a_condition(server, s3, bucket, key, size, expected):
    reply = Form(server, bucket, key, conditions=[["content-length-range", 5, 10]]).send(b"a" * size)
    if expected is None:
        assert reply.status_code == 204 and read(s3, bucket, key) == b"a" * size
        return
    assert refusal(reply) == expected
    members = {member.tag: member.text for member in ElementTree.fromstring(reply.content)}
    if size > 5:
        assert (members["MaxSizeAllowed"], members["ProposedSize"]) == ("10", str(size))
    else:
        assert (members["MinSizeAllowed"], members["ProposedSize"]) == ("5", str(size))
    assert error_of(s3.head_object, Bucket=bucket, Key=key)["Status"] == 404


# Policies and signatures by hand


def by_hand(server, bucket, key, policy, signer=None) -> requests.Response:
    """A form with a V2 signature over whatever text the policy is."""
    document = base64.b64encode(policy.encode()).decode()
    identity, secret = signer or server.root_key
    signature = base64.b64encode(hmac.new(secret.encode(), document.encode(), hashlib.sha1).digest()).decode()
    fields = {"key": key, "AWSAccessKeyId": identity, "policy": document, "signature": signature}
    return requests.post(f"{server.endpoint}/{bucket}", data=fields, files={"file": ("a", b"x")}, timeout=30)


IN_TIME = "2099-01-01T00:00:00.000Z"


@pytest.mark.parametrize("policy, status, code", [
    ({"expiration": IN_TIME, "conditions": [["starts-with", "$key", ""], ["starts-with", "$bucket", ""]]}, 204, None),
    ({"expiration": IN_TIME, "conditions": [["starts-with", "$key", ""], {"bucket": "BUCKET", "acl": "private"}]},
     400, "InvalidPolicyDocument"),
    ({"expiration": IN_TIME}, 400, "InvalidPolicyDocument"),
    ({"conditions": []}, 400, "InvalidPolicyDocument"),
    ({"expiration": "tomorrow", "conditions": []}, 400, "InvalidPolicyDocument"),
    ({"expiration": IN_TIME, "conditions": [["ends-with", "$key", ""], ["starts-with", "$bucket", ""]]},
     (400, 403), None),
    ({"expiration": "2020-01-01T00:00:00Z", "conditions": [["starts-with", "$key", ""]]}, 403, "AccessDenied"),
    ("not JSON", 400, "InvalidPolicyDocument"),
], ids=str)
def test_policies_by_hand(server, bucket, key, policy, status, code):
    written = policy if isinstance(policy, str) else json.dumps(policy).replace("BUCKET", bucket)
    reply = by_hand(server, bucket, "hand", written)
    assert reply.status_code in (status if isinstance(status, tuple) else (status,)), reply.content
    if code:
        assert refusal(reply)[1] == code
    if "2020" in written:
        assert refusal(reply)[2] == "Invalid according to Policy: Policy expired."
    if "acl" in written:
        assert refusal(reply)[2] == ("Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly "
                                     "one property specified.")


def test_an_expired_form(server, bucket, key, version):
    reply = Form(server, bucket, key, version=version, expires=-10).send()
    assert refusal(reply) == (403, "AccessDenied", "Invalid according to Policy: Policy expired.")


def test_a_policy_that_was_changed(server, bucket, key, version):
    form = Form(server, bucket, key, version=version)
    opened = json.loads(base64.b64decode(form.fields["policy"]))
    opened["conditions"].append(["starts-with", "$key", ""])
    reply = form.send(policy=base64.b64encode(json.dumps(opened).encode()).decode())
    assert refusal(reply)[:2] == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("version, without, named", [
    ("s3", "signature", "Signature"), ("s3", "AWSAccessKeyId", "AWSAccessKeyId"),
    ("s3v4", "x-amz-signature", "X-Amz-Signature"), ("s3v4", "x-amz-algorithm", "X-Amz-Algorithm"),
])
def test_a_form_without_a_field(server, bucket, key, version, without, named):
    reply = Form(server, bucket, key, version=version).send(**{without: None})
    assert refusal(reply) == (
        400, "InvalidArgument", f"Bucket POST must contain a field named '{named}'.  If it is specified, please check "
        "the order of the fields.")


def test_unknown_keys(server, bucket, key, version):
    form = Form(server, bucket, key, keys=("AKIANOSUCHKEY0000000", "secret"), version=version)
    assert refusal(form.send())[:2] == (403, "InvalidAccessKeyId")


def test_a_form_that_is_none(server, bucket):
    reply = requests.post(f"{server.endpoint}/{bucket}", data={"key": "a"}, timeout=30)
    assert refusal(reply)[:2] == (412, "PreconditionFailed")
    broken = send(server, "POST", f"/{bucket}", b"--x\r\nno form at all", headers={
        "Content-Type": "multipart/form-data; boundary=x"})
    assert broken.status == 400
    without_file = requests.post(f"{server.endpoint}/{bucket}", files={"key": (None, "a")}, timeout=30)
    assert refusal(without_file)[0] in (400, 403)


def test_fields_after_the_file_are_not_read(server, s3, bucket, key):
    form = Form(server, bucket, key)
    parts = [(name, (None, value)) for name, value in form.fields.items()]
    late = requests.post(form.url, files=[*parts, ("file", ("a", b"x")), ("x-amz-meta-late", (None, "late"))],
                         timeout=30)
    assert late.status_code == 204 and s3.head_object(Bucket=bucket, Key=key)["Metadata"] == {}
    early = requests.post(form.url, files=[("file", ("a", b"x")), *parts], timeout=30)
    assert refusal(early)[0] in (400, 403)


# Who may


def test_a_form_may_what_its_signer_may_now(server, s3, bucket, key, version):
    callers = Callers(server)
    name, keys = callers.user(allow("s3:PutObject", within(bucket)))
    form = Form(server, bucket, key, keys=keys, version=version)
    assert form.send().status_code == 204
    callers.permit_user(name, deny("s3:*"), policy="deny")
    assert refusal(form.send(b"other"))[:2] == (403, "AccessDenied")
    assert read(s3, bucket, key) == b"by form"
    callers.iam.delete_user_policy(UserName=name, PolicyName="deny")
    tagged = Form(server, bucket, key, {"tagging": "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet>"
                                                   "</Tagging>"}, keys=keys, version=version)
    assert refusal(tagged.send())[:2] == (403, "AccessDenied")


def test_a_form_of_a_session(server, s3, bucket, key, version):
    callers = Callers(server)
    role = callers.role(trust({"AWS": f"arn:aws:iam::{callers.account}:root"}), allow("s3:PutObject"))
    keys = callers.assume(callers.user(allow("sts:AssumeRole"))[1], role)
    form = Form(server, bucket, key, keys=keys, version=version)
    assert form.fields["x-amz-security-token"] == keys[2]
    assert form.send().status_code == 204 and read(s3, bucket, key) == b"by form"
    assert refusal(form.send(**{"x-amz-security-token": None}))[0] == 403


def test_an_anonymous_form(server, s3):
    bucket = new_bucket(s3, "anyone")

    def send_form():
        return requests.post(f"{server.endpoint}/{bucket}", data={"key": "drop/${filename}"},
                             files={"file": ("a.txt", b"anonymous")}, timeout=30)

    assert refusal(send_form()) == (403, "AccessDenied", "Access Denied")
    take_the_block_off(s3, bucket)
    put_policy(s3, bucket, {"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject",
                            "Resource": within(bucket, "drop/*")})
    assert send_form().status_code == 204
    assert read(s3, bucket, "drop/a.txt") == b"anonymous"


def test_an_acl_of_a_form(server, s3, bucket, key, version):
    open_to_acls = bucket_with_acls(s3)
    assert Form(server, open_to_acls, key, {"acl": "public-read"}, version=version).send().status_code == 204
    assert requests.get(f"{server.endpoint}/{open_to_acls}/{urllib.parse.quote(key)}", timeout=30).content == b"by form"
    refused = Form(server, bucket, key, {"acl": "public-read"}, version=version).send()
    assert refusal(refused)[:2] == (400, "AccessControlListNotSupported")


def test_a_form_from_another_origin(server, s3):
    bucket = new_bucket(s3, "origin")
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [
        {"AllowedMethods": ["POST"], "AllowedOrigins": ["http://localhost:5000"], "ExposeHeaders": ["Location"]}]})
    form = Form(server, bucket, "key")
    reply = requests.post(form.url, data=form.fields, files={"file": ("a", b"x")}, timeout=30,
                          headers={"Origin": "http://localhost:5000"})
    assert (reply.status_code, reply.headers["Access-Control-Allow-Origin"]) == (204, "http://localhost:5000")


def test_a_form_by_the_buckets_host(server, s3, bucket, key):
    form = Form(server, bucket, key)
    reply = requests.post(f"{server.endpoint}/", data=form.fields, files={"file": ("a", b"x")}, timeout=30,
                          headers={"Host": f"{bucket}.s3.localhost:{server.port}"})
    assert reply.status_code == 204 and read(s3, bucket, key) == b"x"
