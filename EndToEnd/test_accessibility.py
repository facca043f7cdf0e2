"""Our pages by axe-core's rules for WCAG 2.2 A and AA, in light and dark, on a desk and on a phone."""

import importlib.resources

import pytest

from browser import By
from chain import PASSWORD
from files import FilesServer, pdf, silence
from pages import AlbumServer, Guest, picture
from people import attributes
from test_pages_why import refused

RULES = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site(executable, tmp_path_factory):
    from hanok import Hanok
    hanok = Hanok(executable, tmp_path_factory.mktemp("seen"), options=["--dev"], root_key=("test", "test"))
    site = AlbumServer(hanok)
    site.s3.put_object(Bucket=site.bucket, Key="여행/", Body=b"")
    site.s3.put_object(Bucket=site.bucket, Key="여행/1.png", Body=picture())
    site.s3.put_object(Bucket=site.bucket, Key="여행/notes.txt", Body=b"x")
    cognito = hanok.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="seen", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    cognito.create_user_pool_domain(UserPoolId=pool, Domain="seen")
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="app", CallbackURLs=["http://localhost:3000/"], AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"], AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["COGNITO"])["UserPoolClient"]["ClientId"]
    cognito.sign_up(ClientId=client, Username="kim", Password=PASSWORD,
                    UserAttributes=attributes(email="kim@example.com"))
    site.login = (f"{site.origin}/_hanok/auth/seen/login?client_id={client}&response_type=code"
                  "&redirect_uri=http://localhost:3000/")
    site.refusal = refused(hanok)[0]
    yield site
    assert hanok.stop() == 0


@pytest.fixture(scope="module")
def files(executable, tmp_path_factory):
    site = FilesServer(executable, tmp_path_factory.mktemp("files")).start()
    site.someone = site.person("kim@example.com")
    site.folder = site.someone.session["home"] + "여행/"
    for name, content, kind in (
            ("1.png", picture(), "image/png"), ("a long name of a text that goes on and on until it does not fit.txt", b"text\n" * 99, "text/plain"),
            ("sound.wav", silence(), "audio/wav"), ("paper.pdf", pdf(), "application/pdf"), ("album/x", b"x", "text/plain"),
            ("unknown.bin", b"x", "application/octet-stream")):
        site.put(site.folder + name, content, kind)
    yield site
    assert site.hanok.stop() == 0


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture(scope="module", params=["desk-en", "phone-ko"])
def guest(request, scheme):
    where, language = request.param.split("-")
    width, height = (1200, 900) if where == "desk" else (390, 844)
    someone = Guest(language, width, height, dark=scheme == "dark")
    someone.name = f"{where}-{scheme}"
    # Transitions show colours that are neither the one nor the other.
    features = [{"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"}]
    someone.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    yield someone
    someone.quit()


def assert_accessible(guest, name):
    guest.picture(f"{guest.name}-{name}")
    guest.driver.execute_script(RULES)
    found = guest.run("return (await axe.run(document, {runOnly: given[0], resultTypes: ['violations']})).violations"
                      ".map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200) + node.failureSummary)]);",
                      TAGS)
    assert found == []
    width = guest.driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], "nothing is beside the page"


def test_signing_in(guest, site):
    guest.open(site.login)
    guest.see("input[name=username]")
    assert_accessible(guest, "login")


def test_signing_up(guest, site):
    guest.open(site.login.replace("/login?", "/signup?"))
    guest.see("input[name=password]")
    assert_accessible(guest, "signup")


def test_all_albums(guest, site):
    guest.open(site.address)
    guest.see(".album .cover img")
    assert_accessible(guest, "albums")
    guest.click("#new-album")
    guest.see("dialog[open] input")
    assert_accessible(guest, "albums-new")


def test_an_album(guest, site, tmp_path):
    guest.open(f"{site.address}#/여행")
    guest.see(".thumb img")
    assert_accessible(guest, "album")
    guest.click(".photo .check")
    guest.see(".selection")
    assert_accessible(guest, "album-selected")
    guest.click(".photo-open")
    guest.see("dialog.viewer .stage img")
    assert_accessible(guest, "viewer")
    guest.click("dialog.viewer .danger-quiet")
    guest.see("dialog.dialog [data-agree]")
    assert_accessible(guest, "album-delete")


