import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    private static let most = 25

    /// The oldest first. The token is the last export's id.
    func listExports(_ input: ListExportsRequest, _ call: Call) async throws -> ListExportsResponse {
        let listing = TableExport.listing(call.accountID, call.region)
        let limit = input.maxResults ?? Self.most
        let page = try await store.read { snapshot in
            try snapshot.page(
                of: TableExport.self, listing, after: input.nextToken.map { listing.text($0) }, limit: limit
            ) { input.tableArn == nil || $0.tableARN == input.tableArn }
        }
        return ListExportsResponse(
            exportSummaries: page.records.map {
                ExportSummary(exportArn: $0.arn, exportStatus: $0.status, exportType: $0.type)
            }, nextToken: page.last?.id)
    }
}
