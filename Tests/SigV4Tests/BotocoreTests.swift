import SigV4
import Testing

/// What botocore signs, verifies; what is changed on the way, does not.
@Suite struct BotocoreTests {
    private let now = "20261121T033000Z"

    @Test func fixturesAreThere() { #expect(BotocoreRequest.all.count > 100) }

    private func check(_ fixture: BotocoreRequest, _ request: SignableRequest) throws {
        if fixture.kind == "v2" {
            try signed(request).verifyV2(
                request, secretAccessKey: ExampleKeys.secretAccessKey, bucketInHost: nil, now: date(now))
            return
        }
        let hash = fixture.kind == "s3" ? nil : RequestSigner.payloadHash(of: Array(fixture.body.utf8))
        try verify(request, payloadHash: hash, service: fixture.kind, region: "us-east-1", now: now)
    }

    @Test(arguments: BotocoreRequest.all) func verifies(_ fixture: BotocoreRequest) throws {
        try check(fixture, fixture.request)
    }

    @Test(arguments: BotocoreRequest.all) func refusesAnotherPath(_ fixture: BotocoreRequest) {
        var request = fixture.request
        request.rawPath += "x"
        #expect(throws: SignatureError.self) { try check(fixture, request) }
    }

    @Test(arguments: BotocoreRequest.all) func refusesAnotherMethod(_ fixture: BotocoreRequest) {
        var request = fixture.request
        request.method = "DELETE"
        #expect(throws: SignatureError.self) { try check(fixture, request) }
    }

    @Test(arguments: BotocoreRequest.all.filter { $0.kind != "v2" })
    func refusesAnotherQuery(_ fixture: BotocoreRequest) {
        var request = fixture.request
        request.rawQuery += request.rawQuery.isEmpty ? "extra=1" : "&extra=1"
        #expect(throws: SignatureError.self) { try check(fixture, request) }
    }
}
