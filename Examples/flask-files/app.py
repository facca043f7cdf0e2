"""Sign-in at a user pool by OAuth 2.0, and a user's files in S3 with the user's own temporary credentials."""

import os
import sys

import boto3
import yaml
from authlib.integrations.flask_client import OAuth
from botocore.exceptions import ClientError
from flask import Flask, flash, redirect, render_template, request, session, url_for

config = yaml.safe_load(open(os.environ.get("CONFIG", "config.yaml")))
port = int(os.environ.get("PORT", "5000"))

app = Flask(__name__)
app.secret_key = os.environ.get("FLASK_SECRET_KEY") or config["flask"]["secret_key"]
if len(app.secret_key) < 16 or app.secret_key in ("your_flask_secret_key", "default_secret"):
    sys.exit("Set FLASK_SECRET_KEY to a secret of your own.")
# The same host has other programs: cookies know no ports.
app.config["SESSION_COOKIE_NAME"] = "flask_files"

oauth = OAuth(app)
oauth.register(
    name="oidc",
    authority=config["cognito"]["authority"],
    server_metadata_url=config["cognito"]["metadata_url"],
    client_id=config["cognito"]["client_id"],
    client_secret=config["cognito"]["client_secret"],
    client_kwargs={"scope": "openid email"},
)


@app.route("/")
def index():
    return render_template("index.html", user=session.get("user"))


@app.route("/login")
def login():
    return oauth.oidc.authorize_redirect(f"http://localhost:{port}/authorize")


@app.route("/authorize")
def authorize():
    token = oauth.oidc.authorize_access_token()
    session["user"] = token.get("userinfo")
    session["id_token"] = token.get("id_token")
    return redirect(url_for("list_objects", bucket_name=config["aws"]["bucket"]))


@app.route("/logout")
def logout():
    session.clear()
    return redirect(url_for("index"))


def get_temporary_credentials(id_token):
    client = boto3.client("cognito-identity", region_name=config["aws"]["region"])
    logins = {config["cognito"]["user_pool_provider_name"]: id_token}
    identity = client.get_id(IdentityPoolId=config["cognito"]["identity_pool_id"], Logins=logins)["IdentityId"]
    return client.get_credentials_for_identity(IdentityId=identity, Logins=logins)["Credentials"]


def get_user_s3_client():
    id_token = session.get("id_token")
    if not id_token:
        raise PermissionError("nobody is signed in")
    credentials = get_temporary_credentials(id_token)
    return boto3.client(
        "s3", region_name=config["aws"]["region"], aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretKey"], aws_session_token=credentials["SessionToken"])


@app.errorhandler(PermissionError)
def sign_in_first(_):
    return redirect(url_for("login"))


@app.errorhandler(ClientError)
def refused(error):
    return render_template("refused.html", error=error.response["Error"]), 403


@app.route("/buckets/<bucket_name>")
def list_objects(bucket_name):
    prefix = request.args.get("prefix", "")
    found = get_user_s3_client().list_objects_v2(Bucket=bucket_name, Prefix=prefix, Delimiter="/")
    return render_template(
        "bucket.html", bucket_name=bucket_name, prefix=prefix,
        folders=[entry["Prefix"] for entry in found.get("CommonPrefixes", [])],
        objects=[entry["Key"] for entry in found.get("Contents", [])])


@app.route("/buckets/<bucket_name>/upload", methods=["POST"])
def upload_file(bucket_name):
    file_obj = request.files.get("file")
    folder_path = request.form.get("folder_path", "").strip()
    if file_obj:
        object_key = f"{folder_path.rstrip('/')}/{file_obj.filename}" if folder_path else file_obj.filename
        get_user_s3_client().upload_fileobj(file_obj, bucket_name, object_key)
        flash(object_key)
    prefix = folder_path.rstrip("/") + "/" if folder_path else ""
    return redirect(url_for("list_objects", bucket_name=bucket_name, prefix=prefix))


@app.route("/buckets/<bucket_name>/download/<path:object_key>")
def download_file(bucket_name, object_key):
    presigned_url = get_user_s3_client().generate_presigned_url(
        "get_object", Params={"Bucket": bucket_name, "Key": object_key}, ExpiresIn=300)
    return redirect(presigned_url)


if __name__ == "__main__":
    app.run(port=port)
