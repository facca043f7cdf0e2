"""Why a request was refused, as a page: on the developer's machine as it is, elsewhere for keys that may read it."""

import json
import secrets

import pytest

from browser import By
from callers import Callers, allow, denial_of
from pages import HTML, Guest, fetch

WORDS = {
    "en": {"none": "No refusal of this request id is kept here.", "may not": "These keys may not read explanations.",
           "nearest": "This statement comes nearest, but does not fit"},
    "ko": {"none": "이 요청 ID로 남아 있는 거부 기록이 없습니다.", "may not": "이 키로는 설명을 읽을 수 없습니다.",
           "nearest": "가장 가까운 문장이지만 맞지 않습니다"},
}


@pytest.fixture(scope="module")
def dev(executable, tmp_path_factory):
    from hanok import Hanok
    hanok = Hanok(executable, tmp_path_factory.mktemp("why"), options=["--dev"], root_key=("test", "test")).start()
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


def refused(hanok):
    """A refusal's id, who was refused, and the bucket's name."""
    bucket = "why-" + secrets.token_hex(4)
    hanok.client("s3").create_bucket(Bucket=bucket)
    hostile = "<img src=x onerror=window.hacked=1>"
    name, keys = Callers(hanok).user(allow(
        "s3:ListBucket", f"arn:aws:s3:::{bucket}", Sid="TeamReads",
        Condition={"StringEquals": {"aws:PrincipalTag/team": hostile}}), tags=[("team", "red")])
    return denial_of(hanok.client("s3", keys).list_objects_v2, Bucket=bucket)["RequestId"], keys, bucket


def address_of(hanok, request_id="") -> str:
    return f"http://localhost:{hanok.port}/_hanok/why" + (f"/{request_id}" if request_id else "")


def assert_told(guest, bucket, words):
    guest.see(".badge.bad", "403 AccessDenied")
    guest.see(".verdict h3", words["nearest"])
    shown = guest.see("main").text
    assert f"arn:aws:s3:::{bucket}" in shown and "s3:ListBucket" in shown
    assert "<img src=x onerror=window.hacked=1>" in guest.see(".misfits").text
    assert '"s3:ListBucket"' in guest.see("pre.code").text
    assert guest.driver.execute_script("return window.hacked") is None


def test_the_developer_reads_it_at_once(guest, dev, words):
    request_id, _, bucket = refused(dev)
    guest.open(address_of(dev, request_id))
    assert_told(guest, bucket, words)
    guest.picture("why")
    for summary in guest.driver.find_elements(By.TAG_NAME, "summary"):
        summary.click()
    assert "aws:PrincipalTag/team" in guest.see("main").text
    guest.picture("why-all")
    assert guest.complaints() == []


def test_the_field_takes_an_id(guest, dev, words):
    request_id, _, bucket = refused(dev)
    guest.open(address_of(dev))
    guest.see("#request-id").send_keys("NONE\n")
    guest.see(".message.bad", words["none"])
    guest.see("#request-id").clear()
    guest.see("#request-id").send_keys(f" {request_id} \n")
    assert_told(guest, bucket, words)
    assert guest.driver.current_url == address_of(dev, request_id)
    guest.driver.back()
    guest.see(".message.bad", words["none"])


def test_elsewhere_keys_are_asked_for(guest, server, words):
    request_id, own, bucket = refused(server)
    guest.open(address_of(server, request_id))
    guest.see("#accessKeyId").send_keys(own[0])
    guest.see("#secretAccessKey").send_keys(own[1])
    guest.picture("why-keys")
    guest.click("#explain")
    guest.see(".message.bad", words["may not"])
    for name, value in zip(["#accessKeyId", "#secretAccessKey"], server.root_key):
        guest.see(name).clear()
        guest.see(name).send_keys(value)
    guest.click("#explain")
    assert_told(guest, bucket, words)
    assert guest.driver.execute_script("return localStorage.length + sessionStorage.length") == 0


def test_nothing_is_told_to_others(dev, server):
    request_id, _, bucket = refused(dev)
    address = f"{dev.endpoint}/_hanok/why/{request_id}"
    status, headers, body = fetch(address)
    assert status == 200 and json.loads(body)["requestId"] == request_id
    for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}, {"Host": "evil.example"},
                    {"X-Forwarded-For": "10.0.0.1"}):
        assert fetch(address, **foreign)[0] == 403
        status, _, page = fetch(address, Accept=HTML, **foreign)
        assert status == 200 and b'"isOpen":false' in page and bucket.encode() not in page
    other, _, _ = refused(server)
    assert fetch(f"{server.endpoint}/_hanok/why/{other}")[0] == 403
    assert fetch(f"{dev.endpoint}/_hanok/why/none")[0] == 404
