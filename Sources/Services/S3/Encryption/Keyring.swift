import Crypto
import FoundationEssentials
import S3Model
import ServiceKit
import Storage

/// Every key that objects are encrypted under, and which one a request wants.
final class Keyring: Sendable {
    private let configured: [KMSKey]
    let server: ServerKeys
    private let managedRoot: SymmetricKey
    private let randomness: any Randomness
    /// `s3.defaultEncryption`: what buckets do that say nothing.
    let standard: DefaultEncryption?

    init(
        kmsKeys: [KMSKey], standard: DefaultEncryption?, server: ServerKeys, sealer: Sealer,
        randomness: any Randomness
    ) {
        configured = kmsKeys
        self.standard = standard
        self.server = server
        self.randomness = randomness
        managedRoot = sealer.key(for: .managedKeys)
    }

    /// What a request's object is encrypted with where the request says nothing.
    func standard(of bucket: Bucket) -> DefaultEncryption? { bucket.encryption ?? standard }

    // MARK: Permissions

    /// The KMS key that a request wants, by itself or by the bucket's default; nil where it wants none.
    func key(asked input: some AsksForEncryption, of bucket: Bucket, _ call: Call) throws -> KMSKey? {
        guard input.sseCustomerAlgorithm == nil else { return nil }
        let algorithm = input.serverSideEncryption?.rawValue ?? standard(of: bucket)?.algorithm
        guard let algorithm, algorithm.hasPrefix("aws:kms") else { return nil }
        let isDefault = input.serverSideEncryption == nil
        let id = input.ssekmsKeyId ?? (isDefault ? standard(of: bucket)?.keyID : nil)
        return try kmsKey(id, of: bucket, call)
    }

    /// An account's own `aws/s3` takes no permission, and is never another account's to use. Who does not sign is not
    /// denied, but told what `requireCurrentSignature` says.
    func permissions(_ action: String, _ key: KMSKey, _ call: Call) -> [Permission] {
        if key.isManaged, call.caller.accountID == key.account { return [] }
        return permissions(action, key.arn, account: key.account, call)
    }

    /// To open what was sealed under a key that may be gone by now.
    func permissions(_ action: String, _ encryption: ObjectEncryption, _ call: Call) -> [Permission] {
        guard encryption.kind == .kms || encryption.kind == .dualKMS else { return [] }
        if let key = key(arn: encryption.keyID) { return permissions(action, key, call) }
        return permissions(action, encryption.keyID, account: ARN(encryption.keyID)?.account ?? "", call)
    }

    private func permissions(_ action: String, _ arn: String, account: String, _ call: Call) -> [Permission] {
        guard let caller = call.caller.accountID else { return [] }
        return [
            Permission(
                action, on: arn, in: account,
                context: [
                    "kms:ViaService": ["s3.\(call.region).amazonaws.com"], "kms:CallerAccount": [caller],
                ])
        ]
    }

    // MARK: Finding keys

    private func key(arn: String) -> KMSKey? {
        if let key = configured.first(where: { $0.arn == arn }) { return key }
        guard let parts = ARN(arn) else { return nil }
        let managed = KMSKey.managed(account: parts.account, region: parts.region, root: managedRoot)
        return managed.arn == arn ? managed : nil
    }

    /// - Parameter name: an id, an ARN or an alias; nil for the account's `aws/s3`.
    func kmsKey(_ name: String?, of bucket: Bucket, _ call: Call) throws -> KMSKey {
        let account = call.caller.accountID ?? bucket.ownerID
        let managed = KMSKey.managed(account: account, region: bucket.region, root: managedRoot)
        guard let name, name != "alias/aws/s3" else { return managed }
        if let parts = ARN(name), parts.service == "kms" {
            guard parts.region == bucket.region else { throw Self.notFound("Invalid arn \(parts.region)") }
            if let key = key(arn: name) { return key }
            let found = configured.first {
                $0.account == parts.account && $0.region == parts.region && $0.alias == parts.resource
            }
            guard let found else { throw Self.notFound("Key '\(name)' does not exist") }
            return found
        }
        let own = configured.filter { $0.account == account && $0.region == bucket.region } + [managed]
        if name.hasPrefix("alias/") {
            guard let found = own.first(where: { $0.alias == name }) else {
                throw Self.notFound("Alias arn:aws:kms:\(bucket.region):\(account):\(name) is not found.")
            }
            return found
        }
        if let found = own.first(where: { $0.id == name }) { return found }
        guard name.utf8.count == 36 else { throw Self.notFound("Invalid keyId '\(name)'") }
        throw Self.notFound("Key 'arn:aws:kms:\(bucket.region):\(account):key/\(name)' does not exist")
    }

    private static func notFound(_ sentence: String) -> ServiceError {
        ServiceError("KMS.NotFoundException", sentence, status: 400)
    }

