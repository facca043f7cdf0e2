import Wire

/// The most that credentials of an unauthenticated identity allow in the enhanced flow, whatever
/// their role says: the services that AWS documents for such sessions.
enum UnauthenticatedScope {
    static let sessionPolicy: String = {
        let document: JSONValue = [
            "Version": "2012-10-17",
            "Statement": [
                ["Effect": "Allow", "Action": .array(actions.map { .string($0) }), "Resource": "*"]
            ],
        ]
        return String(decoding: document.serialized(), as: UTF8.self)
    }()

    private static let services = [
        "appsync", "cloudwatch", "codewhisperer", "cognito-identity", "cognito-idp", "cognito-sync", "comprehend",
        "dynamodb", "execute-api", "firehose", "gamelift", "iot", "kinesis", "lambda", "lex", "logs",
        "machinelearning", "mobileanalytics", "mobiletargeting", "personalize", "polly", "rekognition", "s3", "sdb",
        "ses", "sns", "sqs", "transcribe", "translate",
    ]

    private static let actions =
        services.map { $0 + ":*" } + [
            "rum:PutRumEvents", "sagemaker:InvokeEndpoint", "textract:AnalyzeDocument",
            "textract:DetectDocumentText",
        ]
}
