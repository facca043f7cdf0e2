"""The file manager's own calls, without its page: who is let in, for what, and for how long; and a server of its own."""

import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.parse

import pytest
import requests
import yaml

from files import FilesServer, Person
from hanok import free_port
from hosted import PASSWORD

CALLS = {"session": "GET", "buckets": "GET", "objects": "GET", "below": "GET", "parts": "GET", "make-folder": "POST",
         "delete": "POST", "delete-folder": "POST", "copy": "POST", "move": "POST", "begin-upload": "POST", "part-urls": "POST",
         "complete-upload": "POST", "abort-upload": "POST", "share": "POST"}


@pytest.fixture(scope="module")
def files(executable, tmp_path_factory):
    site = FilesServer(executable, tmp_path_factory.mktemp("files")).start()
    yield site
    assert site.hanok.stop() == 0


@pytest.fixture(scope="module")
def kim(files):
    return files.person("kim@example.com")


@pytest.fixture(scope="module")
def lee(files):
    return files.person("lee@example.com")


def code(reply) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


def test_nobody_is_served_without_a_session(files):
    for name, method in CALLS.items():
        for cookies in ({}, {"hanok_files": "x" * 43}, {"hanok_files": ""}):
            reply = requests.request(method, f"{files.address}/api/{name}", cookies=cookies, json={}, timeout=30)
            assert code(reply) == (401, "SignedOut"), name
            assert reply.headers["Cache-Control"] == "no-store"
    assert requests.get(files.address + "/open?bucket=demo-files&key=shared/", timeout=30).status_code == 404


def test_what_changes_something_comes_from_the_page_itself(files, kim, lee):
    key = kim.session["home"] + "kept.txt"
    files.put(key, b"kept")
    body = {"bucket": files.bucket, "keys": [key]}
    for headers in ({}, {"X-Files-Token": ""}, {"X-Files-Token": "x" * 32}, {"X-Files-Token": lee.token},
                    {"Origin": "https://evil.example"}):
        assert code(kim.tell("delete", headers=headers, **body)) == (403, "Forbidden")
    for name in (name for name, method in CALLS.items() if method == "POST"):
        assert code(kim.tell(name, headers={})) == (403, "Forbidden")
        assert kim.ask(name).status_code == 405
    form = kim.post(files.address + "/api/delete", data={"bucket": files.bucket, "keys": key}, timeout=30)
    assert code(form) == (403, "Forbidden")
    assert kim.post(files.address + "/logout", timeout=30).status_code == 404
    assert files.keys(key) == [key] and kim.ask("session").status_code == 200
    # A page of another origin is not even told that it may ask.
    asked = requests.options(files.address + "/api/delete", timeout=30, headers={
        "Origin": "https://evil.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-files-token"})
    assert "Access-Control-Allow-Origin" not in asked.headers
    read = kim.get(files.address + "/api/session", headers={"Origin": "https://evil.example"}, timeout=30)
    assert "Access-Control-Allow-Origin" not in read.headers


def test_a_home_is_its_owners(files, kim, lee):
    assert kim.session["home"] != lee.session["home"]
    key = kim.session["home"] + "secret.txt"
    files.put(key, b"secret")
    b = {"bucket": files.bucket}
    assert key in [one["key"] for one in kim.ask("objects", prefix=kim.session["home"], **b).json()["objects"]]
    assert code(lee.ask("objects", prefix=kim.session["home"], **b)) == (403, "AccessDenied")
    assert code(lee.ask("objects", prefix="home/", **b)) == (403, "AccessDenied")
    assert code(lee.ask("below", prefix=kim.session["home"], **b)) == (403, "AccessDenied")
    assert lee.get(files.address + "/open", params={"key": key, **b}, timeout=30).status_code == 403
    assert code(lee.tell("copy", key=key, to=lee.session["home"] + "mine.txt", **b))[0] == 403
    assert code(lee.tell("move", key=key, to=lee.session["home"] + "mine.txt", **b))[0] == 403
    assert lee.tell("delete", keys=[key], **b).json()["failures"][0]["code"] == "AccessDenied"
    assert code(lee.tell("delete-folder", key=kim.session["home"], **b))[0] == 403
    assert code(lee.tell("make-folder", key=kim.session["home"] + "x/", **b)) == (403, "AccessDenied")
    upload = lee.tell("begin-upload", key=key, replace=True, **b)
    assert upload.status_code == 403 or requests.put(upload.json()["url"], data=b"x", timeout=30).status_code == 403
    link = lee.tell("share", key=key, seconds=60, **b)
    assert link.status_code == 403 or requests.get(link.json()["url"], timeout=30).status_code == 403
    assert files.s3.get_object(Bucket=files.bucket, Key=key)["Body"].read() == b"secret"


