import Checksums
import FoundationEssentials
import S3Model

/// An answer with a member for each kind of checksum.
protocol CarriesChecksums {
    var checksumCRC32: String? { get set }
    var checksumCRC32C: String? { get set }
    var checksumCRC64NVME: String? { get set }
    var checksumSHA1: String? { get set }
    var checksumSHA256: String? { get set }
}

extension CarriesChecksums {
    mutating func set(_ checksum: StoredChecksum, partCount: Int = 0) {
        let suffix = checksum.isComposite ? "-\(partCount)" : ""
        let text = Data(checksum.digest).base64EncodedString() + suffix
        switch checksum.kind {
        case .crc32: checksumCRC32 = text
        case .crc32c: checksumCRC32C = text
        case .crc64nvme: checksumCRC64NVME = text
        case .sha1: checksumSHA1 = text
        case .sha256: checksumSHA256 = text
        }
    }

    /// The kinds that it has a member of.
    var checksumKinds: [ChecksumKind] { ChecksumKind.allCases.filter { checksumText($0) != nil } }

    func checksumText(_ kind: ChecksumKind) -> String? {
        switch kind {
        case .crc32: checksumCRC32
        case .crc32c: checksumCRC32C
        case .crc64nvme: checksumCRC64NVME
        case .sha1: checksumSHA1
        case .sha256: checksumSHA256
        }
    }
}

extension PutObjectResponse: CarriesChecksums {}
extension GetObjectResponse: CarriesChecksums {}
extension HeadObjectResponse: CarriesChecksums {}
extension UploadPartResponse: CarriesChecksums {}
extension CompleteMultipartUploadRequest: CarriesChecksums {}
extension CompleteMultipartUploadResponse: CarriesChecksums {}
extension CompletedPart: CarriesChecksums {}
extension CopyObjectResult: CarriesChecksums {}
extension Part: CarriesChecksums {}
extension ObjectPart: CarriesChecksums {}
extension ObjectChecksum: CarriesChecksums {}
extension CopyPartResult: CarriesChecksums {}

extension StoredChecksum {
    var type: ChecksumType { isComposite ? .composite : .fullObject }
}
