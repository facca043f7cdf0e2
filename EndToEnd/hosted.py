"""A person with a browser that runs no scripts, before a pool's sign-in pages."""

import html.parser
import time
import urllib.parse

import requests

from people import claims, outbox  # noqa: F401

PASSWORD = "Correct-horse-7"


def wait_for_mail(server, address: str, count: int = 1) -> list[dict]:
    """What the outbox keeps for an address, newest first."""
    deadline = time.monotonic() + 60
    while len(messages := outbox(server, address)) < count and time.monotonic() < deadline:
        time.sleep(0.05)
    return messages


def mailed_code(server, address: str, count: int = 1) -> str:
    return "".join(letter for letter in wait_for_mail(server, address, count)[0]["body"] if letter.isdigit())


class Form(html.parser.HTMLParser):
    """The first form of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.is_open = False
        self.feed(page)
        assert self.forms, page
        self.action, self.fields = self.forms[0]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append((attributes.get("action", ""), {}))
            self.is_open = True
        elif tag == "input" and self.is_open:
            self.forms[-1][1][attributes["name"]] = attributes.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_open = False


class Visitor(requests.Session):
    """Follows redirects within the pages, and stops at the application's address."""

    def __init__(self, server, language: str = "en"):
        super().__init__()
        self.origin = f"http://localhost:{server.port}"
        self.headers["Accept-Language"] = language

    def visit(self, url: str) -> requests.Response:
        return self.follow(self.get(urllib.parse.urljoin(self.origin, url), allow_redirects=False, timeout=30))

    def follow(self, reply: requests.Response) -> requests.Response:
        for _ in range(10):
            if not reply.is_redirect:
                return reply
            address = urllib.parse.urljoin(reply.url, reply.headers["Location"])
            if not address.startswith(self.origin + "/_hanok/"):
                return reply
            reply = self.get(address, allow_redirects=False, timeout=30)
        raise AssertionError("redirects without end")

    def fill(self, page: requests.Response, **values) -> requests.Response:
        form = Form(page.text)
        for name in values:
            assert name in form.fields, f"the form has no {name}: {form.fields}"
        return self.submit(page, form.action, form.fields | values)

    def submit(self, page: requests.Response, action: str, fields: dict) -> requests.Response:
        address = urllib.parse.urljoin(page.url, action)
        return self.follow(self.post(address, data=fields, allow_redirects=False, timeout=30))


def arrived(reply: requests.Response) -> dict[str, str]:
    """What an application was told at its own address, by query or fragment."""
    assert reply.is_redirect, f"{reply.status_code} {reply.text}"
    parts = urllib.parse.urlsplit(reply.headers["Location"])
    return dict(urllib.parse.parse_qsl(parts.fragment or parts.query))
