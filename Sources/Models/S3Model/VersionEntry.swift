import Wire

/// An entry of ListObjectVersions. The model has a list of versions and one of delete markers; AWS writes both as they
/// come, by key and then the newest first, and clients that read the document in turn rely on it.
package enum VersionEntry: Sendable, Equatable {
    case version(ObjectVersion)
    case deleteMarker(DeleteMarkerEntry)
}

extension ListObjectVersionsResponse {
    /// The answer's document with these entries in their order, in place of the two lists.
    package func document(with entries: [VersionEntry]) -> [UInt8] {
        var response = WireResponse(status: 200)
        response.setXML("ListVersionsResult", ListObjectVersionsRequest.operation) { writer in
            write(&writer)
            for entry in entries {
                switch entry {
                case .version(let version):
                    writer.begin("Version")
                    version.write(&writer)
                    writer.end("Version")
                case .deleteMarker(let marker):
                    writer.begin("DeleteMarker")
                    marker.write(&writer)
                    writer.end("DeleteMarker")
                }
            }
        }
        return response.body
    }
}
