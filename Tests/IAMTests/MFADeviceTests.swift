import Crypto
import FoundationEssentials
import IAM
import ServiceKit
import TestSupport
import Testing

@Suite struct MFADeviceTests {
    let house: House
    init() throws { house = try House() }

    private let serial = "arn:aws:iam::111122223333:mfa/phones/ada"

    private func make() async throws -> Authenticator {
        let made = try await house.call(
            "CreateVirtualMFADevice", ["VirtualMFADeviceName": "ada", "Path": "/phones/"])
        #expect(made["SerialNumber"] == serial)
        let seed = try #require(made["Base32StringSeed"].flatMap { Data(base64Encoded: $0) })
        #expect(seed.count == 64)
        return Authenticator(seed: String(decoding: seed, as: UTF8.self))
    }

    private func enable(_ phone: Authenticator, _ user: String = "ada", late seconds: Double = 0) async throws {
        let (first, second) = phone.codes(at: house.clock.now - seconds)
        try await show("EnableMFADevice", first, second, user)
    }

    private func show(
        _ operation: String, _ first: String, _ second: String, _ user: String = "ada"
    ) async throws {
        try await house.call(
            operation,
            [
                "UserName": user, "SerialNumber": serial, "AuthenticationCode1": first,
                "AuthenticationCode2": second,
            ])
    }

