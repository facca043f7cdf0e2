import AWSClient
import Files
import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct UserSessionTests {
    let clock = TestClock()
    let pool: FakePool

    init() { pool = FakePool(clock: clock) }

    private func session(lasting seconds: Double) -> Files.UserSession {
        let settings = FilesSettings(
            issuer: FakePool.issuer, clientID: "client", clientSecret: "secret", identityPoolID: "us-east-1:pool",
            providerName: "pool.example", region: "us-east-1", endpoint: FakePool.issuer,
            address: "http://localhost:5000", secret: [UInt8](repeating: 1, count: 32))
        return Files.UserSession(
            id: "id", formToken: "token", claims: [:],
            tokens: .init(
                id: "i", access: "a", refresh: "r0", expireAt: clock.now.addingTimeInterval(seconds)),
            provider: OpenIDProvider(settings: settings, documents: ProviderDocuments(http: pool), http: pool),
            client: AWSClient(AWSEndpoints(address: FakePool.issuer, region: "us-east-1"), http: pool, clock: clock),
            clock: clock)
    }

    @Test func manyRequestsUseOneRefreshToken() async throws {
        let session = session(lasting: 10)
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await session.check() } }
            try await group.waitForAll()
        }
        #expect(pool.state.withLock { $0.renewals } == 1)
    }

    @Test func aRequestThatIsGivenUpKeepsTheNewToken() async throws {
        let session = session(lasting: 10)
        let request = Task { try await session.check() }
        try await Task.sleep(for: .milliseconds(5))
        request.cancel()
        _ = await request.result
        try await session.check()
        #expect(pool.state.withLock { $0.renewals } == 1)
    }

    @Test func aPoolThatDoesNotAnswerEndsNoSession() async throws {
        let session = session(lasting: 10)
        for status in [500, 503, 429] {
            pool.state.withLock { $0.status = status }
            await #expect(throws: OpenIDProvider.Unavailable.self) { try await session.check() }
        }
        pool.state.withLock { $0.status = 200 }
        try await session.check()
    }

    @Test func aTokenThatIsRefusedEndsTheSession() async throws {
        let session = session(lasting: 10)
        pool.state.withLock { $0.refresh = "another" }
        await #expect(throws: Files.UserSession.Ended.self) { try await session.check() }
    }

    @Test func whoIsDisabledIsOutWithinSeconds() async throws {
        let session = session(lasting: 3600)
        pool.state.withLock { $0.status = 401 }
        try await session.check()
        clock.advance(bySeconds: 6)
        await #expect(throws: Files.UserSession.Ended.self) { try await session.check() }
    }

    /// A client may have ID tokens end long before access tokens; credentials are made of ID tokens.
    @Test func tokensAreRenewedWhenTheFirstOfThemEnds() async throws {
        pool.state.withLock { $0.idSeconds = 300 }
        let session = session(lasting: 10)
        try await session.check()
        clock.advance(bySeconds: 200)
        try await session.check()
        #expect(pool.state.withLock { $0.renewals } == 1)
        clock.advance(bySeconds: 80)
        try await session.check()
        #expect(pool.state.withLock { $0.renewals } == 2)
    }
}
