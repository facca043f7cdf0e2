import FoundationEssentials
import ServiceKit

/// A place in a shard, as clients carry it about: `ARN|1|` and, in Base64, the shard, the next position and when it was
/// given out. Nothing is sealed: reading is allowed by the stream's ARN, whoever wrote the iterator.
struct ShardIterator: Sendable {
    private static let lifetime: TimeInterval = 15 * 60
    private static let longest = 2048

    var streamARN: String
    var shardID: String
    var position: UInt64
    var givenAt: Date

    var text: String {
        let inner = "\(shardID)|\(position)|\(UInt64(max(0, givenAt.timeIntervalSince1970 * 1000)))"
        return streamARN + "|1|" + Data(inner.utf8).base64EncodedString()
    }

    init(_ stream: TableStream, at position: UInt64, givenAt: Date) {
        streamARN = stream.arn
        shardID = stream.shardID
        self.position = position
        self.givenAt = givenAt
    }

    init?(_ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.longest, parts.count == 3, parts[1] == "1",
            let data = Data(base64Encoded: String(parts[2]))
        else { return nil }
        let inner = String(decoding: data, as: UTF8.self).split(separator: "|")
        guard inner.count == 3, let position = UInt64(inner[1]), let time = UInt64(inner[2]) else { return nil }
        streamARN = String(parts[0])
        shardID = String(inner[0])
        self.position = position
        givenAt = Date(timeIntervalSince1970: Double(time) / 1000)
    }

    /// The iterator of a request.
    static func read(_ text: String, at now: Date) throws -> ShardIterator {
        guard let iterator = ShardIterator(text) else {
            throw ServiceError.validation("Invalid ShardIterator")
        }
        guard iterator.givenAt.addingTimeInterval(lifetime) > now else {
            throw ServiceError(
                "ExpiredIteratorException",
                "The shard iterator has expired and can no longer be used to retrieve stream records. "
                    + "A shard iterator expires 15 minutes after it is retrieved using the GetShardIterator action.",
                status: 400)
        }
        return iterator
    }
}
