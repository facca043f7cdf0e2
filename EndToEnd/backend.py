"""A small http server on loopback, for what stands behind APIs: it echoes requests, and is an OpenID Connect issuer."""

import http.server
import json
import threading
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Backend:
    def __init__(self):
        backend = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                backend.answer(self)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = answer

            def log_message(self, *arguments):
                pass

        self.keys = {}
        self.seen = []
        self.new_key("first")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()

    def new_key(self, name):
        self.keys[name] = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def token(self, key="first", algorithm="RS256", kid=None, **changes):
        now = int(time.time())
        claims = {"iss": self.url, "sub": "somebody", "aud": "app", "iat": now, "exp": now + 300, "scope": "read write"}
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        return jwt.encode(claims, self.keys[key], algorithm=algorithm, headers={"kid": kid or key})

    def answer(self, request):
        length = int(request.headers.get("content-length") or 0)
        body = request.rfile.read(length)
        path, _, query = request.path.partition("?")
        self.seen.append(path)
        status, headers, answer = 200, {"Content-Type": "application/json"}, b""
        if path.endswith("/.well-known/openid-configuration"):
            answer = json.dumps({"issuer": self.url, "jwks_uri": self.url + "/keys"}).encode()
        elif path == "/keys":
            keys = [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": name, "use": "sig"}
                    for name, key in self.keys.items()]
            answer = json.dumps({"keys": keys}).encode()
        elif path.startswith("/status/"):
            status, answer = int(path.rsplit("/", 1)[1]), b'{"status": true}'
        elif path.startswith("/slow"):
            time.sleep(3)
        elif path.startswith("/binary"):
            headers, answer = {"Content-Type": "application/octet-stream"}, bytes(range(256))
        else:
            answer = json.dumps({
                "method": request.command, "path": path, "query": query,
                "headers": {name.lower(): value for name, value in request.headers.items()},
                "body": body.decode("latin-1")}).encode()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("X-Backend", "yes")
        request.send_header("Access-Control-Allow-Origin", "https://of-the-backend.example")
        request.send_header("Content-Length", str(len(answer)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(answer)
