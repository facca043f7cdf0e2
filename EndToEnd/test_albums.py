"""The albums in a real browser, in both languages: straight to the bucket with what an identity pool gives."""

import gzip
import os
import re
import time
import urllib.parse

import pytest

from browser import By
from buckets import MIB
from hosted import PASSWORD
from objects import keys_of, put_many, remove_all
from pages import HTML, AlbumServer, Guest, fetch, picture

WORDS = {
    "en": {
        "none": "No albums yet", "empty": "This album is empty", "exists": "There is an album of this name already.",
        "slash": "A name cannot contain a slash (/).", "uploaded": "3 files were uploaded.",
        "password": "This is not the password.",
        "elsewhere": "Not open from here", "unset": "There are no albums yet", "signIn": "Sign in to see the albums",
        "unfinished": "An upload is not finished", "denied": "You are not allowed to do this.",
    },
    "ko": {
        "none": "아직 앨범이 없습니다", "empty": "앨범이 비어 있습니다", "exists": "같은 이름의 앨범이 이미 있습니다.",
        "slash": "이름에 빗금(/)을 쓸 수 없습니다.", "uploaded": "파일 3개를 올렸습니다.",
        "password": "비밀번호가 올바르지 않습니다.",
        "elsewhere": "이 네트워크에서는 열 수 없습니다", "unset": "아직 앨범이 없습니다", "signIn": "로그인하고 앨범을 보세요",
        "unfinished": "끝나지 않은 업로드가 1개 있습니다", "denied": "이 작업을 할 권한이 없습니다.",
    },
}

HOSTILE = [
    "<img src=x onerror=window.hacked=1>", "'\"&amp;<b>", "</script><script>window.hacked=1</script>",
    "javascript:alert(1)",
    "가족 🏯👨‍👩‍👧", "مرحبا بالعالم", "\u202egnp.evil", "a b+c%20d?e#f", "x" * 900, "__proto__", "tab\there", "..a",
]


@pytest.fixture(scope="module")
def albums(executable, tmp_path_factory):
    from hanok import Hanok
    site = AlbumServer(Hanok(executable, tmp_path_factory.mktemp("albums")))
    yield site
    assert site.hanok.stop() == 0


@pytest.fixture
def new_albums(new_server):
    return lambda **settings: AlbumServer(new_server(), **settings)


@pytest.fixture(scope="module", params=["en", "ko"])
def guest(request):
    someone = Guest(request.param)
    yield someone
    someone.quit()


@pytest.fixture
def words(guest):
    return WORDS[guest.language]


@pytest.fixture
def files(tmp_path):
    def make(**contents):
        paths = []
        for name, content in contents.items():
            path = tmp_path / name
            path.write_bytes(content)
            paths.append(str(path))
        return paths

    return make


def visible(name: str) -> str:
    """As the page shows it: what cannot be seen, or turns the rest around, by a sign or its number."""
    return name.replace("\t", "␉").replace("\u202e", "‹U+202E›")


def open_album(guest, site, name):
    guest.open(f"{site.address}#/{urllib.parse.quote(name, safe='')}")
    guest.see("#add-files")
    guest.wait(lambda driver: not driver.find_elements(By.CSS_SELECTOR, ".foot .waiting"))


def choose(guest, paths):
    guest.driver.find_element(By.ID, "files").send_keys("\n".join(paths))


def keys(site, prefix="") -> list[str]:
    return keys_of(site.s3, site.bucket, prefix)


def empty(site):
    remove_all(site.s3, site.bucket)


def make(guest, name):
    guest.click("#new-album")
    field = guest.see("dialog[open] input[name=answer]")
    field.send_keys(name)
    guest.click("dialog[open] button[type=submit]")


def test_albums_come_and_go(guest, albums, words):
    empty(albums)
    guest.open(albums.address)
    guest.see(".empty h2", words["none"])
    assert guest.driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == guest.language
    guest.picture("albums-none")
    make(guest, "a/b")
    guest.see("dialog[open] [role=alert]", words["slash"])
    guest.driver.find_element(By.NAME, "answer").clear()
    guest.driver.find_element(By.NAME, "answer").send_keys("  여름 휴가  ")
    guest.click("dialog[open] button[type=submit]")
    guest.see("h1", "여름 휴가")
    guest.see(".empty h2", words["empty"])
    guest.picture("album-empty")
    assert keys(albums) == ["여름 휴가/"]
    guest.open(albums.address)
    guest.see(".album-name", "여름 휴가")
    make(guest, "여름 휴가")
    guest.see(".toast", words["exists"])
    guest.click(".album > .button")
    guest.agree()
    guest.gone(".album")
    guest.wait(lambda _: keys(albums) == [])
    assert guest.complaints() == []


