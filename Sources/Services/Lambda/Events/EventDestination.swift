import ServiceKit

/// Where what came of an event goes on to.
enum EventDestination: Sendable {
    case function(FunctionAddress)
    case bucket(String)
    /// A service that is not in this house, by its name.
    case notServed(String)

    /// The beginning of the keys of what is put into buckets.
    static let folder = "aws/lambda/"

    /// Nil for what is no destination on AWS either.
    init?(_ text: String) {
        guard let arn = ARN(text) else { return nil }
        switch arn.service {
        case "lambda":
            guard let address = FunctionAddress(arn: text) else { return nil }
            self = .function(address)
        case "s3":
            guard arn.region.isEmpty, arn.account.isEmpty, !arn.resource.contains("/") else { return nil }
            self = .bucket(arn.resource)
        case "sqs": self = .notServed("Amazon SQS")
        case "sns": self = .notServed("Amazon SNS")
        case "events": self = .notServed("Amazon EventBridge")
        default: return nil
        }
    }

    var isBucket: Bool { if case .bucket = self { true } else { false } }
}
