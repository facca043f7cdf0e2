"""Every way to sign in by the API, with the clients people use: pycognito for SRP, pyotp for codes."""

import concurrent.futures
import json
import time

import pyotp
import pytest
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP, generate_hash_device

from chain import PASSWORD
from people import Authenticator, attributes, claims, mailed_code, outbox, refusal_of

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH",
         "ALLOW_CUSTOM_AUTH"]
SMS = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms", "ExternalId": "x"}


class People:
    """A pool with a client, and users in it."""

    def __init__(self, server, client_settings=None, **pool_settings):
        self.server = server
        self.cognito = server.client("cognito-idp")
        self.pool = self.cognito.create_user_pool(PoolName="flows", **pool_settings)["UserPool"]["Id"]
        made = self.cognito.create_user_pool_client(
            UserPoolId=self.pool, ClientName="app", **{"ExplicitAuthFlows": FLOWS, **(client_settings or {})})
        self.client = made["UserPoolClient"]["ClientId"]
        self.secret = made["UserPoolClient"].get("ClientSecret")

    def add(self, name, permanent=True, **given):
        self.cognito.admin_create_user(
            UserPoolId=self.pool, Username=name, MessageAction="SUPPRESS", UserAttributes=attributes(**given))
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool, Username=name, Password=PASSWORD, Permanent=permanent)
        return name

    def srp(self, name, password=PASSWORD, **more):
        return AWSSRP(username=name, password=password, pool_id=self.pool, client_id=self.client,
                      client=self.cognito, client_secret=self.secret, **more)

    def begin(self, flow="USER_PASSWORD_AUTH", **parameters):
        return self.cognito.initiate_auth(ClientId=self.client, AuthFlow=flow, AuthParameters=parameters)

    def answer(self, challenge, session, **responses):
        return self.cognito.respond_to_auth_challenge(
            ClientId=self.client, ChallengeName=challenge, Session=session, ChallengeResponses=responses)

    def sign_in(self, name, password=PASSWORD):
        return self.begin(USERNAME=name, PASSWORD=password)["AuthenticationResult"]


# SRP


@pytest.fixture(scope="module")
def people(server):
    people = People(server)
    people.add("ann", email="ann@example.com", email_verified="true")
    return people


def test_srp_signs_in(people):
    tokens = people.srp("ann").authenticate_user()["AuthenticationResult"]
    assert claims(tokens["IdToken"])["cognito:username"] == "ann"
    assert claims(tokens["AccessToken"])["client_id"] == people.client
    people.cognito.get_user(AccessToken=tokens["AccessToken"])


def test_srp_many_times_over(people):
    """Numbers whose first bits are zero or one are written differently: chance must not decide."""
    for _ in range(20):
        assert people.srp("ann").authenticate_user()["AuthenticationResult"]["IdToken"]


def test_srp_refuses_a_wrong_password(people):
    people.add("wrong")
    code, message = refusal_of(people.srp("wrong", "Not-the-one-1").authenticate_user)
    assert (code, message) == ("NotAuthorizedException", "Incorrect username or password.")