def test_files_of_any_kind_at_once(guest, albums, words, files):
    empty(albums)
    large = os.urandom(20 * MIB)
    paths = files(**{"사진 1.png": picture(), "notes.txt": b"hello", "large.bin": large})
    albums.s3.put_object(Bucket=albums.bucket, Key="여행/")
    open_album(guest, albums, "여행")
    # Every line that the page shows of its progress.
    guest.driver.execute_script("""
        window.lines = [];
        new MutationObserver(() => lines.push(document.getElementById("uploadinfo").textContent))
            .observe(document.body, {subtree: true, childList: true, characterData: true});
    """)
    choose(guest, paths)
    guest.see("#uploadinfo", words["uploaded"])
    guest.picture("album-uploaded")
    lines = [re.fullmatch(r"(.+) (\d+)% \((\d)/3\)", line) for line in guest.driver.execute_script("return lines")]
    assert {line[3] for line in lines if line} <= {"1", "2", "3"}
    percents = [int(line[2]) for line in lines if line and line[1] == "large.bin"]
    assert percents == sorted(percents) and len(set(percents)) > 2
    assert set(keys(albums)) == {"여행/", "여행/사진 1.png", "여행/notes.txt", "여행/large.bin"}
    stored = albums.s3.get_object(Bucket=albums.bucket, Key="여행/large.bin")
    assert stored["Body"].read() == large and stored["ETag"].endswith('-3"')
    assert albums.s3.head_object(Bucket=albums.bucket, Key="여행/사진 1.png")["ContentType"] == "image/png"
    assert "Uploads" not in albums.s3.list_multipart_uploads(Bucket=albums.bucket)
    # A second file of the name does not take the first one's place.
    choose(guest, paths[1:2])
    guest.see(".photo-name", "notes (2).txt")
    assert albums.s3.get_object(Bucket=albums.bucket, Key="여행/notes (2).txt")["Body"].read() == b"hello"
    assert guest.complaints() == []


def test_photos_are_seen_and_nobody_else_sees_them(guest, albums):
    empty(albums)
    albums.s3.put_object(Bucket=albums.bucket, Key="정원/", Body=b"")
    albums.s3.put_object(Bucket=albums.bucket, Key="정원/꽃 & <나무>.png", Body=picture(), ContentType="image/png")
    albums.s3.put_object(Bucket=albums.bucket, Key="정원/broken.png", Body=b"no picture")
    open_album(guest, albums, "정원")
    image = guest.see(".thumb img")
    guest.wait(lambda _: image.get_property("naturalWidth") == 60)
    address = image.get_attribute("src")
    assert "X-Amz-Signature=" in address and "X-Amz-Security-Token=" in address
    assert fetch(address)[0] == 200
    assert fetch(address.split("?")[0])[0] == 403, "nobody sees it by its address alone"
    guest.wait(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, ".thumb img")) == 1)
    guest.picture("album-photos")
    guest.click(".photo-open:has(img)")
    shown = guest.see("dialog.viewer .stage img")
    guest.wait(lambda _: shown.get_property("naturalWidth") == 60)
    saved = guest.see("dialog.viewer a.button").get_attribute("href")
    _, headers, body = fetch(saved)
    assert body == picture()
    assert urllib.parse.quote("꽃 & <나무>.png", safe="") in headers["Content-Disposition"]
    guest.picture("album-viewer")
    guest.click("dialog.viewer .danger-quiet")
    guest.agree()
    guest.gone("dialog.viewer")
    guest.wait(lambda _: keys(albums) == ["정원/", "정원/broken.png"])
    guest.click(".photo .check")
    guest.click("#delete-selected")
    guest.agree()
    guest.gone(".photo")
    assert keys(albums) == ["정원/"]
    guest.click("#delete-album")
    guest.agree()
    guest.see("#new-album")
    guest.wait(lambda _: keys(albums) == [])


def test_names_are_shown_and_never_run(guest, albums):
    empty(albums)
    for name in HOSTILE:
        albums.s3.put_object(Bucket=albums.bucket, Key=f"{name}/".replace("</", "<_"))
    guest.open(albums.address)
    guest.wait(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, ".album")) == len(HOSTILE))
    shown = set(guest.texts(".album-name"))
    assert shown == {visible(name).replace("</", "<_") for name in HOSTILE}
    guest.picture("albums-hostile")
    empty(albums)
    for name in HOSTILE:
        albums.s3.put_object(Bucket=albums.bucket, Key=f"'\"<i>/{name}", Body=b"x")
    open_album(guest, albums, "'\"<i>")
    assert set(guest.texts(".photo-name")) == {visible(name) for name in HOSTILE}
    assert guest.driver.find_element(By.TAG_NAME, "h1").text == "'\"<i>"
    guest.picture("album-hostile")
    guest.click(".photo-open")
    guest.see("dialog.viewer h2")
    guest.click("dialog.viewer header .button")
    guest.click(".photo .check")
    guest.click(".selection .button")
    guest.click("#delete-selected")
    guest.agree()
    guest.gone(".photo")
    assert keys(albums) == []
    assert guest.driver.execute_script("return window.hacked") is None
    assert [line for line in guest.complaints() if "Content Security Policy" in line] == []


