import FoundationEssentials
import LambdaModel

/// What a version of a function consists of: `$LATEST` changes, numbered ones stay.
struct FunctionVersion: Codable, Sendable {
    static let latest = "$LATEST"

    /// A qualifier as the number of a version; nil for `$LATEST`, aliases, and what only reads like a number.
    static func number(_ qualifier: String) -> Int? {
        guard let number = Int(qualifier), number > 0, String(number) == qualifier else { return nil }
        return number
    }

    /// `$LATEST` or a number.
    var number: String
    var description: String
    var runtime: String?
    var handler: String?
    var roleARN: String
    /// In MB.
    var memorySize: Int
    /// In seconds.
    var timeout: Int
    /// Of /tmp, in MB.
    var temporarySize: Int
    /// JSON of the variables, sealed; nil where there are none.
    var sealedEnvironment: [UInt8]?
    var architecture: String
    var tracingMode: String
    var deadLetterTarget: String?
    var layers: [LayerReference]
    var code: CodeReference
    var logGroup: String?
    var modifiedAt: Date
    var revisionID: String
    /// Whether the last change was one of what stands, in the place of its making.
    var wasUpdated: Bool

    struct LayerReference: Codable, Sendable, Hashable {
        var arn: String
        var size: Int
        var code: CodeReference
    }

    var kind: RuntimeKind? { runtime.flatMap { RuntimeKind($0) } }

    /// As the first line of a copy's log names it; the versions are this server's, not AWS's.
    var runtimeVersion: String {
        let name = runtime ?? ""
        guard let kind, kind != .provided else { return "\(name).v1" }
        return "\(kind.rawValue):\(name.dropFirst(kind.rawValue.count)).v1"
    }
}
