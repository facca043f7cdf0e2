"""The file manager in a real browser, in both languages: what people see, and what each of them may."""

import os
import pathlib
import re
import time
import urllib.parse

import pytest
import requests
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from browser import By
from buckets import MIB
from files import NETWORK, FilesServer, pdf, silence
from pages import HTML, Guest, fetch, picture

WORDS = {
    "en": {
        "home": "My folder", "places": "Places", "empty": "This folder is empty", "none": "No name begins so",
        "slash": "A name cannot contain a slash (/).", "dots": "A name cannot be . or .. alone.", "uploaded": "3 files were uploaded.",
        "taken": "“notes.txt” is in this folder already.", "takenMore": "and 1 more are in this folder already.",
        "unfinished": "An upload is not finished", "moved": "files were moved.", "inside": "A folder cannot be moved into itself.",
        "deleteOne": "“one.txt” will be deleted.", "deleteFolder": "“many”, with everything in folders, will be deleted.",
        "deleted": "1,502 files were deleted.", "ends": "It ends on", "shortened": "It ends with your session, which is sooner than you asked for.",
        "ended": "This link has ended", "denied": "You are not allowed to do this.", "signedOut": "Your session has ended",
        "welcome": "Your files", "notShown": "This file cannot be shown here.", "exists": "Replace “b.txt”?", "attempt": "was not begun in this browser",
    },
    "ko": {
        "home": "내 폴더", "places": "보관 장소", "empty": "폴더가 비어 있습니다", "none": "그렇게 시작하는 이름이 없습니다",
        "slash": "이름에 빗금(/)을 쓸 수 없습니다.", "dots": "이름을 . 또는 .. 만으로 지을 수 없습니다.", "uploaded": "파일 3개를 올렸습니다.",
        "taken": "‘notes.txt’ 파일이 이 폴더에 이미 있습니다.", "takenMore": "외 1개가 이 폴더에 이미 있습니다.",
        "unfinished": "끝나지 않은 업로드가 1개 있습니다", "moved": "개를 옮겼습니다.", "inside": "폴더를 그 안으로 옮길 수 없습니다.",
        "deleteOne": "‘one.txt’ 파일을 삭제합니다.", "deleteFolder": "‘many’ 폴더와 그 안의 모든 파일을 삭제합니다.",
        "deleted": "파일 1,502개를 삭제했습니다.", "ends": "만료됩니다", "shortened": "로그인 세션과 함께 만료되어, 고른 기간보다 먼저 끝납니다.",
        "ended": "링크가 만료되었습니다", "denied": "이 작업을 할 권한이 없습니다.", "signedOut": "로그인이 만료되었습니다",
        "welcome": "내 파일", "notShown": "이 파일은 여기에서 볼 수 없습니다.", "exists": "‘b.txt’ 파일을 바꿀까요?", "attempt": "이 브라우저에서 시작한 로그인이 아니거나",
    },
}

HOSTILE = [
    "<img src=x onerror=window.hacked=1>", "'\"&amp;<b>", "<script>window.hacked=1<_script>", "javascript:alert(1)",
    "가족 🏯👨‍👩‍👧", "مرحبا بالعالم", "\u202egnp.evil", "a b+c%20d?e#f", "__proto__", "tab\there", "line\rback", "..a", "%2e%2e", "${x}",
]


@pytest.fixture(scope="module")
def files(executable, tmp_path_factory):
    site = FilesServer(executable, tmp_path_factory.mktemp("files")).start()
    yield site
    assert site.hanok.stop() == 0


@pytest.fixture(scope="module", params=["en", "ko"])
def guest(request, files):
    someone = Guest(request.param)
    someone.driver.execute_cdp_cmd("Network.enable", {})
    someone.person = files.person(f"guest-{request.param}@example.com")
    files.sign_in(someone, someone.person)
    someone.home = files.home(someone)
    yield someone
    someone.quit()


@pytest.fixture
def words(guest):
    return WORDS[guest.language]


@pytest.fixture
def folder(request, files, guest):
    """A folder of the guest's own for one test; nothing of it is left."""
    path = f"{guest.home}{request.node.originalname.removeprefix('test_')}/"
    yield path
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK)
    files.empty(path)
    assert [line for line in guest.complaints() if "Content Security Policy" in line] == []


@pytest.fixture
def written(tmp_path):
    def write(contents: dict[str, bytes]) -> list[str]:
        paths = []
        for name, content in contents.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            paths.append(str(path))
        return paths

    return write


