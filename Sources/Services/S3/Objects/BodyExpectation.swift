import Checksums
import Crypto
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// What a request's headers say of its body: Content-MD5, and a checksum in a header or a trailer.
struct BodyExpectation: Sendable {
    private let contentMD5: [UInt8]?
    /// The kind to compute; nil where the client names none.
    let kind: ChecksumKind?
    /// The checksum in the header; nil where a trailer brings it.
    private let digest: [UInt8]?
    /// The client named the kind itself.
    private let isNamed: Bool

    /// - Parameter assumed: the kind to compute where the client names none.
    init(_ headers: HeaderFields, assumed: ChecksumKind? = nil) throws {
        contentMD5 = try headers.first("content-md5").map { text in
            guard let digest = Data(base64Encoded: text), digest.count == 16 else {
                throw ServiceError(
                    "InvalidDigest", "The Content-MD5 you specified was invalid.", status: 400,
                    members: [("Content-MD5", text)])
            }
            return [UInt8](digest)
        }
        let given = ChecksumKind.allCases.filter { headers.contains($0.headerName) }
        guard given.count <= 1 else {
            throw ServiceError.invalidRequest(
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
        }
        // It names the algorithm of what the client computed, and chooses none for the server to compute.
        let name = "x-amz-sdk-checksum-algorithm"
        if let named = headers.first(name), ChecksumKind(rawValue: named.uppercased()) == nil {
            throw ServiceError.invalidRequest("Value for \(name) header is invalid.")
        }
        if let kind = given.first {
            self.kind = kind
            digest = try Self.digest(headers.first(kind.headerName) ?? "", kind)
            isNamed = true
        } else {
            let announced = Self.announcedKind(headers)
            kind = announced ?? assumed
            isNamed = announced != nil
            digest = nil
        }
    }

    private static func announcedKind(_ headers: HeaderFields) -> ChecksumKind? {
        let names = headers.all("x-amz-trailer").joined(separator: ",").lowercased()
        return ChecksumKind.allCases.first { kind in
            names.split(separator: ",").contains { $0.trimmingPrefix(" ") == kind.headerName }
        }
    }

    private static func digest(_ text: String, _ kind: ChecksumKind) throws -> [UInt8] {
        guard let digest = Data(base64Encoded: text), digest.count == kind.digestBytes else {
            throw ServiceError.invalidRequest("Value for \(kind.headerName) header is invalid.")
        }
        return [UInt8](digest)
    }

    /// Object lock wants to be sure of what it will keep for years.
    func require() throws {
        guard contentMD5 != nil || isNamed else {
            throw ServiceError.invalidRequest(
                "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock "
                    + "parameters")
        }
    }

    /// Checks a body that was read into memory before its operation was known to want it checked.
    /// - Parameter isRequired: S3 wants the client to say something of it.
    static func check(_ call: Call, isRequired: Bool) throws {
        guard let buffered = call.buffered else { return }
        let expectation = try BodyExpectation(call.headers)
        guard !isRequired || expectation.contentMD5 != nil || expectation.kind != nil else {
            throw ServiceError.invalidRequest(
                "Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
        }
        try expectation.check(md5: Array(Insecure.MD5.hash(data: buffered.bytes)))
        guard var checksum = expectation.kind.map(Checksum.init) else { return }
        checksum.update(buffered.bytes)
        _ = try expectation.check(checksum, trailers: buffered.proof.trailers)
    }

    func check(md5 computed: [UInt8]) throws {
        guard let contentMD5, contentMD5 != computed else { return }
        var error = ServiceError.badDigest("The Content-MD5 you specified did not match what we received.")
        error.members = [
            ("ExpectedDigest", contentMD5.hexadecimal), ("CalculatedDigest", Data(computed).base64EncodedString()),
        ]
        throw error
    }

    func check(_ checksum: Checksum?, trailers: [String: String]) throws -> StoredChecksum? {
        guard let checksum else { return nil }
        let computed = checksum.digest()
        let expected = try digest ?? trailers[checksum.kind.headerName].map { try Self.digest($0, checksum.kind) }
        if let expected, expected != computed {
            throw ServiceError.badDigest(
                "The \(checksum.kind.rawValue) you specified did not match the calculated checksum.")
        }
        return StoredChecksum(kind: checksum.kind, digest: computed)
    }
}
