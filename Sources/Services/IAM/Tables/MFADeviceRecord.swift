import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// A virtual MFA device: a seed, and the user whose authenticator has it too.
struct MFADeviceRecord: Record, Codable {
    static let table = TableID.iamMFADevices
    static let mostPerAccount = 5000
    static let mostPerUser = 8

    var accountID: String
    var path: String
    var name: String
    /// Sealed; in base 32, as authenticators take it.
    var sealedSeed: Data
    var userID: String?
    var enabledAt: Date?
    /// How many steps the device's clock is ahead of ours.
    var drift: Int
    /// The step of the last code that was taken: none is taken twice.
    var lastStep: Int
    var tags: [IAMModel.Tag]

    var key: Key { Self.key(accountID, path, name) }
    var indexKeys: [Key] { userID.map { [Self.ofUser($0).raw(key.bytes)] } ?? [] }
    var arn: String { "arn:aws:iam::\(accountID):\(Self.arnPrefix)\(path)\(name)" }

    static let arnPrefix = "mfa"

    static func key(_ accountID: String, _ path: String, _ name: String) -> Key {
        all(accountID).text(path).text(name.lowercased())
    }
    static func all(_ accountID: String) -> Key { Key(table: table).text(accountID) }
    static func ofUser(_ userID: String) -> Key { Key(table: .iamMFADevicesByUser).text(userID) }
}

extension MFADeviceRecord: Tagged {
    static let kindInErrors = "MFADevice"
    var id: String { arn }
}

extension Snapshot {
    func mfaDevice(_ serialNumber: String, of accountID: String) throws -> MFADeviceRecord? {
        guard serialNumber.utf8.count <= 1024, let arn = ARN(serialNumber), arn.service == "iam",
            arn.account == accountID, arn.resource.hasPrefix(MFADeviceRecord.arnPrefix + "/")
        else { return nil }
        let rest = arn.resource.dropFirst(MFADeviceRecord.arnPrefix.count)
        guard let slash = rest.lastIndex(of: "/") else { return nil }
        let name = rest[rest.index(after: slash)...]
        let device = try find(
            MFADeviceRecord.self, MFADeviceRecord.key(accountID, String(rest[...slash]), String(name)))
        return device?.arn.hasSameBytes(as: serialNumber) == true ? device : nil
    }

    func require(mfaDevice serialNumber: String, of accountID: String) throws -> MFADeviceRecord {
        guard let device = try mfaDevice(serialNumber, of: accountID) else {
            throw ServiceError.noSuchMFADevice(serialNumber)
        }
        return device
    }

    /// The same, if it is that user's.
    func require(mfaDevice serialNumber: String, of user: UserRecord) throws -> MFADeviceRecord {
        let device = try require(mfaDevice: serialNumber, of: user.accountID)
        guard device.userID == user.id else { throw ServiceError.noSuchEntity("MFA Device invalid for user.") }
        return device
    }

    func hasMFA(_ user: UserRecord) throws -> Bool {
        try count(below: MFADeviceRecord.ofUser(user.id), upTo: 1) > 0
    }
}