def test_srp_proof_counts_once(people):
    srp = people.srp("ann")
    first = people.cognito.initiate_auth(
        ClientId=people.client, AuthFlow="USER_SRP_AUTH", AuthParameters=srp.get_auth_params())
    responses = srp.process_challenge(first["ChallengeParameters"], srp.get_auth_params())
    arguments = {"ClientId": people.client, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": responses}
    people.cognito.respond_to_auth_challenge(**arguments)
    assert refusal_of(people.cognito.respond_to_auth_challenge, **arguments)[0] == "NotAuthorizedException"


@pytest.mark.parametrize("number", ["0", "00", "not a number"])
def test_srp_refuses_numbers_that_prove_nothing(people, number):
    code, _ = refusal_of(people.begin, flow="USER_SRP_AUTH", USERNAME="ann", SRP_A=number)
    assert code == "InvalidParameterException"


def test_srp_refuses_a_multiple_of_the_group(people):
    """N itself would make the shared secret zero, which anybody knows."""
    srp = people.srp("ann")
    challenge = people.begin(flow="USER_SRP_AUTH", USERNAME="ann", SRP_A=f"{srp.big_n:x}")
    responses = srp.process_challenge(challenge["ChallengeParameters"], srp.get_auth_params())
    code, _ = refusal_of(people.cognito.respond_to_auth_challenge, ClientId=people.client,
                         ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=responses)
    assert code == "NotAuthorizedException"


def test_srp_with_a_client_secret_and_email_names(server):
    people = People(server, {"GenerateSecret": True}, UsernameAttributes=["email"])
    people.add("kim@example.com")
    tokens = people.srp("kim@example.com").authenticate_user()["AuthenticationResult"]
    assert claims(tokens["IdToken"])["email"] == "kim@example.com"


def test_srp_then_a_new_password(people):
    people.add("first", permanent=False)
    srp = people.srp("first")
    srp.set_new_password_challenge("Another-horse-9")
    assert people.srp("first", "Another-horse-9").authenticate_user()["AuthenticationResult"]


def test_an_unknown_user_looks_like_a_known_one(server):
    people = People(server, {"PreventUserExistenceErrors": "ENABLED"})
    people.add("known")
    shapes = []
    for name in ("known", "nobody"):
        first = people.begin(flow="USER_SRP_AUTH", USERNAME=name, SRP_A="ab" * 300)
        parameters = first["ChallengeParameters"]
        again = people.begin(flow="USER_SRP_AUTH", USERNAME=name, SRP_A="ab" * 300)["ChallengeParameters"]
        assert again["SALT"] == parameters["SALT"] and again["SRP_B"] != parameters["SRP_B"]
        shapes.append((sorted(parameters), parameters["USERNAME"] == name))
        code = refusal_of(people.srp(name, "Not-the-one-1").authenticate_user)
        shapes[-1] += (code,)
    assert shapes[0] == shapes[1]


# Second factors


@pytest.fixture(scope="module")
def guarded(server):
    people = People(server, SmsConfiguration=SMS)
    people.cognito.set_user_pool_mfa_config(
        UserPoolId=people.pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True},
        SmsMfaConfiguration={"SmsConfiguration": SMS, "SmsAuthenticationMessage": "한옥 인증 코드 {####}"},
        EmailMfaConfiguration={"Message": "Your code: {####}", "Subject": "로그인 코드"})
    return people


