import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Stores one part. A part sent again replaces the one before it.
    func uploadPart(_ input: UploadPartRequest, _ call: Call) async throws -> UploadPartResponse {
        try PartNumber.check(input.partNumber)
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let target = try await partTarget(input.uploadId, input.key, in: bucket, try input.customerKey(), call)
        let upload = target.upload
        let expectation = try BodyExpectation(call.headers, assumed: upload.checksumKind)
        if !upload.isChecksumAssumed, let declared = upload.checksumKind, let kind = expectation.kind, kind != declared
        {
            throw ServiceError.invalidRequest(
                "Checksum Type mismatch occurred, expected checksum Type: \(declared.rawValue.lowercased()), "
                    + "actual checksum Type: \(kind.rawValue.lowercased())")
        }
        let received = try await receive(call.body, expecting: expectation, key: target.key)
        let part = try await store(received, as: input.partNumber, of: target, call)
        var answer = UploadPartResponse(eTag: "\"\(part.md5.hexadecimal)\"")
        if let checksum = received.checksum { answer.set(checksum) }
        answer.show(upload.attributes.encryption)
        return answer
    }
}
