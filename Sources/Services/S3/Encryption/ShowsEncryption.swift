import S3Model

/// An answer that tells how an object is encrypted.
protocol ShowsEncryption {
    var serverSideEncryption: ServerSideEncryption? { get set }
    var ssekmsKeyId: String? { get set }
    var bucketKeyEnabled: Bool? { get set }
}

/// The same, and that it is under a customer's key.
protocol ShowsCustomerEncryption: ShowsEncryption {
    var sseCustomerAlgorithm: String? { get set }
    var sseCustomerKeyMD5: String? { get set }
}

extension ShowsEncryption {
    mutating func set(_ encryption: ObjectEncryption?) {
        guard let encryption else { return }
        switch encryption.kind {
        case .server: serverSideEncryption = .aes256
        case .kms, .dualKMS:
            serverSideEncryption = encryption.kind == .kms ? .awsKms : .awsKmsDsse
            ssekmsKeyId = encryption.keyID
            if encryption.usesBucketKey { bucketKeyEnabled = true }
        case .customer: break
        }
    }
}

extension ShowsCustomerEncryption {
    mutating func show(_ encryption: ObjectEncryption?) {
        set(encryption)
        guard let encryption, encryption.kind == .customer else { return }
        sseCustomerAlgorithm = "AES256"
        sseCustomerKeyMD5 = encryption.keyID
    }
}

extension CompleteMultipartUploadResponse: ShowsEncryption {}
extension PutObjectResponse: ShowsCustomerEncryption {}
extension GetObjectResponse: ShowsCustomerEncryption {}
extension HeadObjectResponse: ShowsCustomerEncryption {}
extension CopyObjectResponse: ShowsCustomerEncryption {}
extension CreateMultipartUploadResponse: ShowsCustomerEncryption {}
extension UploadPartResponse: ShowsCustomerEncryption {}
extension UploadPartCopyResponse: ShowsCustomerEncryption {}
