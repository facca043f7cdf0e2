"""Websites out of buckets: pages, error documents and redirects, at a path of this server and at hosts of their own."""

import urllib.parse

import pytest

from buckets import EVERYBODY, bucket_open_to_all, new_bucket, put, put_policy, send, take_the_block_off, within

INDEX = {"IndexDocument": {"Suffix": "index.html"}}


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


class Site:
    """A bucket with a website, and a visitor who comes by one of its addresses."""

    def __init__(self, server, s3, bucket, way="path"):
        self.server, self.s3, self.bucket, self.way = server, s3, bucket, way

    def visit(self, path="/", method="GET", **headers):
        if self.way == "path":
            return send(self.server, method, f"/_aws/s3-website/{self.bucket}{path}", headers=headers)
        return send(self.server, method, path, headers=headers, host=self.way.replace("BUCKET", self.bucket))

    def location(self, reply) -> str:
        """Where a redirect leads, as a path of the site or an address elsewhere."""
        base = f"/_aws/s3-website/{self.bucket}" if self.way == "path" else ""
        host = self.way.replace("BUCKET", self.bucket) if self.way != "path" else f"127.0.0.1:{self.server.port}"
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(f"http://{host}{base}/", reply.headers["location"]))
        if parts.netloc != host:
            return parts.geturl()
        assert parts.path.startswith(base), parts
        return parts.path[len(base):]

    def configure(self, **settings):
        self.s3.put_bucket_website(Bucket=self.bucket, WebsiteConfiguration=INDEX | settings)


PAGES = {"index.html": b"<h1>home</h1>", "docs/index.html": b"<h1>docs</h1>", "page.html": b"<h1>page</h1>",
         "error.html": b"<h1>lost</h1>", "plain": b"plain"}


def furnish(s3, bucket):
    for key, body in PAGES.items():
        put(s3, bucket, key, body, ContentType="text/html" if key != "plain" else "text/plain")


@pytest.fixture(scope="module", params=[
    "path", "BUCKET.s3-website.localhost", "BUCKET.s3-website-us-east-1.amazonaws.com",
    "BUCKET.s3-website.us-east-1.amazonaws.com"])
def site(server, s3, request):
    bucket = bucket_open_to_all(s3, purpose="site", list_too=True)
    furnish(s3, bucket)
    return Site(server, s3, bucket, request.param)


@pytest.fixture(scope="module")
def plain_site(server, s3):
    """One way is enough for what does not depend on the address."""
    bucket = bucket_open_to_all(s3, purpose="site", list_too=True)
    furnish(s3, bucket)
    return Site(server, s3, bucket)


# Pages


