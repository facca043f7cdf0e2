import IAM
import ServiceKit
import TestSupport
import Testing

@Suite struct SessionTokenTests {
    let house: House
    init() throws { house = try House() }

    private func keys(in house: House) async throws -> Answer { try await house.call("GetSessionToken") }

    private func open(_ keys: Answer, token: String?, in other: House? = nil) async throws -> Credential? {
        let house = other ?? house
        return try await house.iam.credential(
            accessKeyID: keys["AccessKeyId"] ?? "", sessionToken: token, at: house.clock.now)
    }

    @Test func aTokenOpensUntilItsEnd() async throws {
        let issued = try await keys(in: house)
        let token = try #require(issued["SessionToken"])
        #expect(try await open(issued, token: token)?.secretAccessKey == issued["SecretAccessKey"])
        house.clock.advance(bySeconds: 3599)
        #expect(try await open(issued, token: token) != nil)
        house.clock.advance(bySeconds: 1)
        await #expect(throws: SessionTokenFailure.expired) { try await open(issued, token: token) }
    }

    @Test func keysWithoutTheirTokenAreNothing() async throws {
        let issued = try await keys(in: house)
        await #expect(throws: SessionTokenFailure.missing) { try await open(issued, token: nil) }
    }

    @Test func aTokenOpensOnlyWithItsKey() async throws {
        let one = try await keys(in: house)
        let two = try await keys(in: house)
        await #expect(throws: SessionTokenFailure.invalid) { try await open(one, token: two["SessionToken"]) }
        // Also when it was opened before.
        #expect(try await open(two, token: two["SessionToken"]) != nil)
        await #expect(throws: SessionTokenFailure.invalid) { try await open(one, token: two["SessionToken"]) }
    }

    @Test func aChangedTokenDoesNotOpen() async throws {
        let issued = try await keys(in: house)
        let token = Array(try #require(issued["SessionToken"]))
        for index in [0, 20, token.count / 2, token.count - 2] {
            var changed = token
            changed[index] = token[index] == "A" ? "B" : "A"
            await #expect(throws: SessionTokenFailure.invalid) {
                try await open(issued, token: String(changed))
            }
        }
        for text in [
            "", "AAAA", String(token.dropLast(4)), "not base64!", String(repeating: "A", count: 100_000),
        ] {
            await #expect(throws: SessionTokenFailure.invalid) { try await open(issued, token: text) }
        }
    }

    @Test func anotherKeyFileOrGenerationOpensNothing() async throws {
        let issued = try await keys(in: house)
        let token = issued["SessionToken"]
        for other in [try House(key: 8), try House(generation: "second")] {
            await #expect(throws: SessionTokenFailure.invalid) {
                try await open(issued, token: token, in: other)
            }
        }
        // A new server over the same key and generation opens it: nothing was written to issue it.
        #expect(try await open(issued, token: token, in: try House()) != nil)
    }

    @Test func aUsersSessionIsTheUser() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("s3:GetObject", "iam:GetUser"))
        let issued = try await house.call("GetSessionToken", ["DurationSeconds": "900"], as: ada)
        #expect(issued["Expiration"] == "2025-11-24T16:15:00Z")
        let session = try #require(try await house.caller(with: issued))
        #expect(session.arn == "arn:aws:iam::111122223333:user/ada")
        #expect(try await house.may(session, "s3:GetObject", "arn:aws:s3:::b/k"))
        // Without MFA such a session reaches no IAM, and gets no further session.
        await expectRefusal("InvalidClientTokenId", status: 403) {
            try await house.call("GetUser", as: session)
        }
        await expectRefusal("AccessDenied", "Cannot call GetSessionToken with session credentials") {
            try await house.call("GetSessionToken", as: session)
        }
    }

    @Test func aDeletedUsersSessionIsNobodys() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        let keys = try await house.call("CreateAccessKey", ["UserName": "ada"])
        let ada = try #require(try await house.caller(with: keys))
        let issued = try await house.call("GetSessionToken", as: ada)
        #expect(try await house.caller(with: issued) != nil)
        try await house.call(
            "DeleteAccessKey", ["UserName": "ada", "AccessKeyId": keys["AccessKeyId"] ?? ""])
        #expect(try await house.caller(with: issued) != nil)
        try await house.call("DeleteUser", ["UserName": "ada"])
        #expect(try await house.caller(with: issued) == nil)
    }

    /// Not for ever: what was got with the root's key gets no further keys, and does not reach IAM.
    @Test func theRootsSessionsAreSessions() async throws {
        let session = try #require(try await house.caller(with: try await keys(in: house)))
        for operation in ["GetSessionToken", "GetFederationToken"] {
            await expectRefusal("AccessDenied", "Cannot call \(operation) with session credentials", status: 403) {
                _ = try await house.call(operation, ["Name": "guest"], as: session)
            }
        }
        await expectRefusal("InvalidClientTokenId", status: 403) {
            _ = try await house.call("ListUsers", as: session)
        }
        #expect(try await house.may(session, "s3:GetObject", "arn:aws:s3:::b/k"))
        #expect(try await house.may(session, "iam:PassRole", "arn:aws:iam::111122223333:role/r"))
        let identity = try await house.call("GetCallerIdentity", as: session)
        #expect(identity["Arn"] == "arn:aws:iam::111122223333:root")
    }
}