def test_nothing_is_taken_over_unasked(files, kim):
    home, b = kim.session["home"], {"bucket": files.bucket}
    files.put(home + "a", b"a")
    files.put(home + "b", b"b")
    for name in ("copy", "move"):
        assert code(kim.tell(name, key=home + "a", to=home + "b", **b)) == (409, "Exists")
    assert code(kim.tell("begin-upload", key=home + "b", **b)) == (409, "Exists")
    assert code(kim.tell("begin-upload", key=home + "b", isInParts=True, **b)) == (409, "Exists")
    assert code(kim.tell("copy", key=home + "a", to=home + "a", replace=True, **b)) == (400, "InvalidName")
    assert kim.tell("begin-upload", key=home + "new", **b).status_code == 200
    assert files.s3.get_object(Bucket=files.bucket, Key=home + "b")["Body"].read() == b"b"
    # One that has come while an upload was under way.
    upload = kim.tell("begin-upload", key=home + "late", isInParts=True, **b).json()["uploadId"]
    [url] = kim.tell("part-urls", key=home + "late", uploadId=upload, numbers=[1], **b).json()["urls"]
    parts = [{"number": 1, "tag": requests.put(url, data=b"mine", timeout=30).headers["ETag"]}]
    files.put(home + "late", b"theirs")
    complete = lambda **more: kim.tell("complete-upload", key=home + "late", uploadId=upload, parts=parts, **b, **more)
    assert code(complete()) == (409, "Exists")
    assert files.s3.get_object(Bucket=files.bucket, Key=home + "late")["Body"].read() == b"theirs"
    assert complete(replace=True).status_code == 200
    assert files.s3.get_object(Bucket=files.bucket, Key=home + "late")["Body"].read() == b"mine"
    assert kim.tell("move", key=home + "a", to=home + "b", replace=True, **b).status_code == 200
    assert files.s3.get_object(Bucket=files.bucket, Key=home + "b")["Body"].read() == b"a"
    assert home + "a" not in files.keys(home)


def test_who_may_only_upload_uploads(files, kim):
    key = kim.session["home"] + "drop"
    for denied in (["s3:ListBucket"], ["s3:ListBucket", "s3:GetObject"]):
        with files.denied(*denied):
            reply = kim.tell("begin-upload", bucket=files.bucket, key=key)
            assert requests.put(reply.json()["url"], data=b"x", timeout=30).status_code == 200
        files.empty(key)


@pytest.mark.parametrize("name", ["ctl\x01x", "cr\rx", "nl\nx", "..", "a/../b", "/lead", "x//y", "\ufffe", "𝔘", "'\"<&>", "\u202e"])
def test_every_key_can_be_moved_and_deleted(files, kim, name):
    key, b = kim.session["home"] + name, {"bucket": files.bucket}
    files.put(key, b"x")
    assert kim.ask("below", prefix=key, **b).json()["keys"] == [key]
    assert kim.tell("move", key=key, to=key + "2", **b).json() == {}
    assert kim.tell("delete", keys=[key + "2"], **b).json() == {"failures": []}
    assert key + "2" not in files.keys(kim.session["home"])


@pytest.mark.parametrize("bucket", ["..", ".", "_hanok", "_aws", "a/b", "a%2fb", "", "demo-files?x", "a\r\nX: y", "한옥"])
def test_no_bucket_leads_elsewhere(files, kim, bucket):
    opened = kim.get(files.address + "/open", params={"bucket": bucket, "key": "mail"}, allow_redirects=False, timeout=30)
    assert opened.status_code == 404 and "Location" not in opened.headers
    assert kim.tell("share", bucket=bucket, key="mail", seconds=60).status_code in (400, 403, 404)
    assert kim.ask("objects", bucket=bucket).status_code in (400, 403, 404)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"bucket": 1, "key": []}', b'{"bucket": "demo-files"}',
                                  b'{"bucket": "demo-files", "key": ""}', b'{"bucket": "demo-files", "key": "%s"}' % (b"k" * 1025),
                                  b"[" * 100_000, b"\xff\xfe"])
