"""Every page in a real browser, without scripts, in both languages. HANOK_SCREENSHOTS names a folder for
pictures of them."""

import http.server
import os
import pathlib
import threading
import urllib.parse

import pyotp
import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

from browser import By, WebDriverWait, open_browser
from hosted import PASSWORD, mailed_code

DOMAIN = "hanbit-books"

WORDS = {
    "en": {
        "login": "Sign in to your account", "signup": "Create your account", "confirm": "Confirm your account",
        "forgotPassword": "Reset your password", "confirmForgotPassword": "Set a new password",
        "error": "This page cannot be shown", "signedout": "You are signed out",
        "wrong": "Incorrect username or password.", "new": "Choose a new password", "choose": "Choose how to go on",
        "enrol": "Set up an authenticator app", "code": "Enter your code",
    },
    "ko": {
        "login": "로그인", "signup": "계정 만들기", "confirm": "계정 확인", "forgotPassword": "비밀번호 재설정",
        "confirmForgotPassword": "새 비밀번호 설정", "error": "페이지를 표시할 수 없습니다",
        "signedout": "로그아웃되었습니다", "wrong": "사용자 이름 또는 비밀번호가 올바르지 않습니다.",
        "new": "새 비밀번호를 정해 주세요", "choose": "인증 방법 선택", "enrol": "인증 앱 등록", "code": "인증 코드 입력",
    },
}


class Callback(http.server.BaseHTTPRequestHandler):
    """The application."""

    def do_GET(self):
        if self.path.startswith("/onward"):
            # An application whose callback is on another host than its pages.
            port = self.server.server_port
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{port}/callback?{self.path.partition('?')[2]}")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<h1>the application</h1>")

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def callback():
    application = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Callback)
    threading.Thread(target=application.serve_forever, daemon=True).start()
    yield f"http://localhost:{application.server_port}/callback"
    application.shutdown()


class Pool:
    def __init__(self, server, callback, domain, **settings):
        self.server = server
        self.cognito = server.client("cognito-idp")
        self.id = self.cognito.create_user_pool(
            PoolName="Hanbit Books", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"],
            Schema=[{"Name": name, "AttributeDataType": "String", "Required": True, "Mutable": True}
                    for name in ["email", "name"]], **settings)["UserPool"]["Id"]
        self.cognito.create_user_pool_domain(UserPoolId=self.id, Domain=domain)
        self.client = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="Hanbit Books", SupportedIdentityProviders=["COGNITO"],
            ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            CallbackURLs=[callback], AllowedOAuthFlows=["code"], AllowedOAuthScopes=["openid", "email"],
            AllowedOAuthFlowsUserPoolClient=True, PreventUserExistenceErrors="ENABLED")["UserPoolClient"]["ClientId"]
        self.base = f"http://localhost:{server.port}/_hanok/auth/{domain}"
        self.query = urllib.parse.urlencode(
            {"client_id": self.client, "response_type": "code", "redirect_uri": callback, "state": "abc"})

    def page(self, name):
        return f"{self.base}/{name}?{self.query}"

    def add(self, address, password=PASSWORD, permanent=True, **attributes):
        values = {"email": address, "email_verified": "true", "name": "Kim"} | attributes
        self.cognito.admin_create_user(
            UserPoolId=self.id, Username=address, MessageAction="SUPPRESS", TemporaryPassword=password,
            UserAttributes=[{"Name": name, "Value": value} for name, value in values.items()])
        if permanent:
            self.cognito.admin_set_user_password(
                UserPoolId=self.id, Username=address, Password=password, Permanent=True)


@pytest.fixture(scope="module")
def pool(server, callback):
    return Pool(server, callback, DOMAIN)


class Person:
    """Somebody before a browser who reads one language."""

    def __init__(self, language):
        self.language = language
        self.words = WORDS[language]
        self.driver = open_browser(language, scripts=False)

    def see(self, what, picture=None):
        def is_shown(driver):
            said = driver.find_elements(By.CSS_SELECTOR, "h1, [role=alert]")
            return self.words[what] in [element.text for element in said]

        WebDriverWait(self.driver, 15, ignored_exceptions=[StaleElementReferenceException]).until(is_shown)
        assert self.driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == self.language
        self.picture(picture or what)

    def picture(self, name):
        if folder := os.environ.get("HANOK_SCREENSHOTS"):
            pathlib.Path(folder).mkdir(exist_ok=True)
            self.driver.save_screenshot(str(pathlib.Path(folder) / f"{self.language}-{name}.png"))

    def fill(self, **values):
        for name, value in values.items():
            field = self.driver.find_element(By.NAME, name)
            field.clear()
            field.send_keys(value)
        self.driver.find_element(By.CSS_SELECTOR, "form button[type=submit]").click()

    def arrive(self):
        WebDriverWait(self.driver, 15).until(lambda driver: "the application" in driver.page_source)
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.driver.current_url).query))


