"""The article about Flask and Cognito: its application, run as it stands but for its settings, signs
people in with a browser and with requests."""

import pathlib
import subprocess
import sys
import textwrap
import time

import pytest
import requests

from browser import browser, By, WebDriverWait  # noqa: F401
from hanok import free_port
from hosted import PASSWORD, Form, Visitor

APPLICATION = textwrap.dedent("""
    import sys
    import yaml
    from authlib.integrations.flask_client import OAuth
    from flask import Flask, redirect, session, url_for

    config = yaml.safe_load(open(sys.argv[1]))
    port = int(sys.argv[2])
    app = Flask(__name__)
    app.secret_key = config['flask']['secret_key']
    oauth = OAuth(app)
    oauth.register(
        name='oidc',
        authority=config['cognito']['authority'],
        server_metadata_url=config['cognito']['metadata_url'],
        client_id=config['cognito']['client_id'],
        client_secret=config['cognito']['client_secret'],
        client_kwargs={'scope': 'openid email'}
    )

    @app.route('/')
    def index():
        user = session.get('user')
        return f"Hello {user['email']}" if user else 'Hello nobody'

    @app.route('/login')
    def login():
        return oauth.oidc.authorize_redirect(f'http://localhost:{port}/authorize')

    @app.route('/authorize')
    def authorize():
        token = oauth.oidc.authorize_access_token()
        session['user'] = token.get('userinfo')
        session['id_token'] = token.get('id_token')
        return redirect(url_for('index'))

    app.run(port=port)
""")

CONFIGURATION = """
flask:
  secret_key: "not a secret in a test"
aws:
  region: "us-east-1"
cognito:
  authority: "{issuer}"
  metadata_url: "{issuer}/.well-known/openid-configuration"
  client_id: "{client}"
  client_secret: "{secret}"
"""


@pytest.fixture(scope="module")
def application(server, tmp_path_factory):
    port = free_port()
    cognito = server.client("cognito-idp")
    pool = cognito.create_user_pool(
        PoolName="flask", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    cognito.create_user_pool_domain(UserPoolId=pool, Domain="flask-application")
    made = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="flask", GenerateSecret=True, SupportedIdentityProviders=["COGNITO"],
        CallbackURLs=[f"http://localhost:{port}/authorize"], AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"], AllowedOAuthFlowsUserPoolClient=True)["UserPoolClient"]
    for name in ["kim@example.com", "lee@example.com"]:
        cognito.admin_create_user(
            UserPoolId=pool, Username=name, MessageAction="SUPPRESS", TemporaryPassword="For-now-only-1",
            UserAttributes=[{"Name": "email", "Value": name}, {"Name": "email_verified", "Value": "true"}])
    cognito.admin_set_user_password(UserPoolId=pool, Username="kim@example.com", Password=PASSWORD, Permanent=True)
    folder: pathlib.Path = tmp_path_factory.mktemp("flask")
    (folder / "app.py").write_text(APPLICATION)
    (folder / "config.yaml").write_text(CONFIGURATION.format(
        issuer=f"http://localhost:{server.port}/{pool}", client=made["ClientId"], secret=made["ClientSecret"]))
    log = open(folder / "log", "wb")
    process = subprocess.Popen(
        [sys.executable, folder / "app.py", folder / "config.yaml", str(port)], stdout=log, stderr=log)
    address = f"http://localhost:{port}"
    try:
        for _ in range(200):
            try:
                requests.get(address, timeout=5)
                break
            except requests.ConnectionError:
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_signing_in_with_requests(server, application):
    visitor = Visitor(server)
    page = visitor.get(application + "/login", timeout=30)
    assert list(Form(page.text).fields) == ["_csrf", "username", "password"]
    form = Form(page.text)
    reply = visitor.post(
        server_address(server, form.action), data=form.fields | {"username": "kim@example.com", "password": PASSWORD},
        timeout=30)
    assert reply.text == "Hello kim@example.com", reply.text
    # The session of the pages lets the next sign-in pass without a form.
    visitor.cookies.clear("localhost.local", "/", "session")
    assert visitor.get(application + "/login", timeout=30).text == "Hello kim@example.com"


def server_address(server, path):
    return f"http://localhost:{server.port}{path}"


def test_signing_in_with_a_browser(application, browser):  # noqa: F811
    browser.get(application + "/login")
    browser.find_element(By.NAME, "username").send_keys("kim@example.com")
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    WebDriverWait(browser, 15).until(lambda page: "Hello kim@example.com" in page.page_source)


def test_a_temporary_password_is_replaced_on_the_way(application, browser):  # noqa: F811
    browser.get(application + "/login")
    browser.find_element(By.NAME, "username").send_keys("lee@example.com")
    browser.find_element(By.NAME, "password").send_keys("For-now-only-1")
    browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    WebDriverWait(browser, 15).until(
        lambda page: page.find_elements(By.CSS_SELECTOR, "form[action*='/challenge']"))
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    WebDriverWait(browser, 15).until(lambda page: "Hello lee@example.com" in page.page_source)
