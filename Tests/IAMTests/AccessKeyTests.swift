import IAM
import ServiceKit
import TestSupport
import Testing

@Suite struct AccessKeyTests {
    let house: House
    init() throws { house = try House() }

    @Test func aKeyFindsItsUser() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        let made = try await house.call("CreateAccessKey", ["UserName": "ada"])
        let id = try #require(made["AccessKeyId"])
        #expect(id.hasPrefix("AKIA") && id.count == 20)
        #expect(made["SecretAccessKey"]?.count == 40)
        let found = try await house.iam.credential(accessKeyID: id, sessionToken: nil, at: house.clock.now)
        #expect(found?.secretAccessKey == made["SecretAccessKey"])
        #expect(found?.caller.arn == "arn:aws:iam::111122223333:user/ada")
        #expect(found?.caller.userID.hasPrefix("AIDA") == true)
        // The secret is not shown again.
        #expect(try await house.call("ListAccessKeys", ["UserName": "ada"])["SecretAccessKey"] == nil)
    }

    @Test func twoKeysAreTheMost() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        for _ in 0..<2 { try await house.call("CreateAccessKey", ["UserName": "ada"]) }
        await expectRefusal("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", status: 409) {
            try await house.call("CreateAccessKey", ["UserName": "ada"])
        }
    }

    @Test func inactiveAndDeletedKeysAreNobodysAtOnce() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        let id = try #require(try await house.call("CreateAccessKey", ["UserName": "ada"])["AccessKeyId"])
        #expect(try await isKnown(id))
        try await house.call("UpdateAccessKey", ["UserName": "ada", "AccessKeyId": id, "Status": "Inactive"])
        #expect(try await !isKnown(id))
        #expect(try await house.call("ListAccessKeys", ["UserName": "ada"])["Status"] == "Inactive")
        try await house.call("UpdateAccessKey", ["UserName": "ada", "AccessKeyId": id, "Status": "Active"])
        #expect(try await isKnown(id))
        try await house.call("DeleteAccessKey", ["UserName": "ada", "AccessKeyId": id])
        #expect(try await !isKnown(id))
        await expectRefusal("NoSuchEntity", "The Access Key with id \(id) cannot be found.") {
            try await house.call("DeleteAccessKey", ["UserName": "ada", "AccessKeyId": id])
        }
    }

    private func isKnown(_ id: String) async throws -> Bool {
        try await house.iam.credential(accessKeyID: id, sessionToken: nil, at: house.clock.now) != nil
    }

    @Test func aLongTermKeyTakesNoToken() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        let id = try #require(try await house.call("CreateAccessKey", ["UserName": "ada"])["AccessKeyId"])
        await #expect(throws: SessionTokenFailure.invalid) {
            try await house.iam.credential(accessKeyID: id, sessionToken: "token", at: house.clock.now)
        }
    }

    @Test func theKeyTellsItsAccount() async throws {
        for account in [House.account, House.otherAccount] {
            let root = Caller.root(account)
            try await house.call("CreateUser", ["UserName": "ada"], as: root)
            let keys = try await house.call("CreateAccessKey", ["UserName": "ada"], as: root)
            let info = try await house.call("GetAccessKeyInfo", ["AccessKeyId": keys["AccessKeyId"] ?? ""])
            #expect(info["Account"] == account.id)
            let session = try await house.call("GetSessionToken", as: root)
            let sessionInfo = try await house.call(
                "GetAccessKeyInfo", ["AccessKeyId": session["AccessKeyId"] ?? ""])
            #expect(sessionInfo["Account"] == account.id)
        }
        await expectRefusal("ValidationError") {
            try await house.call("GetAccessKeyInfo", ["AccessKeyId": "AKIAAAAAAAAAAAAAAAAA"])
        }
    }
}