def open_folder(guest, files, path):
    guest.open(files.place(path))
    guest.see("#upload")
    guest.wait(lambda driver: not driver.find_elements(By.CSS_SELECTOR, ".foot .waiting"))


def choose(guest, paths, chooser="chooser"):
    guest.driver.find_element(By.ID, chooser).send_keys("\n".join(paths))


def names(guest) -> list[str]:
    return guest.texts(".files > li .row-name bdi")


def wait_for_names(guest, expected):
    try:
        guest.wait(lambda _: sorted(names(guest)) == sorted(expected))
    except Exception:
        assert sorted(names(guest)) == sorted(expected)


def row(guest, name):
    return guest.wait(lambda driver: next(
        (line for line in driver.find_elements(By.CSS_SELECTOR, ".files > li")
         if line.find_element(By.CSS_SELECTOR, ".row-name bdi").get_property("textContent") == name), None))


def choose_from_menu(guest, name, label):
    row(guest, name).find_element(By.CSS_SELECTOR, "button.icon").click()
    guest.see("dialog.menu-dialog[open]")
    guest.driver.execute_script(
        "arguments[0].scrollIntoView()", guest.see("dialog.menu-dialog .menu > *", label))
    guest.see("dialog.menu-dialog .menu > *", label).click()


def answer(guest, text):
    field = guest.see("dialog[open] input[name=answer]")
    field.clear()
    field.send_keys(text)
    guest.click("dialog[open] button[type=submit]")


MENU = {"en": {"share": "Share", "rename": "Rename", "move": "Move", "delete": "Delete"},
        "ko": {"share": "공유", "rename": "이름 바꾸기", "move": "옮기기", "delete": "삭제"}}


# Folders and names


def test_folders_come_and_are_found(guest, files, folder, words):
    files.put(folder)
    open_folder(guest, files, folder)
    guest.see(".empty h2", words["empty"])
    for wrong, problem in (("a/b", "slash"), ("..", "dots")):
        guest.click("#new-folder")
        answer(guest, wrong)
        guest.see("dialog[open] [role=alert]", words[problem])
        guest.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        guest.gone("dialog[open]")
    guest.click("#new-folder")
    answer(guest, "여름 휴가")
    wait_for_names(guest, ["여름 휴가"])
    assert files.keys(folder) == [folder, folder + "여름 휴가/"]
    for name in ("apple.txt", "apricot.txt", "Banana.txt"):
        files.put(folder + "여름 휴가/" + name, b"x")
    row(guest, "여름 휴가").find_element(By.CSS_SELECTOR, "a").click()
    guest.see("h1", "여름 휴가")
    wait_for_names(guest, ["apple.txt", "apricot.txt", "Banana.txt"])
    assert guest.texts(".breadcrumb li") == [words["places"], words["home"], "folders_come_and_are_found", "여름 휴가"]
    assert guest.driver.switch_to.active_element.tag_name == "h1"
    assert "여름 휴가" in guest.driver.title
    guest.picture("files-folder")
    guest.see("#search").send_keys("ap")
    wait_for_names(guest, ["apple.txt", "apricot.txt"])
    guest.see("#search").send_keys("x")
    guest.see(".empty h2", words["none"])
    guest.click(".breadcrumb li:nth-child(3) a")
    wait_for_names(guest, ["여름 휴가"])
    guest.driver.back()
    guest.see("h1", "여름 휴가")
    guest.click(".breadcrumb li:first-child a")
    guest.see(".place a", words["home"]).click()
    guest.see("h1", words["home"])


def test_going_back_leaves_no_question_behind(guest, files, folder):
    files.put(folder + "a.txt", b"hello")
    open_folder(guest, files, guest.home)
    row(guest, "going_back_leaves_no_question_behind").find_element(By.CSS_SELECTOR, "a").click()
    row(guest, "a.txt").find_element(By.CSS_SELECTOR, ".row-name").click()
    guest.see("dialog.preview pre", "hello")
    guest.driver.back()
    guest.gone("dialog[open]")
    guest.click("#upload-folder, .breadcrumb li:first-child a")


# Uploads


