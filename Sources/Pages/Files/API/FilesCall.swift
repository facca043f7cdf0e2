import AWSClient
import FoundationEssentials
import ServiceKit
import Wire

/// A call by the page: what it brings, and who is signed in.
struct FilesCall: Sendable {
    let session: UserSession
    let query: [QueryParameter]
    let body: JSONValue
    let time: Date
    let links: ShortLinks

    /// What the page must say and did not.
    static func missing(_ name: String) -> AWSFailure {
        AWSFailure(status: 400, code: "MissingParameter", message: "The parameter \(name) is missing.")
    }

    func text(_ name: String) throws -> String {
        guard let value = body[name]?.string ?? query.first(where: { $0.name == name })?.value else {
            throw Self.missing(name)
        }
        return value
    }

    func optionalText(_ name: String) -> String? {
        body[name]?.string ?? query.first { $0.name == name }?.value
    }

    func number(_ name: String) throws -> Int {
        guard let value = body[name]?.int else { throw Self.missing(name) }
        return value
    }

    func texts(_ name: String, most: Int) throws -> [String] {
        guard let values = body[name]?.array?.compactMap(\.string), !values.isEmpty, values.count <= most else {
            throw Self.missing(name)
        }
        return values
    }

    /// Names as buckets have had them; above all no step of a path: what is signed here is opened by browsers.
    var bucket: String {
        get throws {
            let name = try text("bucket")
            let isPlain = name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || ["-", ".", "_"].contains(Character(Unicode.Scalar(byte)))
            }
            guard isPlain, let first = name.first, first != ".", first != "_", name.utf8.count <= 255 else {
                throw AWSFailure(
                    status: 400, code: "InvalidBucketName", message: "The specified bucket is not valid.")
            }
            return name
        }
    }
    var key: String {
        get throws {
            let key = try text("key")
            guard !key.isEmpty, key.utf8.count <= 1024 else {
                throw AWSFailure(status: 400, code: "KeyTooLongError", message: "Your key is too long")
            }
            return key
        }
    }
}

/// One endpoint of the page's own.
struct FilesEndpoint: Sendable {
    /// `GET` reads, `POST` changes something and brings the page's token.
    let method: String
    let perform: @Sendable (FilesCall) async throws -> JSONValue

    static func reads(_ perform: @escaping @Sendable (FilesCall) async throws -> JSONValue) -> FilesEndpoint {
        FilesEndpoint(method: "GET", perform: perform)
    }

    static func changes(_ perform: @escaping @Sendable (FilesCall) async throws -> JSONValue) -> FilesEndpoint {
        FilesEndpoint(method: "POST", perform: perform)
    }

    /// All of them by the last part of their path.
    static let all: [String: FilesEndpoint] = [
        "session": .reads(describeSession), "buckets": .reads(listBuckets), "objects": .reads(listObjects),
        "below": .reads(listKeysBelow),
        "parts": .reads(listParts), "make-folder": .changes(makeFolder), "delete": .changes(deleteObjects),
        "delete-folder": .changes(deleteFolder), "copy": .changes(copyObject), "move": .changes(moveObject),
        "begin-upload": .changes(beginUpload), "part-urls": .changes(partAddresses),
        "complete-upload": .changes(completeUpload), "abort-upload": .changes(abortUpload), "share": .changes(share),
    ]
}
