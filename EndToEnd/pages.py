"""What tests of our pages share: a server that shows albums, somebody before them, and what a page must never do."""

import json
import os
import pathlib
import secrets
import struct
import urllib.request
import zlib

from selenium.common.exceptions import StaleElementReferenceException

from browser import By, WebDriverWait, open_browser
from callers import Callers
from chain import trust_policy
from test_document_roles import Uploader

HTML = "text/html,application/xhtml+xml"


def picture(width: int = 60, height: int = 40, colour: tuple = (30, 120, 140)) -> bytes:
    """A PNG of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(colour) * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class AlbumServer:
    """A server whose configuration names the albums: made first, then started again with their names."""

    def __init__(self, hanok, **settings):
        self.hanok = hanok.start()
        self.callers = Callers(hanok)
        self.uploader = Uploader(hanok, self.callers)
        self.bucket, self.pool = self.uploader.bucket, self.uploader.pool
        self.settings = {"BUCKET": self.bucket, "IDENTITY_POOL": self.pool} | settings
        self.restart()

    def restart(self, **settings):
        self.hanok.stop()
        self.settings |= settings
        self.hanok.environment |= {f"HANOK_PAGES_ALBUMS_{name}": value for name, value in self.settings.items()}
        self.hanok.start()
        self.s3 = self.hanok.client("s3")

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.hanok.port}"

    @property
    def address(self) -> str:
        return f"{self.origin}/_hanok/albums"

    def require_sign_in(self) -> str:
        """Albums for people of a user pool; a client of it."""
        domain = "albums-" + secrets.token_hex(4)
        cognito = self.hanok.client("cognito-idp")
        pool = cognito.create_user_pool(PoolName=domain)["UserPool"]["Id"]
        cognito.create_user_pool_domain(UserPoolId=pool, Domain=domain)
        client = cognito.create_user_pool_client(
            UserPoolId=pool, ClientName="albums", CallbackURLs=[self.address], LogoutURLs=[self.address],
            SupportedIdentityProviders=["COGNITO"], AllowedOAuthFlows=["code"],
            AllowedOAuthScopes=["openid", "email"], AllowedOAuthFlowsUserPoolClient=True,
            ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
        identity = self.hanok.client("cognito-identity")
        identity.update_identity_pool(
            IdentityPoolId=self.pool, IdentityPoolName=self.uploader.name, AllowUnauthenticatedIdentities=False,
            CognitoIdentityProviders=[
                {"ProviderName": f"cognito-idp.us-east-1.amazonaws.com/{pool}", "ClientId": client}])
        self.callers.iam.update_assume_role_policy(
            RoleName=self.uploader.name, PolicyDocument=json.dumps(trust_policy(self.pool)))
        identity.set_identity_pool_roles(IdentityPoolId=self.pool, Roles={"authenticated": self.uploader.role})
        self.restart(USER_POOL=pool, DOMAIN=domain, CLIENT=client)
        return pool


class Guest:
    """Somebody before a page of ours."""

    def __init__(self, language: str = "en", width: int = 1200, height: int = 900, dark: bool = False):
        self.language = language
        self.driver = open_browser(language, width=width, height=height, dark=dark)
        self.driver.set_script_timeout(60)

    def open(self, address: str):
        self.driver.get("about:blank")
        self.driver.get(address)

    def wait(self, condition, timeout: float = 60):
        return WebDriverWait(
            self.driver, timeout, poll_frequency=0.05,
            ignored_exceptions=[StaleElementReferenceException]).until(condition)

    def see(self, selector: str, text: str | None = None):
        """The first shown element of a selector, with a text in it if one is given."""
        def found(driver):
            for element in driver.find_elements(By.CSS_SELECTOR, selector):
                if element.is_displayed() and (text is None or text in element.text):
                    return element
            return None

        return self.wait(found)

    def gone(self, selector: str):
        self.wait(lambda driver: not driver.find_elements(By.CSS_SELECTOR, selector))

    def click(self, selector: str):
        self.see(selector).click()

    def texts(self, selector: str) -> list[str]:
        return [element.get_property("textContent") for element in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    def agree(self):
        self.click("dialog[open] [data-agree]")
        self.gone("dialog[open]")

    def run(self, script: str, *arguments):
        """What a script's promise comes to."""
        told = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);"
            f"(async () => {{ {script} }})().then(value => done({{value}}), error => done({{error: String(error)}}));",
            *arguments)
        assert "error" not in told, told["error"]
        return told["value"]

    def picture(self, name: str):
        if folder := os.environ.get("HANOK_SCREENSHOTS"):
            pathlib.Path(folder).mkdir(exist_ok=True)
            self.driver.save_screenshot(str(pathlib.Path(folder) / f"{self.language}-{name}.png"))

    def complaints(self) -> list[str]:
        """What the browser did not like of the page, a breach of its policy above all."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def quit(self):
        self.driver.quit()


def fetch(address: str, **headers):
    """The answer's status, headers and body, refused or not."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()
