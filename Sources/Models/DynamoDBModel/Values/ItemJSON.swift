import Wire

/// An item as an answer has it: in the wire's own JSON already, as it is stored, so that answering copies bytes.
package struct ItemJSON: Sendable, Equatable {
    /// `{"id":{"N":"1"}}`
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
    package init(_ item: AttributeMap) { bytes = item.json }

    package func write(_ writer: inout JSONWriter) { writer.raw(bytes) }
}
