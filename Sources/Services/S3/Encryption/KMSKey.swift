import Crypto
import FoundationEssentials
import ServiceKit

/// A KMS key of the configuration. What it sealed stays readable as long as the material is in the list.
package struct KMSKey: Sendable, Hashable {
    package let id: String
    package let account: String
    package let region: String
    /// `alias/photos`
    package let alias: String?
    /// Each 32 bytes, the newest first.
    let materials: [[UInt8]]
    /// The account's own key for S3, which needs no permission of KMS.
    let isManaged: Bool

    package init(id: String, account: String, region: String, alias: String?, materials: [[UInt8]]) {
        self.init(id: id, account: account, region: region, alias: alias, materials: materials, isManaged: false)
    }

    init(id: String, account: String, region: String, alias: String?, materials: [[UInt8]], isManaged: Bool) {
        self.id = id
        self.account = account
        self.region = region
        self.alias = alias
        self.materials = materials
        self.isManaged = isManaged
    }

    var arn: String { "arn:aws:kms:\(region):\(account):key/\(id)" }

    /// `aws/s3`: its id is always the same for an account and region.
    static func managed(account: String, region: String, root: SymmetricKey) -> KMSKey {
        let name = Array("aws/s3 \(account) \(region)".utf8)
        let material = HMAC<SHA256>.authenticationCode(for: name, using: root)
        let digits = Array(SHA256.hash(data: name)).hexadecimal
        let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)].map { digits.dropFirst($0.0).prefix($0.1 - $0.0) }
        return KMSKey(
            id: parts.joined(separator: "-"), account: account, region: region, alias: "alias/aws/s3",
            materials: [Array(material)], isManaged: true)
    }

    /// Seals with the newest material; which one is noted by its fingerprint.
    func seal(_ dataKey: SymmetricKey, context: [UInt8]) throws -> [UInt8] {
        guard let material = materials.first else { throw Sealer.Failure.unreadable }
        let plain = dataKey.withUnsafeBytes { Array($0) }
        let box = try AES.GCM.seal(plain, using: SymmetricKey(data: material), authenticating: context)
        guard let combined = box.combined else { throw Sealer.Failure.unreadable }
        return Self.fingerprint(material) + combined
    }

    func open(_ sealed: [UInt8], context: [UInt8]) throws -> SymmetricKey {
        let fingerprint = Array(sealed.prefix(Self.fingerprintBytes))
        guard let material = materials.first(where: { Self.fingerprint($0) == fingerprint }) else {
            throw ServiceError("KMS.DisabledException", "\(arn) is disabled.", status: 400)
        }
        let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(Self.fingerprintBytes))
        return SymmetricKey(data: try AES.GCM.open(box, using: SymmetricKey(data: material), authenticating: context))
    }

    private static let fingerprintBytes = 8

    private static func fingerprint(_ material: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array("hanok-kms-material".utf8) + material).prefix(fingerprintBytes))
    }
}
