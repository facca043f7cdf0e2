"""The outbox for people: the same mail that programs read, with its codes at hand, and none of it run."""

import json

import pytest

from browser import By
from chain import PASSWORD
from pages import HTML, Guest, fetch
from people import attributes

WORDS = {
    "en": {"none": "Nothing was sent yet", "none found": "Nothing was sent to such an address",
           "closed": "The outbox is closed here"},
    "ko": {"none": "아직 보낸 메일이 없습니다", "none found": "이 주소로 보낸 메일이 없습니다",
           "closed": "메일함을 열 수 없습니다"},
}

HOSTILE = ("<p style='color: rgb(1, 2, 3)'>코드는 <b>{####}</b>입니다.</p><script>parent.hacked = 1</script>"
           "<img src='x' onerror='parent.hacked = 1'><a href='https://example.com/there'>여기</a>")


@pytest.fixture(scope="module")
def dev(executable, tmp_path_factory):
    from hanok import Hanok
    hanok = Hanok(executable, tmp_path_factory.mktemp("mail"), options=["--dev"], root_key=("test", "test")).start()
    yield hanok
    assert hanok.stop() == 0


@pytest.fixture(params=["en", "ko"])
def guest(request):
    someone = Guest(request.param)
    yield someone
    someone.quit()


@pytest.fixture
def words(guest):
    return WORDS[guest.language]


def address_of(hanok) -> str:
    return f"http://localhost:{hanok.port}/_hanok/mail"


def sign_up(hanok, name, subject="Your code", message="Your code is {####}."):
    cognito = hanok.client("cognito-idp")
    pool = cognito.create_user_pool(
        PoolName="mail", AutoVerifiedAttributes=["email"],
        VerificationMessageTemplate={"EmailSubject": subject, "EmailMessage": message})["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="app")["UserPoolClient"]["ClientId"]
    cognito.sign_up(ClientId=client, Username=name, Password=PASSWORD,
                    UserAttributes=attributes(email=f"{name}@example.com"))
    return lambda code: cognito.confirm_sign_up(ClientId=client, Username=name, ConfirmationCode=code)


def test_the_newest_mail_comes_first_and_its_code_is_copied(guest, dev, words):
    assert fetch(f"http://localhost:{dev.port}/_hanok/health")[0] == 200
    reset(dev)
    guest.open(address_of(dev))
    guest.see(".empty h2", words["none"])
    guest.picture("mail-none")
    sign_up(dev, "kim")
    confirm = sign_up(dev, "lee", subject="한옥 <b>인증</b> 코드")
    # It comes by itself, or when it is asked for.
    guest.click("#refresh")
    guest.wait(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, ".mail")) == 2)
    assert guest.texts(".mail h2") == ["한옥 <b>인증</b> 코드", "Your code"]
    guest.picture("mail")
    guest.driver.execute_cdp_cmd("Browser.grantPermissions", {
        "origin": f"http://localhost:{dev.port}", "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    guest.click(".mail .codes .button")
    guest.see(".toast")
    confirm(guest.run("return navigator.clipboard.readText();"))
    guest.see("#filter").send_keys("KIM@")
    guest.wait(lambda driver: guest.texts(".mail h2") == ["Your code"])
    guest.see("#filter").send_keys("nobody")
    guest.see(".empty h2", words["none found"])
    assert guest.complaints() == []


def test_a_mail_of_markup_is_read_and_never_run(guest, dev):
    reset(dev)
    sign_up(dev, "park", message=HOSTILE)
    guest.open(address_of(dev))
    text = guest.see(".mail-text").text
    assert text.startswith("코드는 ") and "여기 (https://example.com/there)" in text and "hacked" not in text
    guest.click(".mail summary")
    frame = guest.see(".mail-frame")
    assert frame.get_attribute("sandbox") == ""
    guest.driver.switch_to.frame(frame)
    shown = guest.see("p")
    assert shown.value_of_css_property("color") == "rgba(1, 2, 3, 1)"
    guest.driver.switch_to.default_content()
    guest.picture("mail-markup")
    assert guest.driver.execute_script("return window.hacked") is None


def test_who_may_not_is_told_how_to_read_it(guest, server, words):
    guest.open(address_of(server))
    guest.see("h1", words["closed"])
    assert "--aws-sigv4" in guest.see(".code").text
    guest.picture("mail-closed")


def test_the_page_is_guarded_as_its_data_are(dev):
    address = f"{dev.endpoint}/_hanok/mail"
    assert fetch(address, Accept=HTML)[0] == 200
    for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"},
                    {"X-Forwarded-For": "10.0.0.1"}):
        status, _, body = fetch(address, Accept=HTML, **foreign)
        assert status == 403 and b"mail.js" not in body
    status, headers, body = fetch(address)
    assert status == 200 and headers["Content-Type"] == "application/json" and isinstance(json.loads(body), list)


def reset(hanok):
    import urllib.request
    urllib.request.urlopen(urllib.request.Request(
        f"{hanok.endpoint}/_hanok/reset", method="POST", headers={"X-Hanok-Reset": "yes"}))