    /// RFC 6238's own example, cut to six digits.
    @Test func theAuthenticatorOfThisTestIsRight() {
        let phone = Authenticator(seed: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(phone.code(59 / 30) == "287082" && phone.code(1_111_111_109 / 30) == "081804")
    }

    @Test func aDeviceIsMadeGivenAndTakenBack() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        let phone = try await make()
        await expectRefusal(
            "EntityAlreadyExists", "MFADevice entity at the same path and name already exists.", status: 409
        ) { _ = try await make() }
        try await enable(phone)
        let devices = try await house.call("ListMFADevices", ["UserName": "ada"])
        #expect(devices["SerialNumber"] == serial && devices["EnableDate"] == "2025-11-24T16:00:00Z")
        let got = try await house.call("GetMFADevice", ["UserName": "ada", "SerialNumber": serial])
        #expect(got["UserName"] == "ada")
        let listed = try await house.call("ListVirtualMFADevices", ["AssignmentStatus": "Assigned"])
        #expect(listed["UserName"] == "ada" && listed["Base32StringSeed"] == nil)
        #expect(
            try await house.call("ListVirtualMFADevices", ["AssignmentStatus": "Unassigned"])["SerialNumber"] == nil)
        await expectRefusal("DeleteConflict", "MFA VirtualDevice in use. Must deactivate first.", status: 409) {
            try await house.call("DeleteVirtualMFADevice", ["SerialNumber": serial])
        }
        await expectRefusal("DeleteConflict", "Cannot delete entity, must delete MFA device first.") {
            try await house.call("DeleteUser", ["UserName": "ada"])
        }
        let summary = try await house.call("GetAccountSummary").text
        #expect(summary.contains("<key>MFADevicesInUse</key><value>1</value>"))
        try await house.call("DeactivateMFADevice", ["UserName": "ada", "SerialNumber": serial])
        #expect(try await house.call("ListMFADevices", ["UserName": "ada"])["SerialNumber"] == nil)
        #expect(try await house.call("ListVirtualMFADevices")["SerialNumber"] == serial)
        try await house.call("DeleteVirtualMFADevice", ["SerialNumber": serial])
        try await house.call("DeleteUser", ["UserName": "ada"])
    }

    @Test func wrongCodesEnableNothing() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        try await house.call("CreateUser", ["UserName": "eve"])
        let phone = try await make()
        let (first, second) = phone.codes(at: house.clock.now)
        for (one, two) in [(second, first), (first, first), (phone.code(1), phone.code(2))] {
            await expectRefusal(
                "InvalidAuthenticationCode", "Authentication code for device is not valid.", status: 403
            ) { try await show("EnableMFADevice", one, two) }
        }
        await expectRefusal("InvalidAuthenticationCode") { try await enable(phone, late: 3600) }
        await expectRefusal("ValidationError") { try await show("EnableMFADevice", "12345", second) }
        try await enable(phone)
        await expectRefusal("EntityAlreadyExists", "MFA Device is already in use.", status: 409) {
            try await enable(phone, "eve")
        }
        // A user has to do with its own device only.
        await expectRefusal("NoSuchEntity") {
            try await house.call("DeactivateMFADevice", ["UserName": "eve", "SerialNumber": serial])
        }
    }

    @Test(arguments: ["DeleteVirtualMFADevice", "EnableMFADevice", "DeactivateMFADevice", "ListMFADeviceTags"])
    func whatIsNotThere(_ operation: String) async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        await expectRefusal(
            "NoSuchEntity", "VirtualMFADevice with serial number \(serial) doesn't exist.", status: 404
        ) { try await show(operation, "123456", "123456") }
    }

    @Test func aCodeIsTakenOnceAndAClockMayRunWrong() async throws {
        let ada = try await house.user("ada")
        let phone = try await make()
        try await enable(phone)
        func take(_ code: String) async throws -> Bool {
            try await house.iam.takeMFACode(
                code, serialNumber: serial, userID: ada.userID, at: house.clock.now)
        }
        // Those it was enabled with are spent.
        let (first, second) = phone.codes(at: house.clock.now)
        #expect(try await !take(first))
        #expect(try await !take(second))
        house.clock.advance(bySeconds: 30)
        let now = phone.codes(at: house.clock.now).1
        #expect(try await take(now))
        #expect(try await !take(now))
        // Its clock is an hour late, until it is told.
        house.clock.advance(bySeconds: 7200)
        let late = phone.codes(at: house.clock.now - 3600)
        #expect(try await !take(late.1))
        try await show("ResyncMFADevice", late.0, late.1)
        house.clock.advance(bySeconds: 30)
        #expect(try await take(phone.codes(at: house.clock.now - 3600).1))
        await expectRefusal("InvalidAuthenticationCode") {
            try await show("ResyncMFADevice", late.0, late.1)
        }
    }

    /// Of many codes at once no more are looked at than of many in a row.
    @Test func guessesAtOnceAreLimitedToo() async throws {
        let ada = try await house.user("ada")
        try await enable(try await make())
        let refusals = await withTaskGroup(of: String.self) { group in
            for number in 0..<80 {
                group.addTask { [house, serial] in
                    do {
                        try await house.call(
                            "GetSessionToken",
                            ["SerialNumber": serial, "TokenCode": String(100_000 + number)], as: ada)
                        return "let in"
                    } catch { return "\(error)" }
                }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(refusals.count { $0.contains("Too many wrong tries") } == 70)
    }

    @Test func tagsCountInConditions() async throws {
        _ = try await make()
        try await house.call(
            "TagMFADevice",
            ["SerialNumber": serial, "Tags.member.1.Key": "Team", "Tags.member.1.Value": "one"])
        #expect(try await house.call("ListMFADeviceTags", ["SerialNumber": serial]).all("Key") == ["Team"])
        let ofTeamOne =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","#
            + #""Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/Team":"one"}}}]}"#
        let ada = try await house.user("ada", allowing: ofTeamOne)
        try await house.call("UntagMFADevice", ["SerialNumber": serial, "TagKeys.member.1": "Team"], as: ada)
        await expectRefusal("AccessDenied", status: 403) {
            try await house.call("DeleteVirtualMFADevice", ["SerialNumber": serial], as: ada)
        }
    }
}

/// The user's side of a device.
private struct Authenticator {
    private let key: SymmetricKey

    init(seed: String) {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let bits = seed.utf8.flatMap { letter -> [UInt8] in
            let value = letters.firstIndex(of: letter) ?? 0
            return (0..<5).map { UInt8(value >> (4 - $0) & 1) }
        }
        let bytes = stride(from: 0, to: bits.count - 7, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | $1 }
        }
        key = SymmetricKey(data: bytes)
    }

    func code(_ step: Int) -> String {
        let counter = withUnsafeBytes(of: UInt64(step).bigEndian) { Data($0) }
        let digest = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
        let offset = Int(digest[19] & 15)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return String(String(1_000_000 + number % 1_000_000).dropFirst())
    }

    /// The code before and the one that is shown now.
    func codes(at time: Date) -> (String, String) {
        let step = Int(time.timeIntervalSince1970) / 30
        return (code(step - 1), code(step))
    }
}
