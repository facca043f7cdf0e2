import ServiceKit
import Wire

/// A resource that an event was about.
struct EventResource: Sendable, Equatable {
    let type: String
    let name: String
    let arn: String

    /// CloudFormation's name of what an ARN names, where it has one.
    private static let types = [
        "iam:user": "AWS::IAM::User", "iam:role": "AWS::IAM::Role", "iam:group": "AWS::IAM::Group",
        "iam:policy": "AWS::IAM::Policy", "iam:instance-profile": "AWS::IAM::InstanceProfile",
        "iam:oidc-provider": "AWS::IAM::OIDCProvider", "cognito-idp:userpool": "AWS::Cognito::UserPool",
        "cognito-identity:identitypool": "AWS::Cognito::IdentityPool",
    ]

    init?(arn text: String) {
        guard let arn = ARN(text) else { return nil }
        if arn.service == "s3" {
            guard let bucket = arn.resource.split(separator: "/").first, bucket != "*" else { return nil }
            self.init(type: "AWS::S3::Bucket", name: String(bucket), arn: text)
            return
        }
        let parts = arn.resource.split(separator: "/")
        guard parts.count > 1, let kind = parts.first, let name = parts.last,
            let type = Self.types["\(arn.service):\(kind)"]
        else { return nil }
        self.init(type: type, name: String(name), arn: text)
    }

    private init(type: String, name: String, arn: String) {
        self.type = type
        self.name = name
        self.arn = arn
    }

    static func all(of report: RequestReport) -> [EventResource] { report.resources.compactMap(EventResource.init) }

    func json(accountID: String) -> JSONValue {
        [
            "ARN": .string(arn),
            "accountId": .string(ARN(arn)?.account.isEmpty == false ? ARN(arn)?.account ?? "" : accountID),
            "type": .string(type),
        ]
    }
}