def test_a_long_album_does_not_hold_the_page(guest, albums):
    empty(albums)
    put_many(albums.s3, albums.bucket, [f"long/{number:04}.txt" for number in range(700)])
    open_album(guest, albums, "long")
    guest.see(".photo")
    first = len(guest.driver.find_elements(By.CSS_SELECTOR, ".photo"))
    assert 0 < first <= 480
    for _ in range(10):
        guest.driver.execute_script("window.scrollTo(0, document.body.scrollHeight)")
        time.sleep(0.3)
    guest.wait(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, ".photo")) == 700)
    assert guest.texts(".photo-name")[-1] == "0699.txt"
    empty(albums)


def test_an_upload_goes_on_after_the_page_was_loaded_anew(guest, albums, words, files):
    empty(albums)
    content = os.urandom(40 * MIB)
    path = files(**{"film.bin": content})
    albums.s3.put_object(Bucket=albums.bucket, Key="films/")
    open_album(guest, albums, "films")
    network = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 8 * MIB}
    guest.driver.execute_cdp_cmd("Network.enable", {})
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", network)
    choose(guest, path)

    def arrived():
        uploads = albums.s3.list_multipart_uploads(Bucket=albums.bucket).get("Uploads", [])
        return sum(len(albums.s3.list_parts(
            Bucket=albums.bucket, Key="films/film.bin", UploadId=upload["UploadId"]).get("Parts", []))
            for upload in uploads)

    guest.wait(lambda _: arrived() > 0)
    guest.see(".line-buttons .button").click()
    guest.see(".upload-lines li[data-state=paused]")
    before = arrived()
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", network | {"uploadThroughput": -1})
    open_album(guest, albums, "films")
    guest.see(".unfinished h2", words["unfinished"])
    guest.picture("album-unfinished")
    choose(guest, path)
    guest.wait(lambda _: "films/film.bin" in keys(albums))
    parts = [entry for entry in albums.hanok.access_log() if entry.get("operation") == "UploadPart"]
    assert before >= 1 and len(parts) >= 5
    assert albums.s3.get_object(Bucket=albums.bucket, Key="films/film.bin")["Body"].read() == content
    assert guest.driver.execute_script("return Object.keys(localStorage).filter(key => key.includes('upload'))") == []


def test_an_upload_survives_a_lost_connection(guest, albums, files):
    empty(albums)
    content = os.urandom(30 * MIB)
    albums.s3.put_object(Bucket=albums.bucket, Key="films/")
    open_album(guest, albums, "films")
    network = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 8 * MIB}
    guest.driver.execute_cdp_cmd("Network.enable", {})
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", network)
    choose(guest, files(**{"lost.bin": content}))
    guest.wait(lambda _: "Uploads" in albums.s3.list_multipart_uploads(Bucket=albums.bucket))
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", network | {"offline": True})
    time.sleep(1.5)
    assert guest.driver.find_elements(By.CSS_SELECTOR, ".upload-lines li[data-state=running]")
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", network | {"uploadThroughput": -1})
    guest.wait(lambda _: "films/lost.bin" in keys(albums), 60)
    assert albums.s3.get_object(Bucket=albums.bucket, Key="films/lost.bin")["Body"].read() == content