def test_files_of_any_kind_at_once(guest, files, folder, words, written):
    files.put(folder)
    large = os.urandom(20 * MIB)
    paths = written({"사진 1.png": picture(), "notes.txt": b"hello", "large.bin": large})
    open_folder(guest, files, folder)
    # What was said before, on the way to sign in, is not of this page.
    guest.complaints()
    guest.driver.execute_script("""
        window.lines = [];
        new MutationObserver(() => lines.push(document.getElementById("uploadinfo").textContent))
            .observe(document.body, {subtree: true, childList: true, characterData: true});
    """)
    choose(guest, paths)
    guest.see("#uploadinfo", words["uploaded"])
    guest.picture("files-uploaded")
    lines = [re.fullmatch(r"(.+) (\d+)% \((\d)/3\)", line) for line in guest.driver.execute_script("return lines")]
    assert {line[3] for line in lines if line} <= {"1", "2", "3"}
    percents = [int(line[2]) for line in lines if line and line[1] == "large.bin"]
    assert percents == sorted(percents) and len(set(percents)) > 2
    wait_for_names(guest, ["사진 1.png", "notes.txt", "large.bin"])
    stored = files.s3.get_object(Bucket=files.bucket, Key=folder + "large.bin")
    assert stored["Body"].read() == large and stored["ETag"].endswith('-3"')
    assert files.s3.head_object(Bucket=files.bucket, Key=folder + "사진 1.png")["ContentType"] == "image/png"
    assert "Uploads" not in files.s3.list_multipart_uploads(Bucket=files.bucket)
    assert guest.complaints() == []


def test_folders_are_chosen(guest, files, folder, written):
    files.put(folder)
    paths = written({"trip/day 1/a.txt": b"a", "trip/day 2/b.txt": b"b", "trip/c.txt": b"c"})
    open_folder(guest, files, folder)
    choose(guest, [os.path.commonpath(paths)], "folder-chooser")
    guest.wait(lambda _: files.keys(folder) == [folder] + [f"{folder}trip/{name}" for name in ("c.txt", "day 1/a.txt", "day 2/b.txt")])
    wait_for_names(guest, ["trip"])


def test_files_and_folders_are_dropped(guest, files, folder, written):
    files.put(folder)
    paths = written({"drop/inner/deep.txt": b"deep", "drop/flat.txt": b"flat", "alone.txt": b"alone"})
    open_folder(guest, files, folder)
    place = guest.see(".folder .toolbar").rect
    data = {"items": [], "files": [os.path.commonpath(paths[:2]), paths[2]], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        guest.driver.execute_cdp_cmd("Input.dispatchDragEvent", {
            "type": kind, "x": place["x"] + 20, "y": place["y"] + 20, "data": data})
        if kind == "dragOver":
            guest.see(".folder.is-over")
            guest.picture("files-drop")
    guest.wait(lambda _: files.keys(folder) == [folder] + [folder + name for name in ("alone.txt", "drop/flat.txt", "drop/inner/deep.txt")])
    wait_for_names(guest, ["alone.txt", "drop"])
    assert not guest.driver.find_elements(By.CSS_SELECTOR, ".folder.is-over")


def test_a_name_that_is_taken(guest, files, folder, words, written):
    files.put(folder + "notes.txt", b"first")
    path = written({"notes.txt": b"second"})
    content = lambda name: files.s3.get_object(Bucket=files.bucket, Key=folder + name)["Body"].read()
    open_folder(guest, files, folder)
    choose(guest, path)
    guest.see("dialog[open] p", words["taken"])
    guest.picture("files-taken")
    guest.click("#way-skip")
    guest.gone("dialog[open]")
    assert content("notes.txt") == b"first"
    choose(guest, path)
    guest.click("#way-both")
    wait_for_names(guest, ["notes.txt", "notes (2).txt"])
    assert (content("notes.txt"), content("notes (2).txt")) == (b"first", b"second")
    choose(guest, path)
    guest.click("#way-replace")
    guest.wait(lambda _: content("notes.txt") == b"second")


def test_a_name_that_is_taken_where_the_page_does_not_see_it(guest, files, folder, words, written):
    """In a folder within, by somebody else meanwhile, or further down a long list."""
    files.put(folder)
    paths = written({"box/notes.txt": b"second", "box/b.txt": b"second"})
    open_folder(guest, files, folder)
    for name in ("notes.txt", "b.txt"):
        files.put(f"{folder}box/{name}", b"first")
    content = lambda name: files.s3.get_object(Bucket=files.bucket, Key=f"{folder}box/{name}")["Body"].read()
    again = lambda: choose(guest, [os.path.commonpath(paths)], "folder-chooser")
    again()
    guest.see("dialog[open] p", words["takenMore"])
    guest.click("#way-skip")
    guest.gone("dialog[open]")
    assert (content("notes.txt"), content("b.txt")) == (b"first", b"first")
    again()
    guest.see("dialog[open] p", words["takenMore"])
    guest.click("#way-both")
    guest.wait(lambda _: f"{folder}box/b (2).txt" in files.keys(folder) and f"{folder}box/notes (2).txt" in files.keys(folder))
    again()
    guest.see("dialog[open] p", words["takenMore"])
    guest.click("#way-replace")
    guest.wait(lambda _: content("notes.txt") == content("b.txt") == b"second")


def test_an_upload_goes_on_after_the_page_was_loaded_anew(guest, files, folder, words, written):
    files.put(folder)
    content = os.urandom(40 * MIB)
    path = written({"film.bin": content})
    open_folder(guest, files, folder)
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK | {"uploadThroughput": 8 * MIB})
    choose(guest, path)
    guest.wait(lambda _: files.arrived_parts(folder + "film.bin"))
    guest.click(".line-buttons .button")
    guest.see(".upload-lines li[data-state=paused]")
    before = files.arrived_parts(folder + "film.bin")
    guest.picture("files-paused")
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK)
    # Elsewhere the page says where it was going.
    open_folder(guest, files, guest.home)
    guest.see(".unfinished h2", words["unfinished"])
    guest.click(".unfinished .line-name a")
    guest.see(".unfinished .button.primary")
    guest.picture("files-unfinished")
    choose(guest, path)
    guest.wait(lambda _: folder + "film.bin" in files.keys(folder))
    assert 1 <= len(before) < 5
    wanted = urllib.parse.quote(f"/{files.bucket}/{folder}film.bin")
    parts = lambda: [line for line in files.requests() if line["path"] == wanted and line["operation"] == "UploadPart"
                     and line["status"] == 200]
    guest.wait(lambda _: len(parts()) >= 5)
    assert len(parts()) == 5, "what has arrived is not sent again"
    assert files.s3.get_object(Bucket=files.bucket, Key=folder + "film.bin")["Body"].read() == content
    assert guest.driver.execute_script("return Object.keys(localStorage).filter(key => key.includes('upload'))") == []


