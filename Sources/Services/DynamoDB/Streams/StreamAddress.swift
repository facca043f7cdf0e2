import FoundationEssentials
import ServiceKit
import Storage

/// What a stream's ARN says: `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL`.
struct StreamAddress: Sendable {
    let table: TableAddress
    let label: String

    init?(_ arn: String) {
        guard let table = TableAddress(arn: arn), let range = arn.range(ofStreamLabel: table) else { return nil }
        self.table = table
        label = String(arn[range])
    }
}

extension String {
    fileprivate func range(ofStreamLabel table: TableAddress) -> Range<Index>? {
        let start = table.arn + "/stream/"
        guard hasPrefix(start), count > start.count else { return nil }
        return index(startIndex, offsetBy: start.count)..<endIndex
    }
}

extension Snapshot {
    func stream(_ address: StreamAddress) throws -> TableStream? {
        try find(
            TableStream.listing(address.table.accountID, address.table.region).text(address.table.name)
                .text(address.label))
    }

    func requireStream(_ arn: String) throws -> TableStream {
        guard let address = StreamAddress(arn), let stream = try stream(address) else {
            throw ServiceError.streamNotFound(arn)
        }
        return stream
    }

    /// The first position that may still be read.
    func horizon(of stream: TableStream, at now: Date) throws -> UInt64 {
        max(
            stream.first,
            try firstChange(stream.incarnation, notBefore: now.addingTimeInterval(-ChangeLog.streamLifetime)))
    }

    /// Behind the last position there is.
    func end(of stream: TableStream) throws -> UInt64 {
        if let last = stream.last { return last + 1 }
        return try nextChange(stream.incarnation)
    }
}

extension ServiceError {
    static func streamNotFound(_ arn: String) -> ServiceError {
        ServiceError(
            "ResourceNotFoundException", "Requested resource not found: Stream: \(arn) not found", status: 400)
    }

    static func shardNotFound(_ stream: TableStream) -> ServiceError {
        ServiceError(
            "ResourceNotFoundException",
            "Requested resource not found: Shard does not exist in the Stream: \(stream.arn) not found", status: 400)
    }

    static var trimmedData: ServiceError {
        ServiceError(
            "TrimmedDataAccessException",
            "The operation attempted to read past the oldest stream record in a shard. "
                + "This can happen because records are older than 24 hours.", status: 400)
    }
}
