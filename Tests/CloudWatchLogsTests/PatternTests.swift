import FoundationEssentials
import ServiceKit
import TestSupport
import Testing

import CloudWatchLogs

@Suite("Filter patterns")
struct PatternTests {
    private static let access =
        #"127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534"#
    private static let trail = """
        {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "arrayKey": ["value", "another value"],
         "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}], "SomeObject": null, "ThisFlag": true,
         "latency": 512.5, "errorCode": 400, "user name": "Ann", "text": "400", "empty": ""}
        """
    private static let people = """
        {"user": {"id": 1, "email": "John.Stiles@example.com"},
         "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
         "actions": ["GET", "PUT", "DELETE"], "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]}
        """

    @Test(
        arguments: [
            ("", "anything", true),
            ("   ", "anything", true),
            ("ERROR", "[ERROR] A fatal exception has occurred", true),
            ("ERROR", "Exiting with ERRORCODE: -1", true),
            ("ERROR", "error", false),
            ("ERROR Exception", "[ERROR] Unhandled Exception", true),
            ("ERROR Exception", "[ERROR] Unhandled", false),
            ("Failed to process the request", "[WARN] Failed to process the request", true),
            (#""Failed to process""#, "Failed  to process", false),
            (#""INTERNAL SERVER ERROR""#, "[ERROR 500] INTERNAL SERVER ERROR", true),
            (#""a \"b\" c""#, #"x a "b" c y"#, true),
            ("ERROR -Exiting", "Exiting with ERRORCODE: -1", false),
            (#""ERROR" - "Exiting""#, "Exiting with ERRORCODE: -1", false),
            (#""ERROR" - "Exiting""#, "ERROR it goes on", true),
            ("-DEBUG", "INFO", true),
            ("-DEBUG", "DEBUG", false),
            ("?ERROR ?WARN", "WARN message", true),
            ("?ERROR ?WARN", "ERROR message", true),
            ("?ERROR ?WARN", "INFO message", false),
            (#"?"two words" ?x"#, "two words", true),
            ("ERROR ?WARN", "ERROR message", true),
            ("%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", true),
            ("%^[hc]at%", "hat", true),
            ("%^[hc]at%", "that", false),
            ("%[hc]at$%", "that", true),
            ("%[hc]at$%", "hats", false),
            ("%colou?r%", "color", true),
            ("%colou?r%", "colouur", false),
            ("%a{3,5}%", "baaab", true),
            ("%^a{3,5}$%", "aa", false),
            ("%^a{3,5}$%", "aaaaa", true),
            ("%^a{3,5}$%", "aaaaaa", false),
            ("%^a{2}$%", "aa", true),
            ("%^a{2,}b$%", "aaaab", true),
            ("%^a{2,}b$%", "ab", false),
            ("%gra|ey%", "grape", true),
            ("%^ab+c*$%", "abbb", true),
            ("%^ab+c*$%", "ac", false),
            (#"%\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}%"#, "from 10.0.0.17 to", true),
            (#"%\d{1,3}\.\d{1,3}%"#, "from 10 0", false),
            (#"%\[ERROR\]%"#, "x [ERROR] y", true),
            (#"%^\w+\s\S$%"#, "word !", true),
            (#"%\x41\x42%"#, "xABx", true),
            ("%[^a-c]%", "abc", false),
            ("%[^a-c]%", "abcd", true),
            ("%[Ee]rror|[Ff]ail%", "it will Fail", true),
        ] as [(String, String, Bool)])
    func terms(_ pattern: String, _ message: String, _ isMatch: Bool) throws {
        #expect(try FilterPattern(pattern).matches(message) == isMatch)
    }

    @Test(
        arguments: [
            (#"{ $.eventType = "UpdateTrail" }"#, true),
            (#"{$.eventType=UpdateTrail}"#, true),
            (#"{ $.eventType != "UpdateTrail" }"#, false),
            (#"{ $.eventType = "*Trail" }"#, true),
            (#"{ $.eventType = Update* }"#, true),
            (#"{ $.eventType = *dateT* }"#, true),
            (#"{ $.eventType = Up*ail }"#, false),
            (#"{ $.eventType = "*" }"#, true),
            (#"{ $.sourceIPAddress != 123.123.* }"#, true),
            (#"{ $.sourceIPAddress != 111.111.* }"#, false),
            (#"{ $.sourceIPAddress = %111\.111\..*% }"#, true),
            (#"{ $.arrayKey[0] = "value" }"#, true),
            (#"{ $.arrayKey[1] = "value" }"#, false),
            (#"{ $.arrayKey[7] = "value" }"#, false),
            (#"{ $.arrayKey[*] = "another value" }"#, true),
            (#"{ $.objectList[1].id = 2 }"#, true),
            (#"{ $.objectList[*].id = 2 }"#, true),
            (#"{ $.objectList[*].id = 3 }"#, false),
            (#"{ $.SomeObject IS NULL }"#, true),
            (#"{ $.eventType IS NULL }"#, false),
            (#"{ $.SomeOtherObject NOT EXISTS }"#, true),
            (#"{ $.SomeObject NOT EXISTS }"#, false),
            (#"{ $.SomeObject EXISTS }"#, true),
            (#"{ $.ThisFlag IS TRUE }"#, true),
            (#"{ $.ThisFlag is false }"#, false),
            (#"{ $.latency >= 500 }"#, true),
            (#"{ $.latency < 5.1e2 }"#, false),
            (#"{ $.latency <= 512.5 }"#, true),
            (#"{ $.latency > +1000 }"#, false),
            (#"{ $.errorCode = 400 }"#, true),
            (#"{ $.errorCode = 4e2 }"#, true),
            (#"{ $.errorCode = 4* }"#, true),
            (#"{ $.errorCode != 500 }"#, true),
            (#"{ $.errorCode != 400 }"#, false),
            (#"{ $.text = "400" }"#, true),
            (#"{ $.text > 300 }"#, false),
            (#"{ $.missing != "x" }"#, false),
            (#"{ $.arrayKey = "value" }"#, false),
            (#"{ $.arrayKey != "value" }"#, false),
            (#"{ $['user name'] = "Ann" }"#, true),
            (#"{ $.empty = "" }"#, true),
            (#"{ $.eventType = "UpdateTrail" && $.errorCode = 400 && $.ThisFlag IS TRUE }"#, true),
        ] as [(String, Bool)])
    func documents(_ pattern: String, _ isMatch: Bool) throws {
        #expect(try FilterPattern(pattern).matches(Self.trail) == isMatch, "\(pattern)")
    }

    /// The examples of precedence that AWS documents.
    @Test(
        arguments: [
            (#"{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }"#, true),
            (#"{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }"#, false),
            (
                #"{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }"#,
                true
            ),
            (
                #"{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }"#,
                false
            ),
            (#"{ $.coordinates[1][2] = 6 }"#, true),
        ] as [(String, Bool)])
    func conjunctionBindsCloser(_ pattern: String, _ isMatch: Bool) throws {
        #expect(try FilterPattern(pattern).matches(Self.people) == isMatch)
    }

    @Test(arguments: ["no document", "{broken", "[1, 2]", #"INFO {"eventType": "UpdateTrail"}"#, "\"text\"", ""])
    func whatIsNoDocumentDoesNotMatch(_ message: String) throws {
        #expect(try !FilterPattern(#"{ $.eventType != "x" }"#).matches(message))
        #expect(try !FilterPattern(#"{ $.eventType NOT EXISTS }"#).matches(message) || message == "[1, 2]")
    }

    @Test(
        arguments: [
            ("[ip, user, username, timestamp, request, status_code, bytes]", true),
            ("[ip, user, username, timestamp, request, status_code]", false),
            ("[ip, user, username, timestamp, request, status_code, bytes, more]", false),
            ("[ip, user, username, timestamp, request, status_code = 4*, bytes]", true),
            ("[ip, user, username, timestamp, request, status_code = 404, bytes > 1000]", true),
            ("[ip, user, username, timestamp, request, status_code, bytes > 2000]", false),
            ("[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]", true),
            ("[ip, user, username, timestamp, request, status_code = 4* && status_code != 403, bytes]", true),
            ("[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]", false),
            ("[ip, user, username, timestamp, request, status_code = 5* || status_code = 404, bytes]", true),
            ("[..., status_code, bytes]", true),
            ("[..., status_code = 404, bytes]", true),
            ("[..., status_code = 405, bytes]", false),
            ("[ip, user, ...]", true),
            ("[ip = 127.*, user, ..., bytes = 1534]", true),
            ("[ip = %127\\.0\\.0\\.[1-9]%, ...]", true),
            ("[ip, user, username = \"frank\", ...]", true),
            ("[..., request=*.html*, status_code=4*,]", true),
            ("[a, b, c, d, e, f, g, h, ...]", false),
        ] as [(String, Bool)])
    func fields(_ pattern: String, _ isMatch: Bool) throws {
        #expect(try FilterPattern(pattern).matches(Self.access) == isMatch, "\(pattern)")
    }

    @Test func fieldsAreTakenOut() throws {
        let found = try FilterPattern("[..., request=*.html*, status_code=4*,]").extract(Self.access)
        #expect(
            found == [
                "$status_code": "404", "$request": "GET /index.html HTTP/1.0", "$7": "1534",
                "$4": "10/Oct/2000:13:25:15 -0700", "$3": "frank", "$2": "-", "$1": "127.0.0.1",
            ])
        #expect(try FilterPattern("{ $.errorCode = 4* }").extract(Self.trail) == ["$.errorCode": "400"])
        #expect(try FilterPattern("ERROR").extract("an ERROR") == [:])
        #expect(try FilterPattern("ERROR").extract("nothing") == nil)
    }

    @Test(arguments: [
        "foo:bar", "?", "-", #""open"#, "%open", "%%", "%(a)%", "%a!%", "%é%", "%[a%", "%a{9,1}%", "%*a%",
        "%a{1000}b%", "{", "{ $ = 1 }", "{ $.a }", "{ $.a = }", "{ $.a = 1", "{ $.a = 1 } x", "{ ($.a = 1 }",
        "{ $.a > x }", "{ $.a = 1 && }", "{ $.a IS MAYBE }", "{ $.a NOT NULL }", "{ $.a[x] = 1 }", "{ a = 1 }",
        "{ $.a = %a% && $.b = %b% && $.c = %c% }", "[a, b", "[..., a, ...]", "[a] b", "[a = ]", "[a > x]",
        "[a = 1 && b = 2]",
    ])
    func whatIsNoPatternIsRefused(_ pattern: String) {
        #expect(throws: ServiceError.self) { try FilterPattern(pattern) }
    }

    /// Changed patterns are read or refused, and what is read is compared with anything.
    @Test(arguments: [
        "ERROR -%[a-z]{1,3}x+$% ?\"two words\"", #"{ ($.a[0].b = "x*" || $['c'] >= 1.5e3) && $.d NOT EXISTS }"#,
        "[a, b = 4* && b != 403, ..., c > 10, d = %^x|y%]",
    ])
    func changedPatternsEnd(_ pattern: String) {
        let fuzzing = Fuzzing(seed: 17, marks: "{}[]()$.*%\"\\|&=!<>?-, 0aIS")
        let messages = [Self.access, Self.trail, "ERROR two words 1 2 3 4 5"]
        for _ in 0..<500 * Fuzzing.times {
            let changed = String(decoding: fuzzing.changed(Array(pattern.utf8)), as: UTF8.self)
            guard let read = try? FilterPattern(changed) else { continue }
            for message in messages { #expect(read.matches(message) == (read.extract(message) != nil)) }
        }
    }

    /// Expressions and documents come from strangers: neither time nor depth is theirs to choose.
    @Test func hostileOnesEnd() throws {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(try !FilterPattern("%a*a*a*a*a*a*a*a*a*a*b%").matches(long))
        #expect(try !FilterPattern("%a{200}b%").matches(String(long.prefix(100_000))))
        let deep = String(repeating: "(", count: 500) + "$.a = 1" + String(repeating: ")", count: 500)
        #expect(throws: ServiceError.self) { try FilterPattern("{" + deep + "}") }
        let nested = String(repeating: "{\"a\":", count: 100_000)
        #expect(try !FilterPattern("{ $.a = 1 }").matches(nested))
    }

    /// All of them are met by each byte of each message.
    @Test func manyLongExpressions() {
        #expect(throws: (any Error).self) {
            try FilterPattern(Array(repeating: "%a{400}%", count: 2).joined(separator: " "))
        }
    }
}
