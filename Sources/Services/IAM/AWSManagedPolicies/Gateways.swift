/// API Gateway.
extension AWSManagedPolicy {
    static let gateways = [
        AWSManagedPolicy(
            "AmazonAPIGatewayAdministrator", allow("apigateway:*", on: ["arn:aws:apigateway:*::/*"])),
        AWSManagedPolicy(
            "AmazonAPIGatewayInvokeFullAccess",
            allow(
                "execute-api:Invoke", "execute-api:ManageConnections", on: ["arn:aws:execute-api:*:*:*"])),
        AWSManagedPolicy(
            "AmazonAPIGatewayPushToCloudWatchLogs", path: serviceRolePath,
            allow(
                "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogGroups",
                "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:PutLogEvents")),
    ]
}