def test_uploads(guest, site, tmp_path):
    guest.open(f"{site.address}#/여행")
    guest.see(".thumb img")
    (tmp_path / "up.txt").write_text("up")
    guest.driver.find_element(By.ID, "files").send_keys(str(tmp_path / "up.txt"))
    guest.see(".upload-lines li[data-state=done]")
    assert_accessible(guest, "uploads")


@pytest.mark.parametrize("name, path, seen", [
    ("start", "/", ".door a"), ("posts", "/_hanok/posts", "#without"), ("files-welcome", "/_hanok/files", "main .button.primary"),
    ("files-not-signed-in", "/_hanok/files/authorize?state=x", "[role=alert]"), ("files-link-ended", "/_hanok/files/s/x", "h1")])
def test_pages_beside_files(guest, files, name, path, seen):
    guest.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    guest.open(files.origin + path)
    guest.see(seen)
    if name == "posts":
        guest.click(seen)
        guest.see("#answer .bad")
    assert_accessible(guest, name)


def test_files(guest, files, tmp_path):
    files.sign_in(guest, files.someone)
    assert_accessible(guest, "files-places")
    guest.open(files.place(files.folder))
    guest.see(".files .row-name")
    assert_accessible(guest, "files-folder")
    guest.click(".files .check")
    guest.see(".selection")
    assert_accessible(guest, "files-selection")
    guest.click("#delete-selected")
    guest.see("dialog [data-agree]")
    assert_accessible(guest, "files-delete")
    guest.click("dialog .button:not([data-agree])")
    guest.gone("dialog[open]")
    guest.click("#new-folder")
    guest.see("dialog input").send_keys("a/b\n")
    guest.see("dialog [role=alert]", "/")
    assert_accessible(guest, "files-new-folder")
    guest.click("dialog .button:not(.primary)")
    guest.gone("dialog[open]")
    guest.see("#search").send_keys("zzz")
    guest.see(".empty h2")
    assert_accessible(guest, "files-none")


def test_files_in_dialogs(guest, files, tmp_path):
    guest.open(files.place(files.folder))
    guest.see(".files .row-name")
    file_row = ".files > li:nth-child(2)"
    guest.click(f"{file_row} button.icon")
    guest.see("dialog.menu-dialog .menu .button")
    assert_accessible(guest, "files-menu")
    guest.click(".menu .button")
    guest.click("#make-link")
    guest.see("#ends")
    assert_accessible(guest, "files-share")
    guest.click("dialog.share > .stack > .buttons .button")
    guest.gone("dialog[open]")
    (tmp_path / "1.png").write_bytes(picture())
    guest.driver.find_element(By.ID, "chooser").send_keys(str(tmp_path / "1.png"))
    guest.see("#way-both")
    assert_accessible(guest, "files-taken")
    guest.click("#way-replace")
    guest.see(".upload-lines li[data-state=done]")
    assert_accessible(guest, "files-uploads")


@pytest.mark.parametrize("name, shown", [
    ("1.png", "img"), ("a long name", "pre"), ("sound", "audio"), ("unknown", ".empty")])
def test_files_are_shown(guest, files, name, shown):
    guest.open(files.place(files.folder))
    guest.see(".files .row-name", name).click()
    guest.see(f"dialog.preview .stage {shown}")
    assert_accessible(guest, "files-preview-" + name.split(".")[0].replace(" ", "-"))


def test_mail(guest, site):
    guest.open(f"{site.origin}/_hanok/mail")
    guest.see(".mail .codes .button")
    assert_accessible(guest, "mail")


def test_why(guest, site):
    guest.open(f"{site.origin}/_hanok/why")
    guest.see("#request-id")
    assert_accessible(guest, "why-empty")
    guest.open(f"{site.origin}/_hanok/why/{site.refusal}")
    guest.see(".verdict")
    for summary in guest.driver.find_elements(By.TAG_NAME, "summary"):
        summary.click()
    assert_accessible(guest, "why")


def test_pages_that_say_why_not(guest, site, new_server):
    hanok = new_server().start()
    for name in ["albums", "files", "posts", "mail", "why"]:
        guest.open(f"http://localhost:{hanok.port}/_hanok/{name}")
        guest.see("h1")
        assert_accessible(guest, f"no-{name}")
