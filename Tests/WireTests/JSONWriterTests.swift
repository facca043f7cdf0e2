import FoundationEssentials
import Testing
import Wire

@Suite struct JSONWriterTests {
    @Test(arguments: [
        (0.0, "0"), (1_795_231_800, "1795231800"), (1_795_231_800.25, "1795231800.25"),
        (1_795_231_800.001, "1795231800.001"), (1.0006, "1.001"), (-0.5, "-0.5"), (-2.0, "-2"),
    ])
    func writesTimestampsWithUpToThreeDecimals(_ seconds: Double, _ wanted: String) {
        var writer = JSONWriter()
        writer.timestamp(Date(timeIntervalSince1970: seconds))
        #expect(String(decoding: writer.bytes, as: UTF8.self) == wanted)
    }

    @Test func placesCommas() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.list([1, 2]) { $0.int($1) }
        writer.key("b")
        writer.beginObject()
        writer.endObject()
        writer.key("c")
        writer.map(["y": true, "x": false]) { $0.bool($1) }
        writer.key("d")
        writer.blob([0, 255])
        writer.key("e")
        writer.double(1.5)
        writer.endObject()
        let wanted = #"{"a":[1,2],"b":{},"c":{"x":false,"y":true},"d":"AP8=","e":1.5}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == wanted)
    }

    @Test func everyScalarSurvives() throws {
        let text = String(String.UnicodeScalarView((0...0x2FFF).compactMap(Unicode.Scalar.init))) + "😀"
        #expect(try JSONValue(parsing: JSONValue.string(text).serialized()) == .string(text))
    }

    @Test(arguments: [
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","n":1.50,"x":null,"y":[true,{}]}]}"#, "[]",
        "-1.5e10", #""a\"b""#,
    ])
    func valuesKeepTheirTextAndOrder(_ text: String) throws {
        #expect(String(decoding: try JSONValue(parsing: text).serialized(), as: UTF8.self) == text)
    }
}
