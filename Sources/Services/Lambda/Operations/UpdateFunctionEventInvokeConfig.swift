import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func updateFunctionEventInvokeConfig(
        _ input: UpdateFunctionEventInvokeConfigRequest, _ call: Call
    ) async throws -> FunctionEventInvokeConfig {
        let address = try self.address(input.functionName, input.qualifier, call)
        try Self.checkIsGiven(
            input.maximumRetryAttempts, input.maximumEventAgeInSeconds, input.destinationConfig)
        let (function, version) = try await eventTarget(address)
        try await checkDestinations(input.destinationConfig, of: version, address, call)
        let key = EventInvokeConfig.key(function.incarnation, address.eventQualifier)
        return try await store.write { transaction in
            guard var config = try transaction.find(EventInvokeConfig.self, key) else {
                throw Self.noEventConfig(address)
            }
            if let retries = input.maximumRetryAttempts { config.mostRetries = retries }
            if let age = input.maximumEventAgeInSeconds { config.longestAge = age }
            if let destinations = input.destinationConfig { config.apply(destinations) }
            config.modifiedAt = call.time
            try transaction.save(config, of: address)
            return config.answer(address)
        }
    }
}
