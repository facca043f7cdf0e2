"""The article about albums straight from a browser: its page's calls, from another origin, signed in the page with
what an identity pool gives its guests."""

import hashlib
import http.server
import json
import pathlib
import threading
import urllib.parse

import pytest

from browser import open_browser
from buckets import MIB, take_the_block_off, turn_acls_on
from callers import Callers
from test_document_roles import Uploader

PAGE = (pathlib.Path(__file__).parent / "albums.html").read_bytes()

CORS = [
    {
        "AllowedHeaders": ["*"],
        "AllowedMethods": ["HEAD", "GET", "PUT", "POST", "DELETE"],
        "AllowedOrigins": ["*"],
        "ExposeHeaders": ["ETag", "x-amz-meta-custom-header"],
    }
]


class FrontServer(http.server.BaseHTTPRequestHandler):
    """The article's Flask application, which does nothing but show the page."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def front():
    application = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FrontServer)
    threading.Thread(target=application.serve_forever, daemon=True).start()
    yield f"http://localhost:{application.server_port}"
    application.shutdown()


@pytest.fixture(scope="module")
def driver():
    driver = open_browser()
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


class Page:
    """The page before somebody, for one bucket."""

    def __init__(self, server, front, driver, style, cors=CORS):
        self.server, self.driver = server, driver
        self.s3 = server.client("s3")
        self.uploader = Uploader(server, Callers(server))
        self.bucket = self.uploader.bucket
        if cors:
            self.s3.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": cors})
        settings = {"endpoint": f"http://localhost:{server.port}", "region": "us-east-1", "bucket": self.bucket,
                    "identityPool": self.uploader.pool, "style": style}
        driver.get(f"{front}/?{urllib.parse.urlencode({'settings': json.dumps(settings)})}")
        self.identity = self.call("signIn")

    def call(self, function, *arguments):
        """What the page's function answers."""
        told = self.driver.execute_async_script("""
            const [name, given, done] = arguments;
            window[name](...given).then(value => done({value}), error => done({error: String(error)}));
        """, function, list(arguments))
        assert "error" not in told, told["error"]
        return told["value"]

    def keys(self) -> list[str]:
        return [entry["Key"] for entry in self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", [])]


@pytest.fixture(scope="module", params=["path", "virtual"])
def page(server, front, driver, request):
    """One bucket for all who leave its settings alone."""
    return Page(server, front, driver, request.param)


def test_albums_come_and_go(page):
    assert page.identity.startswith("us-east-1:")
    assert "test" not in page.call("listAlbums")
    assert page.call("createAlbum", "test") == "Successfully created album."
    assert page.call("createAlbum", "test") == "Album already exists."
    assert page.call("createAlbum", "여름 휴가") == "Successfully created album."
    assert {"test", "여름 휴가"} <= set(page.call("listAlbums"))
    assert "여름 휴가" in page.driver.find_element("id", "app").text
    assert page.call("addPhoto", "test", "1.png", 1000)["status"] == 200
    assert page.call("addPhoto", "test", "2 b+c.png", 2000)["status"] == 200
    assert page.call("viewAlbum", "test") == ["test/", "test/1.png", "test/2 b+c.png"]
    assert page.call("deletePhoto", "test/1.png") == 204
    assert page.call("deleteAlbum", "test") == [], "a quiet answer names errors only"
    albums = page.call("listAlbums")
    assert "test" not in albums and "여름 휴가" in albums
    assert f"{urllib.parse.quote('여름 휴가')}/" in page.keys()


def test_a_photo_shows_its_progress(page):
    answer = page.call("addPhoto", "progress", "large.png", 3 * MIB)
    assert answer["status"] == 200 and answer["seen"][-1] == 3 * MIB and sorted(answer["seen"]) == answer["seen"]
    body = page.s3.get_object(Bucket=page.bucket, Key="progress/large.png")
    assert (body["ContentLength"], body["ContentType"]) == (3 * MIB, "image/png")
    assert answer["etag"] == body["ETag"] == f'"{hashlib.md5(body["Body"].read()).hexdigest()}"'
    assert page.driver.find_element("id", "uploadinfo").text == "large.png 100.00%"


def test_a_large_photo_goes_up_in_parts(page):
    size = 11 * MIB + 5
    answer = page.call("addPhoto", "parts", "huge.png", size)
    assert answer["status"] == 200, answer
    assert answer["seen"][-1] == size and {5 * MIB, 10 * MIB} <= set(answer["seen"])
    head = page.s3.head_object(Bucket=page.bucket, Key="parts/huge.png")
    assert (head["ContentLength"], head["ContentType"]) == (size, "image/png") and head["ETag"].endswith('-3"')
    assert "Uploads" not in page.s3.list_multipart_uploads(Bucket=page.bucket)


def test_nobody_downloads_by_the_public_address(page):
    page.call("addPhoto", "closed", "1.jpeg", 1000)
    assert page.call("lookAt", "closed/1.jpeg") == {"status": 403, "code": "AccessDenied", "isShown": False}
    assert page.call("s3", "GET", "closed/1.jpeg")["status"] == 200


def test_what_the_page_may_read_of_an_answer(page):
    page.s3.put_object(Bucket=page.bucket, Key="own", Body=b"x", Metadata={"custom-header": "mine"})
    answer = page.call("s3", "GET", "own")
    assert (answer["own"], answer["text"]) == ("mine", "x") and answer["etag"]


def test_refusals_reach_the_page(page):
    """With their reason, though they are errors: a guest may not delete the bucket."""
    answer = page.call("s3", "DELETE", None)
    assert (answer["status"], answer["code"]) == (403, "AccessDenied")
    assert page.call("s3", "GET", "none")["code"] == "NoSuchKey"
    assert page.call("s3", "HEAD", "none")["code"] == "NotFound"


def test_public_photos_once_the_bucket_is_changed(server, front, driver):
    """The article's section 4: `ACL: "public-read"`, with progress."""
    page = Page(server, front, driver, "path")
    public = {"x-amz-acl": "public-read"}
    refused = page.call("addPhoto", "test", "1.png", 1000, public)
    assert (refused["status"], refused["code"]) == (400, "AccessControlListNotSupported")
    turn_acls_on(page.s3, page.bucket)
    refused = page.call("addPhoto", "test", "1.png", 1000, public)
    assert (refused["status"], refused["code"]) == (403, "AccessDenied")
    take_the_block_off(page.s3, page.bucket)
    answer = page.call("addPhoto", "test", "1.png", 100_000, public)
    assert answer["status"] == 200 and answer["seen"][-1] == 100_000
    assert page.call("lookAt", "test/1.png") == {"status": 200, "code": None, "isShown": True}


def test_without_cors_the_browser_keeps_it_from_the_page(server, front, driver):
    closed = Page(server, front, driver, "path", cors=None)
    with pytest.raises(AssertionError, match="NetworkingError"):
        closed.call("listAlbums")
    closed.s3.put_bucket_cors(Bucket=closed.bucket, CORSConfiguration={
        "CORSRules": [CORS[0] | {"AllowedOrigins": [front], "AllowedMethods": ["GET"]}]})
    assert closed.call("listAlbums") == []
    with pytest.raises(AssertionError, match="NetworkingError"):
        closed.call("createAlbum", "test")
    assert closed.keys() == []
