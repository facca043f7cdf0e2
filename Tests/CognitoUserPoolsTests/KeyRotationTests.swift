import CognitoUserPools
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite("Signing keys are rotated")
struct KeyRotationTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private func keyIDs(_ pool: String) async throws -> Set<String> {
        let reply = try #require(
            try await directory.service.page(
                PageRequest(
                    method: "GET", path: "/\(pool)/.well-known/jwks.json", rawQuery: "", headers: HeaderFields(),
                    address: "127.0.0.1", host: "localhost", isSecure: false, time: directory.clock.now)))
        let keys = try JSONValue(parsing: reply.body)["keys"]?.array ?? []
        return Set(keys.compactMap { $0["kid"]?.string })
    }

    @Test func newTokensHaveNewKeysAndOldOnesStillCount() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let before = try await directory.signIn(client)
        try await directory.service.rotateKeys(ofPool: pool)
        let after = try await directory.signIn(client)
        let old = try #require(try Tokens.header(before.id)["kid"]?.string)
        let new = try #require(try Tokens.header(after.id)["kid"]?.string)
        #expect(old != new)
        #expect(try Tokens.header(after.access)["kid"]?.string != new)
        let published = try await keyIDs(pool)
        #expect(published.count == 4 && published.contains(old) && published.contains(new))
        for token in [before.access, after.access] {
            #expect(try await directory.call("GetUser", ["AccessToken": .string(token)]).text("Username") == "ann")
        }
    }

    @Test func stolenKeysAreDropped() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let before = try await directory.signIn(client)
        #expect(try await directory.call("GetUser", ["AccessToken": .string(before.access)]).text("Username") == "ann")
        try await directory.service.rotateKeys(ofPool: pool, droppingOld: true)
        #expect(try await keyIDs(pool).count == 2)
        let refusal = try await directory.refusal("GetUser", ["AccessToken": .string(before.access)])
        #expect(refusal == "NotAuthorizedException: Invalid Access Token")
        let after = try await directory.signIn(client)
        #expect(try await directory.call("GetUser", ["AccessToken": .string(after.access)]).text("Username") == "ann")
    }

    @Test func onlyOldKeysAreRotatedByAge() async throws {
        let old = try await directory.makePool()
        directory.clock.advance(bySeconds: 100 * 86_400)
        let young = try await directory.makePool()
        #expect(try await directory.service.rotateKeys(olderThan: 90 * 86_400) == 1)
        #expect(try await keyIDs(old).count == 4)
        #expect(try await keyIDs(young).count == 2)
        #expect(try await directory.service.rotateKeys(olderThan: 90 * 86_400) == 0)
    }
}

@Suite("Addresses are throttled")
struct AddressThrottleTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private func attempt(_ operation: String, _ input: JSONValue, from address: String) async throws -> String {
        do {
            try await directory.call(operation, input, from: address)
            return "none"
        } catch let error as ServiceError { return error.code }
    }

    @Test func oneAddressIsSlowedOthersAreNot() async throws {
        let pool = try await directory.makePool(["AutoVerifiedAttributes": ["email"]])
        let client = try await directory.makeClient(pool)
        let input: JSONValue = ["ClientId": .string(client), "Username": "nobody"]
        var codes: [String] = []
        for _ in 0..<31 { codes.append(try await attempt("ForgotPassword", input, from: "203.0.113.7")) }
        #expect(codes.prefix(30).allSatisfy { $0 == "UserNotFoundException" })
        #expect(codes.last == "TooManyRequestsException")
        #expect(try await attempt("ForgotPassword", input, from: "203.0.113.8") == "UserNotFoundException")
        directory.clock.advance(bySeconds: 1)
        #expect(try await attempt("ForgotPassword", input, from: "203.0.113.7") == "UserNotFoundException")
    }

    @Test func anIPv6NetworkCountsAsOne() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        let input: JSONValue = ["ClientId": .string(client), "Username": "nobody"]
        for number in 0..<30 { _ = try await attempt("ForgotPassword", input, from: "2001:db8:1:2:\(number)::1") }
        #expect(try await attempt("ForgotPassword", input, from: "2001:db8:1:2:ffff::9") == "TooManyRequestsException")
        #expect(try await attempt("ForgotPassword", input, from: "2001:db8:1:3::1") == "UserNotFoundException")
    }
}
