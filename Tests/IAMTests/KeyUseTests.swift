import IAM
import ServiceKit
import TestSupport
import Testing

/// When an access key was used last.
@Suite struct KeyUseTests {
    let house: House
    init() throws { house = try House() }

    private func makeKey(_ user: String = "ada") async throws -> String {
        try await house.call("CreateUser", ["UserName": user])
        return try #require(try await house.call("CreateAccessKey", ["UserName": user])["AccessKeyId"])
    }

    private func note(_ key: String, _ service: String) {
        house.iam.noteUse(accessKeyID: key, by: nil, service: service, region: "eu-central-1", at: house.clock.now)
    }

    private func shown(_ key: String, as caller: Caller? = nil) async throws -> Answer {
        try await house.call("GetAccessKeyLastUsed", ["AccessKeyId": key], as: caller)
    }

    @Test func aKeyThatWasNeverUsed() async throws {
        let answer = try await shown(try await makeKey())
        #expect(answer["UserName"] == "ada" && answer["ServiceName"] == "N/A" && answer["Region"] == "N/A")
        #expect(answer["LastUsedDate"] == nil)
    }

    @Test func theFirstUseInAQuarterOfAnHourIsKept() async throws {
        let key = try await makeKey()
        note(key, "s3")
        house.clock.advance(bySeconds: 60)
        note(key, "iam")
        for _ in 0..<2 {
            let first = try await shown(key)
            #expect(first["ServiceName"] == "s3" && first["Region"] == "eu-central-1")
            #expect(first["LastUsedDate"] == "2025-11-24T16:00:00Z")
            // Written or not yet, it is the same.
            try await house.iam.flushLastUses()
        }
        house.clock.advance(bySeconds: 15 * 60)
        note(key, "iam")
        let second = try await shown(key)
        #expect(second["ServiceName"] == "iam" && second["LastUsedDate"] == "2025-11-24T16:16:00Z")
        try await house.iam.flushLastUses()
        #expect(try await shown(key)["ServiceName"] == "iam")
    }

    @Test func nothingIsKeptOfKeysThatAreNone() async throws {
        note("AKIAIOSFODNN7EXAMPLE", "s3")
        note("ASIAIOSFODNN7EXAMPLE", "s3")
        note("test", "s3")
        try await house.iam.flushLastUses()
        await expectRefusal(
            "NoSuchEntity", "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.", status: 404
        ) { _ = try await shown("AKIAIOSFODNN7EXAMPLE") }
    }

    @Test func itIsAskedOnTheUserWhoseKeyItIs() async throws {
        let key = try await makeKey()
        let theirs = "arn:aws:iam::111122223333:user/ada"
        let eve = try await house.user(
            "eve", allowing: Policies.allow("iam:GetAccessKeyLastUsed", on: theirs))
        #expect(try await shown(key, as: eve)["UserName"] == "ada")
        let bobs = try await makeKey("bob")
        await expectRefusal("AccessDenied", status: 403) { _ = try await shown(bobs, as: eve) }
        await expectRefusal("NoSuchEntity", status: 404) {
            _ = try await shown(key, as: .root(House.otherAccount))
        }
    }
}
