import Testing
import Wire

@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("AZaz09-._~", "AZaz09-._~"), ("a b+c/d%", "a%20b%2Bc%2Fd%25"), ("é😀", "%C3%A9%F0%9F%98%80"),
        ("!*'()", "%21%2A%27%28%29"), ("", ""),
    ])
    func encodesAllButUnreserved(_ text: String, _ encoded: String) {
        #expect(PercentCoding.encode(text) == encoded)
        #expect(PercentCoding.decode(encoded) == text)
    }

    @Test func keepsSlashesOfPaths() {
        #expect(PercentCoding.encodePath("/b/a//b c/.././é") == "/b/a//b%20c/.././%C3%A9")
    }

    @Test func decodesOnce() {
        #expect(PercentCoding.decode("a%252Fb%2fc+d") == "a%2Fb/c+d")
        #expect(PercentCoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
    }

    @Test(arguments: ["%", "%1", "%zz", "a%", "%ff", "%C3"])
    func refusesWhatIsNotEncoded(_ text: String) { #expect(PercentCoding.decode(text) == nil) }

    @Test func parsesQueriesInOrder() {
        let query = PercentCoding.parseQuery("uploads&prefix=a%2Fb+c&empty=&a=1=2&&a=3&bad=%zz")
        #expect(
            query == [
                QueryParameter("uploads"), QueryParameter("prefix", "a/b c"), QueryParameter("empty", ""),
                QueryParameter("a", "1=2"), QueryParameter("a", "3"), QueryParameter("bad", "%zz"),
            ])
        #expect(PercentCoding.parseQuery("").isEmpty)
    }

    @Test func headerNamesHaveNoCase() {
        var headers = HeaderFields([("X-Amz-Meta-A", "1"), ("x-amz-meta-a", "2"), ("ETag", "e")])
        #expect(headers.first("etag") == "e")
        #expect(headers.all("x-amz-meta-A") == ["1", "2"])
        #expect(headers.map(prefix: "x-amz-meta-") == ["a": "1,2"])
        headers.set("etag", "f")
        #expect(headers.all("ETag") == ["f"])
        #expect(headers.map(prefix: "x-none-") == nil)
    }
}