def test_pages(site):
    site.configure()
    for path, key in (("/", "index.html"), ("/index.html", "index.html"), ("/docs/", "docs/index.html"),
                      ("/page.html", "page.html"), ("/plain", "plain")):
        reply = site.visit(path)
        assert (reply.status, reply.body) == (200, PAGES[key]), path
        assert reply.headers["content-type"] == ("text/plain" if key == "plain" else "text/html")
    assert site.visit("/page.html?list-type=2&acl").body == PAGES["page.html"]
    head = site.visit("/page.html", "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(PAGES["page.html"])))


def test_a_folder_without_its_slash(site):
    site.configure()
    reply = site.visit("/docs")
    assert (reply.status, site.location(reply)) == (302, "/docs/")
    assert site.visit(site.location(reply)).body == PAGES["docs/index.html"]


def test_what_is_missing(site):
    site.configure()
    reply = site.visit("/none/")
    assert (reply.status, reply.headers["content-type"].split(";")[0]) == (404, "text/html")
    for line in ("<title>404 Not Found</title>", "<h1>404 Not Found</h1>", "<li>Code: NoSuchKey</li>",
                 "<li>Message: The specified key does not exist.</li>", "<li>Key: none/index.html</li>",
                 f"<li>RequestId: {reply.headers['x-amz-request-id']}</li>", "<li>HostId: "):
        assert line in reply.text, line
    assert "<li>Key: none</li>" in site.visit("/none").text


def test_an_error_document(site):
    site.configure(ErrorDocument={"Key": "error.html"})
    reply = site.visit("/none")
    assert (reply.status, reply.body, reply.headers["content-type"]) == (404, PAGES["error.html"], "text/html")
    site.configure(ErrorDocument={"Key": "lost.html"})
    reply = site.visit("/none")
    assert reply.status == 404
    assert "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>" in reply.text
    assert "<li>Key: lost.html</li>" in reply.text and "<li>Key: none</li>" in reply.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods(site, method):
    site.configure()
    reply = site.visit("/page.html", method)
    assert reply.status == 405
    for line in ("<h1>405 Method Not Allowed</h1>", "<li>Code: MethodNotAllowed</li>", f"<li>Method: {method}</li>",
                 "<li>ResourceType: OBJECT</li>"):
        assert line in reply.text, line
    assert site.visit("/page.html").body == PAGES["page.html"]


def test_ranges_and_conditions(plain_site):
    plain_site.configure()
    tag = plain_site.visit("/page.html").headers["etag"]
    assert plain_site.visit("/page.html", **{"If-None-Match": tag}).status == 304
    part = plain_site.visit("/page.html", Range="bytes=0-3")
    assert (part.status, part.body) == (206, PAGES["page.html"][:4])


def test_markup_in_a_key_is_not_markup_in_the_page(plain_site):
    plain_site.configure()
    reply = plain_site.visit("/%3Cscript%3Ealert(1)%3C/script%3E")
    assert reply.status == 404 and "<script>" not in reply.text and "&lt;script&gt;" in reply.text


# Redirects


def test_everything_leads_elsewhere(site):
    site.s3.put_bucket_website(Bucket=site.bucket, WebsiteConfiguration={
        "RedirectAllRequestsTo": {"HostName": "example.com", "Protocol": "https"}})
    for path in ("/", "/page.html", "/a%20b?c=d"):
        reply = site.visit(path)
        assert (reply.status, reply.headers["location"].partition("?")[0]) == (
            301, f"https://example.com{path.partition('?')[0]}")


def test_an_object_leads_elsewhere(site):
    site.configure()
    put(site.s3, site.bucket, "moved", WebsiteRedirectLocation="/page.html")
    put(site.s3, site.bucket, "away", WebsiteRedirectLocation="https://example.com/there?a=b")
    reply = site.visit("/moved")
    assert (reply.status, site.location(reply)) == (301, "/page.html")
    reply = site.visit("/away")
    assert (reply.status, reply.headers["location"]) == (301, "https://example.com/there?a=b")
    # Outside the website it is an object as others are.
    got = send(site.server, "GET", f"/{site.bucket}/moved")
    assert (got.status, got.headers["x-amz-website-redirect-location"]) == (200, "/page.html")


@pytest.mark.parametrize("rule, path, status, location", [
    ({"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "new/"}},
     "/old/a/b.html", 301, "/new/a/b.html"),
    ({"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyWith": "page.html"}},
     "/old/a", 301, "/page.html"),
    ({"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"HttpRedirectCode": "302", "HostName": "example.com",
                                                             "Protocol": "https"}},
     "/old/a", 302, "https://example.com/old/a"),
    ({"Condition": {"HttpErrorCodeReturnedEquals": "404"}, "Redirect": {"ReplaceKeyPrefixWith": "#!/"}},
     "/none", 301, "/"),
    ({"Condition": {"KeyPrefixEquals": "no", "HttpErrorCodeReturnedEquals": "404"},
      "Redirect": {"ReplaceKeyWith": "error.html", "HttpRedirectCode": "307"}}, "/none", 307, "/error.html"),
    ({"Redirect": {"HostName": "example.com", "Protocol": "http", "HttpRedirectCode": "308"}},
     "/page.html", 308, "http://example.com/page.html"),
])
def test_rules_lead_elsewhere(plain_site, rule, path, status, location):
    plain_site.configure(RoutingRules=[rule])
    reply = plain_site.visit(path)
    assert (reply.status, plain_site.location(reply)) == (status, location)
    if "#" in rule["Redirect"].get("ReplaceKeyPrefixWith", ""):
        assert reply.headers["location"].endswith("/#!/none")


