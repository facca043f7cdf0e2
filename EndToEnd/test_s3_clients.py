"""Programs that people use: the AWS CLI, s3cmd, rclone, curl, and boto3 as it was before checksums by default."""

import hashlib
import os
import pathlib
import subprocess
import sys
import urllib.request

import pytest

from buckets import new_bucket, put, read

PROGRAMS = pathlib.Path(sys.executable).parent


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3):
    return new_bucket(s3, "client")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A folder with files of every kind: empty, of several parts, with odd names."""
    folder = tmp_path_factory.mktemp("tree")
    (folder / "sub/한글 폴더").mkdir(parents=True)
    for name, body in {"one.txt": b"1", "empty": b"", "sub/two words+plus&more.txt": b"2",
                       "sub/한글 폴더/셋.html": b"<p>3</p>", "large.bin": os.urandom((16 << 20) + 7)}.items():
        (folder / name).write_bytes(body)
    return folder


def contents(folder) -> dict:
    return {str(path.relative_to(folder)): hashlib.md5(path.read_bytes()).hexdigest()
            for path in pathlib.Path(folder).rglob("*") if path.is_file()}


def stored(s3, bucket) -> set:
    return {entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])}


def run(*command, env=None, check=True) -> subprocess.CompletedProcess:
    result = subprocess.run(command, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **(env or {})},
                            capture_output=True, timeout=120)
    if check:
        assert result.returncode == 0, result.stderr.decode(errors="replace")
    return result


# The AWS CLI


def test_the_cli_syncs_both_ways(server, s3, bucket, tree, tmp_path):
    server.aws("s3", "sync", str(tree), f"s3://{bucket}/tree")
    assert {f"tree/{name}" for name in contents(tree)} == stored(s3, bucket)
    assert server.aws("s3", "sync", str(tree), f"s3://{bucket}/tree").stdout == "", "nothing is left to do"
    server.aws("s3", "sync", f"s3://{bucket}/tree", str(tmp_path / "back"))
    assert contents(tmp_path / "back") == contents(tree)
    assert s3.head_object(Bucket=bucket, Key="tree/sub/한글 폴더/셋.html")["ContentType"] == "text/html"
    (tmp_path / "back/one.txt").unlink()
    server.aws("s3", "sync", "--delete", str(tmp_path / "back"), f"s3://{bucket}/tree")
    assert "tree/one.txt" not in stored(s3, bucket)


def test_the_cli_copies_moves_and_removes(server, s3, bucket, tree, tmp_path):
    server.aws("s3", "cp", str(tree / "large.bin"), f"s3://{bucket}/large.bin", "--storage-class", "STANDARD_IA",
               "--metadata", "who=kim")
    assert s3.head_object(Bucket=bucket, Key="large.bin")["Metadata"] == {"who": "kim"}
    server.aws("s3", "mv", f"s3://{bucket}/large.bin", f"s3://{bucket}/moved/large.bin")
    assert stored(s3, bucket) == {"moved/large.bin"}
    server.aws("s3", "cp", "--recursive", f"s3://{bucket}/moved", f"s3://{bucket}/copied")
    server.aws("s3", "cp", f"s3://{bucket}/copied/large.bin", str(tmp_path / "large.bin"))
    assert (tmp_path / "large.bin").read_bytes() == (tree / "large.bin").read_bytes()
    listed = server.aws("s3", "ls", "--recursive", "--summarize", f"s3://{bucket}").stdout
    assert "Total Objects: 2" in listed and "copied/large.bin" in listed
    server.aws("s3", "rm", "--recursive", f"s3://{bucket}")
    assert stored(s3, bucket) == set()
    server.aws("s3", "rb", f"s3://{bucket}")
    assert server.aws("s3", "ls", f"s3://{bucket}", check=False).returncode != 0


def test_the_cli_streams(server, s3, bucket, tree):
    settings = {"PATH": os.environ["PATH"], "HOME": str(tree), "AWS_ENDPOINT_URL": server.endpoint,
                "AWS_ACCESS_KEY_ID": server.root_key[0], "AWS_SECRET_ACCESS_KEY": server.root_key[1],
                "AWS_DEFAULT_REGION": "us-east-1"}
    subprocess.run([PROGRAMS / "aws", "s3", "cp", "-", f"s3://{bucket}/piped"], input=b"from a pipe", env=settings,
                   check=True, timeout=60, capture_output=True)
    assert read(s3, bucket, "piped") == b"from a pipe"
    assert server.aws("s3", "cp", f"s3://{bucket}/piped", "-").stdout == "from a pipe"


def test_the_cli_signs_urls(server, s3, bucket):
    put(s3, bucket, "a b", b"signed")
    url = server.aws("s3", "presign", f"s3://{bucket}/a b", "--expires-in", "60").stdout.strip()
    with urllib.request.urlopen(url, timeout=10) as reply:
        assert reply.read() == b"signed"


# s3cmd


@pytest.fixture
def s3cmd(server, tmp_path):
    def run_s3cmd(*arguments, signature="v4"):
        settings = tmp_path / f"s3cfg-{signature}"
        settings.write_text("\n".join([
            "[default]", f"access_key = {server.root_key[0]}", f"secret_key = {server.root_key[1]}",
            f"host_base = 127.0.0.1:{server.port}", f"host_bucket = 127.0.0.1:{server.port}", "use_https = False",
            f"signature_v2 = {signature == 'v2'}", "multipart_chunk_size_mb = 5", "check_ssl_certificate = False"]))
        return run(PROGRAMS / "s3cmd", "-c", settings, *arguments, env={"HOME": str(tmp_path)}).stdout.decode()

    return run_s3cmd


@pytest.mark.parametrize("signature", ["v4", "v2"])
def test_s3cmd_does_its_work(s3, s3cmd, tree, tmp_path, signature):
    bucket = new_bucket(s3, "s3cmd") + "-own"

    def cmd(*arguments):
        return s3cmd(*map(str, arguments), signature=signature)

    cmd("mb", f"s3://{bucket}")
    assert f"s3://{bucket}" in cmd("ls")
    cmd("put", tree / "large.bin", f"s3://{bucket}/large.bin")
    cmd("sync", "--no-preserve", f"{tree}/", f"s3://{bucket}/tree/")
    assert stored(s3, bucket) == {"large.bin"} | {f"tree/{name}" for name in contents(tree)}
    assert "16777223" in cmd("ls", f"s3://{bucket}/large.bin")
    assert "MD5 sum" in cmd("info", f"s3://{bucket}/tree/one.txt")
    # Without the option it copies ACLs too, which a bucket of today refuses, on AWS as here.
    cmd("cp", "--acl-private", f"s3://{bucket}/large.bin", f"s3://{bucket}/copy.bin")
    cmd("mv", "--acl-private", f"s3://{bucket}/copy.bin", f"s3://{bucket}/moved.bin")
    (tmp_path / "back").mkdir()
    cmd("sync", f"s3://{bucket}/tree/", f"{tmp_path}/back/")
    assert contents(tmp_path / "back") == contents(tree)
    cmd("get", f"s3://{bucket}/moved.bin", tmp_path / "moved.bin")
    assert (tmp_path / "moved.bin").read_bytes() == (tree / "large.bin").read_bytes()
    url = cmd("signurl", f"s3://{bucket}/tree/one.txt", "+60").strip()
    with urllib.request.urlopen(url, timeout=10) as reply:
        assert reply.read() == b"1"
    cmd("del", "--recursive", "--force", f"s3://{bucket}")
    cmd("rb", f"s3://{bucket}")


def test_s3cmd_sets_policies_lifecycles_and_cors(s3, s3cmd, bucket, tmp_path):
    (tmp_path / "policy.json").write_text(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", '
        f'"Resource": "arn:aws:s3:::{bucket}/keep/*"}}]}}')
    s3cmd("setpolicy", str(tmp_path / "policy.json"), f"s3://{bucket}")
    s3cmd("expire", f"s3://{bucket}", "--expiry-days=7", "--expiry-prefix=logs/")
    s3cmd("setversioning", f"s3://{bucket}", "enable")
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"][0]["Expiration"] == {"Days": 7}
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    told = s3cmd("info", f"s3://{bucket}")
    assert "arn:aws:s3:::" in told and "logs/" in told
    s3cmd("delpolicy", f"s3://{bucket}")


# rclone


@pytest.fixture
def rclone(server, tmp_path):
    settings = {
        "HOME": str(tmp_path), "RCLONE_CONFIG": str(tmp_path / "none"), "RCLONE_CONFIG_HANOK_TYPE": "s3",
        "RCLONE_CONFIG_HANOK_PROVIDER": "Other", "RCLONE_CONFIG_HANOK_ENDPOINT": server.endpoint,
        "RCLONE_CONFIG_HANOK_REGION": "us-east-1", "RCLONE_CONFIG_HANOK_FORCE_PATH_STYLE": "true",
        "RCLONE_CONFIG_HANOK_ACCESS_KEY_ID": server.root_key[0],
        "RCLONE_CONFIG_HANOK_SECRET_ACCESS_KEY": server.root_key[1], "RCLONE_S3_CHUNK_SIZE": "5Mi",
        "RCLONE_S3_UPLOAD_CUTOFF": "8Mi", "RCLONE_RETRIES": "1", "RCLONE_LOW_LEVEL_RETRIES": "1"}

    def run_rclone(*arguments, check=True):
        return run(PROGRAMS / "rclone", *map(str, arguments), env=settings, check=check)

    return run_rclone


def test_rclone_does_its_work(s3, rclone, tree, tmp_path):
    bucket = new_bucket(s3, "rclone") + "-own"
    rclone("mkdir", f"hanok:{bucket}")
    rclone("sync", tree, f"hanok:{bucket}/tree")
    assert stored(s3, bucket) == {f"tree/{name}" for name in contents(tree)}
    rclone("check", tree, f"hanok:{bucket}/tree")
    rclone("check", "--download", tree, f"hanok:{bucket}/tree")
    rclone("copy", f"hanok:{bucket}/tree", tmp_path / "back")
    assert contents(tmp_path / "back") == contents(tree)
    rclone("move", f"hanok:{bucket}/tree/sub", f"hanok:{bucket}/moved")
    assert {key for key in stored(s3, bucket) if key.startswith("moved/")} == {
        "moved/two words+plus&more.txt", "moved/한글 폴더/셋.html"}
    assert rclone("cat", f"hanok:{bucket}/tree/one.txt").stdout == b"1"
    assert b'"count":5' in rclone("size", "--json", f"hanok:{bucket}").stdout
    with urllib.request.urlopen(rclone("link", f"hanok:{bucket}/tree/one.txt").stdout.decode().strip(),
                                timeout=10) as reply:
        assert reply.read() == b"1"
    rclone("purge", f"hanok:{bucket}")
    assert bucket not in [entry["Name"] for entry in s3.list_buckets()["Buckets"]]


def test_rclone_looks_back_in_time(s3, rclone, bucket, tmp_path):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    (tmp_path / "note").write_text("first")
    rclone("copyto", tmp_path / "note", f"hanok:{bucket}/note")
    (tmp_path / "note").write_text("second one")
    rclone("copyto", tmp_path / "note", f"hanok:{bucket}/note")
    listed = rclone("lsf", "--s3-versions", f"hanok:{bucket}").stdout.decode().split()
    assert len(listed) == 2 and "note" in listed
    rclone("backend", "cleanup-hidden", f"hanok:{bucket}")
    assert len(s3.list_object_versions(Bucket=bucket)["Versions"]) == 1


# curl


def test_curl_signs_by_itself(server, s3, bucket, tmp_path):
    (tmp_path / "file").write_bytes(b"by curl")

    def curl(path, *options, secret=server.root_key[1]):
        return run("curl", "--silent", "--show-error", "--user", f"{server.root_key[0]}:{secret}", "--aws-sigv4",
                   "aws:amz:us-east-1:s3", "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD", *options,
                   f"{server.endpoint}/{bucket}{path}").stdout

    assert curl("/dir/a.txt", "--upload-file", str(tmp_path / "file"), "--write-out", "%{http_code}") == b"200"
    assert read(s3, bucket, "dir/a.txt") == b"by curl" and curl("/dir/a.txt") == b"by curl"
    assert curl("/dir/a.txt", "--range", "3-6") == b"curl"
    assert b"<Key>dir/a.txt</Key>" in curl("?list-type=2&prefix=dir%2F")
    assert curl("/dir/a.txt", "--request", "DELETE", "--write-out", "%{http_code}") == b"204"
    assert stored(s3, bucket) == set()
    assert b"<Code>SignatureDoesNotMatch</Code>" in curl("", secret="wrong")


# boto3, old and new


@pytest.mark.parametrize("checksums", ["when_required", "when_supported"])
@pytest.mark.parametrize("signature", ["s3v4", "s3"])
def test_boto3_old_and_new(server, tree, tmp_path, checksums, signature):
    s3 = server.client("s3", signature_version=signature, request_checksum_calculation=checksums,
                       response_checksum_validation=checksums)
    bucket = new_bucket(s3, "boto")
    put(s3, bucket, "small", b"small")
    head = s3.head_object(Bucket=bucket, Key="small", ChecksumMode="ENABLED")
    assert checksums == "when_required" or head["ChecksumCRC32"]
    s3.upload_file(str(tree / "large.bin"), bucket, "large.bin", ExtraArgs={"Metadata": {"a": "b"}})
    s3.download_file(bucket, "large.bin", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == (tree / "large.bin").read_bytes()
    s3.copy({"Bucket": bucket, "Key": "large.bin"}, bucket, "copy.bin")
    with open(tree / "one.txt", "rb") as stream:
        s3.upload_fileobj(stream, bucket, "stream")
    assert stored(s3, bucket) == {"small", "large.bin", "copy.bin", "stream"}
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in stored(s3, bucket)]})
    assert len(deleted["Deleted"]) == 4 and stored(s3, bucket) == set()


def test_the_older_resources_of_boto3(server):
    import boto3
    resource = boto3.resource("s3", endpoint_url=server.endpoint, region_name="us-east-1",
                              aws_access_key_id=server.root_key[0], aws_secret_access_key=server.root_key[1])
    bucket = resource.Bucket(new_bucket(server.client("s3"), "resource"))
    for number in range(3):
        bucket.put_object(Key=f"key/{number}", Body=b"x")
    assert [item.key for item in bucket.objects.filter(Prefix="key/")] == ["key/0", "key/1", "key/2"]
    bucket.objects.all().delete()
    bucket.delete()
    bucket.wait_until_not_exists()
