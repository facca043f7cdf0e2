import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func updateFunctionConfiguration(
        _ input: UpdateFunctionConfigurationRequest, _ call: Call
    ) async throws -> FunctionConfiguration {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let standing = try await store.read { try $0.require(address) }
        if let runtime = input.runtime { try NewFunctionSettings.check(runtime: runtime.rawValue) }
        try NewFunctionSettings.check(handler: input.handler)
        try NewFunctionSettings.check(environment: input.environment?.variables)
        try NewFunctionSettings.check(deadLetters: input.deadLetterConfig?.targetArn)
        try NewFunctionSettings.check(input.snapStart, input.loggingConfig)
        if let role = input.role { try await checkRole(role, for: address.arn, call) }
        let layers = try await input.layers.asyncMap { try await self.layers($0, call) }
        if let layers { try Self.checkSize(standing.latest.code, layers) }
        let sealed = try input.environment.map { try seal($0.variables ?? [:]) }
        let revision = newRevision()
        let (function, unused) = try await store.write { transaction in
            var function = try transaction.require(address)
            try Self.check(input.revisionId, against: function.latest)
            function.latest.apply(input)
            if let sealed { function.latest.sealedEnvironment = sealed }
            try transaction.checkAreThere(layers ?? [])
            let former = function.latest.layers
            if let layers { function.latest.layers = layers }
            function.latest.modifiedAt = call.time
            function.latest.revisionID = revision
            function.latest.wasUpdated = true
            try transaction.save(function)
            return (function, try transaction.unusedArchives(of: former.filter { layers?.contains($0) == false }))
        }
        pools.retire(function.poolName, version: FunctionVersion.latest)
        if !unused.isEmpty { Task { await discard(unused) } }
        return inProgress(configuration(of: function, nil))
    }
}

extension Optional {
    func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

extension FunctionVersion {
    fileprivate mutating func apply(_ input: UpdateFunctionConfigurationRequest) {
        if let value = input.role { roleARN = value }
        if let value = input.handler { handler = value }
        if let value = input.description { description = value }
        if let value = input.timeout { timeout = value }
        if let value = input.memorySize { memorySize = value }
        if let value = input.runtime { runtime = value.rawValue }
        if let value = input.tracingConfig?.mode { tracingMode = value.rawValue }
        if let value = input.ephemeralStorage { temporarySize = value.size }
        if let value = input.loggingConfig?.logGroup { logGroup = value }
        if let value = input.deadLetterConfig { deadLetterTarget = value.targetArn.flatMap { $0.isEmpty ? nil : $0 } }
    }
}
