import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// The version that an event goes to: the address's own, or by chance the other one of an alias.
    func chosen(
        _ version: FunctionVersion, of function: Function, _ alias: FunctionAlias?
    ) async throws -> FunctionVersion {
        guard let (other, weight) = alias?.weights.first else { return version }
        let chance = Double(randomness.bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }) / Double(UInt32.max)
        guard chance < weight else { return version }
        return try await store.read { try $0.version(other, of: function) } ?? version
    }

    /// Runs an event and waits for what comes of it.
    ///
    /// - Throws: AWS's refusals.
    func run(_ function: Function, _ version: FunctionVersion, _ event: FunctionEvent) async throws -> FunctionResult {
        do {
            return try await pools.run(try await runnable(function, version), event)
        } catch let refusal as RunRefusal {
            switch refusal {
            case .throttled(let reason): throw ServiceError.throttled(reason)
            case .noRuntime(let text): throw ServiceError.notRun(text)
            case .failed(let text):
                throw ServiceError.notRun("The sandbox of the function did not come up: \(text)")
            case .roleRefused:
                throw ServiceError(
                    "AccessDeniedException",
                    "The role defined for the function cannot be assumed by Lambda.", status: 403,
                    members: [("Type", "User")])
            }
        } catch  where version.number == FunctionVersion.latest {
            // The archive may have been replaced since the function was looked at; the event has not been run then.
            let found = try await store.read {
                try $0.find(Function.self, Function.key(function.accountID, function.region, function.name))
            }
            guard let now = found, now.incarnation == function.incarnation else {
                throw ServiceError.functionNotFound(function.arn)
            }
            guard now.latest.code != version.code || now.latest.layers != version.layers else { throw error }
            return try await run(now, now.latest, event)
        }
    }

    private func runnable(_ function: Function, _ version: FunctionVersion) async throws -> RunnableFunction {
        RunnableFunction(
            key: .init(
                accountID: function.accountID, region: function.region, name: function.name, version: version.number,
                revision: version.revisionID + String(function.incarnation)),
            incarnation: function.incarnation, arn: function.arn, version: version,
            environment: { try environment(of: version) ?? [:] }, reservedConcurrency: function.reservedConcurrency,
            layers: codes(of: version.layers))
    }
}
