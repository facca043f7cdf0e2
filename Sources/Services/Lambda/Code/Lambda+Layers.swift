import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    private static let mostLayers = 5

    /// The layers that a function is to have, as its record names them.
    func layers(_ arns: [String], _ call: Call) async throws -> [FunctionVersion.LayerReference] {
        guard arns.count <= Self.mostLayers else {
            throw ServiceError.invalid("Cannot reference more than 5 layers.")
        }
        guard arns.isEmpty else { throw ServiceError.invalid("Layers are not served here.") }
        return []
    }

    /// The archives of a version's layers.
    func codes(of layers: [FunctionVersion.LayerReference]) async throws -> [CodeReference] { [] }
}
