import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func putFunctionEventInvokeConfig(
        _ input: PutFunctionEventInvokeConfigRequest, _ call: Call
    ) async throws -> FunctionEventInvokeConfig {
        let address = try self.address(input.functionName, input.qualifier, call)
        try Self.checkIsGiven(
            input.maximumRetryAttempts, input.maximumEventAgeInSeconds, input.destinationConfig)
        let (function, version) = try await eventTarget(address)
        try await checkDestinations(input.destinationConfig, of: version, address, call)
        var config = EventInvokeConfig(
            incarnation: function.incarnation, qualifier: address.eventQualifier, modifiedAt: call.time,
            mostRetries: input.maximumRetryAttempts, longestAge: input.maximumEventAgeInSeconds)
        if let destinations = input.destinationConfig { config.apply(destinations) }
        let saved = config
        try await store.write { try $0.save(saved, of: address) }
        return saved.answer(address)
    }
}
