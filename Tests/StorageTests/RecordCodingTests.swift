import Storage
import Testing

@Suite("Fields of hot records")
struct RecordCodingTests {
    @Test func fieldsComeBack() throws {
        var writer = RecordWriter()
        writer.number(UInt64.max)
        writer.number(0)
        writer.text("한옥")
        writer.data([1, 2, 3])
        writer.optional(nil)
        writer.optional("x")
        writer.texts(["b": "2", "a": "1"])
        var reader = RecordReader(writer.bytes[...])
        #expect(try reader.number() == .max)
        #expect(try reader.integer() == 0)
        #expect(try reader.text() == "한옥")
        #expect(Array(try reader.data()) == [1, 2, 3])
        #expect(try reader.optionalText() == nil)
        #expect(try reader.optionalText() == "x")
        #expect(try reader.texts() == ["a": "1", "b": "2"])
        #expect(reader.isAtEnd)
    }

    @Test func whatIsCutIsCorruptWhereverItIsCut() {
        var writer = RecordWriter()
        writer.text("hello")
        writer.texts(["a": "1"])
        for length in 0..<writer.bytes.count {
            var reader = RecordReader(writer.bytes.prefix(length))
            #expect(throws: StorageError.self) {
                _ = try reader.text()
                _ = try reader.texts()
            }
        }
    }
}