def test_calls_that_make_no_sense_are_refused(files, kim, body):
    for name in (name for name, method in CALLS.items() if method == "POST"):
        reply = kim.post(f"{files.address}/api/{name}", data=body, headers={"X-Files-Token": kim.token}, timeout=30)
        assert reply.status_code in (400, 403, 404) and reply.json()["error"]["code"], (name, reply.text)
    assert kim.ask("session").status_code == 200


def test_a_call_that_is_too_long(files, kim):
    reply = kim.post(files.address + "/api/delete", data=b"x" * ((4 << 20) + 1), headers={"X-Files-Token": kim.token}, timeout=30)
    assert reply.status_code == 413


@pytest.mark.parametrize("path", ["X", "x/api/session", "/api", "/api/", "/api/nothing", "/api/session/", "//api/session", "/s/", "/nothing"])
def test_paths_that_are_not_there(files, kim, path):
    assert kim.get(files.address + path, timeout=30).status_code == 404


def test_a_name_for_downloads_cannot_leave_its_header(files, kim):
    key = kim.session["home"] + 'a"; filename="evil.exe\r\nX: y'
    files.put(key, b"x")
    saved = kim.get(files.address + "/open", params={"bucket": files.bucket, "key": key, "download": "1"}, timeout=30)
    assert saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%22%3B%20filename%3D%22evil.exe%0D%0AX%3A%20y"
    assert "X" not in saved.headers


def test_a_sign_in_is_the_browsers_that_began_it(files, kim):
    begun = kim.get(files.address + "/login", allow_redirects=False, timeout=30)
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(begun.headers["Location"]).query))
    assert query["code_challenge_method"] == "S256" and len(query["state"]) >= 32 and query["nonce"]
    attempt = begun.headers["Set-Cookie"]
    assert all(word in attempt for word in ("HttpOnly", "SameSite=Lax", "Path=/_hanok/files", "Max-Age="))
    cookie = {"hanok_files_attempt": attempt.split("=", 1)[1].split(";")[0]}
    back = lambda cookies, **query: requests.get(
        f"{files.address}/authorize?{urllib.parse.urlencode(query)}", cookies=cookies, allow_redirects=False, timeout=30)
    for cookies, state in (({}, query["state"]), (cookie, "x"), (cookie, ""), ({"hanok_files_attempt": "x" * 100}, query["state"])):
        reply = back(cookies, code="x", state=state)
        assert reply.status_code == 400 and "Set-Cookie" not in reply.headers
    # A code that the pool did not give, or a refusal, makes no session.
    for more in ({"code": "x"}, {"error": "access_denied"}):
        reply = back(cookie, state=query["state"], **more)
        assert reply.status_code == 400 and "hanok_files=" not in reply.headers.get("Set-Cookie", "")


def test_a_second_sign_in_ends_the_first(files):
    person = files.person("again@example.com")
    [first] = [cookie.value for cookie in person.cookies if cookie.name == "hanok_files"]
    person.sign_in()
    [second] = [cookie.value for cookie in person.cookies if cookie.name == "hanok_files"]
    assert first != second
    api = files.address + "/api/session"
    assert requests.get(api, cookies={"hanok_files": first}, timeout=30).status_code == 401
    assert requests.get(api, cookies={"hanok_files": second}, timeout=30).status_code == 200


def test_who_is_deleted_is_out_within_seconds(files):
    person = files.person("deleted@example.com")
    files.idp.admin_delete_user(UserPoolId=files.pool, Username=person.address)
    began = time.monotonic()
    while person.ask("session").status_code == 200 and time.monotonic() - began < 60:
        time.sleep(0.3)
    assert time.monotonic() - began < 20