def test_a_refusal_is_said_and_leads_to_its_reason(guest, albums, words):
    albums.callers.iam.put_role_policy(
        RoleName=albums.uploader.name, PolicyName="closed", PolicyDocument=(
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*"}]}'))
    try:
        guest.open(albums.address)
        guest.see(".message.bad", words["denied"])
        assert "/_hanok/why/" in guest.see(".message.bad a").get_attribute("href")
        guest.picture("albums-denied")
    finally:
        albums.callers.iam.delete_role_policy(RoleName=albums.uploader.name, PolicyName="closed")


def test_the_other_language_is_one_click_away(guest, albums):
    empty(albums)
    guest.open(albums.address)
    other = "ko" if guest.language == "en" else "en"
    guest.see(".empty h2", WORDS[guest.language]["none"])
    guest.click(f".languages button[lang={other}]")
    guest.see(".empty h2", WORDS[other]["none"])
    guest.open(albums.address)
    guest.see(".empty h2", WORDS[other]["none"])
    guest.click(f".languages button[lang={guest.language}]")
    guest.open(f"{albums.address}?lang={other}")
    guest.see(".empty h2", WORDS[other]["none"])


def test_the_first_view_is_light_and_all_ours(guest, albums):
    guest.open(albums.address)
    guest.see("#new-album")
    loaded = guest.driver.execute_script(
        "return performance.getEntriesByType('resource').map(one => one.name)")
    assert all(address.startswith(albums.origin) for address in loaded)
    page = fetch(albums.address, Accept=HTML)
    total = len(page[2])
    for address in set(re.findall(r'(?:href|src)="(/_hanok/assets/[^"]+)"', page[2].decode())):
        status, headers, body = fetch(albums.origin + address, **{"Accept-Encoding": "gzip"})
        assert status == 200 and "immutable" in headers["Cache-Control"]
        if headers["Content-Encoding"] == "gzip":
            assert gzip.decompress(body)
        total += len(body)
    assert 10_000 < total < 100_000
    policy = page[1]["Content-Security-Policy"]
    assert "unsafe" not in policy and f"script-src http://localhost:{albums.hanok.port}/_hanok/assets/ " in policy


def test_the_page_asks_for_its_password(guest, new_albums, words):
    site = new_albums(PASSWORD="열려라 참깨")
    status, _, body = fetch(site.address, Accept=HTML)
    assert status == 200 and site.pool not in body.decode()
    guest.open(site.address)
    guest.see("#password").send_keys("sesame\n")
    guest.see("[role=alert]", words["password"])
    guest.picture("albums-password")
    guest.see("#password").send_keys("열려라 참깨\n")
    guest.see("#new-album")
    [cookie] = [cookie for cookie in guest.driver.get_cookies() if cookie["name"] == "hanok-albums"]
    assert cookie["httpOnly"] and cookie["path"] == "/_hanok/albums" and cookie["sameSite"] == "Lax"
    guest.click(".topbar form button")
    guest.see("#password")


def test_the_page_is_for_certain_networks(guest, new_albums, words):
    site = new_albums(NETWORKS="192.0.2.0/24, 2001:db8::/32")
    guest.open(site.address)
    guest.see("h1", words["elsewhere"])
    assert site.pool not in guest.driver.page_source
    site.restart(NETWORKS="127.0.0.0/8, ::1")
    guest.open(site.address)
    guest.see("#new-album")


def test_without_settings_the_page_says_how_to_make_them(guest, new_server, words):
    hanok = new_server().start()
    guest.open(f"http://localhost:{hanok.port}/_hanok/albums")
    guest.see("h1", words["unset"])
    assert "identityPool:" in guest.driver.page_source


def test_people_sign_in_where_albums_are_not_for_guests(guest, new_albums, words):
    site = new_albums()
    pool = site.require_sign_in()
    cognito = site.hanok.client("cognito-idp")
    cognito.admin_create_user(UserPoolId=pool, Username="kim", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="kim", Password=PASSWORD, Permanent=True)
    site.s3.put_object(Bucket=site.bucket, Key="가족/")
    guest.open(site.address)
    guest.see("h1", words["signIn"])
    guest.picture("albums-signin")
    guest.click("main .button.primary")
    guest.see("input[name=username]").send_keys("kim")
    guest.driver.find_element(By.NAME, "password").send_keys(PASSWORD + "\n")
    guest.see(".album-name", "가족")
    assert "code=" not in guest.driver.current_url
    guest.driver.refresh()
    guest.see(".album-name", "가족")
    guest.picture("albums-signed-in")
    guest.click(".topbar .button")
    guest.see("h1", words["signIn"])
    assert guest.driver.execute_script("return sessionStorage.length") == 0


@pytest.mark.parametrize("text", [
    "a: b", "pages: {albums: {bucket: b}}", "pages: {albums: {bucket: b, identityPool: p, networks: [x]}}",
    "pages: {albums: {bucket: b, identityPool: p, client: c}}",
    "pages: {albums: {bucket: b, identityPool: p, endpoint: 'ftp://x'}}",
])
def test_settings_that_cannot_be_are_refused(executable, tmp_path, text):
    import subprocess
    (tmp_path / "hanok.yaml").write_text(text)
    result = subprocess.run(
        [executable, "serve", "--config", tmp_path / "hanok.yaml", "--data", tmp_path / "data", "--port", "0"],
        capture_output=True, text=True, timeout=20)
    assert result.returncode != 0 and ("pages.albums" in result.stderr or "does not exist" in result.stderr)
