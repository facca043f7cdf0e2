/// CloudTrail.
extension AWSManagedPolicy {
    static let trails = [
        AWSManagedPolicy(
            "AWSCloudTrail_FullAccess",
            allow(
                "cloudtrail:*", "cloudwatch:GetMetricData", "dynamodb:ListGlobalTables", "dynamodb:ListTables",
                "iam:GetRolePolicy", "iam:GetUser", "iam:ListRoles", "lambda:ListFunctions",
                "logs:DescribeLogGroups", "s3:GetBucketLocation", "s3:ListAllMyBuckets", "sns:ListTopics"),
            allow(
                "s3:CreateBucket", "s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock",
                on: ["arn:aws:s3:::aws-cloudtrail-logs*"]),
            allow("logs:CreateLogGroup", on: ["arn:aws:logs:*:*:log-group:aws-cloudtrail-logs*"]),
            allowPassingRoles(to: "cloudtrail.amazonaws.com")),
        AWSManagedPolicy(
            "AWSCloudTrail_ReadOnlyAccess",
            allow("cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:List*", "cloudtrail:LookupEvents")),
    ]
}
