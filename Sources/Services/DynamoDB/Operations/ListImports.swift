import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    private static let most = 25

    /// The oldest first. The token is the last import's id.
    func listImports(_ input: ListImportsRequest, _ call: Call) async throws -> ListImportsResponse {
        let listing = TableImport.listing(call.accountID, call.region)
        let limit = input.pageSize ?? Self.most
        let page = try await store.read { snapshot in
            try snapshot.page(
                of: TableImport.self, listing, after: input.nextToken.map { listing.text($0) }, limit: limit
            ) { input.tableArn == nil || $0.target.arn == input.tableArn }
        }
        return ListImportsResponse(
            importSummaryList: page.records.map {
                ImportSummary(
                    importArn: $0.arn, importStatus: $0.status, tableArn: $0.target.arn, s3BucketSource: $0.source,
                    inputFormat: InputFormat(rawValue: $0.format.kind.rawValue), startTime: $0.startedAt,
                    endTime: $0.endedAt)
            }, nextToken: page.last?.id)
    }
}
