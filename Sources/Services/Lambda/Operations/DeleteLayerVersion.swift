import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// Removes a version; functions that have it keep it.
    func deleteLayerVersion(
        _ input: DeleteLayerVersionRequest, _ call: Call
    ) async throws -> DeleteLayerVersionResponse {
        let address = try layer(input.layerName, input.versionNumber, call)
        let unused = try await store.write { transaction -> [CodeReference] in
            // Deleting a version that is not there is no error.
            guard let version = try transaction.layerVersion(address) else { return [] }
            try transaction.remove(version)
            return try transaction.isUsed(version.code) ? [] : [transaction.disown(version.code)]
        }
        if !unused.isEmpty { Task { await discard(unused) } }
        return DeleteLayerVersionResponse()
    }
}
