"""CORS of buckets: preflights without a signature, rules that match, and headers on every answer, refusals too."""

import pytest

from buckets import bucket_open_to_all, new_bucket, put, send, send_signed
from callers import Callers, error_of

ORIGIN = "https://app.example.com"
VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"
NOT_ALLOWED = (
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method "
    "/ Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS "
    "spec.")


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def bucket(s3):
    """Everybody reads its objects."""
    bucket = bucket_open_to_all(s3, purpose="cors")
    put(s3, bucket)
    return bucket


def allow_origins(s3, bucket, *rules):
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [
        {"AllowedMethods": ["GET", "PUT"], "AllowedOrigins": [ORIGIN]} | rule for rule in rules]})


def preflight(server, bucket, origin=ORIGIN, method="GET", asked=None, key="key", **more):
    headers = {"Origin": origin, "Access-Control-Request-Method": method} | more
    if asked:
        headers["Access-Control-Request-Headers"] = asked
    return send(server, "OPTIONS", f"/{bucket}/{key}", headers={
        name: value for name, value in headers.items() if value is not None})


def cors_headers(reply) -> dict:
    return {name: value for name, value in reply.headers.items() if name.startswith("access-control-")}


# Without rules


def test_a_bucket_without_rules(server, s3):
    bucket = new_bucket(s3)
    reply = preflight(server, bucket, method="PUT", key="")
    assert (reply.status, reply.error["Code"]) == (403, "AccessForbidden")
    assert reply.error["Message"] == "CORSResponse: CORS is not enabled for this bucket."
    assert (reply.error["Method"], reply.error["ResourceType"]) == ("PUT", "BUCKET")
    reply = preflight(server, bucket, method=None)
    assert (reply.status, reply.error["Method"]) == (403, "OPTIONS")
    reply = preflight(server, bucket, origin=None)
    assert (reply.status, reply.error["Code"]) == (400, "BadRequest")
    assert reply.error["Message"] == "Insufficient information. Origin request header needed."
    got = send_signed(server, "GET", f"/{bucket}", headers={"Origin": ORIGIN})
    assert got.status == 200 and cors_headers(got) == {}


def test_no_bucket(server):
    reply = preflight(server, "no-such-bucket-here", method=None, key="")
    assert (reply.status, reply.error["Code"]) == (403, "AccessForbidden")
    assert reply.error["Message"] == "CORSResponse: Bucket not found"
    assert (reply.error["Method"], reply.error["ResourceType"]) == ("OPTIONS", "BUCKET")


# Preflights


def test_a_preflight_needs_no_signature(server, s3):
    bucket = new_bucket(s3)  # closed to all who do not sign
    allow_origins(s3, bucket, {"MaxAgeSeconds": 3000, "ExposeHeaders": ["ETag", "x-amz-meta-custom-header"]})
    for key in ("", "key", "a/b%20c"):
        reply = preflight(server, bucket, method="PUT", key=key)
        assert (reply.status, reply.body) == (200, b"")
        assert cors_headers(reply) == {
            "access-control-allow-origin": ORIGIN, "access-control-allow-methods": "GET, PUT",
            "access-control-allow-credentials": "true", "access-control-max-age": "3000",
            "access-control-expose-headers": "ETag, x-amz-meta-custom-header"}
        assert reply.headers["vary"] == VARY
        assert reply.headers["x-amz-request-id"] and reply.headers["x-amz-id-2"]


