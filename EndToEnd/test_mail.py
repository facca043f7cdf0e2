"""Mail through a real SMTP server: aiosmtpd with STARTTLS and authentication."""

import email
import email.policy
import ssl
import subprocess
import time

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from chain import PASSWORD
from hanok import free_port
from people import attributes, mailed_code

USER, SECRET = "hanok", "mail-secret-1"


class Postbox:
    def __init__(self):
        self.mails = []
        self.refusals = []

    async def handle_DATA(self, server, session, envelope):
        if self.refusals:
            return self.refusals.pop(0)
        self.mails.append((envelope, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return "250 OK"

    def wait(self, count=1, timeout=60):
        deadline = time.monotonic() + timeout
        while len(self.mails) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.mails) >= count, "no mail arrived"
        return self.mails[count - 1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True)
    return folder


class Server(Controller):
    def __init__(self, box, port, certificate):
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        super().__init__(box, hostname="127.0.0.1", port=port)

    def factory(self):
        def authenticate(server, session, envelope, mechanism, data):
            return AuthResult(success=(data.login, data.password) == (USER.encode(), SECRET.encode()))

        return SMTP(self.handler, tls_context=self.context, require_starttls=True, auth_required=True,
                    authenticator=authenticate, enable_SMTPUTF8=True)


def environment(port, certificate, **more):
    return {"HANOK_SMTP_HOST": "localhost", "HANOK_SMTP_PORT": str(port), "HANOK_SMTP_USERNAME": USER,
            "HANOK_SMTP_PASSWORD": SECRET, "HANOK_SMTP_FROM": "한옥 <no-reply@hanok.example>",
            "HANOK_SMTP_CA": str(certificate / "cert.pem"), **more}


def sign_up(hanok, name, **pool):
    cognito = hanok.client("cognito-idp")
    pool_id = cognito.create_user_pool(PoolName="mail", AutoVerifiedAttributes=["email"], **pool)["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="app")["UserPoolClient"]["ClientId"]
    cognito.sign_up(ClientId=client, Username=name, Password=PASSWORD,
                    UserAttributes=attributes(email=f"{name}@example.com"))
    return cognito, client


def test_a_code_arrives_by_mail(new_server, certificate):
    port = free_port()
    box = Postbox()
    smtp = Server(box, port, certificate)
    smtp.start()
    try:
        hanok = new_server(environment=environment(port, certificate)).start()
        template = {"EmailSubject": "한옥에 오신 것을 환영합니다, 그리고 이것은 꽤 긴 제목입니다",
                    "EmailMessage": "<p>안녕하세요. 코드는 <b>{####}</b> 입니다.</p>"}
        cognito, client = sign_up(hanok, "kim", VerificationMessageTemplate=template)
        envelope, message = box.wait()
        assert envelope.rcpt_tos == ["kim@example.com"] and envelope.mail_from == "no-reply@hanok.example"
        assert message["subject"] == template["EmailSubject"]
        assert message["from"].addresses[0].display_name == "한옥"
        assert message["to"] == "kim@example.com"
        assert message.get_content_type() == "text/html" and message["message-id"] and message["date"]
        text = message.get_content()
        assert "안녕하세요" in text
        code = text.split("<b>")[1].split("</b>")[0]
        cognito.confirm_sign_up(ClientId=client, Username="kim", ConfirmationCode=code)
        assert code not in hanok.log_text() and SECRET not in hanok.log_text()
    finally:
        smtp.stop()


def test_mail_waits_for_a_server_that_is_away(new_server, certificate, tmp_path):
    """A reply does not wait for the mail server, and a crash in between loses nothing."""
    port = free_port()
    settings = environment(port, certificate)
    hanok = new_server(folder=tmp_path / "waits", environment=settings).start()
    sign_up(hanok, "lee")
    hanok.kill()
    box = Postbox()
    box.refusals = ["451 try later"]
    smtp = Server(box, port, certificate)
    smtp.start()
    try:
        again = new_server(folder=tmp_path / "waits", environment=settings).start()
        _, message = box.wait()
        assert message["to"] == "lee@example.com"
        time.sleep(1.5)
        assert len(box.mails) == 1
        assert again.stop() == 0
    finally:
        smtp.stop()


def test_a_mail_that_is_refused_for_good_is_given_up(new_server, certificate):
    port = free_port()
    box = Postbox()
    box.refusals = ["550 no such mailbox"] * 5
    smtp = Server(box, port, certificate)
    smtp.start()
    try:
        hanok = new_server(environment=environment(port, certificate)).start()
        sign_up(hanok, "nobody")
        deadline = time.monotonic() + 60
        while "given up" not in hanok.log_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.2)
        assert hanok.log_text().count("given up") == 1 and len(box.refusals) == 4
    finally:
        smtp.stop()


def test_nothing_is_sent_in_the_clear(new_server, certificate):
    """A server without STARTTLS gets neither password nor mail."""
    box = Postbox()
    port = free_port()
    plain = Controller(box, hostname="127.0.0.1", port=port)
    plain.start()
    try:
        hanok = new_server(environment=environment(port, certificate)).start()
        sign_up(hanok, "park")
        deadline = time.monotonic() + 60
        while "tried again" not in hanok.log_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert box.mails == [] and "tried again" in hanok.log_text()
    finally:
        plain.stop()


def test_without_a_server_mail_stays_in_the_outbox(server):
    cognito, client = sign_up(server, "choi")
    cognito.confirm_sign_up(ClientId=client, Username="choi",
                            ConfirmationCode=mailed_code(server, "choi@example.com"))


@pytest.mark.parametrize("change, said", [
    ({"HANOK_SMTP_FROM": "nobody"}, "smtp.from is not a mail address"),
    ({"HANOK_SMTP_SECURITY": "maybe"}, "smtp.security is none of"),
    ({"HANOK_SMTP_SECURITY": "none", "HANOK_SMTP_HOST": "mail.example"}, "in the clear"),
])
def test_wrong_settings_are_said_at_the_start(new_server, certificate, change, said):
    hanok = new_server(environment=environment(2525, certificate, **change))
    with pytest.raises(RuntimeError):
        hanok.start()
    assert said in hanok.log_text()
