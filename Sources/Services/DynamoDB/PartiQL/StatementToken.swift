import Crypto
import DynamoDBModel
import FoundationEssentials
import ServiceKit

/// `NextToken`: where a SELECT goes on, bound to the statement and its parameters. It only says where in what the
/// statement reads anyway, so nobody gains by making one up.
struct StatementToken: Sendable {
    private static let version: UInt8 = 1
    private static let headerBytes = 1 + SHA256.byteCount + 1

    static let invalid = ServiceError.validation("Invalid NextToken")

    let digest: [UInt8]
    let read: Int
    let key: AttributeMap?

    init(_ text: String, _ parameters: StatementParameters, read: Int, key: AttributeMap?) {
        digest = Self.digest(text, parameters)
        self.read = read
        self.key = key
    }

    init(parsing token: String, for text: String, _ parameters: StatementParameters) throws {
        guard let data = Data(base64Encoded: token), data.count >= Self.headerBytes, data.first == Self.version else {
            throw Self.invalid
        }
        let bytes = Array(data)
        digest = Array(bytes[1...SHA256.byteCount])
        guard digest == Self.digest(text, parameters) else {
            throw ServiceError.validation("NextToken does not match request")
        }
        read = Int(bytes[Self.headerBytes - 1])
        let rest = bytes[Self.headerBytes...]
        do {
            key = try rest.isEmpty ? nil : AttributeMap(json: Array(rest))
        } catch {
            throw Self.invalid
        }
    }

    var text: String {
        Data([Self.version] + digest + [UInt8(truncatingIfNeeded: read)] + (key?.json ?? [])).base64EncodedString()
    }

    /// The same for the same statement with the same values.
    static func digest(_ text: String, _ parameters: StatementParameters) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Array("\(text.utf8.count):\(text)".utf8))
        hash.update(data: AttributeMap([("Parameters", .list(parameters.values))]).json)
        return Array(hash.finalize())
    }
}
