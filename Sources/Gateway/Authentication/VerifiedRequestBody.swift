import Crypto
import FoundationEssentials
import ServiceKit
import SigV4
import Storage
import Wire

/// An S3 body with its framing taken off and everything the client said of it checked:
/// length, hash, chunk signatures, trailers.
final class VerifiedRequestBody: RequestBody, @unchecked Sendable {
    let declaredBytes: Int?
    private let incoming: any IncomingBody
    private var decoder: ChunkedBodyDecoder?
    private var hasher: SHA256?
    private let declaredHash: String?
    private var byteCount = 0

    /// - Throws: where a chunked body does not say its decoded length, as S3 demands.
    init(_ request: HTTPRequest, _ authenticated: Authenticated) throws {
        incoming = request.body
        let payload = authenticated.payload ?? .unsigned
        if payload.isChunked {
            guard let text = request.headers.first("x-amz-decoded-content-length"), let length = Int(text),
                length >= 0
            else {
                throw ServiceError(
                    "MissingContentLength", "You must provide the Content-Length HTTP header.", status: 411)
            }
            let announced = request.headers.all("x-amz-trailer").flatMap {
                $0.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init)
            }
            guard
                let decoder = ChunkedBodyDecoder(
                    payload, seed: authenticated.seed, decodedLength: length, announcedTrailers: announced)
            else {
                throw ServiceError("AccessDenied", "Access Denied", status: 403)
            }
            self.decoder = decoder
            declaredBytes = length
        } else {
            declaredBytes = request.body.contentLength
        }
        if case .hash(let hash) = payload {
            declaredHash = hash
            hasher = SHA256()
        } else {
            declaredHash = nil
        }
    }

    func next() async throws -> [UInt8]? {
        while let piece = try await incoming.next() {
            guard decoder != nil else {
                hasher?.update(data: piece)
                byteCount += piece.count
                return piece
            }
            let data = try decode(piece)
            guard data.isEmpty else {
                byteCount += data.count
                return data
            }
        }
        return nil
    }

    private func decode(_ piece: [UInt8]) throws -> [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(piece.count)
        do {
            try piece.withUnsafeBytes { bytes in
                try decoder?.feed(bytes) { data.append(contentsOf: $0) }
            }
        } catch let error as ChunkedBodyError {
            throw Self.refusal(error)
        }
        return data
    }

    func finish() async throws -> VerifiedBody {
        if let declaredBytes, byteCount != declaredBytes { throw Self.refusal(.incomplete) }
        if let hasher, let declaredHash { try check(hasher, declaredHash) }
        guard decoder != nil else { return VerifiedBody(byteCount: byteCount) }
        do {
            let trailers = try decoder?.finish() ?? []
            return VerifiedBody(
                byteCount: byteCount,
                trailers: Dictionary(trailers.map { ($0.name, $0.value) }) { first, _ in first })
        } catch {
            throw Self.refusal(error)
        }
    }

    private func check(_ hasher: SHA256, _ declared: String) throws {
        let computed = hasher.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        guard computed == declared else {
            throw ServiceError(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                members: [
                    ("ClientComputedContentSHA256", declared), ("S3ComputedContentSHA256", computed),
                ])
        }
    }

    private static func refusal(_ error: ChunkedBodyError) -> ServiceError {
        switch error {
        case .signatureMismatch: ServiceError("SignatureDoesNotMatch", error.sentence, status: 403)
        case .chunkTooSmall: ServiceError("InvalidChunkSizeError", error.sentence, status: 403)
        case .incomplete, .longerThanAnnounced: ServiceError("IncompleteBody", error.sentence)
        case .unannouncedTrailer, .missingTrailer: ServiceError("MalformedTrailerError", error.sentence)
        case .malformed, .chunkTooLarge: ServiceError("InvalidRequest", error.sentence)
        }
    }
}
