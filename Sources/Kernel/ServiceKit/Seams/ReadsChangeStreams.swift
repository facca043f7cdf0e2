import Wire

/// The changes of tables, for those who hand them on to functions: read in order, from a place that the reader keeps.
package protocol ReadsChangeStreams: Sendable {
    /// - Parameter last: the number of the last change that was dealt with; nil to begin with the oldest there is.
    /// - Throws: AWS's refusal where there is no such stream, or where what follows is not kept any more.
    func changes(of streamARN: String, after last: String?, limit: Int) async throws -> ChangePage
    /// The number of the last change there is, to begin with what comes next; nil before the first.
    func lastChange(of streamARN: String) async throws -> String?
}

/// Stands where no changes are kept.
package struct NoChangeStreams: ReadsChangeStreams {
    package init() {}

    private func refusal(_ arn: String) -> ServiceError {
        ServiceError("ResourceNotFoundException", "Requested resource not found: Stream: \(arn) not found", status: 400)
    }

    package func changes(of streamARN: String, after last: String?, limit: Int) async throws -> ChangePage {
        throw refusal(streamARN)
    }
    package func lastChange(of streamARN: String) async throws -> String? { throw refusal(streamARN) }
}

package struct ChangePage: Sendable {
    /// As GetRecords and functions' events have them.
    package var records: [JSONValue]
    package var lastSequenceNumber: String?
    /// The stream was turned off, and this is the last of it.
    package var isOver: Bool
    /// All of a stream is one.
    package var shardID: String

    package init(records: [JSONValue], lastSequenceNumber: String?, isOver: Bool, shardID: String = "") {
        self.shardID = shardID
        self.records = records
        self.lastSequenceNumber = lastSequenceNumber
        self.isOver = isOver
    }
}