    /// KMS keys are used for signatures of Version 4 only.
    static func requireCurrentSignature(_ encryption: ObjectEncryption?, _ call: Call) throws {
        guard encryption?.kind == .kms || encryption?.kind == .dualKMS else { return }
        try requireCurrentSignature(call)
    }

    private static func requireCurrentSignature(_ call: Call) throws {
        guard !call.client.signature.isVersion4 else { return }
        throw ServiceError.invalidArgument(
            "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
            name: "Authorization", value: "null")
    }

    // MARK: Data keys

    /// A fresh key for what a request makes; nil where it is not to be encrypted.
    func newKey(asked input: some AsksForEncryption, of bucket: Bucket, _ call: Call) async throws -> DataKey? {
        if let customer = try input.customerKey() {
            if let other = input.serverSideEncryption {
                throw ServiceError.invalidArgument(
                    "Server Side Encryption with Customer provided key is incompatible with the encryption method "
                        + "specified", name: "x-amz-server-side-encryption", value: other.rawValue)
            }
            return try newKey(for: customer)
        }
        if let kms = try key(asked: input, of: bucket, call) {
            try Self.requireCurrentSignature(call)
            return try newKey(kms, input, bucket)
        }
        let algorithm = input.serverSideEncryption?.rawValue ?? standard(of: bucket)?.algorithm
        if let algorithm, algorithm != "AES256" { throw ServiceError.invalidEncryption(algorithm) }
        if input.ssekmsKeyId != nil || input.ssekmsEncryptionContext != nil {
            throw ServiceError.invalidArgument(
                "Server Side Encryption with AWS KMS managed key requires HTTP header "
                    + "x-amz-server-side-encryption : aws:kms", name: "x-amz-server-side-encryption",
                value: algorithm ?? "null")
        }
        guard algorithm != nil else { return nil }
        let (number, master) = try await server.newest()
        let key = randomKey()
        return DataKey(
            key,
            ObjectEncryption(
                kind: .server, keyID: String(number), sealedKey: try Self.seal(key, under: master)))
    }

    private func randomKey() -> SymmetricKey { SymmetricKey(data: randomness.bytes(32)) }

    private func newKey(for customer: CustomerKey) throws -> DataKey {
        let key = randomKey()
        return DataKey(
            key,
            ObjectEncryption(
                kind: .customer, keyID: customer.md5, sealedKey: try Self.seal(key, under: customer.key)))
    }

    private func newKey(_ kms: KMSKey, _ input: some AsksForEncryption, _ bucket: Bucket) throws -> DataKey {
        let key = randomKey()
        let context = input.ssekmsEncryptionContext
        let isDual = (input.serverSideEncryption?.rawValue ?? standard(of: bucket)?.algorithm) == "aws:kms:dsse"
        let isDefault = input.serverSideEncryption == nil
        return DataKey(
            key,
            ObjectEncryption(
                kind: isDual ? .dualKMS : .kms, keyID: kms.arn,
                sealedKey: try kms.seal(key, context: Array((context ?? "").utf8)), context: context,
                usesBucketKey: input.bucketKeyEnabled ?? (isDefault && standard(of: bucket)?.usesBucketKey == true)))
    }

    /// The key of what is stored; nil where it is not encrypted.
    /// - Parameter customer: the key that the request brings.
    func open(
        _ encryption: ObjectEncryption?, _ customer: CustomerKey?, _ call: Call
    ) async throws -> DataKey? {
        try Self.requireCurrentSignature(encryption, call)
        guard let encryption else {
            if customer != nil { throw ServiceError.encryptionNotApplicable }
            return nil
        }
        switch encryption.kind {
        case .customer:
            guard let customer else { throw ServiceError.encryptionNotGiven }
            guard customer.md5 == encryption.keyID,
                let key = try? Self.open(encryption.sealedKey, under: customer.key)
            else { throw ServiceError.wrongCustomerKey }
            return DataKey(key, encryption)
        case .server:
            if customer != nil { throw ServiceError.encryptionNotApplicable }
            let master = try await server.key(UInt64(encryption.keyID) ?? 0)
            return DataKey(try Self.open(encryption.sealedKey, under: master), encryption)
        case .kms, .dualKMS:
            if customer != nil { throw ServiceError.encryptionNotApplicable }
            guard let key = key(arn: encryption.keyID) else {
                throw Self.notFound("Key '\(encryption.keyID)' does not exist")
            }
            return DataKey(
                try key.open(encryption.sealedKey, context: Array((encryption.context ?? "").utf8)), encryption)
        }
    }

    private static func seal(_ key: SymmetricKey, under master: SymmetricKey) throws -> [UInt8] {
        let box = try AES.GCM.seal(key.withUnsafeBytes { Array($0) }, using: master)
        guard let combined = box.combined else { throw Sealer.Failure.unreadable }
        return Array(combined)
    }

    private static func open(_ sealed: [UInt8], under master: SymmetricKey) throws -> SymmetricKey {
        SymmetricKey(data: try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: master))
    }
}