def test_no_secret_leaves_the_server(files, kim):
    page = kim.get(files.address + "/", timeout=30).text + kim.ask("session").text
    client = next(one for one in files.idp.list_user_pool_clients(UserPoolId=files.pool, MaxResults=60)["UserPoolClients"]
                  if one["ClientName"] == "DemoFilesClient")["ClientId"]
    secret = files.idp.describe_user_pool_client(UserPoolId=files.pool, ClientId=client)["UserPoolClient"]["ClientSecret"]
    seen = page + files.hanok.log_text() + "".join(map(str, files.hanok.access_log()))
    for word in (secret, "SecretKey", "refresh_token", "eyJ"):
        assert word not in seen, word
    assert next(cookie.value for cookie in kim.cookies if cookie.name == "hanok_files") not in seen


# Its own settings


def settings(files, **more) -> dict:
    """What the document has in its config.yaml, and ours below `files`."""
    clients = files.idp.list_user_pool_clients(UserPoolId=files.pool, MaxResults=60)["UserPoolClients"]
    client = next(one for one in clients if one["ClientName"] == "DemoFilesClient")["ClientId"]
    described = files.idp.describe_user_pool_client(UserPoolId=files.pool, ClientId=client)["UserPoolClient"]
    identity = files.hanok.client("cognito-identity").list_identity_pools(MaxResults=60)["IdentityPools"]
    metadata = f"{files.origin}/{files.pool}/.well-known/openid-configuration"
    return {
        "flask": {"secret_key": secrets.token_urlsafe(32)}, "aws": {"region": "us-east-1"},
        "cognito": {
            "authority": requests.get(metadata, timeout=30).json()["issuer"], "metadata_url": metadata, "client_id": client,
            "client_secret": described["ClientSecret"],
            "identity_pool_id": next(one for one in identity if one["IdentityPoolName"] == "DemoUsers")["IdentityPoolId"],
            "user_pool_provider_name": f"cognito-idp.us-east-1.amazonaws.com/{files.pool}"},
        "files": {"endpoint": files.origin, "buckets": ["demo-files"], "home": "home/${cognito-identity.amazonaws.com:sub}/"},
    } | more


def wait_until_open(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
    raise TimeoutError


def test_a_server_of_its_own(executable, files, tmp_path):
    port = free_port()
    address = f"http://localhost:{port}"
    given = settings(files)
    client = given["cognito"]["client_id"]
    described = files.idp.describe_user_pool_client(UserPoolId=files.pool, ClientId=client)["UserPoolClient"]
    kept = {name: value for name, value in described.items()
            if name not in ("ClientSecret", "LastModifiedDate", "CreationDate", "CallbackURLs", "LogoutURLs")}
    files.idp.update_user_pool_client(**kept, CallbackURLs=described["CallbackURLs"] + [address + "/authorize"],
                                      LogoutURLs=described["LogoutURLs"] + [address + "/"])
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(given))
    process = subprocess.Popen([executable, "files", "--config", tmp_path / "config.yaml", "--port", str(port)],
                               env={"PATH": os.environ["PATH"]}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        wait_until_open(port)
        files.idp.admin_create_user(UserPoolId=files.pool, Username="own@example.com", MessageAction="SUPPRESS")
        files.idp.admin_set_user_password(UserPoolId=files.pool, Username="own@example.com", Password=PASSWORD, Permanent=True)
        person = Person(files.hanok, address, "own@example.com")
        home, b = person.session["home"], {"bucket": files.bucket}
        url = person.tell("begin-upload", key=home + "own.txt", **b).json()["url"]
        assert url.startswith(files.origin) and requests.put(url, data=b"own", timeout=30).status_code == 200
        assert [one["key"] for one in person.ask("objects", prefix=home, **b).json()["objects"]] == [home + "own.txt"]
        made = person.tell("share", key=home + "own.txt", seconds=300, **b).json()
        assert made["short"].startswith(address + "/s/") and requests.get(made["short"], timeout=30).content == b"own"
        page = person.get(address + "/", timeout=30)
        assert files.origin in page.headers["Content-Security-Policy"] and "/_hanok/assets/" in page.text
        asset = next(part for part in page.text.split('"') if part.endswith("files.js"))
        assert requests.get(address + asset, timeout=30).status_code == 200
        out = person.post(address + "/logout", headers={"X-Files-Token": person.token}, timeout=30)
        assert "/logout?" in out.json()["address"]
        assert person.ask("session").status_code == 401
    finally:
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=20)[0]
    assert process.returncode == 0
    assert given["cognito"]["client_secret"] not in told and given["flask"]["secret_key"] not in told