def test_an_upload_survives_a_lost_connection(guest, files, folder, written):
    files.put(folder)
    content = os.urandom(30 * MIB)
    open_folder(guest, files, folder)
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK | {"uploadThroughput": 8 * MIB})
    choose(guest, written({"lost.bin": content}))
    guest.wait(lambda _: files.uploads(folder + "lost.bin"))
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK | {"offline": True})
    time.sleep(1.5)
    assert guest.driver.find_elements(By.CSS_SELECTOR, ".upload-lines li[data-state=running]")
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK)
    guest.wait(lambda _: folder + "lost.bin" in files.keys(folder), 40)
    assert files.s3.get_object(Bucket=files.bucket, Key=folder + "lost.bin")["Body"].read() == content


def test_an_upload_that_failed_is_tried_again(guest, files, folder, written):
    files.put(folder)
    open_folder(guest, files, folder)
    with files.denied("s3:PutObject"):
        choose(guest, written({"again.bin": b"again"}))
        line = guest.see(".upload-lines li[data-state=failed]")
        assert WORDS[guest.language]["denied"] in line.text
        guest.picture("files-failed")
    guest.click(".upload-lines li[data-state=failed] .line-buttons .button")
    wait_for_names(guest, ["again.bin"])


def test_a_cancelled_upload_leaves_nothing(guest, files, folder, written):
    files.put(folder)
    open_folder(guest, files, folder)
    guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK | {"uploadThroughput": 4 * MIB})
    choose(guest, written({"gone.bin": bytes(24 * MIB)}))
    guest.wait(lambda _: files.uploads(folder + "gone.bin"))
    guest.see(".upload-lines li .line-buttons .button:nth-child(2)").click()
    guest.wait(lambda _: not files.uploads(folder + "gone.bin"))
    assert files.keys(folder) == [folder]


# Other names, other places, deletions


