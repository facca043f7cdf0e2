import FoundationEssentials
import LambdaModel
import Storage

/// What becomes of the events that a function, a version or an alias is to run later.
struct EventInvokeConfig: Record, Codable {
    static let table = TableID.functionEventConfigs

    var incarnation: UInt64
    /// `$LATEST`, a number or an alias.
    var qualifier: String
    var modifiedAt: Date
    var mostRetries: Int?
    /// In seconds.
    var longestAge: Int?
    /// ARNs.
    var onSuccess: String?
    var onFailure: String?

    var key: Key { Self.key(incarnation, qualifier) }
    static func key(_ incarnation: UInt64, _ qualifier: String) -> Key { listing(incarnation).text(qualifier) }
    static func listing(_ incarnation: UInt64) -> Key { Key(table: .functionEventConfigs).number(incarnation) }

    mutating func apply(_ destinations: DestinationConfig) {
        onSuccess = destinations.onSuccess?.destination.flatMap { $0.isEmpty ? nil : $0 }
        onFailure = destinations.onFailure?.destination.flatMap { $0.isEmpty ? nil : $0 }
    }

    func answer(_ address: FunctionAddress) -> FunctionEventInvokeConfig {
        FunctionEventInvokeConfig(
            lastModified: modifiedAt, functionArn: address.arn + ":" + qualifier, maximumRetryAttempts: mostRetries,
            maximumEventAgeInSeconds: longestAge,
            destinationConfig: DestinationConfig(
                onSuccess: OnSuccess(destination: onSuccess), onFailure: OnFailure(destination: onFailure)))
    }
}

extension FunctionAddress {
    /// What an unqualified name stands for.
    var eventQualifier: String { qualifier ?? FunctionVersion.latest }
}
