"""The examples as their READMEs say: set up by their own scripts, run with their own programs."""

import os
import pathlib
import re
import subprocess
import sys
import time

import pytest
import requests

from hanok import free_port
from hosted import PASSWORD, Visitor

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "Examples"


def environment(server, **more) -> dict:
    programs = str(pathlib.Path(sys.executable).parent)
    return {**os.environ, "AWS_ENDPOINT_URL": f"http://localhost:{server.port}", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": server.root_key[0], "AWS_SECRET_ACCESS_KEY": server.root_key[1],
            "PATH": programs + ":" + os.environ["PATH"]} | more


def set_up(server, name: str, *arguments, **more) -> dict:
    """What the script prints, by name."""
    done = subprocess.run([EXAMPLES / name / "setup.sh", *arguments], env=environment(server, **more),
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return dict(re.findall(r"(\w+)=(\S+)", done.stdout))


@pytest.fixture
def flask(server, tmp_path):
    """The Flask application, set up and running."""
    port = free_port()
    own = {"CONFIG": str(tmp_path / "config.yaml"), "PORT": str(port), "NAME": f"flask-{port}"}
    made = set_up(server, "flask-files", **own)
    variables = environment(server, **own)
    del variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"]
    process = subprocess.Popen([sys.executable, EXAMPLES / "flask-files/app.py"], env=variables)
    try:
        for _ in range(200):
            try:
                requests.get(f"http://localhost:{port}/", timeout=5)
                break
            except requests.ConnectionError:
                assert process.poll() is None
                time.sleep(0.1)
        yield f"http://localhost:{port}", made
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_files_in_flask(server, flask):
    address, made = flask
    idp = server.client("cognito-idp")
    idp.admin_create_user(UserPoolId=made["POOL"], Username="kim@example.com", MessageAction="SUPPRESS",
                          UserAttributes=[{"Name": "email", "Value": "kim@example.com"},
                                          {"Name": "email_verified", "Value": "true"}])
    idp.admin_set_user_password(UserPoolId=made["POOL"], Username="kim@example.com", Password=PASSWORD, Permanent=True)
    visitor = Visitor(server)
    page = visitor.get(address + "/login", timeout=30)
    reply = visitor.fill(page, username="kim@example.com", password=PASSWORD)
    listed = visitor.get(reply.headers["Location"], timeout=30)
    assert listed.url == f"{address}/buckets/{made['BUCKET']}" and listed.status_code == 200, listed.text
    bucket = listed.url
    after = visitor.post(bucket + "/upload", data={"folder_path": "여행/"}, files={"file": ("사진 1.txt", b"hello")}, timeout=30)
    assert "여행/사진 1.txt 업로드 성공" in after.text
    assert visitor.get(f"{bucket}/download/여행/사진 1.txt", timeout=30).content == b"hello"
    server.client("s3").create_bucket(Bucket="another-bucket")
    refused = visitor.get(f"{address}/buckets/another-bucket", timeout=30)
    assert refused.status_code == 403 and "AccessDenied" in refused.text


def test_flask_does_not_start_with_a_default_secret(server, tmp_path):
    (tmp_path / "config.yaml").write_text("flask:\n  secret_key: your_flask_secret_key\ncognito: {}\n")
    done = subprocess.run([sys.executable, EXAMPLES / "flask-files/app.py"], capture_output=True, text=True, timeout=60,
                          env=environment(server, CONFIG=str(tmp_path / "config.yaml"), FLASK_SECRET_KEY=""))
    assert done.returncode != 0 and "FLASK_SECRET_KEY" in done.stderr


def test_from_a_password_to_buckets(server):
    made = set_up(server, "boto3-credentials", "kim", PASSWORD)
    server.client("s3").create_bucket(Bucket="seen-by-kim")
    variables = environment(server, **{name: made[name] for name in ("POOL", "CLIENT", "IDENTITIES", "USERNAME", "PASSWORD")})
    del variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"]
    done = subprocess.run([sys.executable, EXAMPLES / "boto3-credentials/credentials.py"], env=variables,
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "AccessKeyId: ASIA" in done.stdout and "seen-by-kim" in done.stdout


def test_the_albums_set_up(server, tmp_path):
    """The page itself loads AWS's SDK from the network; what it is set up with is checked with boto3."""
    made = set_up(server, "photo-albums", NAME="photos-example", SETTINGS=str(tmp_path / "settings.js"))
    settings = (tmp_path / "settings.js").read_text()
    pool = re.search(r'identityPoolId: "([^"]+)"', settings).group(1)
    assert f'bucket: "{made["BUCKET"]}"' in settings and f'endpoint: "http://localhost:{server.port}"' in settings
    identity = server.client("cognito-identity")
    guest = identity.get_credentials_for_identity(IdentityId=identity.get_id(IdentityPoolId=pool)["IdentityId"])["Credentials"]
    import boto3
    s3 = boto3.client("s3", endpoint_url=f"http://localhost:{server.port}", region_name="us-east-1",
                      aws_access_key_id=guest["AccessKeyId"], aws_secret_access_key=guest["SecretKey"],
                      aws_session_token=guest["SessionToken"])
    s3.put_object(Bucket=made["BUCKET"], Key="여행/")
    assert s3.list_objects_v2(Bucket=made["BUCKET"], Delimiter="/")["CommonPrefixes"] == [{"Prefix": "여행/"}]
