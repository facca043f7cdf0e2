#!/usr/bin/env bash
# Makes a user pool with a domain and a client, an identity pool with a role, a bucket, and config.yaml for the
# application. Needs the AWS CLI, and AWS_ENDPOINT_URL with keys for it; without AWS_ENDPOINT_URL it works on AWS.
set -euo pipefail
cd "$(dirname "$0")"
export AWS_PAGER="" AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}"
# Before 1.29 and 2.13 the AWS CLI did not read AWS_ENDPOINT_URL.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }
name="${NAME:-flask-$(date +%s)}"
port="${PORT:-5000}"

pool=$(aws cognito-idp create-user-pool --pool-name "$name" --username-attributes email \
    --auto-verified-attributes email --query UserPool.Id --output text)
aws cognito-idp create-user-pool-domain --user-pool-id "$pool" --domain "$name" > /dev/null
read -r client secret < <(aws cognito-idp create-user-pool-client --user-pool-id "$pool" --client-name flask \
    --generate-secret --supported-identity-providers COGNITO --allowed-o-auth-flows code \
    --allowed-o-auth-scopes openid email --allowed-o-auth-flows-user-pool-client \
    --callback-urls "[\"http://localhost:$port/authorize\"]" \
    --query 'UserPoolClient.[ClientId,ClientSecret]' --output text)
provider="cognito-idp.$AWS_DEFAULT_REGION.amazonaws.com/$pool"
identities=$(aws cognito-identity create-identity-pool --identity-pool-name "$name" \
    --no-allow-unauthenticated-identities --cognito-identity-providers "ProviderName=$provider,ClientId=$client" \
    --query IdentityPoolId --output text)
role=$(aws iam create-role --role-name "$name" --query Role.Arn --output text --assume-role-policy-document \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Principal\":{\"Federated\":\"cognito-identity.amazonaws.com\"},\"Condition\":{\"StringEquals\":{\"cognito-identity.amazonaws.com:aud\":\"$identities\"},\"ForAnyValue:StringLike\":{\"cognito-identity.amazonaws.com:amr\":\"authenticated\"}}}]}")
aws iam put-role-policy --role-name "$name" --policy-name files --policy-document \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::$name\"},{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":\"arn:aws:s3:::$name/*\"}]}"
aws cognito-identity set-identity-pool-roles --identity-pool-id "$identities" --roles "authenticated=$role"
if [ "$AWS_DEFAULT_REGION" = us-east-1 ]; then
    aws s3api create-bucket --bucket "$name" > /dev/null
else
    aws s3api create-bucket --bucket "$name" > /dev/null \
        --create-bucket-configuration "LocationConstraint=$AWS_DEFAULT_REGION"
fi

authority="${AWS_ENDPOINT_URL:+$AWS_ENDPOINT_URL/$pool}"
authority="${authority:-https://$provider}"
umask 077
cat > "${CONFIG:-config.yaml}" <<YAML
flask:
  secret_key: "$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')"
aws:
  region: "$AWS_DEFAULT_REGION"
  bucket: "$name"
cognito:
  authority: "$authority"
  metadata_url: "$authority/.well-known/openid-configuration"
  client_id: "$client"
  client_secret: "$secret"
  identity_pool_id: "$identities"
  user_pool_provider_name: "$provider"
YAML
echo "POOL=$pool BUCKET=$name"
