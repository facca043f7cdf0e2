import SigV4
import Testing

@Suite struct SigningKeyCacheTests {
    private func scope(_ region: String) -> CredentialScope {
        CredentialScope(date: "20261121", region: region, service: "s3")
    }

    @Test func staysBounded() {
        let cache = SigningKeyCache(capacity: 10)
        for number in 0..<100 {
            _ = cache.key(accessKeyID: "A\(number)", secretAccessKey: "s", scope: scope("r"))
            #expect(cache.count <= 10)
        }
    }

    @Test func noticesAChangedSecret() {
        let cache = SigningKeyCache()
        let first = cache.key(accessKeyID: "A", secretAccessKey: "one", scope: scope("r"))
        let second = cache.key(accessKeyID: "A", secretAccessKey: "two", scope: scope("r"))
        let fresh = SigningKey(secretAccessKey: "two", scope: scope("r"))
        #expect(first.signature(of: "text") != second.signature(of: "text"))
        #expect(second.signature(of: "text") == fresh.signature(of: "text"))
    }

    @Test func keepsRegionsApart() {
        let cache = SigningKeyCache()
        let one = cache.key(accessKeyID: "A", secretAccessKey: "s", scope: scope("us-east-1"))
        let other = cache.key(accessKeyID: "A", secretAccessKey: "s", scope: scope("eu-west-1"))
        #expect(one.signature(of: "text") != other.signature(of: "text"))
        #expect(one.verifies(one.signature(of: "text"), of: "text"))
        #expect(!other.verifies(one.signature(of: "text"), of: "text"))
    }
}