def test_files_and_folders_get_other_names(guest, files, folder, words):
    for name in ("a.txt", "b.txt", "old/x.txt", "old/deep/y.txt", "old/"):
        files.put(folder + name, name.encode())
    menu = MENU[guest.language]
    open_folder(guest, files, folder)
    choose_from_menu(guest, "a.txt", menu["rename"])
    answer(guest, "c <i>.txt")
    wait_for_names(guest, ["old", "b.txt", "c <i>.txt"])
    assert files.s3.get_object(Bucket=files.bucket, Key=folder + "c <i>.txt")["Body"].read() == b"a.txt"
    # Another file of that name stays until somebody says that it may go.
    choose_from_menu(guest, "c <i>.txt", menu["rename"])
    answer(guest, "b.txt")
    guest.see("dialog[open] p", words["exists"])
    guest.click("dialog[open] .button:not([data-agree])")
    guest.gone("dialog[open]")
    wait_for_names(guest, ["old", "b.txt", "c <i>.txt"])
    choose_from_menu(guest, "c <i>.txt", menu["rename"])
    answer(guest, "b.txt")
    guest.agree()
    wait_for_names(guest, ["old", "b.txt"])
    assert files.s3.get_object(Bucket=files.bucket, Key=folder + "b.txt")["Body"].read() == b"a.txt"
    choose_from_menu(guest, "old", menu["rename"])
    answer(guest, "새 이름")
    wait_for_names(guest, ["새 이름", "b.txt"])
    assert files.keys(folder) == [folder + name for name in ("b.txt", "새 이름/", "새 이름/deep/y.txt", "새 이름/x.txt")]


def test_files_and_folders_move(guest, files, folder, words):
    for name in ("a.txt", "b.txt", "box/x.txt", "box/deep/y.txt", "there/"):
        files.put(folder + name, name.encode())
    open_folder(guest, files, folder)
    choose_from_menu(guest, "box", MENU[guest.language]["move"])
    answer(guest, folder + "box/deep")
    guest.see("dialog[open] [role=alert]", words["inside"])
    answer(guest, folder + "../x")
    guest.see("dialog[open] [role=alert]", words["dots"])
    guest.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    guest.gone("dialog[open]")
    for name in ("a.txt", "box"):
        row(guest, name).find_element(By.CSS_SELECTOR, ".check").click()
    guest.see(".selection strong", "2")
    guest.picture("files-selected")
    guest.click("#move-selected")
    answer(guest, folder + "there")
    guest.see(".toast", words["moved"])
    wait_for_names(guest, ["there", "b.txt"])
    assert files.keys(folder) == [folder + name for name in ("b.txt", "there/", "there/a.txt", "there/box/deep/y.txt", "there/box/x.txt")]


def test_nothing_is_deleted_unasked(guest, files, folder, words):
    files.put(folder + "one.txt", b"1")
    files.put(folder + "two.txt", b"2")
    files.put(folder + "three.txt", b"3")
    files.put_many(f"{folder}many/{number:04}" for number in range(1500))
    files.put(folder + "many/deep/x", b"x")
    files.put(folder + "many/", b"")
    menu = MENU[guest.language]
    open_folder(guest, files, folder)
    choose_from_menu(guest, "one.txt", menu["delete"])
    guest.see("dialog[open] p", words["deleteOne"])
    assert guest.driver.switch_to.active_element.get_attribute("data-agree") is None, "Enter alone deletes nothing"
    guest.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    guest.gone("dialog[open]")
    assert folder + "one.txt" in files.keys(folder)
    choose_from_menu(guest, "one.txt", menu["delete"])
    guest.agree()
    wait_for_names(guest, ["many", "two.txt", "three.txt"])
    choose_from_menu(guest, "many", menu["delete"])
    guest.see("dialog[open] p", words["deleteFolder"])
    guest.agree()
    guest.see(".toast", words["deleted"])
    wait_for_names(guest, ["two.txt", "three.txt"])
    row(guest, "two.txt").find_element(By.CSS_SELECTOR, ".check").click()
    guest.see(".selection .button").click()
    guest.click("#delete-selected")
    guest.agree()
    wait_for_names(guest, [])
    assert files.keys(folder) == []


# What is shown and shared


