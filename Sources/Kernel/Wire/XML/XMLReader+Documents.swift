extension XMLReader {
    /// Reads a whole request body; nil when there is none.
    package static func document<Value>(
        _ body: [UInt8], root: String, _ read: (inout XMLReader) throws -> Value
    ) throws -> Value? {
        var reader = try XMLReader(body)
        if reader.isBlank() { return nil }
        try reader.beginDocument(root: root)
        let value = try read(&reader)
        try reader.finish()
        return value
    }

    /// The children of the current element, all of one name.
    package mutating func list<Element>(
        _ name: String, _ element: (inout XMLReader) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        while let child = try nextChild() {
            if child == name { elements.append(try element(&self)) } else { try skip() }
        }
        return elements
    }
}