@pytest.fixture(params=["en", "ko"])
def person(request):
    someone = Person(request.param)
    yield someone
    someone.driver.quit()


@pytest.mark.parametrize("name", ["login", "signup", "confirm", "forgotPassword", "confirmForgotPassword", "signedout"])
def test_each_page_is_usable_by_keyboard_and_screen_reader(person, pool, name):
    driver = person.driver
    driver.get(pool.page(name))
    person.see(name)
    assert len(driver.find_elements(By.TAG_NAME, "h1")) == 1
    for field in driver.find_elements(By.CSS_SELECTOR, "input:not([type=hidden])"):
        label = driver.find_element(By.CSS_SELECTOR, f"label[for='{field.get_attribute('id')}']")
        assert label.is_displayed() and label.text
        assert field.size["height"] >= 44
    if fields := driver.find_elements(By.CSS_SELECTOR, "input:not([type=hidden])"):
        assert driver.switch_to.active_element == fields[0]
    # Nothing was kept from being shown by the page's own policy.
    assert driver.find_element(By.TAG_NAME, "body").value_of_css_property("display") == "flex"


def test_the_other_language_is_one_click_away(person, pool):
    person.driver.get(pool.page("login"))
    other = "ko" if person.language == "en" else "en"
    person.driver.find_element(By.CSS_SELECTOR, f".languages a[lang={other}]").click()
    WebDriverWait(person.driver, 15, ignored_exceptions=[StaleElementReferenceException]).until(
        lambda driver: driver.find_element(By.TAG_NAME, "h1").text == WORDS[other]["login"])
    person.driver.find_element(By.CSS_SELECTOR, "a[href*='/signup']").click()
    WebDriverWait(person.driver, 15, ignored_exceptions=[StaleElementReferenceException]).until(
        lambda driver: driver.find_element(By.TAG_NAME, "h1").text == WORDS[other]["signup"])


def test_a_bad_link_says_what_to_do(person, pool):
    person.driver.get(pool.page("oauth2/authorize").replace("callback", "elsewhere"))
    person.see("error")
    assert "redirect_mismatch" in person.driver.page_source
    assert pool.client in person.driver.page_source


def test_signing_up_to_the_application(person, pool, server):
    address = f"{person.language}-new@example.com"
    person.driver.get(pool.page("login"))
    person.driver.find_element(By.CSS_SELECTOR, "a[href*='/signup']").click()
    person.see("signup")
    person.fill(**{"username": address, "password": PASSWORD, "requiredAttributes[name]": "김하나"})
    person.see("confirm", "confirm-sent")
    person.fill(code="000000")
    WebDriverWait(person.driver, 15).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, "[role=alert]"))
    person.picture("confirm-wrong")
    person.fill(code=mailed_code(server, address))
    assert set(person.arrive()) == {"code", "state"}


def test_the_application_may_lead_on_to_another_host(pool, server, callback):
    pool = Pool(server, callback.replace("/callback", "/onward"), DOMAIN + "-onward")
    pool.add("kim@example.com")
    someone = Person("en")
    try:
        someone.driver.get(pool.page("login"))
        someone.fill(username="kim@example.com", password=PASSWORD)
        assert "code" in someone.arrive()
        assert someone.driver.current_url.startswith("http://127.0.0.1:")
    finally:
        someone.driver.quit()


def test_a_wrong_password_is_told(person, pool):
    person.driver.get(pool.page("login"))
    person.fill(username="nobody@example.com", password="Wrong-horse-7")
    person.see("wrong")
    field = person.driver.find_element(By.NAME, "username")
    assert field.get_attribute("value") == "nobody@example.com"
    assert field.get_attribute("aria-invalid") == "true"


def test_a_forgotten_password(person, pool, server):
    address = f"{person.language}-forgets@example.com"
    pool.add(address)
    person.driver.get(pool.page("login"))
    person.driver.find_element(By.CSS_SELECTOR, "a[href*='/forgotPassword']").click()
    person.see("forgotPassword")
    person.fill(username=address)
    person.see("confirmForgotPassword", "forgotPassword-code")
    person.fill(code=mailed_code(server, address), password="Another-horse-8")
    person.see("login", "login-changed")
    person.fill(username=address, password="Another-horse-8")
    person.arrive()