def test_files_are_shown(guest, files, folder, words):
    evil = b"<script>window.hacked = 1; parent.hacked = 1</script>"
    for name, content, kind in (
            ("1.png", picture(), "image/png"), ("2.txt", "첫 줄\n<b>".encode(), "text/plain"),
            ("3.html", evil, "text/html"), ("4.wav", silence(), "audio/wav"), ("5.pdf", pdf(), "application/pdf"),
            ("6.pdf", evil, "text/html"), ("7.webm", b"no film", "video/webm"), ("8.bin", b"x", "application/octet-stream"),
            ("9.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>window.hacked=1</script></svg>", "image/svg+xml")):
        files.put(folder + name, content, kind)
    open_folder(guest, files, folder)
    row(guest, "1.png").find_element(By.CSS_SELECTOR, ".row-name").click()
    image = guest.see("dialog.preview .stage img")
    guest.wait(lambda _: image.get_property("naturalWidth") == 60)
    guest.picture("files-preview")
    next_one = lambda: guest.driver.find_element(By.CSS_SELECTOR, "dialog.preview").send_keys(Keys.ARROW_RIGHT)
    next_one()
    guest.wait(lambda _: guest.texts("dialog.preview pre") == ["첫 줄\n<b>"])
    next_one()
    guest.wait(lambda _: guest.texts("dialog.preview pre") == [evil.decode()])
    next_one()
    sound = guest.see("dialog.preview audio")
    guest.wait(lambda _: sound.get_property("duration") == 1)
    next_one()
    assert guest.see("dialog.preview iframe").get_attribute("src").startswith("blob:")
    guest.picture("files-preview-pdf")
    next_one()
    # What says that it is a page of the web is shown as the document that its name promises, or not at all.
    guest.see("dialog.preview h2", "6.pdf")
    guest.see("dialog.preview iframe")
    next_one()
    guest.see("dialog.preview .stage", words["notShown"])
    next_one()
    guest.see("dialog.preview h2", "8.bin")
    guest.see("dialog.preview .stage", words["notShown"])
    next_one()
    drawing = guest.see("dialog.preview .stage img")
    guest.wait(lambda _: drawing.get_property("naturalWidth") == 9)
    assert guest.driver.execute_script("return window.hacked") is None
    saved = guest.driver.find_element(By.CSS_SELECTOR, "dialog.preview a.button").get_attribute("href")
    headers = guest.run(f"return [...(await fetch('{saved}')).headers]")
    assert ["content-disposition", "attachment; filename*=UTF-8''9.svg"] in headers
    guest.click("dialog.preview header .button")
    guest.gone("dialog.preview")
    # Opened by itself, a page of somebody's has an origin of its own.
    opened = guest.run(f"const reply = await fetch('{files.address}/open?' + new URLSearchParams(given[0]));"
                       "return reply.headers.get('content-security-policy')", {"bucket": files.bucket, "key": folder + "3.html"})
    assert "sandbox" in opened


def test_a_link_for_whoever_has_it(guest, files, folder, words):
    name = "보고서 <1>.txt"
    files.put(folder + name, b"shared", "text/plain")
    open_folder(guest, files, folder)
    choose_from_menu(guest, name, MENU[guest.language]["share"])
    before = time.time()
    Select(guest.see("#lifetime")).select_by_value("300")
    guest.click("#make-link")
    guest.see("#ends", words["ends"])
    guest.picture("files-shared")
    link = guest.driver.find_element(By.ID, "link").get_attribute("value")
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query))
    assert query["X-Amz-Expires"] == "300" and requests.get(link, timeout=30).content == b"shared"
    assert guest.driver.find_elements(By.CSS_SELECTOR, "figure.qr svg path")
    assert not guest.driver.find_elements(By.CSS_SELECTOR, "#shared .message")
    Select(guest.see("#lifetime")).select_by_value(str(7 * 24 * 3600))
    guest.click("#make-link")
    guest.see("#shared .message", words["shortened"])
    guest.picture("files-shared-shortened")
    link = guest.driver.find_element(By.ID, "link").get_attribute("value")
    seconds = int(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query))["X-Amz-Expires"])
    assert 3000 < seconds <= 3600 and time.time() - before < 60
    assert requests.get(link, timeout=30).content == b"shared"


def test_the_short_link(guest, files, words):
    person = guest.person
    files.put("shared/short.txt", b"short")
    made = person.tell("share", bucket=files.bucket, key="shared/short.txt", seconds=2).json()
    assert made["short"].startswith(files.address + "/s/") and not made["isShortened"]
    reply = requests.get(made["short"], allow_redirects=False, timeout=30)
    assert reply.status_code == 302 and reply.headers["Location"] == made["url"]
    assert reply.headers["Cache-Control"] == "no-store" and reply.headers["Referrer-Policy"] == "no-referrer"
    assert requests.get(made["short"], timeout=30).content == b"short"
    time.sleep(2.5)
    assert requests.get(made["url"], timeout=30).status_code == 403
    guest.open(made["short"])
    guest.see("h1", words["ended"])
    guest.open(files.address + "/s/nobody-made-this")
    guest.see("h1", words["ended"])


