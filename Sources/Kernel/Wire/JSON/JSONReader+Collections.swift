extension JSONReader {
    /// A list of what `element` reads; null elements are dropped, as AWS drops them.
    package mutating func list<Element>(
        _ element: (inout JSONReader) throws -> Element?
    ) throws -> [Element]? {
        guard try beginArray() else { return nil }
        var elements: [Element] = []
        while try nextElement() {
            if let value = try element(&self) { elements.append(value) }
        }
        return elements
    }

    /// A map of what `value` reads; the last of several equal keys wins, null values are dropped.
    package mutating func map<Value>(
        _ value: (inout JSONReader) throws -> Value?
    ) throws -> [String: Value]? {
        guard try beginObject() else { return nil }
        var entries: [String: Value] = [:]
        while let key = try nextKey() {
            entries[key] = try value(&self)
        }
        return entries
    }
}
