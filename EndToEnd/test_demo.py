"""The first five minutes: one command, then a browser. What the documents build is there, and works."""

import json
import os
import time

import pytest
import requests

from browser import By
from hosted import PASSWORD, mailed_code
from pages import Guest

DEMO = {"options": ["--dev", "--demo"], "root_key": ("test", "test")}


@pytest.fixture(scope="module")
def demo(executable, tmp_path_factory):
    from hanok import Hanok
    server = Hanok(executable, tmp_path_factory.mktemp("demo"), **DEMO)
    server.start()
    yield server
    assert server.stop() == 0


@pytest.fixture(params=["en", "ko"])
def guest(request):
    someone = Guest(request.param)
    yield someone
    someone.quit()


WORDS = {
    "en": {"files": "Files", "home": "My folder", "ends": "It ends on", "posted": "is in the table.", "done": "1 file was uploaded."},
    "ko": {"files": "파일", "home": "내 폴더", "ends": "만료됩니다", "posted": "번 글이 테이블에 저장되었습니다.", "done": "파일 1개를 올렸습니다."},
}


def sign_up(guest, server, address):
    guest.see("a[href*='/signup']").click()
    fill(guest, **{"requiredAttributes[email]": address, "password": PASSWORD})
    guest.see("form[name=confirm]")
    fill(guest, code=mailed_code(server, address))


def fill(guest, **values):
    for name, value in values.items():
        field = guest.see(f"input[name='{name}'], input[name='username']" if "email" in name else f"input[name='{name}']")
        field.clear()
        field.send_keys(value)
    guest.driver.find_element(By.CSS_SELECTOR, "form button[type=submit]").click()


def test_the_walk_of_five_minutes(demo, guest, tmp_path):
    words = WORDS[guest.language]
    origin = f"http://localhost:{demo.port}"
    guest.open(origin + "/")
    assert len(guest.texts(".door a")) == 5
    guest.see(".door a", words["files"]).click()
    # Signed up, confirmed by the mailed code, signed in.
    guest.see("a[href*='/login']").click()
    address = f"guest-{guest.language}@example.com"
    sign_up(guest, demo, address)
    # Uploaded with a progress bar, into one's own folder.
    guest.see(".place a", words["home"]).click()
    guest.see("#upload")
    content = os.urandom(1 << 20)
    file = tmp_path / "사진 1.bin"
    file.write_bytes(content)
    guest.driver.find_element(By.ID, "chooser").send_keys(str(file))
    guest.see("#uploadinfo", words["done"])
    assert guest.driver.find_element(By.CSS_SELECTOR, ".uploads .progress > span").get_attribute("style") == "width: 100%;"
    row = guest.see(".files > li", "사진 1.bin")
    # Shared by a link that ends.
    row.find_element(By.CSS_SELECTOR, "button.icon").click()
    guest.see(".menu .button").click()
    guest.see("#make-link").click()
    guest.see("#ends", words["ends"])
    link = guest.driver.find_element(By.ID, "link").get_attribute("value")
    assert requests.get(link, timeout=30).content == content
    assert requests.get(link.replace("X-Amz-Signature=", "X-Amz-Signature=0"), timeout=30).status_code == 403
    # Posted through the protected API: nobody without a token, then with the same account.
    guest.open(origin + "/_hanok/posts")
    guest.see("#without").click()
    guest.see("#answer .bad", "401")
    guest.see("#sign-in").click()
    guest.see("#title").send_keys("첫 글 <b>")
    guest.see("#contents").send_keys("안녕하세요")
    guest.see("#post").click()
    guest.see("#answer .good", words["posted"])
    items = demo.client("dynamodb").scan(TableName="Demo-DynamoDB")["Items"]
    assert {"S": "첫 글 <b>"} in [item["title"] for item in items]


