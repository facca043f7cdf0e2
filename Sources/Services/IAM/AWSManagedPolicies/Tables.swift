/// DynamoDB.
extension AWSManagedPolicy {
    static let tables = [
        AWSManagedPolicy(
            "AmazonDynamoDBFullAccess", allow("dynamodb:*", "dax:*"), tableSurroundings, tableScalingRoles),
        AWSManagedPolicy(
            "AmazonDynamoDBFullAccess_v2", allow("dynamodb:*", "dax:*"), tableSurroundings, tableScalingRoles),
        AWSManagedPolicy(
            "AmazonDynamoDBReadOnlyAccess",
            allow(
                "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:Describe*", "dynamodb:Get*",
                "dynamodb:List*", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan",
                "dax:BatchGetItem", "dax:Describe*", "dax:GetItem", "dax:ListTags", "dax:Query", "dax:Scan"),
            tableSurroundings),
    ]

    /// What a table is looked at with: metrics, scaling, functions on its stream.
    private static let tableSurroundings = allow(
        "application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies",
        "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics",
        "cloudwatch:ListMetrics", "iam:GetRole", "iam:ListRoles", "lambda:GetFunctionConfiguration",
        "lambda:ListEventSourceMappings", "lambda:ListFunctions")

    private static let tableScalingRoles = allow(
        "iam:CreateServiceLinkedRole",
        when: #"{"StringEquals":{"iam:AWSServiceName":["replication.dynamodb.amazonaws.com","#
            + #""dynamodb.application-autoscaling.amazonaws.com","#
            + #""kinesisreplication.dynamodb.amazonaws.com"]}}"#)
}
