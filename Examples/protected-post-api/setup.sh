#!/usr/bin/env bash
# Makes the whole road: user pool, table, role, function, HTTP API with a JWT authorizer. Needs the AWS CLI and zip, and
# AWS_ENDPOINT_URL with keys for it; without AWS_ENDPOINT_URL the same commands work on AWS.
set -euo pipefail
cd "$(dirname "$0")"
export AWS_PAGER="" AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}"
# Before 1.29 and 2.13 the AWS CLI did not read AWS_ENDPOINT_URL.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }
name="demo-$(date +%s)"
config=$(mktemp); trap 'rm -f "$config"' EXIT
printf '[default]\ncli_follow_urlparam = false\n' > "$config"; export AWS_CONFIG_FILE="$config"
account=$(aws sts get-caller-identity --query Account --output text)

pool=$(aws cognito-idp create-user-pool --pool-name "$name" --username-attributes email \
    --auto-verified-attributes email --query UserPool.Id --output text)
aws cognito-idp create-user-pool-domain --user-pool-id "$pool" --domain "$name" > /dev/null
client=$(aws cognito-idp create-user-pool-client --user-pool-id "$pool" --client-name DemoAppClient \
    --supported-identity-providers COGNITO --callback-urls https://example.com --allowed-o-auth-flows implicit \
    --allowed-o-auth-scopes openid email --allowed-o-auth-flows-user-pool-client \
    --explicit-auth-flows ALLOW_USER_PASSWORD_AUTH ALLOW_REFRESH_TOKEN_AUTH \
    --query UserPoolClient.ClientId --output text)

aws dynamodb create-table --table-name "$name" --attribute-definitions AttributeName=id,AttributeType=N \
    --key-schema AttributeName=id,KeyType=HASH --billing-mode PAY_PER_REQUEST > /dev/null
aws dynamodb wait table-exists --table-name "$name"

role=$(aws iam create-role --role-name "$name" --query Role.Arn --output text --assume-role-policy-document \
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}')
aws iam put-role-policy --role-name "$name" --policy-name own --policy-document \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"dynamodb:Scan\",\"dynamodb:PutItem\"],\"Resource\":\"arn:aws:dynamodb:*:$account:table/$name\"},{\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"*\"}]}"
[ -n "${AWS_ENDPOINT_URL:-}" ] || sleep 10 # on AWS a new role takes a moment

archive=$(mktemp -u).zip
zip -q "$archive" lambda_function.py
function=$(aws lambda create-function --function-name "$name" --runtime python3.12 --role "$role" --timeout 20 \
    --memory-size 256 --handler lambda_function.lambda_handler --zip-file "fileb://$archive" \
    --environment "Variables={TABLE=$name}" --query FunctionArn --output text)
rm "$archive"
aws lambda wait function-active-v2 --function-name "$name"

api=$(aws apigatewayv2 create-api --name "$name" --protocol-type HTTP --query ApiId --output text)
aws apigatewayv2 create-stage --api-id "$api" --stage-name '$default' --auto-deploy > /dev/null
integration=$(aws apigatewayv2 create-integration --api-id "$api" --integration-type AWS_PROXY \
    --integration-uri "$function" --payload-format-version 2.0 --query IntegrationId --output text)
authorizer=$(aws apigatewayv2 create-authorizer --api-id "$api" --authorizer-type JWT --name users \
    --identity-source '$request.header.Authorization' --query AuthorizerId --output text --jwt-configuration \
    "Audience=$client,Issuer=https://cognito-idp.$AWS_DEFAULT_REGION.amazonaws.com/$pool")
aws apigatewayv2 create-route --api-id "$api" --route-key 'POST /post' --target "integrations/$integration" \
    --authorization-type JWT --authorizer-id "$authorizer" > /dev/null
aws lambda add-permission --function-name "$name" --statement-id api --action lambda:InvokeFunction \
    --principal apigateway.amazonaws.com \
    --source-arn "arn:aws:execute-api:$AWS_DEFAULT_REGION:$account:$api/*/*/post" > /dev/null

cat <<TEXT
POOL=$pool
CLIENT=$client
TABLE=$name
FUNCTION=$name
URL=$(aws apigatewayv2 get-api --api-id "$api" --query ApiEndpoint --output text)/post
TEXT
