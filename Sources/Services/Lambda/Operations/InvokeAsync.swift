import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// The older way to have an event run later.
    func invokeAsync(_ input: InvokeAsyncRequest, _ call: Call) async throws -> InvokeAsyncResponse {
        let address = try self.address(input.functionName, nil, call)
        try Self.checkPayload(input.invokeArgs, isEvent: true)
        let function = try await store.read { try $0.resolve(address).function }
        let event = FunctionEvent(
            requestID: call.requestID, payload: input.invokeArgs, invokedARN: address.qualifiedARN)
        try await queue.accept(event, for: address, incarnation: function.incarnation, at: call.time)
        return InvokeAsyncResponse(status: 202)
    }
}
