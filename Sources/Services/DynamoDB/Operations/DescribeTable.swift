import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func describeTable(_ input: DescribeTableRequest, _ call: Call) async throws -> DescribeTableResponse {
        let address = try validAddress(input.tableName, call)
        return try await store.read { snapshot in
            guard let table = try snapshot.table(address) else { throw ServiceError.tableNotFound(address.name) }
            return DescribeTableResponse(table: table.description(try snapshot.counts(of: table)))
        }
    }
}
