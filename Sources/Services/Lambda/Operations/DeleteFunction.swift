import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// Removes a function with all its versions and aliases, or one version.
    func deleteFunction(_ input: DeleteFunctionRequest, _ call: Call) async throws -> DeleteFunctionResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        if let qualifier = address.qualifier {
            try await delete(version: qualifier, of: address)
        } else {
            try await delete(address)
        }
        return DeleteFunctionResponse(statusCode: 204)
    }

    private func delete(_ address: FunctionAddress) async throws {
        let (function, codes) = try await store.write { transaction in
            let function = try transaction.require(address)
            let versions = try transaction.versions(of: function)
            let codes = Set(versions.map(\.code) + [function.latest.code])
            let layers = Set(versions.flatMap(\.layers) + function.latest.layers)
            for code in codes { if let id = BlobID(name: code.blob) { try transaction.delete(id.row.bytes) } }
            for version in versions {
                try transaction.remove(
                    PublishedVersion(
                        incarnation: function.incarnation, number: Int(version.number) ?? 0, version: version))
            }
            let aliases = FunctionAlias.listing(function.incarnation).bytes
            // At most one alias for each thousandth part of what an account may store; they go at once.
            _ = try transaction.deleteRange(from: aliases, to: aliases.prefixSuccessor, limit: 10_000)
            try transaction.removeBelongings(of: function)
            try transaction.remove(function)
            return (function, Array(codes) + (try transaction.unusedArchives(of: Array(layers))))
        }
        pools.retire(function.poolName)
        Task { await discard(codes) }
    }

    private func delete(version qualifier: String, of address: FunctionAddress) async throws {
        guard qualifier != FunctionVersion.latest else {
            throw ServiceError.invalid("$LATEST version cannot be deleted without deleting the function.")
        }
        let orphans = try await store.write { transaction -> [CodeReference] in
            var function = try transaction.require(address)
            guard Int(qualifier) != nil else {
                throw ServiceError.invalid("Deletion of aliases is not currently supported.")
            }
            // Deleting a version that is not there is no error.
            guard let number = FunctionVersion.number(qualifier),
                let version = try transaction.version(qualifier, of: function)
            else { return [] }
            let aliases = try transaction.list(
                FunctionAlias.self, prefix: FunctionAlias.listing(function.incarnation), limit: 10_000)
            let naming = aliases.records.filter { $0.version == qualifier || $0.weights[qualifier] != nil }.map(\.name)
            guard naming.isEmpty else {
                throw ServiceError.conflict(
                    "Version was not able to be deleted because it is referenced by the following aliases: "
                        + "[\(naming.joined(separator: ", "))]")
            }
            try transaction.remove(
                PublishedVersion(incarnation: function.incarnation, number: number, version: version))
            try transaction.removeBelongings(of: &function, qualifier)
            return try transaction.orphans(version.code, of: function)
                + transaction.unusedArchives(of: version.layers)
        }
        if !orphans.isEmpty { Task { await discard(orphans) } }
    }
}
