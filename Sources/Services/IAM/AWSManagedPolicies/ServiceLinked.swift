/// What services do in an account by their service-linked roles.
extension AWSManagedPolicy {
    static let serviceLinked = [
        AWSManagedPolicy(
            "AmazonCognitoIdpEmailServiceRolePolicy", path: serviceLinkedPath,
            allow("ses:SendEmail", "ses:SendRawEmail"), deny("ses:List*")),
        AWSManagedPolicy(
            "AmazonCognitoIdpServiceRolePolicy", path: serviceLinkedPath, allow("cognito-idp:Describe*")),
        AWSManagedPolicy(
            "APIGatewayServiceRolePolicy", path: serviceLinkedPath,
            allow(
                "acm:DescribeCertificate", "acm:GetCertificate", "firehose:DescribeDeliveryStream",
                "firehose:PutRecord", "firehose:PutRecordBatch", "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery", "logs:GetLogDelivery", "logs:ListLogDeliveries",
                "logs:UpdateLogDelivery")),
        AWSManagedPolicy(
            "AWSApplicationAutoscalingDynamoDBTablePolicy", path: serviceLinkedPath,
            allow("dynamodb:DescribeTable", "dynamodb:UpdateTable"), scalingAlarms),
        AWSManagedPolicy(
            "AWSApplicationAutoscalingLambdaConcurrencyPolicy", path: serviceLinkedPath,
            allow(
                "lambda:DeleteProvisionedConcurrencyConfig", "lambda:GetProvisionedConcurrencyConfig",
                "lambda:PutProvisionedConcurrencyConfig"), scalingAlarms),
        AWSManagedPolicy(
            "AWSLambdaReplicator", path: serviceLinkedPath,
            allow(
                "lambda:CreateFunction", "lambda:DeleteFunction", "lambda:DisableReplication",
                on: ["arn:aws:lambda:*:*:function:*"]), allowPassingRoles(to: "lambda.amazonaws.com")),
        AWSManagedPolicy(
            "CloudTrailServiceRolePolicy", path: serviceLinkedPath, allow("cloudtrail:*")),
        AWSManagedPolicy(
            "CloudWatchEventsServiceRolePolicy", path: serviceLinkedPath,
            allow("cloudwatch:DescribeAlarms", "events:PutEvents")),
        AWSManagedPolicy(
            "DynamoDBKinesisReplicationServiceRolePolicy", path: serviceLinkedPath,
            allow("kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords")),
        AWSManagedPolicy(
            "DynamoDBReplicationServiceRolePolicy", path: serviceLinkedPath,
            allow(
                "dynamodb:DeleteItem", "dynamodb:DescribeStream", "dynamodb:DescribeTable",
                "dynamodb:DescribeTimeToLive", "dynamodb:GetItem", "dynamodb:GetRecords",
                "dynamodb:GetShardIterator", "dynamodb:PutItem", "dynamodb:Scan", "dynamodb:UpdateItem",
                "dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive")),
    ]

    private static let scalingAlarms = allow(
        "cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm")
}
