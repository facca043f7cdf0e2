import Crypto
import FoundationEssentials
import S3Model
import ServiceKit

/// A key that a request brings along (SSE-C). It is used and forgotten.
struct CustomerKey: Sendable {
    let key: SymmetricKey
    /// In base64, as it is shown and kept.
    let md5: String

    /// - Returns: nil where a request brings none.
    init?(algorithm: String?, key text: String?, md5: String?) throws {
        guard algorithm != nil || text != nil || md5 != nil else { return nil }
        guard let algorithm else {
            throw Self.invalid(
                "Requests specifying Server Side Encryption with Customer provided keys must provide a valid "
                    + "encryption algorithm.")
        }
        guard algorithm == "AES256" else { throw ServiceError.invalidEncryption(algorithm) }
        guard let text else {
            throw Self.invalid(
                "Requests specifying Server Side Encryption with Customer provided keys must provide an "
                    + "appropriate secret key.")
        }
        guard let bytes = Data(base64Encoded: text), bytes.count == 32, let md5 else {
            throw Self.invalid("The secret key was invalid for the specified algorithm.")
        }
        let computed = Data(Insecure.MD5.hash(data: bytes)).base64EncodedString()
        guard computed == md5 else {
            throw Self.invalid("The calculated MD5 hash of the key did not match the hash that was provided.")
        }
        key = SymmetricKey(data: bytes)
        self.md5 = md5
    }

    private static func invalid(_ sentence: String) -> ServiceError {
        ServiceError(
            "InvalidArgument", sentence, status: 400,
            members: [("ArgumentName", "x-amz-server-side-encryption")])
    }
}

/// A request that may bring a customer's key.
protocol BringsCustomerKey {
    var sseCustomerAlgorithm: String? { get }
    var sseCustomerKey: String? { get }
    var sseCustomerKeyMD5: String? { get }
}

extension BringsCustomerKey {
    func customerKey() throws -> CustomerKey? {
        try CustomerKey(algorithm: sseCustomerAlgorithm, key: sseCustomerKey, md5: sseCustomerKeyMD5)
    }
}

/// A request that makes an object and may say how it is encrypted.
protocol AsksForEncryption: BringsCustomerKey {
    var serverSideEncryption: ServerSideEncryption? { get }
    var ssekmsKeyId: String? { get }
    var ssekmsEncryptionContext: String? { get }
    var bucketKeyEnabled: Bool? { get }
}

extension GetObjectRequest: BringsCustomerKey {}
extension HeadObjectRequest: BringsCustomerKey {}
extension GetObjectAttributesRequest: BringsCustomerKey {}
extension UploadPartRequest: BringsCustomerKey {}
extension UploadPartCopyRequest: BringsCustomerKey {}
extension CompleteMultipartUploadRequest: BringsCustomerKey {}
extension ListPartsRequest: BringsCustomerKey {}

extension ServiceError {
    static func invalidEncryption(_ algorithm: String) -> ServiceError {
        ServiceError(
            "InvalidEncryptionAlgorithmError",
            "The Encryption request you specified is not valid. Supported value: AES256.", status: 400,
            members: [("ArgumentName", "x-amz-server-side-encryption"), ("ArgumentValue", algorithm)])
    }

    static let encryptionNotGiven = ServiceError.invalidRequest(
        "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to "
            + "retrieve the object.")

    static let encryptionNotApplicable = ServiceError.invalidRequest(
        "The encryption parameters are not applicable to this object.")

    static let wrongCustomerKey = ServiceError.accessDenied(
        "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.")
}
