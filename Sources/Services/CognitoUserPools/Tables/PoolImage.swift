import Storage

/// An image that a pool's pages show.
struct PoolImage: Record {
    static let table = TableID.poolImages

    var poolID: String
    var id: String
    var contentType: String
    var bytes: [UInt8]

    init(poolID: String, id: String, contentType: String, bytes: [UInt8]) {
        self.poolID = poolID
        self.id = id
        self.contentType = contentType
        self.bytes = bytes
    }

    var key: Key { Self.key(poolID, id) }
    static func key(_ poolID: String, _ id: String) -> Key { Key(table: .poolImages).text(poolID).text(id) }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        for text in [poolID, id, contentType] { writer.text(text) }
        writer.data(bytes)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        poolID = try reader.text()
        id = try reader.text()
        contentType = try reader.text()
        self.bytes = Array(try reader.data())
    }
}
