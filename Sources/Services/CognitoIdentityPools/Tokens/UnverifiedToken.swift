import ServiceKit
import Wire

/// A token taken apart; nothing in it is proven.
struct UnverifiedToken {
    var header: JSONValue
    var payload: JSONValue
    var signedBytes: [UInt8]
    var signature: [UInt8]

    init?(_ token: String, maxBytes: Int) {
        guard token.utf8.count <= maxBytes else { return nil }
        let pieces = token.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 3, let head = Base64URL.decode(pieces[0]), let body = Base64URL.decode(pieces[1]),
            let signature = Base64URL.decode(pieces[2]),
            let header = try? JSONValue(parsing: head, maximumDepth: 4),
            let payload = try? JSONValue(parsing: body, maximumDepth: 16)
        else { return nil }
        self.header = header
        self.payload = payload
        self.signature = signature
        signedBytes = Array(pieces[0].utf8) + [UInt8(ascii: ".")] + Array(pieces[1].utf8)
    }
}
