import Wire

/// The most that credentials of an unauthenticated identity allow in the enhanced flow, whatever
/// their role says. AWS passes two session policies: one inline, and its managed
/// AmazonCognitoUnAuthedIdentitiesSessionPolicy. Session policies are one set: what either allows is
/// allowed, if the role allows it too. So AWS's table of services for guests has those of both.
enum UnauthenticatedScope {
    static let sessionPolicies = [inline, managed].map(document)

    private static let inline = [
        "appsync:*", "cloudwatch:*", "codewhisperer:*", "cognito-identity:*", "cognito-idp:*", "cognito-sync:*",
        "comprehend:*", "dynamodb:*", "execute-api:*", "firehose:*", "gamelift:*", "iot:*", "kinesis:*",
        "lambda:*", "lex:*", "logs:*", "machinelearning:*", "mobileanalytics:*", "mobiletargeting:*",
        "personalize:*", "polly:*", "rekognition:*", "s3:*", "sagemaker:InvokeEndpoint", "sdb:*", "ses:*",
        "sns:*", "sqs:*", "textract:AnalyzeDocument", "textract:DetectDocumentText", "transcribe:*",
        "translate:*",
    ]

    private static let managed = [
        "comprehend:*", "firehose:*", "geo:*DevicePosition*", "geo:*Geofence", "geo:*Geofences",
        "geo:CalculateRoute*", "geo:GetMap*", "geo:GetPlace", "geo:ListMaps", "geo:SearchPlaceIndex*",
        "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair",
        "kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom",
        "kms:ReEncryptTo", "mobiletargeting:*", "personalize:*", "polly:*", "rekognition:*",
        "rum:PutRumEvents", "sagemaker:InvokeEndpoint", "transcribe:*", "translate:*",
    ]

    private static func document(_ actions: [String]) -> String {
        let document: JSONValue = [
            "Version": "2012-10-17",
            "Statement": [
                ["Effect": "Allow", "Action": .array(actions.map { .string($0) }), "Resource": "*"]
            ],
        ]
        return String(decoding: document.serialized(), as: UTF8.self)
    }
}
