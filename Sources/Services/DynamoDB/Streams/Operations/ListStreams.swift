import DynamoDBStreamsModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDBStreams {
    private static let most = 100

    func listStreams(_ input: ListStreamsRequest, _ call: Call) async throws -> ListStreamsResponse {
        let all = TableStream.listing(call.accountID, call.region)
        let wanted = input.tableName.map { TableAddress($0, accountID: call.accountID, region: call.region).name }
        let listing = wanted.map { all.text($0) } ?? all
        let start = try input.exclusiveStartStreamArn.map { arn in
            guard let address = StreamAddress(arn) else { throw ServiceError.streamNotFound(arn) }
            return all.text(address.table.name).text(address.label).bytes.keySuccessor
        }
        let limit = input.limit ?? Self.most
        let now = clock.now
        let page = try await store.read { snapshot in
            try snapshot.list(TableStream.self, prefix: listing, from: start, limit: limit)
        }
        let streams = page.records.filter { ($0.expiresAt ?? .distantFuture) > now }
        return ListStreamsResponse(
            streams: streams.map { Stream(streamArn: $0.arn, tableName: $0.tableName, streamLabel: $0.label) },
            lastEvaluatedStreamArn: page.next == nil ? nil : page.records.last?.arn)
    }
}