def refused(executable, tmp_path, given, **environment) -> str:
    (tmp_path / "config.yaml").write_text(given if isinstance(given, str) else yaml.safe_dump(given))
    result = subprocess.run([executable, "files", "--config", tmp_path / "config.yaml", "--port", "0"],
                            env={"PATH": os.environ["PATH"], **environment}, capture_output=True, text=True, timeout=20)
    assert result.returncode not in (0, None), result.stdout
    return result.stderr


def test_it_does_not_start_with_a_secret_that_everybody_knows(executable, files, tmp_path):
    for secret in ("your_flask_secret_key", "default_secret", "DEFAULT_SECRET", "changeme", "short", ""):
        complaint = refused(executable, tmp_path, settings(files, flask={"secret_key": secret}))
        assert "the secret key" in complaint and "HANOK_FILES_SECRET_KEY" in complaint
        complaint = refused(executable, tmp_path, settings(files), FLASK_SECRET_KEY=secret)
        assert "the secret key" in complaint
    given = settings(files)
    given["cognito"]["client_secret"] = "your_client_secret"
    assert "the client's secret" in refused(executable, tmp_path, given)
    del given["cognito"]["client_secret"]
    assert "HANOK_FILES_CLIENT_SECRET" in refused(executable, tmp_path, given)
    del given["flask"]
    assert "missing" in refused(executable, tmp_path, given, HANOK_FILES_CLIENT_SECRET="x" * 40)
    assert "YAML" in refused(executable, tmp_path, ": : :")
    assert "aws.region" in refused(executable, tmp_path, "a: b")
    result = subprocess.run([executable, "files", "--config", tmp_path / "none.yaml"], capture_output=True, text=True, timeout=20)
    assert result.returncode != 0 and "cannot be read" in result.stderr


def test_without_settings_the_page_says_how_to_make_them(new_server):
    hanok = new_server().start()
    reply = requests.get(f"http://localhost:{hanok.port}/_hanok/files", headers={"Accept": "text/html"}, timeout=30)
    assert reply.status_code == 404 and "pages.files" in reply.text


def test_the_configuration_sets_it_up(files, executable, new_server, tmp_path):
    """Made in one server, whose folder a second one takes over with the names in its configuration."""
    server = new_server(root_key=("test", "test"), options=["--dev", "--demo"]).start()
    idp = server.client("cognito-idp")
    pool = idp.list_user_pools(MaxResults=10)["UserPools"][0]["Id"]
    client = next(one for one in idp.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
                  if one["ClientName"] == "DemoFilesClient")["ClientId"]
    secret = idp.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"]["ClientSecret"]
    identity = next(one for one in server.client("cognito-identity").list_identity_pools(MaxResults=60)["IdentityPools"]
                    if one["IdentityPoolName"] == "DemoUsers")["IdentityPoolId"]
    idp.admin_create_user(UserPoolId=pool, Username="set@example.com", MessageAction="SUPPRESS")
    idp.admin_set_user_password(UserPoolId=pool, Username="set@example.com", Password=PASSWORD, Permanent=True)
    assert server.stop() == 0
    (tmp_path / "hanok.yaml").write_text(yaml.safe_dump({"pages": {"files": {
        "userPool": pool, "client": client, "identityPool": identity, "buckets": "demo-files demo-albums"}}}))
    server.options = ["--dev", "--config", str(tmp_path / "hanok.yaml")]
    with pytest.raises(RuntimeError, match="HANOK_PAGES_FILES_CLIENT_SECRET"):
        server.start()
    server.environment["HANOK_PAGES_FILES_CLIENT_SECRET"] = secret
    server.start()
    person = Person(server, f"http://localhost:{server.port}/_hanok/files", "set@example.com")
    assert person.session["buckets"] == ["demo-files", "demo-albums"] and person.session["home"] is None
    assert person.ask("objects", bucket="demo-albums").json()["objects"] == []
    start = requests.get(f"http://localhost:{server.port}/", headers={"Accept": "text/html"}, timeout=30)
    assert start.status_code == 200 and "/_hanok/files" in start.text
    assert server.stop() == 0
