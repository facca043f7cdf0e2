import Checksums
import Crypto
import FoundationEssentials
import S3Model
import ServiceKit

/// Checks a list of parts against those that were uploaded, and makes of them one object.
struct UploadCompletion {
    let upload: Upload
    /// What was uploaded, by number.
    let stored: [UploadPart]

    /// The parts chosen, in order, each as the caller says it is.
    func choose(_ listed: [CompletedPart]) throws -> [UploadPart] {
        guard !listed.isEmpty else { throw ServiceError.malformedXML }
        let byNumber = Dictionary(stored.map { ($0.number, $0) }) { first, _ in first }
        var chosen: [UploadPart] = []
        var last = 0
        for part in listed {
            guard let number = part.partNumber, let tag = part.eTag else { throw ServiceError.malformedXML }
            try PartNumber.check(number)
            guard number > last else {
                throw ServiceError(
                    "InvalidPartOrder",
                    "The list of parts was not in ascending order. Parts must be ordered by part number.",
                    status: 400, members: [("UploadId", upload.id)])
            }
            last = number
            guard let found = byNumber[number], EntityTags.matches(tag, found.quotedETag) else {
                throw Self.invalidPart(number, tag, upload)
            }
            try check(part, number, found)
            chosen.append(found)
        }
        for part in chosen.dropLast() where part.size < PartNumber.smallestPartBytes {
            throw ServiceError(
                "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", status: 400,
                members: [
                    ("ProposedSize", String(part.size)), ("MinSizeAllowed", String(PartNumber.smallestPartBytes)),
                    ("PartNumber", String(part.number)), ("ETag", part.md5.hexadecimal),
                ])
        }
        return chosen
    }

    /// The checksum that the list says a part has. A composite one wants it of every part.
    private func check(_ listed: CompletedPart, _ number: Int, _ found: UploadPart) throws {
        guard let kind = upload.checksumKind, !upload.isChecksumAssumed else { return }
        if let other = listed.checksumKinds.first(where: { $0 != kind }) {
            throw ServiceError.badDigest(
                "The \(other.rawValue.lowercased()) you specified for part \(number) did not match what we received.")
        }
        let name = kind.rawValue.lowercased()
        guard let text = listed.checksumText(kind) else {
            guard !upload.wantsFullObjectChecksum else { return }
            throw ServiceError.invalidRequest(
                "The upload was created using a \(name) checksum. The complete request must include the checksum for "
                    + "each part. It was missing for part \(number) in the request.")
        }
        guard let checksum = found.checksum, text == Data(checksum.digest).base64EncodedString() else {
            throw Self.invalidPart(number, listed.eTag ?? "", upload)
        }
    }

    /// The mode that the request names must be the one the upload was begun with.
    func checkMode(_ type: ChecksumType?) throws {
        guard let type else { return }
        let mode: String? =
            upload.isChecksumAssumed ? nil : (upload.wantsFullObjectChecksum ? "FULL_OBJECT" : "COMPOSITE")
        guard type.rawValue != mode else { return }
        throw ServiceError.invalidRequest(
            "The upload was created using the \(mode ?? "null") checksum mode. The complete request must use the "
                + "same checksum mode.")
    }

    private static func invalidPart(_ number: Int, _ tag: String, _ upload: Upload) -> ServiceError {
        ServiceError(
            "InvalidPart",
            "One or more of the specified parts could not be found.  The part may not have been uploaded, or the "
                + "specified entity tag may not match the part's entity tag.", status: 400,
            members: [("UploadId", upload.id), ("PartNumber", String(number)), ("ETag", tag.replacing("\"", with: ""))])
    }

    /// The MD5 of the parts' MD5s.
    static func entityTag(_ parts: [UploadPart]) -> [UInt8] {
        var md5 = Insecure.MD5()
        for part in parts { md5.update(data: part.md5) }
        return Array(md5.finalize())
    }

    /// The checksum of the parts' checksums. One over the full object of several parts would need
    /// their bytes again; for CRCs it is combined from theirs.
    func checksum(of parts: [UploadPart]) -> StoredChecksum? {
        guard let kind = upload.checksumKind else { return nil }
        let digests = parts.compactMap { $0.checksum?.kind == kind ? $0.checksum?.digest : nil }
        guard digests.count == parts.count else { return nil }
        guard upload.wantsFullObjectChecksum else {
            var checksum = Checksum(kind)
            for digest in digests { checksum.update(digest) }
            return StoredChecksum(kind: kind, digest: checksum.digest(), isComposite: true)
        }
        let combined = CRC.combined(kind.crcKind, zip(digests, parts.map(\.size)).map { ($0, $1) })
        return StoredChecksum(kind: kind, digest: combined)
    }
}

extension ChecksumKind {
    fileprivate var crcKind: CRC.Kind {
        switch self {
        case .crc32: .crc32
        case .crc32c: .crc32c
        case .crc64nvme, .sha1, .sha256: .crc64nvme
        }
    }
}
