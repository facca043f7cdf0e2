import Gateway
import Testing
import Wire

@Suite("Proxies whose word is taken")
struct TrustedProxyTests {
    private let proxies = TrustedProxies(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"])

    private func request(from address: String, _ headers: [(String, String)]) -> HTTPRequest {
        HTTPRequest(
            method: "GET", target: "/", headers: HeaderFields([("Host", "localhost")] + headers), address: address,
            isSecure: false, body: NoIncomingBody())
    }

    /// The connection's address, the chain that came, and who the request is of.
    @Test(arguments: [
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        // What the client wrote itself stands before what a proxy wrote.
        ("10.0.0.1", ["127.0.0.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1", "203.0.113.9, 192.0.2.7"], "203.0.113.9"),
        // IPv4 on a socket of IPv6.
        ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("2001:db8::1", ["[2001:db9::5]:4711"], "2001:db9::5"),
        ("10.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"),
        ("10.0.0.1", ["10.9.9.9"], "10.9.9.9"),
        ("10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.0/24"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("203.0.113.50", ["127.0.0.1"], "203.0.113.50"),
    ])
    func theClientIsTheLastThatIsNoProxy(_ address: String, _ chain: [String], _ client: String) {
        let told = proxies.client(of: request(from: address, chain.map { ("X-Forwarded-For", $0) }))
        #expect(told.address == client)
    }

    @Test(arguments: [
        ("10.0.0.1", "https", true), ("10.0.0.1", "HTTPS", true), ("10.0.0.1", "http", false),
        ("10.0.0.1", "http, https", true), ("203.0.113.50", "https", false),
    ])
    func httpsIsWhatAProxySays(_ address: String, _ proto: String, _ isSecure: Bool) {
        let told = proxies.client(of: request(from: address, [("X-Forwarded-Proto", proto)]))
        #expect(told.isSecure == isSecure)
    }

    @Test func nobodyIsTrustedUnlessNamed() {
        let headers = [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https")]
        let told = TrustedProxies([]).client(of: request(from: "10.0.0.1", headers))
        #expect(told.address == "10.0.0.1")
        #expect(!told.isSecure)
    }
}

private struct NoIncomingBody: IncomingBody {
    var contentLength: Int? { 0 }
    func next() async throws -> [UInt8]? { nil }
}
