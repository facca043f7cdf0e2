import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// What users prove with a virtual device.
extension IAM {
    /// Clocks of devices that are enabled may differ by some minutes from ours.
    static let reachOfEnabling = 10
    /// Those of devices that are made to agree again by two hours.
    static let reachOfResync = 240
    private static let reachOfCode = 1

    func codes(of device: MFADeviceRecord) throws -> TimeCodes {
        let seed = try secrets.open([UInt8](device.sealedSeed), context: Array(device.arn.utf8))
        guard let codes = TimeCodes(seed: String(decoding: seed, as: UTF8.self)) else {
            throw ServiceError.invalidCode
        }
        return codes
    }

    /// Takes two codes that follow one another, and learns from them how the device's clock runs.
    func agree(
        _ device: inout MFADeviceRecord, _ first: String, _ second: String, reach: Int, at time: Date
    ) throws {
        let now = TimeCodes.step(at: time)
        let step = try codes(of: device).step(of: first, second, around: now, reach: reach)
        guard let step, step > device.lastStep else { throw ServiceError.invalidCode }
        device.drift = step - now
        device.lastStep = step
    }

    /// Whether the user's device shows this code now. A code is taken once.
    package func takeMFACode(
        _ code: String, serialNumber: String, userID: String, at time: Date
    ) async throws -> Bool {
        try await store.write { transaction in
            guard let user = try transaction.find(UserRecord.self, index: UserRecord.byID(userID)),
                var device = try transaction.mfaDevice(serialNumber, of: user.accountID), device.userID == user.id
            else { return false }
            let expected = TimeCodes.step(at: time) + device.drift
            let codes = try codes(of: device)
            let step = ((expected - Self.reachOfCode)...(expected + Self.reachOfCode)).first {
                $0 > device.lastStep && codes.code($0) == code
            }
            guard let step else { return false }
            device.lastStep = step
            try transaction.save(device)
            return true
        }
    }
}
