"""What access control costs: decisions, temporary credentials, and both among many roles and identities."""

import concurrent.futures
import json
import pathlib
import subprocess
import time

import boto3

import load
import servers
from signing import Presigner, signed_form

PER_ACCOUNT = 990
JSON = {"Content-Type": "application/x-amz-json-1.1"}
TRUST_ACCOUNT = json.dumps({"Version": "2012-10-17", "Statement": {
    "Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}})


def client(server, service, key=servers.KEY):
    return boto3.client(service, endpoint_url=f"http://{server.host}", region_name="us-east-1",
                        aws_access_key_id=key[0], aws_secret_access_key=key[1],
                        aws_session_token=key[2] if len(key) > 2 else None)


def policy(number, count=5):
    """Ten statements, of which only the last of the last policy takes in what is asked."""
    statements = []
    for index in range(10):
        last = number == count - 1 and index == 9
        service = ["s3", "dynamodb", "lambda", "logs", "sqs"][index % 5]
        statements.append({
            "Sid": f"S{index}", "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"] if last else [f"{service}:Get*", f"{service}:List{index}*"],
            "Resource": "arn:aws:s3:::bench-access/*" if last else f"arn:aws:{service}:us-east-1:000000000000:t-{index}/*",
            "Condition": {"StringEquals": {"aws:PrincipalAccount": "000000000000"}}})
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def decisions(folder, seconds, row, heading):
    program = pathlib.Path(".build/release/AccessBenchmark")
    alone = json.loads(subprocess.run([program], capture_output=True, text=True, check=True).stdout)
    heading("Decisions: a role with 5 policies of 10 statements, the last one decides", "what", "CPU µs", "per second and core")
    for name, title in (("engine_allowed", "policy engine, allowed"), ("engine_denied", "policy engine, nothing allows"),
                        ("decision", "IAM's whole answer (caches, context, engine)")):
        row(title, f"{alone[name]:.2f}", f"{1e6 / alone[name]:,.0f}")
    server = servers.Hanok(folder / "decisions")
    server.start()
    try:
        key = role_session(server)
        signer = Presigner(server.host, *key[:2], token=key[2])
        server.s3().create_bucket(Bucket="bench-access")
        server.s3().put_object(Bucket="bench-access", Key="k", Body=b"x" * 1024)
        target = signer.target("GET", "/bench-access/k")
        heading("GET of 1 KiB by that role's session", "connections", "per second", "CPU µs", "of it the decision")
        for connections in (1, 16, 64):
            result = load.run(server, folder / "get", "GET", [target], connections, seconds)
            assert result.bad == 0, "requests failed"
            row(connections, f"{result.per_second:,.0f}", f"{result.cpu_microseconds:.0f}",
                f"{alone['decision'] / result.cpu_microseconds:.1%}")
    finally:
        server.stop()


def role_session(server):
    iam = client(server, "iam")
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument=TRUST_ACCOUNT)
    for number in range(5):
        iam.put_role_policy(RoleName="reader", PolicyName=f"p{number}", PolicyDocument=policy(number))
    user = make_user(iam)
    keys = client(server, "sts", user).assume_role(
        RoleArn="arn:aws:iam::000000000000:role/reader", RoleSessionName="bench")["Credentials"]
    return keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]


def make_user(iam):
    iam.create_user(UserName="walker")
    iam.put_user_policy(UserName="walker", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}}))
    made = iam.create_access_key(UserName="walker")["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def many(folder, seconds, sizes, row, heading):
    """AssumeRole among roles and GetCredentialsForIdentity among identities, at one connection and at sixteen."""
    heading("Temporary credentials, and among many", "roles", "identities", "AssumeRole p50 ms", "to the first",
            "per second at 16", "GetCredentialsForIdentity p50 ms", "to the first", "per second at 16", "resident MiB")
    first = None
    for roles, identities in sizes:
        accounts = [declared(number) for number in range(1, -(-roles // PER_ACCOUNT))]
        server = servers.Hanok(folder / f"many-{roles}", accounts)
        server.start()
        try:
            user, identity = seed(server, roles, identities, accounts)
            assume = signed_form(server.host, "sts", user, {
                "Action": "AssumeRole", "Version": "2011-06-15", "RoleSessionName": "bench",
                "RoleArn": f"arn:aws:iam::000000000000:role/role-{min(roles, PER_ACCOUNT) - 1}"})
            ask = (JSON | {"X-Amz-Target": "AWSCognitoIdentityService.GetCredentialsForIdentity"},
                   json.dumps({"IdentityId": identity}).encode())
            figures = []
            for headers, body in (assume, ask):
                one = load.run(server, folder / "many", "POST", ["/"], 1, seconds, headers, body)
                more = load.run(server, folder / "many", "POST", ["/"], 16, seconds, headers, body)
                assert one.bad == 0 and more.bad == 0, "requests failed"
                figures.append((one.p50_ms, more.per_second))
            first = first or figures
            cells = [f"{roles:,}", f"{identities:,}"]
            for (p50, rate), (base, _) in zip(figures, first):
                cells += [f"{p50:.3f}", f"{p50 / base:.2f}", f"{rate:,.0f}"]
            row(*cells, f"{server.resident_mib():.0f}")
        finally:
            server.stop()


def declared(number):
    """An account beside the first, with its root's key: an account has at most a thousand roles."""
    return {"id": f"{number:012}", "name": f"bench-{number}", "email": f"bench-{number}@example.com",
            "accessKeys": [{"id": f"AKIABENCHMARK{number:07}", "secret": f"benchmark/secret/{number:023}"}]}


def make_roles(server, roles, accounts):
    keys = [servers.KEY] + [(key["id"], key["secret"]) for account in accounts for key in account["accessKeys"]]
    clients = [client(server, "iam", key) for key in keys]
    with concurrent.futures.ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda number: clients[number // PER_ACCOUNT].create_role(
            RoleName=f"role-{number}", AssumeRolePolicyDocument=TRUST_ACCOUNT), range(roles)))


def seed(server, roles, identities, accounts):
    iam, cognito = client(server, "iam"), client(server, "cognito-identity")
    user = make_user(iam)
    make_roles(server, roles, accounts)
    pool = cognito.create_identity_pool(
        IdentityPoolName="bench", AllowUnauthenticatedIdentities=True)["IdentityPoolId"]
    trust = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": pool}}}}
    role = iam.create_role(RoleName="guests", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    cognito.set_identity_pool_roles(IdentityPoolId=pool, Roles={"unauthenticated": role})
    headers = JSON | {"X-Amz-Target": "AWSCognitoIdentityService.GetId"}
    body = json.dumps({"IdentityPoolId": pool}).encode()
    made, deadline = 0, time.monotonic() + 300
    while made < identities and time.monotonic() < deadline:
        result = load.run(server, server.folder / "seed", "POST", ["/"], min(64, identities), 1, headers, body)
        assert result.bad == 0, "seeding failed"
        made += int(result.per_second)
    assert made >= identities, "too slow to seed"
    identity = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
    return user, identity
