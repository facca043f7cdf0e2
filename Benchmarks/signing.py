"""Presigned URLs and signed headers in bulk: botocore is too slow to make a hundred thousand."""

import datetime
import hashlib
import hmac
import urllib.parse


def _key(secret: str, date: str, region: str, service: str) -> bytes:
    key = b"AWS4" + secret.encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


class Presigner:
    """Signature Version 4 in the query, for one host and key; the payload is not signed."""

    def __init__(self, host: str, key_id: str, secret: str, region: str = "us-east-1",
                 token: str | None = None, service: str = "s3"):
        self.host, self.key_id, self.region, self.token = host, key_id, region, token
        self.time = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
        self.scope = f"{self.time[:8]}/{region}/{service}/aws4_request"
        self.key = _key(secret, self.time[:8], region, service)

    def target(self, method: str, path: str, query: dict | None = None, headers: dict | None = None) -> str:
        """The path with a signed query. Headers in lower case are signed too, and must be sent."""
        signed = {"host": self.host, **(headers or {})}
        names = ";".join(sorted(signed))
        fields = urllib.parse.urlencode(sorted({
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Credential": f"{self.key_id}/{self.scope}",
            "X-Amz-Date": self.time, "X-Amz-Expires": "86400", "X-Amz-SignedHeaders": names,
            **({"X-Amz-Security-Token": self.token} if self.token else {}), **(query or {})}.items()),
            quote_via=urllib.parse.quote, safe="-_.~")
        lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
        signature = self._sign(f"{method}\n{path}\n{fields}\n{lines}\n{names}\nUNSIGNED-PAYLOAD")
        return f"{path}?{fields}&X-Amz-Signature={signature}"

    def headers(self, method: str, path: str, body_hash: str) -> dict:
        """The headers of a request whose payload is signed as well; good for fifteen minutes."""
        signed = {"host": self.host, "x-amz-content-sha256": body_hash, "x-amz-date": self.time}
        names = ";".join(signed)
        lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
        signature = self._sign(f"{method}\n{path}\n\n{lines}\n{names}\n{body_hash}")
        return {"x-amz-content-sha256": body_hash, "x-amz-date": self.time,
                "Authorization": f"AWS4-HMAC-SHA256 Credential={self.key_id}/{self.scope}, SignedHeaders={names}, "
                                 f"Signature={signature}"}

    def _sign(self, canonical: str) -> str:
        text = f"AWS4-HMAC-SHA256\n{self.time}\n{self.scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()


def signed_form(host: str, service: str, key: tuple, fields: dict, region: str = "us-east-1"):
    """The headers and body of a signed form, good for fifteen minutes."""
    body = urllib.parse.urlencode(fields)
    time = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{time[:8]}/{region}/{service}/aws4_request"
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    names = "content-type;host;x-amz-date"
    canonical = (f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\nx-amz-date:{time}\n\n{names}\n"
                 f"{hashlib.sha256(body.encode()).hexdigest()}")
    text = f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(_key(key[1], time[:8], region, service), text.encode(), hashlib.sha256).hexdigest()
    return {"Content-Type": kind, "X-Amz-Date": time,
            "Authorization": f"AWS4-HMAC-SHA256 Credential={key[0]}/{scope}, SignedHeaders={names}, "
                             f"Signature={signature}"}, body.encode()


class JSONSigner:
    """Whole requests of a service that speaks JSON, payload and all signed; good for fifteen minutes."""

    kind = "application/x-amz-json-1.0"
    names = "content-type;host;x-amz-date;x-amz-target"

    def __init__(self, host: str, service: str, key: tuple, region: str = "us-east-1"):
        self.host, self.key_id = host, key[0]
        self.time = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
        self.scope = f"{self.time[:8]}/{region}/{service}/aws4_request"
        self.key = _key(key[1], self.time[:8], region, service)

    def headers(self, target: str, body: bytes) -> dict:
        canonical = (f"POST\n/\n\ncontent-type:{self.kind}\nhost:{self.host}\nx-amz-date:{self.time}\n"
                     f"x-amz-target:{target}\n\n{self.names}\n{hashlib.sha256(body).hexdigest()}")
        text = f"AWS4-HMAC-SHA256\n{self.time}\n{self.scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()
        return {"Host": self.host, "Content-Type": self.kind, "X-Amz-Date": self.time, "X-Amz-Target": target,
                "Authorization": f"AWS4-HMAC-SHA256 Credential={self.key_id}/{self.scope}, "
                                 f"SignedHeaders={self.names}, Signature={signature}"}

    def request(self, target: str, body: bytes) -> bytes:
        """As it goes over the wire."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers(target, body).items())
        return f"POST / HTTP/1.1\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body