def test_names_are_shown_and_never_run(guest, files, folder):
    folder += "'\"<i>\u202e/"
    for name in HOSTILE:
        files.put(folder + name, b"x", "text/plain")
    for name in ("/two slashes", "x//y", "<b>folder/x"):
        files.put(folder + name, b"x")
    open_folder(guest, files, folder)
    wait_for_names(guest, [visible(name) for name in HOSTILE] + ["/", "x", "<b>folder"])
    assert guest.driver.find_element(By.TAG_NAME, "h1").text == "'\"<i>‹U+202E›"
    assert guest.texts(".breadcrumb li")[-1] == "'\"<i>‹U+202E›"
    guest.picture("files-hostile")
    for name in HOSTILE:
        guest.see(".files")
        row(guest, visible(name)).find_element(By.CSS_SELECTOR, ".row-name").click()
        assert guest.see("dialog.preview h2").get_property("textContent") == visible(name)
        address = guest.driver.find_element(By.CSS_SELECTOR, "dialog.preview a.button").get_attribute("href")
        if name not in ("%2e%2e",):
            assert guest.run(f"return (await fetch('{address}')).status") == 200, name
        guest.click("dialog.preview header .button")
        guest.gone("dialog.preview")
    hostile = visible(HOSTILE[0])
    choose_from_menu(guest, hostile, MENU[guest.language]["share"])
    assert guest.see(".share-name").text == hostile
    guest.click("#make-link")
    guest.see("#ends")
    guest.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    guest.gone("dialog[open]")
    # Down into a folder without a name, and into its own.
    row(guest, "/").find_element(By.CSS_SELECTOR, "a").click()
    wait_for_names(guest, ["two slashes"])
    guest.driver.back()
    row(guest, "x").find_element(By.CSS_SELECTOR, "a").click()
    wait_for_names(guest, ["/"])
    guest.driver.back()
    wait_for_names(guest, [visible(name) for name in HOSTILE] + ["/", "x", "<b>folder"])
    row(guest, "/").find_element(By.CSS_SELECTOR, ".check").click()
    guest.see(".selection .button").click()
    guest.click("#delete-selected")
    guest.agree()
    wait_for_names(guest, [])
    assert files.keys(folder) == []
    assert guest.driver.execute_script("return window.hacked") is None


