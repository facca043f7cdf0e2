"""The file manager as tests see it: the demonstration's server, people of its pool, and files to show."""

import contextlib
import io
import json
import urllib.parse
import wave

import requests

from browser import By
from hanok import Hanok
from hosted import PASSWORD, Visitor
from objects import keys_of, put_many, remove_all

NETWORK = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


class FilesServer:
    """`hanok serve --dev --demo`, whose Files are set up."""

    bucket = "demo-files"

    def __init__(self, executable, folder):
        self.hanok = Hanok(executable, folder, options=["--dev", "--demo"], root_key=("test", "test"))

    def start(self) -> "FilesServer":
        self.hanok.start()
        self.s3, self.idp = self.hanok.client("s3", max_pool_connections=20), self.hanok.client("cognito-idp")
        self.pool = self.idp.list_user_pools(MaxResults=10)["UserPools"][0]["Id"]
        return self

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.hanok.port}"

    @property
    def address(self) -> str:
        return f"{self.origin}/_hanok/files"

    def place(self, folder: str = "") -> str:
        return f"{self.address}#/{self.bucket}/" + "/".join(urllib.parse.quote(part, safe="") for part in folder.split("/"))

    # People

    def person(self, address: str) -> "Person":
        """Somebody of the pool, signed in beside the browser too."""
        self.idp.admin_create_user(
            UserPoolId=self.pool, Username=address, MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}])
        self.idp.admin_set_user_password(UserPoolId=self.pool, Username=address, Password=PASSWORD, Permanent=True)
        return Person(self.hanok, self.address, address)

    def sign_in(self, guest, person):
        """Whoever was there before is forgotten."""
        guest.open(self.address)
        guest.driver.delete_all_cookies()
        for path in ("/_hanok/files", "/_hanok/auth/demo-domain/", "/"):
            guest.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        guest.open(self.address)
        guest.click("main .button.primary")
        guest.see("input[name=username]").send_keys(person.address)
        guest.driver.find_element(By.NAME, "password").send_keys(PASSWORD + "\n")
        guest.see(".place a")

    def home(self, guest) -> str:
        return guest.person.session["home"]

    # Files

    def put(self, key: str, body: bytes = b"", kind: str = "binary/octet-stream"):
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=kind)

    def put_many(self, keys):
        put_many(self.s3, self.bucket, keys)

    def keys(self, prefix: str) -> list[str]:
        return keys_of(self.s3, self.bucket, prefix)

    def empty(self, prefix: str):
        remove_all(self.s3, self.bucket, prefix)

    def uploads(self, key: str) -> list[str]:
        listed = self.s3.list_multipart_uploads(Bucket=self.bucket).get("Uploads", [])
        return [upload["UploadId"] for upload in listed if upload["Key"] == key]

    def arrived_parts(self, key: str) -> set[int]:
        """The numbers of the parts that have arrived."""
        listed = (self.s3.list_parts(Bucket=self.bucket, Key=key, UploadId=upload) for upload in self.uploads(key))
        return {part["PartNumber"] for page in listed for part in page.get("Parts", [])}

    def requests(self) -> list[dict]:
        """What the server's access log has, as far as its last line is whole."""
        lines = (self.hanok.folder / "data/access.log").read_text().splitlines()
        return [{"operation": "", "status": 0} | json.loads(line) for line in lines if line.endswith("}")]

    @contextlib.contextmanager
    def denied(self, *actions: str):
        """What everybody of the pool may not do for a while."""
        iam = self.hanok.client("iam")
        iam.put_role_policy(RoleName="Demo-Users", PolicyName="denied", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": list(actions), "Resource": "*"}]}))
        try:
            yield
        finally:
            iam.delete_role_policy(RoleName="Demo-Users", PolicyName="denied")


class Person(Visitor):
    """Somebody who is signed in, and speaks to the page's own calls."""

    def __init__(self, server, base: str, address: str, password: str = PASSWORD):
        super().__init__(server)
        self.base, self.address, self.password = base, address, password
        self.sign_in()

    def sign_in(self):
        page = self.visit(self.base + "/login")
        if "password" in page.text and "<form" in page.text:
            page = self.fill(page, username=self.address, password=self.password)
        assert page.status_code == 200, page.text
        self.session = self.ask("session").json()
        self.token = self.session["formToken"]

    def follow(self, reply: requests.Response) -> requests.Response:
        # The application may be a server of its own.
        for _ in range(10):
            if not reply.is_redirect:
                return reply
            reply = self.get(urllib.parse.urljoin(reply.url, reply.headers["Location"]), allow_redirects=False, timeout=30)
        raise AssertionError("redirects without end")

    def ask(self, name: str, **query) -> requests.Response:
        return self.get(f"{self.base}/api/{name}", params=query, timeout=30)

    def tell(self, name: str, headers: dict | None = None, **body) -> requests.Response:
        headers = {"X-Files-Token": self.token} if headers is None else headers
        return self.post(f"{self.base}/api/{name}", json=body, headers=headers, timeout=30)


def silence() -> bytes:
    """A second of a sound that nobody hears."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000)
    return file.getvalue()


def pdf() -> bytes:
    """A document of one empty page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>"]
    text, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj%sendobj\n" % (number, content)
    start = len(text)
    text += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return text + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
