#!/usr/bin/env bash
# Makes a REST API whose GET /tests wants the OAuth scope com.test.test/test.read of a user pool. Needs the AWS CLI and zip,
# and AWS_ENDPOINT_URL with keys for it; without AWS_ENDPOINT_URL the same commands work on AWS.
set -euo pipefail
cd "$(dirname "$0")"
export AWS_PAGER="" AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-ap-northeast-2}"
# Before 1.29 and 2.13 the AWS CLI did not read AWS_ENDPOINT_URL.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }
name="scoped-$(date +%s)"
account=$(aws sts get-caller-identity --query Account --output text)

pool=$(aws cognito-idp create-user-pool --pool-name "$name" --query UserPool.Id --output text)
aws cognito-idp create-user-pool-domain --user-pool-id "$pool" --domain "$name" > /dev/null
aws cognito-idp create-resource-server --user-pool-id "$pool" --identifier com.test.test --name test \
    --scopes ScopeName=test.read,ScopeDescription=read > /dev/null
read -r client secret < <(aws cognito-idp create-user-pool-client --user-pool-id "$pool" --client-name server \
    --generate-secret --supported-identity-providers COGNITO --allowed-o-auth-flows client_credentials \
    --allowed-o-auth-scopes com.test.test/test.read --allowed-o-auth-flows-user-pool-client \
    --query 'UserPoolClient.[ClientId,ClientSecret]' --output text)

role=$(aws iam create-role --role-name "$name" --query Role.Arn --output text --assume-role-policy-document \
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}')
aws iam put-role-policy --role-name "$name" --policy-name logs --policy-document \
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"*"}]}'
[ -n "${AWS_ENDPOINT_URL:-}" ] || sleep 10 # on AWS a new role takes a moment
archive=$(mktemp -u).zip
zip -q "$archive" lambda_function.py
function=$(aws lambda create-function --function-name "$name" --runtime python3.12 --role "$role" \
    --handler lambda_function.lambda_handler --zip-file "fileb://$archive" --query FunctionArn --output text)
rm "$archive"
aws lambda wait function-active-v2 --function-name "$name"

api=$(aws apigateway create-rest-api --name "$name" --query id --output text)
root=$(aws apigateway get-resources --rest-api-id "$api" --query 'items[0].id' --output text)
resource=$(aws apigateway create-resource --rest-api-id "$api" --parent-id "$root" --path-part tests --query id --output text)
authorizer=$(aws apigateway create-authorizer --rest-api-id "$api" --name cognito --type COGNITO_USER_POOLS \
    --provider-arns "arn:aws:cognito-idp:$AWS_DEFAULT_REGION:$account:userpool/$pool" \
    --identity-source method.request.header.Authorization --query id --output text)
place=(--rest-api-id "$api" --resource-id "$resource" --http-method GET)
aws apigateway put-method "${place[@]}" --authorization-type COGNITO_USER_POOLS --authorizer-id "$authorizer" \
    --authorization-scopes com.test.test/test.read > /dev/null
aws apigateway put-integration "${place[@]}" --type AWS_PROXY --integration-http-method POST --uri \
    "arn:aws:apigateway:$AWS_DEFAULT_REGION:lambda:path/2015-03-31/functions/$function/invocations" > /dev/null
aws lambda add-permission --function-name "$name" --statement-id api --action lambda:InvokeFunction \
    --principal apigateway.amazonaws.com \
    --source-arn "arn:aws:execute-api:$AWS_DEFAULT_REGION:$account:$api/*/GET/tests" > /dev/null
aws apigateway create-deployment --rest-api-id "$api" --stage-name dev > /dev/null

if [ -n "${AWS_ENDPOINT_URL:-}" ]; then
    token_url="$AWS_ENDPOINT_URL/_hanok/auth/$name/oauth2/token"
    url="$AWS_ENDPOINT_URL/_aws/execute-api/$api/dev/tests"
else
    token_url="https://$name.auth.$AWS_DEFAULT_REGION.amazoncognito.com/oauth2/token"
    url="https://$api.execute-api.$AWS_DEFAULT_REGION.amazonaws.com/dev/tests"
fi
cat <<TEXT
CLIENT=$client
SECRET=$secret
TOKEN_URL=$token_url
URL=$url
TEXT
