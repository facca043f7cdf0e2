/// The service-linked roles that AWS has for the services of this house.
struct ServiceLinkedRole: Sendable {
    /// `cognito-idp.amazonaws.com`
    let service: String
    let roleName: String
    let policyName: String

    var path: String { Self.path(service) }

    /// Lets in the service and nobody else.
    var trustPolicy: String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","#
            + #""Principal":{"Service":"\#(service)"},"Action":"sts:AssumeRole"}]}"#
    }

    static func path(_ service: String) -> String { "/aws-service-role/\(service)/" }

    static func of(_ service: String) -> ServiceLinkedRole? { all.first { $0.service == service } }

    private static let all = [
        ServiceLinkedRole(
            service: "cloudtrail.amazonaws.com", roleName: "AWSServiceRoleForCloudTrail",
            policyName: "CloudTrailServiceRolePolicy"),
        ServiceLinkedRole(
            service: "cognito-idp.amazonaws.com", roleName: "AWSServiceRoleForAmazonCognitoIdp",
            policyName: "AmazonCognitoIdpServiceRolePolicy"),
        ServiceLinkedRole(
            service: "dynamodb.application-autoscaling.amazonaws.com",
            roleName: "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
            policyName: "AWSApplicationAutoscalingDynamoDBTablePolicy"),
        ServiceLinkedRole(
            service: "email.cognito-idp.amazonaws.com",
            roleName: "AWSServiceRoleForAmazonCognitoIdpEmailService",
            policyName: "AmazonCognitoIdpEmailServiceRolePolicy"),
        ServiceLinkedRole(
            service: "events.amazonaws.com", roleName: "AWSServiceRoleForCloudWatchEvents",
            policyName: "CloudWatchEventsServiceRolePolicy"),
        ServiceLinkedRole(
            service: "kinesisreplication.dynamodb.amazonaws.com",
            roleName: "AWSServiceRoleForDynamoDBKinesisDataStreamsReplication",
            policyName: "DynamoDBKinesisReplicationServiceRolePolicy"),
        ServiceLinkedRole(
            service: "lambda.application-autoscaling.amazonaws.com",
            roleName: "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
            policyName: "AWSApplicationAutoscalingLambdaConcurrencyPolicy"),
        ServiceLinkedRole(
            service: "ops.apigateway.amazonaws.com", roleName: "AWSServiceRoleForAPIGateway",
            policyName: "APIGatewayServiceRolePolicy"),
        ServiceLinkedRole(
            service: "replication.dynamodb.amazonaws.com",
            roleName: "AWSServiceRoleForDynamoDBReplication",
            policyName: "DynamoDBReplicationServiceRolePolicy"),
        ServiceLinkedRole(
            service: "replicator.lambda.amazonaws.com", roleName: "AWSServiceRoleForLambdaReplicator",
            policyName: "AWSLambdaReplicator"),
    ]
}
