import CognitoUserPools
import CognitoUserPoolsModel
import ServiceKit
import Testing
import Wire

@Suite struct TableTests {
    /// What the model serves and what the service's table lists are the same, and unsigned calls are
    /// those the model calls so.
    @Test func everyServedOperationHasItsLine() throws {
        let operations = try Directory().service.operations
        #expect(
            operations.map(\.model.name).sorted()
                == CognitoUserPoolsOperations.served.map { $0.operation.name }.sorted())
        for operation in operations { #expect((operation.access == .open) == operation.model.isUnsigned) }
    }
}
