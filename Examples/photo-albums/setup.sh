#!/usr/bin/env bash
# Makes a bucket with CORS, an identity pool for guests and their role, and the page's settings. Needs the AWS CLI, and
# AWS_ENDPOINT_URL with keys for it; without AWS_ENDPOINT_URL it works on AWS.
set -euo pipefail
cd "$(dirname "$0")"
export AWS_PAGER="" AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}"
# Before 1.29 and 2.13 the AWS CLI did not read AWS_ENDPOINT_URL.
aws() { command aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"; }
name="${NAME:-photos-$(date +%s)}"

if [ "$AWS_DEFAULT_REGION" = us-east-1 ]; then
    aws s3api create-bucket --bucket "$name" > /dev/null
else
    aws s3api create-bucket --bucket "$name" > /dev/null \
        --create-bucket-configuration "LocationConstraint=$AWS_DEFAULT_REGION"
fi
aws s3api put-bucket-cors --bucket "$name" --cors-configuration '{"CORSRules": [{"AllowedHeaders": ["*"],
    "AllowedMethods": ["HEAD", "GET", "PUT", "POST", "DELETE"], "AllowedOrigins": ["*"],
    "ExposeHeaders": ["ETag", "x-amz-meta-custom-header"]}]}'
identities=$(aws cognito-identity create-identity-pool --identity-pool-name "$name" \
    --allow-unauthenticated-identities --query IdentityPoolId --output text)
role=$(aws iam create-role --role-name "$name" --query Role.Arn --output text --assume-role-policy-document \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Principal\":{\"Federated\":\"cognito-identity.amazonaws.com\"},\"Condition\":{\"StringEquals\":{\"cognito-identity.amazonaws.com:aud\":\"$identities\"},\"ForAnyValue:StringLike\":{\"cognito-identity.amazonaws.com:amr\":\"unauthenticated\"}}}]}")
aws iam put-role-policy --role-name "$name" --policy-name albums --policy-document \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:DeleteObject\",\"s3:GetObject\",\"s3:ListBucket\",\"s3:PutObject\",\"s3:PutObjectAcl\"],\"Resource\":[\"arn:aws:s3:::$name\",\"arn:aws:s3:::$name/*\"]}]}"
aws cognito-identity set-identity-pool-roles --identity-pool-id "$identities" --roles "unauthenticated=$role"
cat > "${SETTINGS:-static/js/settings.js}" <<JS
const settings = {
  endpoint: "${AWS_ENDPOINT_URL:-}", region: "$AWS_DEFAULT_REGION", bucket: "$name", identityPoolId: "$identities",
};
JS
echo "BUCKET=$name"
