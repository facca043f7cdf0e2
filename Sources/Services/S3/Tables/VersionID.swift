import ServiceKit
import Storage

/// A version's id as it is on the wire: `null`, or 32 characters that hold its place among the versions of its key
/// and what cannot be guessed.
enum VersionID: Sendable, Hashable {
    case null
    case made(_ sequence: UInt64, _ nonce: [UInt8])

    static let nonceBytes = 16

    var text: String {
        switch self {
        case .null: "null"
        case .made(let sequence, let nonce): Base64URL.encode(Key(bytes: []).number(sequence).raw(nonce).bytes)
        }
    }

    init?(_ text: String) {
        if text == "null" {
            self = .null
            return
        }
        guard text.utf8.count == 32, let bytes = Base64URL.decode(text), bytes.count == 8 + Self.nonceBytes,
            let sequence = try? Self.sequence(bytes)
        else { return nil }
        self = .made(sequence, Array(bytes.dropFirst(8)))
    }

    private static func sequence(_ bytes: [UInt8]) throws -> UInt64 {
        var reader = KeyReader(bytes, skipping: 0)
        return try reader.number()
    }

    /// The id that a request gives; nil where it gives none.
    static func parse(_ text: String?) throws -> VersionID? {
        guard let text else { return nil }
        guard !text.isEmpty else {
            throw ServiceError.invalidArgument("Version id cannot be the empty string", name: "versionId", value: text)
        }
        guard let id = VersionID(text) else {
            throw ServiceError.invalidArgument("Invalid version id specified", name: "versionId", value: text)
        }
        return id
    }
}