@pytest.mark.parametrize("allowed, origin, answered", [
    (ORIGIN, ORIGIN, ORIGIN), (ORIGIN, "http://app.example.com", None), (ORIGIN, "https://app.example.com:8443", None),
    (ORIGIN, "https://APP.example.com", None), ("*", "https://whoever.example", "*"),
    ("https://*.example.com", "https://a.b.example.com", "https://a.b.example.com"),
    ("https://*.example.com", "https://example.com", None), ("http://localhost:*", "http://localhost:5000",
                                                             "http://localhost:5000"),
    ("*.example.com", "http://test.example.com", "http://test.example.com"),
    ("https://app*", "https://app.example.com", "https://app.example.com"),
])
def test_origins(server, s3, bucket, allowed, origin, answered):
    allow_origins(s3, bucket, {"AllowedOrigins": [allowed]})
    reply = preflight(server, bucket, origin)
    got = send(server, "GET", f"/{bucket}/key", headers={"Origin": origin})
    assert (got.status, got.body) == (200, b"body")
    assert got.headers.get("access-control-allow-origin") == answered
    if answered:
        assert reply.headers["access-control-allow-origin"] == answered
        # Only an origin that is named may send its cookies.
        credentials = None if answered == "*" else "true"
        assert reply.headers.get("access-control-allow-credentials") == credentials
        assert got.headers.get("access-control-allow-credentials") == credentials
    else:
        assert (reply.status, reply.error["Message"], reply.error["ResourceType"]) == (403, NOT_ALLOWED, "OBJECT")
        assert cors_headers(reply) == {} and cors_headers(got) == {}


@pytest.mark.parametrize("method, is_allowed", [
    ("GET", True), ("PUT", True), ("DELETE", False), ("POST", False), ("HEAD", False)])
def test_methods(server, s3, bucket, method, is_allowed):
    allow_origins(s3, bucket, {})
    reply = preflight(server, bucket, method=method)
    assert (reply.status == 200) == is_allowed
    if not is_allowed:
        assert (reply.error["Message"], reply.error["Method"]) == (NOT_ALLOWED, method)


@pytest.mark.parametrize("allowed, asked, answered", [
    (["*"], "authorization, x-amz-date", "authorization, x-amz-date"),
    (["x-amz-meta-*"], "x-amz-meta-a", "x-amz-meta-a"), (["x-amz-meta-*"], "x-amz-acl", None),
    (["X-Amz-Date", "Authorization"], "authorization,x-amz-date", "authorization, x-amz-date"),
    (["authorization"], "authorization, x-amz-date", None), (None, "authorization", None),
    (["content-*", "x-*"], "Content-Type, x-amz-date", "content-type, x-amz-date"),
])
def test_request_headers(server, s3, bucket, allowed, asked, answered):
    allow_origins(s3, bucket, {"AllowedHeaders": allowed} if allowed else {})
    reply = preflight(server, bucket, asked=asked)
    if answered is None:
        assert (reply.status, reply.error["Message"]) == (403, NOT_ALLOWED)
    else:
        assert reply.status == 200 and reply.headers["access-control-allow-headers"].lower() == answered
    assert "access-control-allow-headers" not in preflight(server, bucket).headers


def test_the_first_rule_that_fits_answers(server, s3, bucket):
    allow_origins(
        s3, bucket, {"AllowedMethods": ["DELETE"], "MaxAgeSeconds": 1},
        {"AllowedHeaders": ["x-amz-date"], "AllowedMethods": ["PUT"], "MaxAgeSeconds": 2},
        {"AllowedHeaders": ["*"], "AllowedMethods": ["PUT", "GET"], "AllowedOrigins": ["*"], "MaxAgeSeconds": 3})
    for arguments, age in (({"method": "DELETE"}, "1"), ({"method": "PUT", "asked": "x-amz-date"}, "2"),
                           ({"method": "PUT", "asked": "x-amz-acl"}, "3"), ({"method": "GET"}, "3")):
        assert preflight(server, bucket, **arguments).headers["access-control-max-age"] == age
    assert "access-control-max-age" not in cors_headers(send(
        server, "POST", f"/{bucket}/key", headers={"Origin": ORIGIN}))


def test_a_preflight_of_a_bucket_by_its_host(server, s3, bucket):
    allow_origins(s3, bucket, {})
    reply = send(server, "OPTIONS", "/", host=f"{bucket}.s3.localhost:{server.port}", headers={
        "Origin": ORIGIN, "Access-Control-Request-Method": "PUT"})
    assert (reply.status, reply.headers["access-control-allow-origin"]) == (200, ORIGIN)


