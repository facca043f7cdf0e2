import Crypto
import Wire

/// A file of ours that pages load: a style, a script, a picture.
package struct Asset: Sendable {
    package let name: String
    package let contentType: String
    package let bytes: [UInt8]
    /// SHA-256, in hexadecimal.
    package let hash: String

    package init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        contentType = Self.contentType(of: name)
        hash = Self.hex(SHA256.hash(data: bytes))
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css;charset=UTF-8"
        case "js": "text/javascript;charset=UTF-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }

    static func hex(_ digest: some Sequence<UInt8>) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