def test_users_an_administrator_reset_are_led_through(person, pool, server):
    address = f"{person.language}-reset@example.com"
    pool.add(address)
    pool.cognito.admin_reset_user_password(UserPoolId=pool.id, Username=address)
    person.driver.get(pool.page("login"))
    person.fill(username=address, password=PASSWORD)
    person.see("forgotPassword", "reset-required")
    person.fill(username=address)
    person.see("confirmForgotPassword")
    person.fill(code=mailed_code(server, address, 2), password="Another-horse-8")
    person.see("login")
    person.fill(username=address, password="Another-horse-8")
    person.arrive()


def test_a_temporary_password(person, pool):
    address = f"{person.language}-invited@example.com"
    pool.add(address, "For-now-only-1", permanent=False)
    person.driver.get(pool.page("login"))
    person.fill(username=address, password="For-now-only-1")
    person.see("new")
    person.fill(password=PASSWORD)
    person.arrive()


@pytest.fixture(scope="module")
def guarded_pool(server, callback):
    pool = Pool(server, callback, DOMAIN + "-guarded")
    pool.cognito.set_user_pool_mfa_config(
        UserPoolId=pool.id, SoftwareTokenMfaConfiguration={"Enabled": True}, MfaConfiguration="ON")
    return pool


def test_an_authenticator_app_is_set_up_and_asked_for(person, guarded_pool):
    address = f"{person.language}-careful@example.com"
    guarded_pool.add(address)
    person.driver.get(guarded_pool.page("login"))
    person.fill(username=address, password=PASSWORD)
    person.see("enrol")
    picture = person.driver.find_element(By.CSS_SELECTOR, "svg.qr")
    assert picture.size["width"] > 150
    secret = person.driver.find_element(By.CSS_SELECTOR, "code.secret").text
    person.fill(code=pyotp.TOTP(secret).now())
    person.arrive()
    person.driver.get(f"{guarded_pool.base}/logout?client_id={guarded_pool.client}")
    person.see("signedout")
    person.driver.get(guarded_pool.page("login"))
    person.fill(username=address, password=PASSWORD)
    person.see("code", "mfa-code")


def test_a_passkey_is_made_and_used(server, callback):
    pool = Pool(
        server, callback, DOMAIN + "-passkeys", UserPoolTier="ESSENTIALS",
        Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}})
    pool.add("kim@example.com")
    driver = open_browser("ko")
    driver.add_virtual_authenticator(VirtualAuthenticatorOptions(
        protocol="ctap2", transport="internal", has_resident_key=True, has_user_verification=True,
        is_user_verified=True))
    folder = os.environ.get("HANOK_SCREENSHOTS")
    try:
        driver.get(pool.page("login"))
        driver.find_element(By.NAME, "username").send_keys("kim@example.com")
        driver.find_element(By.NAME, "password").send_keys(PASSWORD)
        driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
        arrive(driver)
        driver.get(pool.page("passkeys/add"))
        if folder:
            driver.save_screenshot(f"{folder}/ko-passkey-add.png")
        driver.find_element(By.ID, "passkey").click()
        arrive(driver)
        driver.get(f"{pool.base}/logout?client_id={pool.client}")
        driver.get(pool.page("login"))
        driver.find_element(By.NAME, "username").send_keys("kim@example.com")
        if folder:
            driver.save_screenshot(f"{folder}/ko-login-passwordless.png")
        driver.find_element(By.NAME, "choose").click()
        WebDriverWait(driver, 15).until(lambda page: page.find_elements(By.CSS_SELECTOR, "button[value=WEB_AUTHN]"))
        if folder:
            driver.save_screenshot(f"{folder}/ko-choose.png")
        driver.find_element(By.CSS_SELECTOR, "button[value=WEB_AUTHN]").click()
        WebDriverWait(driver, 15).until(lambda page: page.find_elements(By.ID, "passkey"))
        driver.find_element(By.ID, "passkey").click()
        arrive(driver)
    finally:
        driver.quit()


def arrive(driver):
    WebDriverWait(driver, 15).until(lambda page: "the application" in page.page_source)
    assert "code=" in driver.current_url


def test_on_a_phone_nothing_is_cut_off(pool):
    for dark in [False, True]:
        driver = open_browser("ko", 360, 740, scripts=True, dark=dark)
        try:
            for name in ["login", "signup", "confirm", "forgotPassword", "error"]:
                driver.get(pool.page(name))
                assert driver.execute_script("return document.documentElement.scrollWidth") <= 360, name
                if folder := os.environ.get("HANOK_SCREENSHOTS"):
                    shade = "dark" if dark else "light"
                    driver.save_screenshot(str(pathlib.Path(folder) / f"phone-{shade}-{name}.png"))
        finally:
            driver.quit()
