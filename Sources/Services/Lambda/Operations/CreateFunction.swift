import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// Makes a function of an archive. It can be invoked at once, and says so as soon as it is looked at again.
    func createFunction(_ input: CreateFunctionRequest, _ call: Call) async throws -> FunctionConfiguration {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let settings = try NewFunctionSettings(input)
        try await checkRole(input.role, for: address.arn, call)
        let layers = try await self.layers(input.layers ?? [], call)
        let archive = try await self.archive(input.code, call)
        let code = try await keep(archive, call) { try Self.checkSize($0, layers) }
        let sealed = try seal(input.environment?.variables)
        let version = settings.version(
            role: input.role, layers: layers, code: code.reference, sealedEnvironment: sealed, at: call.time,
            revision: newRevision())
        let incarnation = incarnations.next()
        let published = input.publish == true
        let function = try await commit(code) { transaction in
            guard try transaction.function(address) == nil else {
                throw ServiceError.conflict("Function already exist: \(address.name)")
            }
            try transaction.checkAreThere(layers)
            var function = Function(
                accountID: address.accountID, region: address.region, name: address.name, incarnation: incarnation,
                latest: version, lastVersion: 0, tags: input.tags ?? [:], policies: [:])
            if published { _ = try transaction.publish(&function, description: nil, at: call.time) }
            try transaction.save(function)
            return function
        }
        var configuration = configuration(of: function, published ? "1" : nil)
        configuration.state = .pending
        configuration.stateReason = "The function is being created."
        configuration.stateReasonCode = .creating
        configuration.lastUpdateStatus = nil
        return configuration
    }
}
