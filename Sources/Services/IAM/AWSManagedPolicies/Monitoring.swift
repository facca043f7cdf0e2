/// CloudWatch with its logs and events.
extension AWSManagedPolicy {
    static let monitoring = [
        AWSManagedPolicy(
            "AmazonEventBridgeFullAccess", allow("events:*"), allowPassingRoles(to: "events.amazonaws.com")),
        AWSManagedPolicy("AmazonEventBridgeReadOnlyAccess", allow(readingEvents)),
        AWSManagedPolicy(
            "CloudWatchAgentAdminPolicy", allow(ofAgents),
            allow("ssm:GetParameter", "ssm:PutParameter", on: [agentParameters])),
        AWSManagedPolicy(
            "CloudWatchAgentServerPolicy", allow(ofAgents), allow("ssm:GetParameter", on: [agentParameters])),
        AWSManagedPolicy(
            "CloudWatchEventsFullAccess", allow("events:*"), allowPassingRoles(to: "events.amazonaws.com")),
        AWSManagedPolicy("CloudWatchEventsReadOnlyAccess", allow(readingEvents)),
        AWSManagedPolicy(
            "CloudWatchFullAccess",
            allow(
                "cloudwatch:*", "events:*", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetRole", "logs:*",
                "oam:ListSinks", "sns:*")),
        AWSManagedPolicy(
            "CloudWatchFullAccessV2",
            allow(
                "application-autoscaling:DescribeScalingPolicies", "cloudwatch:*", "logs:*",
                "oam:ListSinks", "rum:*", "sns:CreateTopic", "sns:ListSubscriptions",
                "sns:ListSubscriptionsByTopic", "sns:ListTopics", "sns:Subscribe", "synthetics:*")),
        AWSManagedPolicy(
            "CloudWatchLogsFullAccess",
            allow("cloudwatch:GenerateQuery", "logs:*")),
        AWSManagedPolicy(
            "CloudWatchLogsReadOnlyAccess", allow(readingLogs + ["cloudwatch:GenerateQuery"])),
        AWSManagedPolicy(
            "CloudWatchReadOnlyAccess",
            allow(
                readingLogs + [
                    "application-autoscaling:DescribeScalingPolicies", "cloudwatch:BatchGet*",
                    "cloudwatch:Describe*", "cloudwatch:GenerateQuery", "cloudwatch:Get*",
                    "cloudwatch:List*", "oam:ListSinks", "sns:Get*", "sns:List*",
                ])),
        AWSManagedPolicy(
            "CloudWatchEventsInvocationAccess", path: serviceRolePath, allow("kinesis:PutRecord")),
    ]

    private static let readingEvents = [
        "events:Describe*", "events:List*", "events:TestEventPattern",
    ]

    private static let readingLogs = [
        "logs:Describe*", "logs:FilterLogEvents", "logs:Get*", "logs:List*", "logs:StartLiveTail",
        "logs:StartQuery", "logs:StopLiveTail", "logs:StopQuery", "logs:TestMetricFilter",
    ]

    private static let ofAgents = [
        "cloudwatch:PutMetricData", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogGroups",
        "logs:DescribeLogStreams", "logs:PutLogEvents", "logs:PutRetentionPolicy",
    ]

    private static let agentParameters = "arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*"
}
