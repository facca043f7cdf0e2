import Wire

/// As a refusal repeats what a batch asks for.
extension [String: KeysAndAttributes] {
    package var json: String {
        var writer = JSONWriter()
        writer.map(self) { writer, value in value.write(&writer) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension [String: [WriteRequest]] {
    package var json: String {
        var writer = JSONWriter()
        writer.map(self) { writer, requests in
            writer.list(requests) { writer, request in request.write(&writer) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
