import S3Model
import ServiceKit

extension S3 {
    func putBucketEncryption(
        _ input: PutBucketEncryptionRequest, _ call: Call
    ) async throws -> PutBucketEncryptionResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let rules = input.serverSideEncryptionConfiguration.rules
        guard rules.count == 1, let standard = rules[0].applyServerSideEncryptionByDefault else {
            throw ServiceError.malformedXML
        }
        let algorithm = standard.sseAlgorithm.rawValue
        guard ["AES256", "aws:kms", "aws:kms:dsse"].contains(algorithm) else { throw ServiceError.malformedXML }
        if algorithm == "AES256", standard.kmsMasterKeyID != nil {
            throw ServiceError.invalidArgument(
                "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
                name: "ApplyServerSideEncryptionByDefault", value: "null")
        }
        if rules[0].blockedEncryptionTypes?.encryptionType?.contains(where: { $0.rawValue != "NONE" }) == true {
            throw ServiceError.notImplemented("BlockedEncryptionTypes")
        }
        let encryption = DefaultEncryption(
            algorithm: algorithm, keyID: standard.kmsMasterKeyID, usesBucketKey: rules[0].bucketKeyEnabled ?? false)
        try await change(found) { $0.encryption = encryption }
        return PutBucketEncryptionResponse()
    }
}
