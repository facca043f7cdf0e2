import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    private static let mostTables = 100

    func listTables(_ input: ListTablesRequest, _ call: Call) async throws -> ListTablesResponse {
        let listing = Table.listing(call.accountID, call.region)
        let start = input.exclusiveStartTableName.map { listing.text($0).bytes.keySuccessor }
        let limit = input.limit ?? Self.mostTables
        let page = try await store.read { snapshot in
            try snapshot.list(Table.self, prefix: listing, from: start, limit: limit)
        }
        let names = page.records.map(\.name)
        return ListTablesResponse(tableNames: names, lastEvaluatedTableName: page.next == nil ? nil : names.last)
    }
}