# Actual requests


def test_an_actual_request(server, s3, bucket):
    allow_origins(s3, bucket, {"ExposeHeaders": ["ETag"], "MaxAgeSeconds": 60, "AllowedHeaders": ["x-amz-date"]})
    expected = {"access-control-allow-origin": ORIGIN, "access-control-allow-methods": "GET, PUT",
                "access-control-allow-credentials": "true", "access-control-max-age": "60",
                "access-control-expose-headers": "ETag"}
    for reply in (send(server, "GET", f"/{bucket}/key", headers={"Origin": ORIGIN}),
                  send_signed(server, "PUT", f"/{bucket}/new", b"x", headers={"Origin": ORIGIN}),
                  send_signed(server, "GET", f"/{bucket}?list-type=2", headers={"Origin": ORIGIN})):
        assert reply.status == 200 and cors_headers(reply) == expected
        assert reply.headers["vary"] == VARY
    # The headers of the request itself do not matter any more.
    reply = send(server, "GET", f"/{bucket}/key", headers={"Origin": ORIGIN, "x-amz-meta-other": "x"})
    assert cors_headers(reply) == expected
    # A method that no rule names, and a request from no page, are answered without.
    assert cors_headers(send_signed(server, "DELETE", f"/{bucket}/new", headers={"Origin": ORIGIN})) == {}
    assert cors_headers(send(server, "GET", f"/{bucket}/key")) == {}


def test_refusals_carry_the_headers_too(server, s3):
    """Else a page would not learn why."""
    bucket = new_bucket(s3)
    allow_origins(s3, bucket, {})
    user = Callers(server).user()[1]
    for reply, status in [
        (send(server, "GET", f"/{bucket}/key", headers={"Origin": ORIGIN}), 403),
        (send_signed(server, "GET", f"/{bucket}/key", headers={"Origin": ORIGIN}, keys=user), 403),
        (send_signed(server, "GET", f"/{bucket}/key", headers={"Origin": ORIGIN}, keys=("AKIANONE", "x")), 403),
        (send_signed(server, "GET", f"/{bucket}/none", headers={"Origin": ORIGIN}), 404),
        (send_signed(server, "PUT", f"/{bucket}/key", b"x", headers={"Origin": ORIGIN, "Content-MD5": "x"}), 400),
    ]:
        assert reply.status == status, reply.body
        assert reply.headers["access-control-allow-origin"] == ORIGIN
        assert reply.headers["vary"] == VARY


def test_rules_that_are_gone_count_no_more(server, s3, bucket):
    allow_origins(s3, bucket, {})
    assert preflight(server, bucket).status == 200
    s3.delete_bucket_cors(Bucket=bucket)
    assert preflight(server, bucket).status == 403
    assert cors_headers(send(server, "GET", f"/{bucket}/key", headers={"Origin": ORIGIN})) == {}


def test_a_hundred_rules_and_no_more(server, s3, bucket):
    allow_origins(s3, bucket, *[{"AllowedOrigins": [f"https://{number}.example.com"]} for number in range(100)])
    assert preflight(server, bucket, "https://99.example.com").status == 200
    too_many = [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}] * 101
    assert error_of(s3.put_bucket_cors, Bucket=bucket, CORSConfiguration={"CORSRules": too_many})["Status"] == 400


def test_two_stars_in_an_origin_are_refused(s3, bucket):
    error = error_of(s3.put_bucket_cors, Bucket=bucket, CORSConfiguration={"CORSRules": [
        {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://*.*.example.com"]}]})
    assert (error["Code"], error["Status"]) == ("InvalidRequest", 400)
    assert error["Message"] == 'AllowedOrigin "https://*.*.example.com" can not have more than one wildcard.'
