import DynamoDBModel
import FoundationEssentials
import Wire

/// A row as a line of an export's file.
enum ExportLine {
    /// `{"Item":{"id":{"S":"a"}}}`
    static func item(_ item: StoredItem) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("Item")
        writer.raw(item.json)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// `{"Metadata":{"WriteTimestampMicros":…},"Keys":{…},"OldImage":{…},"NewImage":{…}}`
    static func change(_ change: ItemChange, _ schema: KeySchema, viewType: String) throws -> [UInt8] {
        let item = try (change.new ?? change.old)?.attributes() ?? AttributeMap()
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("Metadata")
        writer.beginObject()
        writer.key("WriteTimestampMicros")
        writer.beginObject()
        writer.key("N")
        writer.string(String(Int64(change.origin.time.timeIntervalSince1970 * 1_000_000)))
        writer.endObject()
        writer.endObject()
        writer.key("Keys")
        writer.raw(AttributeMap(schema.names.compactMap { name in item[name].map { (name, $0) } }).json)
        if viewType == "NEW_AND_OLD_IMAGES", let old = change.old {
            writer.key("OldImage")
            writer.raw(old.json)
        }
        if let new = change.new {
            writer.key("NewImage")
            writer.raw(new.json)
        }
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