def test_keys_at_their_longest(guest, files, folder):
    key = folder + "길" * ((1024 - len(folder)) // 3)
    key += "x" * (1024 - len(key.encode()))
    files.put(key, b"long", "text/plain")
    open_folder(guest, files, folder)
    wait_for_names(guest, [key.removeprefix(folder)])
    width = guest.driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    guest.picture("files-long")
    choose_from_menu(guest, key.removeprefix(folder), MENU[guest.language]["delete"])
    guest.agree()
    wait_for_names(guest, [])


def visible(name: str) -> str:
    """As the page shows it: what cannot be seen, or turns the rest around, by a sign or its number."""
    return name.replace("\t", "␉").replace("\r", "␍").replace("\u202e", "‹U+202E›")


def test_a_long_folder_does_not_hold_the_page(guest, files, folder):
    files.put_many(f"{folder}{number:04}.txt" for number in range(2300))
    open_folder(guest, files, folder)
    row(guest, "0000.txt")
    assert len(names(guest)) <= 1000
    # Page after page, as one who scrolls to the end of each.
    count = lambda: guest.driver.execute_script(
        "window.scrollTo(0, document.body.scrollHeight);"
        "return document.querySelectorAll('.files > li').length")
    guest.wait(lambda _: count() == 2300, 90)
    shown = guest.driver.execute_script(
        "return [...document.querySelectorAll('.files > li')].map(line => line.dataset.key)")
    assert shown == [f"{folder}{number:04}.txt" for number in range(2300)]


def test_the_other_language_is_one_click_away(guest, files):
    other = "ko" if guest.language == "en" else "en"
    guest.open(files.address)
    guest.see(".place a", WORDS[guest.language]["home"])
    guest.click(f".languages button[lang={other}]")
    guest.see(".place a", WORDS[other]["home"])
    guest.click(f".languages button[lang={guest.language}]")
    guest.see(".place a", WORDS[guest.language]["home"])


def test_the_first_view_is_light_and_all_ours(guest, files):
    guest.open(files.address)
    guest.see(".place a")
    loaded = guest.driver.execute_script("return performance.getEntriesByType('resource').map(one => one.name)")
    assert all(address.startswith(files.origin) for address in loaded)
    page = guest.person.get(files.address + "/", headers={"Accept": HTML}, timeout=30)
    total = len(page.content)
    for address in set(re.findall(r'(?:href|src)="(/_hanok/assets/[^"]+)"', page.text)):
        reply = requests.get(files.origin + address, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=30)
        assert reply.status_code == 200 and "immutable" in reply.headers["Cache-Control"]
        total += len(reply.raw.read(decode_content=False))
    assert 10_000 < total < 100_000
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert f"script-src {files.origin}/_hanok/assets/ " in policy
    assert page.headers["Cache-Control"] == "no-store" and page.headers["Referrer-Policy"] == "no-referrer"


def test_a_refusal_is_said_and_leads_to_its_reason(guest, files, words):
    guest.open(files.place("home/"))
    guest.see(".message.bad", words["denied"])
    assert "/_hanok/why/" in guest.see(".message.bad a").get_attribute("href")
    guest.picture("files-denied")


# Sessions


def test_signing_out_ends_the_session(guest, files, words):
    session = guest.driver.get_cookie("hanok_files")
    assert session["httpOnly"] and session["path"] == "/_hanok/files" and session["sameSite"] == "Lax"
    api = files.address + "/api/session"
    cookies = {"hanok_files": session["value"]}
    assert requests.get(api, cookies=cookies, timeout=30).status_code == 200
    guest.open(files.address)
    guest.click("#sign-out")
    guest.see("h1", words["welcome"])
    assert requests.get(api, cookies=cookies, timeout=30).status_code == 401
    # The pool's own session is over too: it asks who is there.
    guest.click("main .button.primary")
    guest.see("input[name=password]")
    files.sign_in(guest, guest.person)


def test_who_is_disabled_is_out_within_seconds(guest, files, words):
    person = files.person(f"disabled-{guest.language}@example.com")
    files.sign_in(guest, person)
    guest.see(".place a")
    files.idp.admin_disable_user(UserPoolId=files.pool, Username=person.address)
    began = time.monotonic()
    while person.ask("session").status_code == 200 and time.monotonic() - began < 60:
        time.sleep(0.3)
    assert time.monotonic() - began < 20
    time.sleep(5)
    guest.driver.execute_script("location.hash = arguments[0]", "#/demo-files/shared/")
    guest.see("h1", words["signedOut"])
    guest.picture("files-ended")
    assert person.get(files.address + "/open", params={"bucket": files.bucket, "key": "shared/"}, timeout=30).status_code == 404
    guest.open(files.address)
    guest.see("h1", words["welcome"])
    files.sign_in(guest, guest.person)


def test_a_sign_in_that_was_not_begun_here(guest, files, words):
    stranger = requests.get(files.address + "/login", allow_redirects=False, timeout=30)
    state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(stranger.headers["Location"]).query))["state"]
    guest.open(f"{files.address}/authorize?code=somebody-elses&state={state}")
    guest.see("[role=alert]", words["attempt"])
    guest.picture("files-other-attempt")
    guest.open(files.address)
    guest.see(".place a", words["home"])


def test_an_upload_outlives_the_server(executable, tmp_path, written):
    """Its sessions do not: after a crash people sign in again, and the same file goes on."""
    site = FilesServer(executable, tmp_path / "data").start()
    guest = Guest()
    try:
        guest.person = site.person("kim@example.com")
        site.sign_in(guest, guest.person)
        folder = site.home(guest) + "films/"
        site.put(folder)
        content = os.urandom(40 * MIB)
        [path] = written({"film.bin": content})
        open_folder(guest, site, folder)
        guest.driver.execute_cdp_cmd("Network.enable", {})
        guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK | {"uploadThroughput": 8 * MIB})
        choose(guest, [path])
        guest.wait(lambda _: site.arrived_parts(folder + "film.bin"))
        site.hanok.kill()
        site.hanok.start()
        guest.see("h1", WORDS["en"]["signedOut"])
        before = site.arrived_parts(folder + "film.bin")
        assert before, "what was told to have arrived is there"
        guest.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK)
        site.sign_in(guest, guest.person)
        open_folder(guest, site, folder)
        guest.see(".unfinished h2", WORDS["en"]["unfinished"])
        choose(guest, [path])
        guest.wait(lambda _: folder + "film.bin" in site.keys(folder))
        assert site.s3.get_object(Bucket=site.bucket, Key=folder + "film.bin")["Body"].read() == content
    finally:
        guest.quit()
        site.hanok.kill()
