import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// None is ever provisioned here: copies are brought up when they are needed.
    func listProvisionedConcurrencyConfigs(
        _ input: ListProvisionedConcurrencyConfigsRequest, _ call: Call
    ) async throws -> ListProvisionedConcurrencyConfigsResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        _ = try await store.read { try $0.require(address) }
        return ListProvisionedConcurrencyConfigsResponse(provisionedConcurrencyConfigs: [])
    }
}