def test_software_token(guarded):
    guarded.add("token")
    access = guarded.sign_in("token")["AccessToken"]
    secret = guarded.cognito.associate_software_token(AccessToken=access)["SecretCode"]
    assert refusal_of(guarded.cognito.verify_software_token, AccessToken=access, UserCode="000000")[0] == \
        "EnableSoftwareTokenMFAException"
    now = pyotp.TOTP(secret)
    assert guarded.cognito.verify_software_token(
        AccessToken=access, UserCode=now.at(time.time() - 30))["Status"] == "SUCCESS"
    guarded.cognito.set_user_mfa_preference(
        AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    shown = guarded.cognito.get_user(AccessToken=access)
    assert shown["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
    assert shown["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"

    asked = guarded.begin(USERNAME="token", PASSWORD=PASSWORD)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    code, message = refusal_of(
        guarded.answer, challenge="SOFTWARE_TOKEN_MFA", session=asked["Session"], USERNAME="token",
        SOFTWARE_TOKEN_MFA_CODE="000000")
    assert (code, message) == ("CodeMismatchException", "Invalid code received for user")
    code = now.now()
    done = guarded.answer("SOFTWARE_TOKEN_MFA", asked["Session"], USERNAME="token", SOFTWARE_TOKEN_MFA_CODE=code)
    assert done["AuthenticationResult"]["AccessToken"]
    again = guarded.begin(USERNAME="token", PASSWORD=PASSWORD)
    code, message = refusal_of(
        guarded.answer, challenge="SOFTWARE_TOKEN_MFA", session=again["Session"], USERNAME="token",
        SOFTWARE_TOKEN_MFA_CODE=code)
    assert (code, message) == ("ExpiredCodeException", "Your software token has already been used once.")


def test_short_messages_and_mail(guarded):
    guarded.add("sms", phone_number="+821012345678", phone_number_verified="true",
                email="sms@example.com", email_verified="true")
    guarded.cognito.admin_set_user_mfa_preference(
        UserPoolId=guarded.pool, Username="sms", SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
    asked = guarded.begin(USERNAME="sms", PASSWORD=PASSWORD)
    assert asked["ChallengeName"] == "SMS_MFA"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "+********5678"
    assert outbox(guarded.server, "+821012345678")[0]["body"].startswith("한옥 인증 코드 ")
    code = mailed_code(guarded.server, "+821012345678")
    wrong = "000000" if code != "000000" else "111111"
    assert refusal_of(guarded.answer, challenge="SMS_MFA", session=asked["Session"], USERNAME="sms",
                      SMS_MFA_CODE=wrong)[0] == "CodeMismatchException"
    assert guarded.answer("SMS_MFA", asked["Session"], USERNAME="sms", SMS_MFA_CODE=code)["AuthenticationResult"]

    guarded.cognito.admin_set_user_mfa_preference(
        UserPoolId=guarded.pool, Username="sms", SMSMfaSettings={"Enabled": True},
        EmailMfaSettings={"Enabled": True})
    choice = guarded.begin(USERNAME="sms", PASSWORD=PASSWORD)
    assert choice["ChallengeName"] == "SELECT_MFA_TYPE"
    assert json.loads(choice["ChallengeParameters"]["MFAS_CAN_CHOOSE"]) == ["SMS_MFA", "EMAIL_OTP"]
    mail = guarded.answer("SELECT_MFA_TYPE", choice["Session"], USERNAME="sms", ANSWER="EMAIL_OTP")
    assert mail["ChallengeName"] == "EMAIL_OTP"
    assert outbox(guarded.server, "sms@example.com")[0]["subject"] == "로그인 코드"
    done = guarded.answer("EMAIL_OTP", mail["Session"], USERNAME="sms",
                          EMAIL_OTP_CODE=mailed_code(guarded.server, "sms@example.com"))
    assert done["AuthenticationResult"]


def test_a_required_second_factor_is_set_up_on_the_way(server):
    people = People(server)
    people.cognito.set_user_pool_mfa_config(
        UserPoolId=people.pool, MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": True})
    people.add("new", permanent=False)
    asked = people.begin(USERNAME="new", PASSWORD=PASSWORD)
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    setup = people.answer("NEW_PASSWORD_REQUIRED", asked["Session"], USERNAME="new", NEW_PASSWORD="Another-horse-9")
    assert setup["ChallengeName"] == "MFA_SETUP"
    assert json.loads(setup["ChallengeParameters"]["MFAS_CAN_SETUP"]) == ["SOFTWARE_TOKEN_MFA"]
    assert refusal_of(people.answer, challenge="MFA_SETUP", session=setup["Session"], USERNAME="new")[0] == \
        "NotAuthorizedException"
    token = people.cognito.associate_software_token(Session=setup["Session"])
    verified = people.cognito.verify_software_token(
        Session=token["Session"], UserCode=pyotp.TOTP(token["SecretCode"]).at(time.time() - 30),
        FriendlyDeviceName="phone")
    assert people.answer("MFA_SETUP", verified["Session"], USERNAME="new")["AuthenticationResult"]
    next_time = people.begin(USERNAME="new", PASSWORD="Another-horse-9")
    assert next_time["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert next_time["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "phone"
    shown = people.cognito.admin_get_user(UserPoolId=people.pool, Username="new")
    assert shown["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]


def test_mfa_settings_are_checked(server):
    people = People(server)
    config = people.cognito.set_user_pool_mfa_config
    assert refusal_of(config, UserPoolId=people.pool, MfaConfiguration="ON") == (
        "InvalidParameterException", "Invalid MFA configuration given, can't disable all MFAs and require MFA.")
    assert refusal_of(config, UserPoolId=people.pool, MfaConfiguration="OFF",
                      SoftwareTokenMfaConfiguration={"Enabled": True})[1] == \
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together."
    people.add("plain")
    access = people.sign_in("plain")["AccessToken"]
    assert refusal_of(people.cognito.associate_software_token, AccessToken=access)[0] == \
        "SoftwareTokenMFANotFoundException"
    assert refusal_of(people.cognito.set_user_mfa_preference, AccessToken=access,
                      SoftwareTokenMfaSettings={"Enabled": True})[1] == "User has not verified software token mfa"
    assert people.cognito.get_user_pool_mfa_config(UserPoolId=people.pool)["MfaConfiguration"] == "OFF"


# Choice


@pytest.fixture(scope="module")
def choosers(server):
    people = People(
        server, SmsConfiguration=SMS, AutoVerifiedAttributes=["email"],
        Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]}})
    people.add("choosy", email="choosy@example.com", email_verified="true", phone_number="+821011112222")
    return people


def test_choice_lists_what_the_user_has(choosers):
    choice = choosers.begin("USER_AUTH", USERNAME="choosy")
    assert choice["ChallengeName"] == "SELECT_CHALLENGE"
    assert set(choice["AvailableChallenges"]) == {"PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"}
    mail = choosers.answer("SELECT_CHALLENGE", choice["Session"], USERNAME="choosy", ANSWER="EMAIL_OTP")
    assert mail["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "c***@e***"
    done = choosers.answer("EMAIL_OTP", mail["Session"], USERNAME="choosy",
                           EMAIL_OTP_CODE=mailed_code(choosers.server, "choosy@example.com"))
    assert claims(done["AuthenticationResult"]["IdToken"])["cognito:username"] == "choosy"


def test_choice_by_sms_and_password(choosers):
    asked = choosers.begin("USER_AUTH", USERNAME="choosy", PREFERRED_CHALLENGE="SMS_OTP")
    assert asked["ChallengeName"] == "SMS_OTP"
    done = choosers.answer("SMS_OTP", asked["Session"], USERNAME="choosy",
                           SMS_OTP_CODE=mailed_code(choosers.server, "+821011112222"))
    assert done["AuthenticationResult"]
    asked = choosers.begin("USER_AUTH", USERNAME="choosy", PREFERRED_CHALLENGE="PASSWORD")
    assert asked["ChallengeName"] == "PASSWORD"
    assert refusal_of(choosers.answer, challenge="PASSWORD", session=asked["Session"], USERNAME="choosy",
                      PASSWORD="Not-the-one-1")[0] == "NotAuthorizedException"
    assert choosers.answer("PASSWORD", asked["Session"], USERNAME="choosy",
                           PASSWORD=PASSWORD)["AuthenticationResult"]


def test_choice_by_srp(choosers):
    srp = choosers.srp("choosy")
    parameters = srp.get_auth_params()
    asked = choosers.begin("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP", **parameters)
    assert asked["ChallengeName"] == "PASSWORD_VERIFIER"
    responses = srp.process_challenge(asked["ChallengeParameters"], parameters)
    assert choosers.answer("PASSWORD_VERIFIER", asked["Session"], **responses)["AuthenticationResult"]


def test_passkey(choosers):
    choosers.add("key")
    access = choosers.sign_in("key")["AccessToken"]
    options = choosers.cognito.start_web_authn_registration(AccessToken=access)["CredentialCreationOptions"]
    device = Authenticator()
    credential = device.register(options)
    elsewhere = Authenticator(origin="https://evil.example").register(options)
    assert refusal_of(choosers.cognito.complete_web_authn_registration, AccessToken=access,
                      Credential=elsewhere)[0] == "WebAuthnOriginNotAllowedException"
    options = choosers.cognito.start_web_authn_registration(AccessToken=access)["CredentialCreationOptions"]
    credential = device.register(options)
    choosers.cognito.complete_web_authn_registration(AccessToken=access, Credential=credential)
    assert refusal_of(choosers.cognito.complete_web_authn_registration, AccessToken=access,
                      Credential=credential)[0] == "WebAuthnChallengeNotFoundException"
    listed = choosers.cognito.list_web_authn_credentials(AccessToken=access)["Credentials"]
    assert [entry["CredentialId"] for entry in listed] == [credential["id"]]
    factors = choosers.cognito.get_user_auth_factors(AccessToken=access)
    assert set(factors["ConfiguredUserAuthFactors"]) == {"PASSWORD", "WEB_AUTHN"}

    asked = choosers.begin("USER_AUTH", USERNAME="key", PREFERRED_CHALLENGE="WEB_AUTHN")
    request = json.loads(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
    assert request["allowCredentials"][0]["id"] == credential["id"]
    answer = json.dumps(device.sign(request))
    done = choosers.answer("WEB_AUTHN", asked["Session"], USERNAME="key", CREDENTIAL=answer)
    assert done["AuthenticationResult"]["IdToken"]
    assert refusal_of(choosers.answer, challenge="WEB_AUTHN", session=asked["Session"], USERNAME="key",
                      CREDENTIAL=answer)[0] == "NotAuthorizedException"
    # Another key's signature, and an older counter, are worth nothing.
    for stranger in (Authenticator(), device):
        asked = choosers.begin("USER_AUTH", USERNAME="key", PREFERRED_CHALLENGE="WEB_AUTHN")
        stranger.credential_id = device.credential_id
        stranger.count = 0 if stranger is device else 50
        signed = stranger.sign(json.loads(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]))
        assert refusal_of(choosers.answer, challenge="WEB_AUTHN", session=asked["Session"], USERNAME="key",
                          CREDENTIAL=json.dumps(signed))[0] == "NotAuthorizedException"
    choosers.cognito.delete_web_authn_credential(AccessToken=access, CredentialId=credential["id"])
    assert "WEB_AUTHN" not in choosers.begin("USER_AUTH", USERNAME="key")["AvailableChallenges"]


def test_sign_up_without_password_goes_on_to_the_tokens(choosers):
    choosers.cognito.sign_up(ClientId=choosers.client, Username="nopass",
                             UserAttributes=attributes(email="nopass@example.com"))
    confirmed = choosers.cognito.confirm_sign_up(
        ClientId=choosers.client, Username="nopass",
        ConfirmationCode=mailed_code(choosers.server, "nopass@example.com"))
    arguments = {"ClientId": choosers.client, "AuthFlow": "USER_AUTH", "Session": confirmed["Session"],
                 "AuthParameters": {"USERNAME": "nopass"}}
    assert choosers.cognito.initiate_auth(**arguments)["AuthenticationResult"]["IdToken"]
    assert refusal_of(choosers.cognito.initiate_auth, **arguments)[0] == "NotAuthorizedException"


# Devices


def test_a_remembered_device_signs_in_by_itself(server):
    people = People(server, DeviceConfiguration={"ChallengeRequiredOnNewDevice": True,
                                                 "DeviceOnlyRememberedOnUserPrompt": False})
    people.cognito.set_user_pool_mfa_config(
        UserPoolId=people.pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True})
    people.add("dev")
    srp = people.srp("dev")
    tokens = srp.authenticate_user()
    device = tokens["AuthenticationResult"]["NewDeviceMetadata"]
    # pycognito's own confirm_device calls AWS by its name; what it sends is this.
    secret, verifier = generate_hash_device(device["DeviceGroupKey"], device["DeviceKey"])
    access = tokens["AuthenticationResult"]["AccessToken"]
    confirm = {"AccessToken": access, "DeviceKey": device["DeviceKey"], "DeviceName": "laptop",
               "DeviceSecretVerifierConfig": verifier}
    assert people.cognito.confirm_device(**confirm)["UserConfirmationNecessary"] is False
    assert refusal_of(people.cognito.confirm_device, **confirm)[0] == "DeviceKeyExistsException"
    listed = people.cognito.list_devices(AccessToken=tokens["AuthenticationResult"]["AccessToken"])["Devices"]
    assert [entry["DeviceKey"] for entry in listed] == [device["DeviceKey"]]

    again = people.srp("dev", device_key=device["DeviceKey"], device_group_key=device["DeviceGroupKey"],
                       device_password=secret)
    result = again.authenticate_user()["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result
    assert claims(result["AccessToken"])["device_key"] == device["DeviceKey"]
    wrong = people.srp("dev", device_key=device["DeviceKey"], device_group_key=device["DeviceGroupKey"],
                       device_password="not the device's secret")
    assert refusal_of(wrong.authenticate_user)[0] == "NotAuthorizedException"

    shown = people.cognito.admin_get_device(UserPoolId=people.pool, Username="dev", DeviceKey=device["DeviceKey"])
    names = {entry["Name"]: entry["Value"] for entry in shown["Device"]["DeviceAttributes"]}
    assert names["device_name"] == "laptop" and names["dev:device_remembered_status"] == "remembered"
    people.cognito.admin_update_device_status(
        UserPoolId=people.pool, Username="dev", DeviceKey=device["DeviceKey"],
        DeviceRememberedStatus="not_remembered")
    assert people.begin(USERNAME="dev", PASSWORD=PASSWORD, DEVICE_KEY=device["DeviceKey"])["AuthenticationResult"]
    people.cognito.admin_forget_device(UserPoolId=people.pool, Username="dev", DeviceKey=device["DeviceKey"])
    assert refusal_of(people.cognito.admin_get_device, UserPoolId=people.pool, Username="dev",
                      DeviceKey=device["DeviceKey"])[0] == "ResourceNotFoundException"


# Refresh


def test_rotation_gives_a_new_refresh_token(server):
    people = People(server, {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
                             "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}})
    people.add("turn")
    first = people.sign_in("turn")["RefreshToken"]
    renew = people.cognito.get_tokens_from_refresh_token
    second = renew(ClientId=people.client, RefreshToken=first)["AuthenticationResult"]
    assert second["RefreshToken"] != first and second["IdToken"]
    assert refusal_of(renew, ClientId=people.client, RefreshToken=first)[0] == "RefreshTokenReuseException"
    assert renew(ClientId=people.client, RefreshToken=second["RefreshToken"])["AuthenticationResult"]
    assert refusal_of(people.begin, flow="REFRESH_TOKEN_AUTH", REFRESH_TOKEN=first)[0] == \
        "InvalidParameterException"
    people.cognito.revoke_token(ClientId=people.client, Token=second["RefreshToken"])
    assert refusal_of(renew, ClientId=people.client, RefreshToken=second["RefreshToken"]) == (
        "NotAuthorizedException", "Refresh Token has been revoked")


def test_rotation_forgives_a_lost_reply(server):
    people = People(server, {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
                             "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}})
    people.add("turn")
    first = people.sign_in("turn")["RefreshToken"]
    for _ in range(3):
        assert people.cognito.get_tokens_from_refresh_token(ClientId=people.client, RefreshToken=first)


def test_custom_sign_in_needs_its_functions(people):
    code, _ = refusal_of(people.begin, flow="CUSTOM_AUTH", USERNAME="ann")
    assert code == "InvalidParameterException"


def test_groups_are_in_the_tokens(people):
    people.add("grouped")
    role = "arn:aws:iam::000000000000:role/{}"
    for name, precedence in (("readers", 5), ("writers", 1)):
        people.cognito.create_group(UserPoolId=people.pool, GroupName=name, RoleArn=role.format(name),
                                    Precedence=precedence)
        people.cognito.admin_add_user_to_group(UserPoolId=people.pool, Username="grouped", GroupName=name)
    tokens = people.sign_in("grouped")
    said = claims(tokens["IdToken"])
    assert said["cognito:groups"] == ["writers", "readers"]
    assert said["cognito:preferred_role"] == role.format("writers")
    assert said["cognito:roles"] == [role.format("writers"), role.format("readers")]
    assert claims(tokens["AccessToken"])["cognito:groups"] == ["writers", "readers"]


# What must not lead around a factor


def test_of_several_rotations_at_once_one_goes_on(server):
    people = People(server, {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
                             "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}})
    people.add("turn")
    renew = server.client("cognito-idp", max_pool_connections=16).get_tokens_from_refresh_token

    def attempt(token):
        try:
            return renew(ClientId=people.client, RefreshToken=token)["AuthenticationResult"]["RefreshToken"]
        except ClientError as error:
            return error.response["Error"]["Code"]

    for _ in range(5):
        token = people.sign_in("turn")["RefreshToken"]
        with concurrent.futures.ThreadPoolExecutor(16) as browsers:
            outcomes = list(browsers.map(attempt, [token] * 16))
        assert outcomes.count("RefreshTokenReuseException") == 15


def test_a_device_stands_for_the_second_factor_only_where_the_pool_says(server):
    people = People(server, DeviceConfiguration={"ChallengeRequiredOnNewDevice": False,
                                                 "DeviceOnlyRememberedOnUserPrompt": False})
    people.cognito.set_user_pool_mfa_config(
        UserPoolId=people.pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True})
    people.add("dev")
    tokens = people.srp("dev").authenticate_user()["AuthenticationResult"]
    device, access = tokens["NewDeviceMetadata"], tokens["AccessToken"]
    secret, verifier = generate_hash_device(device["DeviceGroupKey"], device["DeviceKey"])
    people.cognito.confirm_device(
        AccessToken=access, DeviceKey=device["DeviceKey"], DeviceSecretVerifierConfig=verifier)
    token = people.cognito.associate_software_token(AccessToken=access)["SecretCode"]
    people.cognito.verify_software_token(AccessToken=access, UserCode=pyotp.TOTP(token).now())
    people.cognito.set_user_mfa_preference(AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True})
    again = people.srp("dev", device_key=device["DeviceKey"], device_group_key=device["DeviceGroupKey"],
                       device_password=secret).authenticate_user()
    assert again["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_a_demanded_second_factor_cannot_be_set_aside(server):
    people = People(server)
    people.cognito.set_user_pool_mfa_config(
        UserPoolId=people.pool, MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": True})
    code, _ = refusal_of(
        people.cognito.update_user_pool, UserPoolId=people.pool, MfaConfiguration="ON",
        Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}})
    assert code == "InvalidParameterException"


def test_a_second_factor_is_set_up_once(server):
    """Who knows the password too finds the owner's software token in the way."""
    people = People(server)
    people.cognito.set_user_pool_mfa_config(
        UserPoolId=people.pool, MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": True})
    people.add("owner")
    owner, other = (people.begin(USERNAME="owner", PASSWORD=PASSWORD)["Session"] for _ in range(2))
    late = people.cognito.associate_software_token(Session=other)
    token = people.cognito.associate_software_token(Session=owner)
    people.cognito.verify_software_token(
        Session=token["Session"], UserCode=pyotp.TOTP(token["SecretCode"]).now())
    assert refusal_of(people.cognito.associate_software_token, Session=other)[0] == "NotAuthorizedException"
    assert refusal_of(people.cognito.verify_software_token, Session=late["Session"],
                      UserCode=pyotp.TOTP(late["SecretCode"]).now())[0] == "NotAuthorizedException"


def test_nobodys_guesses_are_in_anothers_way(choosers):
    choosers.add("quiet", email="quiet@example.com", email_verified="true")
    mine = choosers.begin("USER_AUTH", USERNAME="quiet", PREFERRED_CHALLENGE="EMAIL_OTP")
    code = mailed_code(choosers.server, "quiet@example.com")
    theirs = choosers.begin("USER_AUTH", USERNAME="quiet", PREFERRED_CHALLENGE="EMAIL_OTP")
    for attempt in range(6):
        name, _ = refusal_of(choosers.answer, challenge="EMAIL_OTP", session=theirs["Session"], USERNAME="quiet",
                             EMAIL_OTP_CODE="000000")
        assert name == ("CodeMismatchException" if attempt < 5 else "NotAuthorizedException")
    assert choosers.answer("EMAIL_OTP", mine["Session"], USERNAME="quiet",
                           EMAIL_OTP_CODE=code)["AuthenticationResult"]