def test_programs_are_let_in_by_their_scope(demo):
    idp = demo.client("cognito-idp")
    pool = idp.list_user_pools(MaxResults=10)["UserPools"][0]["Id"]
    listed = idp.list_user_pool_clients(UserPoolId=pool, MaxResults=10)["UserPoolClients"]
    client = next(one for one in listed if one["ClientName"] == "DemoServerClient")["ClientId"]
    secret = idp.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"]["ClientSecret"]
    origin = f"http://localhost:{demo.port}"
    token = requests.post(f"{origin}/_hanok/auth/demo-domain/oauth2/token", auth=(client, secret),
                          data={"grant_type": "client_credentials"}, timeout=30).json()["access_token"]
    api = demo.client("apigateway").get_rest_apis()["items"][0]["id"]
    url = f"{origin}/_aws/execute-api/{api}/dev/tests"
    assert requests.get(url, timeout=30).status_code == 401
    answer = requests.get(url, headers={"Authorization": token}, timeout=60)
    assert answer.json() == {"code": "00000", "message": "success"}, answer.text


def counted(server) -> dict:
    identity = server.client("cognito-identity")
    idp = server.client("cognito-idp")
    pools = idp.list_user_pools(MaxResults=60)["UserPools"]
    return {
        "pools": len(pools), "clients": len(idp.list_user_pool_clients(UserPoolId=pools[0]["Id"], MaxResults=60)["UserPoolClients"]),
        "identity pools": len(identity.list_identity_pools(MaxResults=60)["IdentityPools"]),
        "buckets": len(server.client("s3").list_buckets()["Buckets"]),
        "tables": len(server.client("dynamodb").list_tables()["TableNames"]),
        "functions": len(server.client("lambda").list_functions()["Functions"]),
        "HTTP APIs": len(server.client("apigatewayv2").get_apis()["Items"]),
        "REST APIs": len(server.client("apigateway").get_rest_apis()["items"]),
        "roles": len(server.client("iam").list_roles()["Roles"]),
    }


def test_a_second_start_makes_nothing_twice(new_server):
    server = new_server(**DEMO).start()
    first = counted(server)
    assert first == {"pools": 1, "clients": 3, "identity pools": 2, "buckets": 2, "tables": 1, "functions": 2,
                     "HTTP APIs": 1, "REST APIs": 1, "roles": first["roles"]}
    assert server.stop() == 0
    server.start()
    assert counted(server) == first
    # Sign-in comes back to where the server is now.
    idp = server.client("cognito-idp")
    pool = idp.list_user_pools(MaxResults=10)["UserPools"][0]["Id"]
    for listed in idp.list_user_pool_clients(UserPoolId=pool, MaxResults=10)["UserPoolClients"]:
        found = idp.describe_user_pool_client(UserPoolId=pool, ClientId=listed["ClientId"])["UserPoolClient"]
        assert all(f":{server.port}/" in url for url in found.get("CallbackURLs", [])), found
    assert server.stop() == 0


def test_a_reset_makes_it_anew(new_server):
    server = new_server(**DEMO).start()
    server.client("s3").put_object(Bucket="demo-files", Key="shared/x", Body=b"x")
    assert requests.post(f"http://localhost:{server.port}/_hanok/reset", headers={"X-Hanok-Reset": "yes"}, timeout=30).ok
    health = f"http://localhost:{server.port}/_hanok/health"
    deadline = time.monotonic() + 60
    while requests.get(health, timeout=30).status_code != 200 and time.monotonic() < deadline:
        time.sleep(0.05)
    listed = server.client("s3").list_objects_v2(Bucket="demo-files")
    assert [entry["Key"] for entry in listed.get("Contents", [])] == ["shared/"]
    assert server.stop() == 0


def test_programs_still_list_buckets_at_the_root(demo):
    answer = requests.get(f"http://localhost:{demo.port}/", timeout=30)
    assert answer.status_code == 403 and "AccessDenied" in answer.text
    page = requests.get(f"http://localhost:{demo.port}/", headers={"Accept": "text/html"}, timeout=30)
    assert page.status_code == 200 and "Hanok" in page.text
    assert json.dumps(demo.client("s3").list_buckets()["Buckets"], default=str)
