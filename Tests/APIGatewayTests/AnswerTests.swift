import APIGateway
import APIGatewayV2Model
import FoundationEssentials
import Testing
import Wire

@Suite("What functions return, as answers")
struct AnswerTests {
    private func read(_ text: String, _ format: FunctionAnswer.Format) -> String? {
        guard let reply = FunctionAnswer.read(Array(text.utf8), format) else { return nil }
        let type = reply.headers.first("content-type") ?? "-"
        return "\(reply.status) \(type) \(String(decoding: reply.body, as: UTF8.self))"
    }

    @Test(
        arguments: [
            ("null", "200 application/json null"), (#""hello""#, "200 application/json hello"),
            (#"{"a":1}"#, #"200 application/json {"a":1}"#), ("[1]", "200 application/json [1]"),
            (#"{"statusCode":201,"body":"b"}"#, "201 text/plain;charset=UTF-8 b"), (#"{"statusCode":204}"#, "204 - "),
            (#"{"statusCode":"202","body":"b","headers":{"content-type":"a/b"}}"#, "202 a/b b"),
            (#"{"statusCode":200,"body":"aGk=","isBase64Encoded":true}"#, "200 text/plain;charset=UTF-8 hi"),
            (#"{"statusCode":"x"}"#, nil), (#"{"statusCode":99}"#, nil), ("nonsense", nil),
            (#"{"statusCode":200,"body":"%","isBase64Encoded":true}"#, nil),
            (#"{"statusCode":200,"headers":{"a":"b\r\nc: d"}}"#, nil),
            (#"{"statusCode":200,"headers":{"a b":"c"}}"#, nil),
        ] as [(String, String?)])
    func version2(_ text: String, _ wanted: String?) { #expect(read(text, .version2) == wanted) }

    @Test(
        arguments: [
            ("null", nil), (#"{"a":1}"#, nil), (#""text""#, nil),
            (#"{"statusCode":200,"body":"b"}"#, "200 text/plain;charset=UTF-8 b"),
        ] as [(String, String?)])
    func version1(_ text: String, _ wanted: String?) { #expect(read(text, .version1) == wanted) }

    @Test(
        arguments: [
            (#"{"statusCode":200}"#, "200 application/json "), (#"{"headers":{"a":"b"}}"#, "200 application/json "),
            (#"{"statusCode":"201","body":"b"}"#, "201 application/json b"), ("{}", nil), ("null", nil),
            (#"{"statusCode":200,"wrongValue":"v"}"#, nil), (#""text""#, nil),
            (#"{"statusCode":200,"multiValueHeaders":{"a":"b"}}"#, nil), (#"{"statusCode":200,"body":{"a":1}}"#, nil),
            (#"{"statusCode":200,"body":"aGk=","isBase64Encoded":true}"#, "200 application/json aGk="),
        ] as [(String, String?)])
    func rest(_ text: String, _ wanted: String?) { #expect(read(text, .rest) == wanted) }

    @Test func headersThatComeMoreThanOnce() {
        let text = #"{"statusCode":200,"multiValueHeaders":{"a":["1","2"]},"headers":{"A":"3","b":true,"c":null}}"#
        let reply = FunctionAnswer.read(Array(text.utf8), .rest)
        #expect(reply?.headers.all("a") == ["1", "2", "3"])
        #expect(reply?.headers.first("b") == "true")
        #expect(reply?.headers.contains("c") == false)
        let cookies = FunctionAnswer.read(Array(#"{"statusCode":200,"cookies":["a=1","b=2"]}"#.utf8), .version2)
        #expect(cookies?.headers.all("set-cookie") == ["a=1", "b=2"])
    }

    @Test func originsThatMayRead() {
        func allowed(_ origins: [String], _ origin: String) -> String? {
            var headers = HeaderFields([("access-control-allow-origin", "of the integration")])
            CORSRules(Cors(allowOrigins: origins)).finish(&headers, for: HeaderFields([("Origin", origin)]))
            return headers.first("access-control-allow-origin")
        }
        #expect(allowed(["*"], "https://a.example") == "*")
        #expect(allowed(["https://a.example"], "https://a.example") == "https://a.example")
        #expect(allowed(["https://*"], "https://b.example") == "https://b.example")
        #expect(allowed(["https://*"], "http://b.example") == nil)
        #expect(allowed(["https://a.example"], "https://b.example") == nil)
    }

    @Test(
        arguments: [
            (#"{"statusCode": 200}"#, 200), ("{statusCode: 404}", 404), (#"{"statusCode":"x"}"#, nil), ("", nil),
        ] as [(String, Int?)])
    func mocks(_ template: String, _ status: Int?) { #expect(MockStatus.read(Array(template.utf8)) == status) }

    @Test func times() {
        let time = Date(timeIntervalSince1970: 1_795_680_000)
        #expect(RequestTime.text(time) == "26/Nov/2026:08:00:00 +0000")
        #expect(ClaimTime.text(time) == "Thu Nov 26 08:00:00 UTC 2026")
    }

    @Test func bucketsEmptyAndFillAgain() {
        let throttles = Throttles()
        let limit = StageThrottles.Limit(perSecond: 2, burst: 2)
        let start = Date(timeIntervalSince1970: 0)
        #expect((0..<3).map { _ in throttles.take("a", limit, at: start) } == [true, true, false])
        #expect(throttles.take("b", limit, at: start))
        #expect(throttles.take("a", limit, at: start.addingTimeInterval(0.5)))
        #expect(!throttles.take("a", limit, at: start.addingTimeInterval(0.5)))
        #expect(!throttles.take("c", .init(perSecond: 1, burst: 0), at: start))
    }
}

@Suite("Documents as YAML")
struct YAMLTests {
    @Test func blocksAndTexts() {
        let document: JSONValue = [
            "a": ["b": "x: \"y\"\n# z", "none": [:]], "list": [["n": .number("1"), "flag": true], "two", []],
            "null": .null,
        ]
        #expect(
            YAMLText.of(document) == """
                ---
                "a":
                  "b": "x: \\"y\\"\\n# z"
                  "none": {}
                "list":
                  -
                    "n": 1
                    "flag": true
                  - "two"
                  - []
                "null": null

                """)
    }
}