def test_the_first_rule_that_fits(plain_site):
    plain_site.configure(RoutingRules=[
        {"Condition": {"HttpErrorCodeReturnedEquals": "404"}, "Redirect": {"ReplaceKeyWith": "error.html"}},
        {"Condition": {"KeyPrefixEquals": "pa"}, "Redirect": {"ReplaceKeyWith": "first"}},
        {"Condition": {"KeyPrefixEquals": "page"}, "Redirect": {"ReplaceKeyWith": "second"}}])
    assert plain_site.location(plain_site.visit("/page.html")) == "/first"
    assert plain_site.location(plain_site.visit("/none")) == "/error.html"
    assert plain_site.visit("/plain").body == PAGES["plain"]


# Who may


def test_a_website_shows_what_everybody_may_read(server, s3):
    site = Site(server, s3, new_bucket(s3, "closed"))
    furnish(s3, site.bucket)
    site.configure(ErrorDocument={"Key": "error.html"})
    reply = site.visit("/")
    assert reply.status == 403 and "<li>Code: AccessDenied</li>" in reply.text
    take_the_block_off(s3, site.bucket)
    put_policy(s3, site.bucket, {"Effect": "Allow", **EVERYBODY, "Action": "s3:GetObject",
                                 "Resource": within(site.bucket, "*.html")})
    assert site.visit("/").body == PAGES["index.html"]
    reply = site.visit("/plain")
    assert (reply.status, reply.body) == (403, PAGES["error.html"])
    assert (site.visit("/none").status, site.visit("/none.html").status) == (403, 404)


def test_what_is_missing_where_nobody_may_list(server, s3):
    """A site's policy lets read, and no more: routing, folders and the error document work all the same."""
    site = Site(server, s3, bucket_open_to_all(s3, purpose="site"))
    furnish(s3, site.bucket)
    site.configure()
    reply = site.visit("/none")
    assert reply.status == 404 and "<li>Code: NoSuchKey</li>" in reply.text and "<li>Key: none</li>" in reply.text
    reply = site.visit("/docs")
    assert (reply.status, site.location(reply)) == (302, "/docs/")
    site.configure(ErrorDocument={"Key": "error.html"})
    reply = site.visit("/none")
    assert (reply.status, reply.body) == (404, PAGES["error.html"])
    site.configure(RoutingRules=[
        {"Condition": {"HttpErrorCodeReturnedEquals": "404"}, "Redirect": {"ReplaceKeyWith": "page.html"}}])
    reply = site.visit("/none")
    assert (reply.status, site.location(reply)) == (301, "/page.html")
    # The object's own address still does not tell.
    assert send(server, "GET", f"/{site.bucket}/none").status == 403


def test_a_signature_opens_nothing_more(server, s3):
    """A website is for everybody: it does not look at who signs."""
    site = Site(server, s3, new_bucket(s3, "closed"))
    furnish(s3, site.bucket)
    site.configure()
    link = server.client("s3", signature_version="s3v4").generate_presigned_url(
        "get_object", Params={"Bucket": site.bucket, "Key": "page.html"})
    assert site.visit(f"/page.html?{link.partition('?')[2]}").status == 403


def test_no_website(server, s3):
    bucket = bucket_open_to_all(s3)
    put(s3, bucket, "index.html")
    for path in ("/", "/index.html"):
        reply = Site(server, s3, bucket).visit(path)
        assert reply.status == 404
        for line in ("<li>Code: NoSuchWebsiteConfiguration</li>", f"<li>BucketName: {bucket}</li>",
                     "<li>Message: The specified bucket does not have a website configuration</li>"):
            assert line in reply.text, line
    reply = Site(server, s3, "no-such-bucket-here", "BUCKET.s3-website.localhost").visit()
    assert reply.status == 404 and "<li>Code: NoSuchBucket</li>" in reply.text


def test_cors_of_a_website(plain_site):
    plain_site.configure()
    plain_site.s3.put_bucket_cors(Bucket=plain_site.bucket, CORSConfiguration={"CORSRules": [
        {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://app.example.com"]}]})
    reply = plain_site.visit("/page.html", Origin="https://app.example.com")
    assert reply.headers["access-control-allow-origin"] == "https://app.example.com"
