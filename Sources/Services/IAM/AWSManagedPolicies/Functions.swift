/// Lambda, and the roles its functions run in.
extension AWSManagedPolicy {
    static let functions = [
        AWSManagedPolicy(
            "AWSLambda_FullAccess",
            allow(
                "cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "iam:GetPolicy", "iam:GetPolicyVersion",
                "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies",
                "iam:ListRoles", "lambda:*", "logs:DescribeLogGroups", "logs:DescribeLogStreams",
                "logs:FilterLogEvents", "logs:GetLogEvents", "logs:StartLiveTail", "logs:StopLiveTail"),
            allowPassingRoles(to: "lambda.amazonaws.com")),
        AWSManagedPolicy(
            "AWSLambda_ReadOnlyAccess",
            allow(
                "cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "iam:GetPolicy", "iam:GetPolicyVersion",
                "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies",
                "iam:ListRoles", "lambda:Get*", "lambda:List*", "logs:DescribeLogGroups",
                "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents",
                "logs:StartLiveTail", "logs:StopLiveTail")),
        AWSManagedPolicy(
            "AWSLambdaExecute", allow("logs:*", on: ["arn:aws:logs:*:*:*"]),
            allow("s3:GetObject", "s3:PutObject", on: ["arn:aws:s3:::*"])),
        AWSManagedPolicy(
            "AWSLambdaInvocation-DynamoDB", allow("lambda:InvokeFunction"),
            allow(
                "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
                "dynamodb:ListStreams")),
        AWSManagedPolicy("AWSLambdaBasicExecutionRole", path: serviceRolePath, writingLogs),
        AWSManagedPolicy(
            "AWSLambdaDynamoDBExecutionRole", path: serviceRolePath, writingLogs,
            allow(
                "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
                "dynamodb:ListStreams")),
        AWSManagedPolicy(
            "AWSLambdaENIManagementAccess", path: serviceRolePath, networkInterfaces),
        AWSManagedPolicy(
            "AWSLambdaKinesisExecutionRole", path: serviceRolePath, writingLogs,
            allow(
                "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords",
                "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:ListStreams",
                "kinesis:SubscribeToShard")),
        AWSManagedPolicy("AWSLambdaRole", path: serviceRolePath, allow("lambda:InvokeFunction")),
        AWSManagedPolicy(
            "AWSLambdaSQSQueueExecutionRole", path: serviceRolePath, writingLogs,
            allow("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")),
        AWSManagedPolicy(
            "AWSLambdaVPCAccessExecutionRole", path: serviceRolePath, writingLogs, networkInterfaces),
    ]

    /// What everything that runs needs to write its log.
    static let writingLogs = allow("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")

    private static let networkInterfaces = allow(
        "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses")
}
