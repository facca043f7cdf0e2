import Crypto
import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage
import ZipArchive

extension Lambda {
    /// AWS takes archives of this size in a request.
    static let largestUpload = 52_428_800
    /// From a bucket they may be as large as what is in them.
    private static let largestArchive = 262_144_000
    private static let piece = 4 << 20

    /// An archive that is sealed and not anybody's yet.
    struct KeptCode: Sendable {
        var reference: CodeReference
        var id: BlobID
    }

    /// Where an archive comes from.
    enum Archive: Sendable {
        case bytes([UInt8])
        /// Read piece by piece: many at once would not fit into memory.
        case object(ObjectPlace)
    }

    func archive(_ code: FunctionCode, _ call: Call) async throws -> Archive {
        try await archive(zipFile: code.zipFile, bucket: code.s3Bucket, key: code.s3Key, call)
    }

    func archive(zipFile: [UInt8]?, bucket: String?, key: String?, _ call: Call) async throws -> Archive {
        if let zipFile {
            guard bucket == nil, key == nil else {
                throw ServiceError.invalid(
                    "Please do not provide other FunctionCode parameters when providing a ZipFile.")
            }
            guard zipFile.count <= Self.largestUpload else {
                throw ServiceError(
                    "RequestEntityTooLargeException",
                    "Request must be smaller than 70167211 bytes for the CreateFunction operation", status: 413)
            }
            return .bytes(zipFile)
        }
        guard let bucket, let key else {
            throw ServiceError.invalid("Please provide a source for function code.")
        }
        let place = ObjectPlace(bucket: bucket, key: key)
        try await Self.asked(place) { try await objects.checkRead(place, call) }
        return .object(place)
    }

    /// What S3 refuses, in Lambda's words.
    private static func asked<Value>(_ place: ObjectPlace, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as ServiceError where refusal.code == "NoSuchKey" || refusal.code == "NoSuchBucket" {
            throw ServiceError.invalid(
                "Error occurred while GetObject. S3 Error Code: \(refusal.code). S3 Error Message: \(refusal.message)")
        } catch let refusal as ServiceError where refusal.code == "AccessDenied" {
            throw ServiceError(
                "AccessDeniedException",
                "Your access has been denied by S3, please make sure your request credentials have permission to "
                    + "GetObject for \(place.bucket)/\(place.key). S3 Error Code: AccessDenied. S3 Error Message: "
                    + refusal.message, status: 403)
        }
    }

    /// Checks an archive and puts it on the disk; `commit` makes it somebody's.
    func keep(
        _ archive: Archive, _ call: Call, _ check: (CodeReference) throws -> Void = { _ in }
    ) async throws -> KeptCode {
        let writer = blobs.create()
        do {
            let (size, sha256) = try await write(archive, to: writer, call)
            try await writer.seal(VerifiedBody(byteCount: size))
            var reference = CodeReference(blob: writer.id.name, sha256: sha256, size: size)
            do {
                reference.unpackedSize = try await code.size(of: reference)
            } catch let failure as ZipArchive.Failure {
                switch failure {
                case .unreadable: throw ServiceError.notUnzipped
                case .tooLarge: throw ServiceError.unzippedTooLarge
                case .disk: throw failure
                }
            }
            try check(reference)
            return KeptCode(reference: reference, id: writer.id)
        } catch {
            await discard(writer.id)
            throw error
        }
    }

    /// - Returns: how long it is, and its hash in base 64.
    private func write(
        _ archive: Archive, to writer: any BlobWriter, _ call: Call
    ) async throws -> (size: Int, sha256: String) {
        var hash = SHA256()
        var size = 0
        switch archive {
        case .bytes(let bytes):
            hash.update(data: bytes)
            size = bytes.count
            try await writer.write([bytes])
        case .object(let place):
            while true {
                let from = size
                let more = try await Self.asked(place) {
                    try await objects.read(place, from: from, count: Self.piece, call)
                }
                size += more.count
                guard size <= Self.largestArchive else { throw ServiceError.unzippedTooLarge }
                hash.update(data: more)
                try await writer.write([more])
                if more.count < Self.piece { break }
            }
        }
        return (size, Data(hash.finalize()).base64EncodedString())
    }

    /// Runs the commit that gives an archive its owner; without one it is discarded.
    func commit<Value: Sendable>(
        _ kept: KeptCode, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await store.write { transaction in
                try transaction.put(kept.id.row.bytes, [])
                return try body(transaction)
            }
        } catch {
            await discard(kept.id)
            throw error
        }
    }

    private func discard(_ id: BlobID) async {
        code.forget(id.name)
        await blobs.remove([id])
    }

    /// Removes archives that no record names any more.
    func discard(_ references: [CodeReference]) async {
        let ids = references.compactMap { BlobID(name: $0.blob) }
        for reference in references { code.forget(reference.blob) }
        await blobs.remove(ids)
    }
}
