"""DynamoDB without an SDK's cost and without its retries: every call ends in an answer, a refusal, or not knowing."""

import http.client
import json

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class Refused(Exception):
    """The server said no: nothing was done."""

    def __init__(self, code: str, answer: dict):
        super().__init__(f"{code}: {answer.get('message') or answer.get('Message')}")
        self.code, self.answer = code, answer

    @property
    def reasons(self) -> list[str]:
        return [reason["Code"] for reason in self.answer.get("CancellationReasons", [])]


class Unsent(Exception):
    """Nobody listened: nothing was done."""


class Unknown(Exception):
    """The request went out and no answer came: it was done or not."""


class Client:
    """One connection; not for several threads."""

    def __init__(self, port: int, key: tuple, region: str = "us-east-1", service: str = "dynamodb",
                 prefix: str = "DynamoDB_20120810"):
        self.address = f"127.0.0.1:{port}"
        self.signer = SigV4Auth(Credentials(*key), service, region)
        self.prefix = prefix
        self.connection = None

    def __call__(self, operation: str, **input) -> dict:
        body = json.dumps(input).encode()
        request = AWSRequest("POST", f"http://{self.address}/", data=body, headers={
            "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"{self.prefix}.{operation}"})
        self.signer.add_auth(request)
        if self.connection is None:
            connection = http.client.HTTPConnection(self.address, timeout=20)
            try:
                connection.connect()
            except OSError as error:
                raise Unsent(str(error)) from error
            self.connection = connection
        try:
            self.connection.request("POST", "/", body, dict(request.headers.items()))
            reply = self.connection.getresponse()
            answer = json.loads(reply.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.connection.close()
            self.connection = None
            raise Unknown(str(error)) from error
        if reply.status >= 500:
            raise Unknown(f"{reply.status} {answer}")
        if reply.status != 200:
            raise Refused(answer.get("__type", "").rpartition("#")[2], answer)
        return answer

    def pages(self, operation: str, **input):
        """The items of all pages."""
        while True:
            page = self(operation, **input)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            input["ExclusiveStartKey"] = page["LastEvaluatedKey"]
