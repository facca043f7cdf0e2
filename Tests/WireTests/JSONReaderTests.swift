import FoundationEssentials
import Testing
import Wire

@Suite struct JSONReaderTests {
    @Test(arguments: [
        (#""""#, ""), (#""plain""#, "plain"), (#""é😀""#, "é😀"), (#""\u00e9\ud83d\ude00""#, "é😀"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""a\u0000b""#, "a\0b"),
    ])
    func readsStrings(_ text: String, _ wanted: String) throws {
        #expect(try JSONValue(parsing: text) == .string(wanted))
    }

    @Test(arguments: [
        "", " ", "{", "[", "\"", "\"\\", "\"\\u12", "\"\\x\"", "\"a\u{1}b\"", "{\"a\"}", "{\"a\":}", "{,}",
        "{\"a\":1,}", "[1,]", "[,1]", "[1 2]", "{\"a\":1 \"b\":2}", "{a:1}", "{\"a\":1}}", "[1]]", "tru",
        "truth", "nul", "01", "-", "1.", ".5", "1e", "+1", "NaN", "'a'", "[1}", "{\"a\":1]", "1 2",
        "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "// no\n1",
    ])
    func refusesWhatIsNotJSON(_ text: String) {
        #expect(throws: SerializationError()) { try JSONValue(parsing: text) }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0x5C, 0x6E, 0xFF, 0x22],
        ] as [[UInt8]])
    func refusesInvalidUTF8(_ bytes: [UInt8]) {
        #expect(throws: SerializationError.self) { try JSONValue(parsing: bytes) }
    }

    @Test func limitsDepth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(64))
        #expect(throws: SerializationError.self) { try JSONValue(parsing: nested(65)) }
        #expect(throws: SerializationError.self) { try JSONValue(parsing: nested(1_000_000)) }
        #expect(throws: SerializationError.self) {
            var reader = JSONReader(Array(nested(65).utf8))
            try reader.skip()
        }
    }

    @Test(arguments: [
        ("0", 0), ("-7", -7), ("5.0", 5), ("1e3", 1000), ("9223372036854775807", .max),
    ])
    func readsIntegers(_ text: String, _ wanted: Int) throws {
        var reader = JSONReader(Array(text.utf8))
        #expect(try reader.int() == wanted)
    }

    @Test(arguments: ["1.5", "9223372036854775808", "1e400", "-1e400"])
    func refusesNumbersThatAreNoInteger(_ text: String) {
        var reader = JSONReader(Array(text.utf8))
        #expect(throws: SerializationError("NUMBER_VALUE can not be converted to an Integer")) {
            try reader.int()
        }
    }

    @Test func refusesEndlessNumbers() {
        #expect(throws: SerializationError.self) {
            try JSONValue(parsing: String(repeating: "9", count: 1001))
        }
    }

    @Test func wordsWrongTypesAsAWS() {
        func message(_ text: String, _ read: (inout JSONReader) throws -> Void) -> String? {
            var reader = JSONReader(Array(text.utf8))
            do { try read(&reader) } catch let error as SerializationError { return error.message } catch {}
            return nil
        }
        #expect(message("\"1\"") { _ = try $0.int() } == "STRING_VALUE can not be converted to an Integer")
        #expect(message("1") { _ = try $0.string() } == "NUMBER_VALUE can not be converted to a String")
        #expect(message("true") { _ = try $0.string() } == "TRUE_VALUE can not be converted to a String")
        #expect(
            message("{}") { _ = try $0.string() } == "Start of structure or map found where not expected.")
        #expect(message("[]") { _ = try $0.string() } == "Start of list found where not expected")
        #expect(message("\"x\"") { _ = try $0.list { try $0.string() } } == "Expected list or null")
    }

    @Test func takesTheLastOfEqualKeysAndDropsNulls() throws {
        var reader = JSONReader(Array(#"{"a":"1","b":null,"a":"2"}"#.utf8))
        #expect(try reader.map { try $0.string() } == ["a": "2"])
        #expect(try JSONValue(parsing: #"{"a":1,"a":2}"#)["a"] == 2)
    }

    @Test func readsTimestampsAndBlobs() throws {
        var reader = JSONReader(Array(#"[1795231800.25, "AAH/", null]"#.utf8))
        #expect(try reader.beginArray())
        #expect(try reader.nextElement())
        #expect(try reader.timestamp() == Date(timeIntervalSince1970: 1_795_231_800.25))
        #expect(try reader.nextElement())
        #expect(try reader.blob() == [0, 1, 255])
        #expect(try reader.nextElement())
        #expect(try reader.blob() == nil)
        #expect(try !reader.nextElement())
        try reader.finish()
    }
}
