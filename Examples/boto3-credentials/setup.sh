#!/usr/bin/env bash
# Makes a user pool, a user, an identity pool and a role that reads S3. Needs the AWS CLI, and AWS_ENDPOINT_URL with keys
# for it; without AWS_ENDPOINT_URL it works on AWS.
set -euo pipefail
export AWS_PAGER="" AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}"
# Before 1.29 and 2.13 the AWS CLI did not read AWS_ENDPOINT_URL.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }
name="reader-$(date +%s)"
username="${1:-kim}" password="${2:-Correct-horse-7}"

pool=$(aws cognito-idp create-user-pool --pool-name "$name" --query UserPool.Id --output text)
client=$(aws cognito-idp create-user-pool-client --user-pool-id "$pool" --client-name reader --no-generate-secret \
    --explicit-auth-flows ALLOW_USER_PASSWORD_AUTH ALLOW_REFRESH_TOKEN_AUTH --query UserPoolClient.ClientId --output text)
aws cognito-idp admin-create-user --user-pool-id "$pool" --username "$username" --message-action SUPPRESS > /dev/null
aws cognito-idp admin-set-user-password --user-pool-id "$pool" --username "$username" --password "$password" --permanent
identities=$(aws cognito-identity create-identity-pool --identity-pool-name "$name" \
    --no-allow-unauthenticated-identities --allow-classic-flow --cognito-identity-providers \
    "ProviderName=cognito-idp.$AWS_DEFAULT_REGION.amazonaws.com/$pool,ClientId=$client" --query IdentityPoolId --output text)
role=$(aws iam create-role --role-name "$name" --query Role.Arn --output text --assume-role-policy-document \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Principal\":{\"Federated\":\"cognito-identity.amazonaws.com\"},\"Condition\":{\"StringEquals\":{\"cognito-identity.amazonaws.com:aud\":\"$identities\"},\"ForAnyValue:StringLike\":{\"cognito-identity.amazonaws.com:amr\":\"authenticated\"}}}]}")
aws iam put-role-policy --role-name "$name" --policy-name read --policy-document \
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*","s3-object-lambda:Get*","s3-object-lambda:List*"],"Resource":["*"]}]}'
aws cognito-identity set-identity-pool-roles --identity-pool-id "$identities" --roles "authenticated=$role"
echo "export POOL=$pool CLIENT=$client IDENTITIES=$identities USERNAME=$username PASSWORD=$password"
