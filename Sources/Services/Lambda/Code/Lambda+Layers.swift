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
        let addresses = arns.compactMap { LayerAddress(arn: $0) }
        guard addresses.count == arns.count else { throw Self.noLayer(arns.first ?? "") }
        guard addresses.allSatisfy({ $0.region == call.region }) else {
            throw ServiceError.invalid(
                "Layers are not in the same region as the function. Layers are expected to be in region \(call.region)."
            )
        }
        for (index, address) in addresses.enumerated() {
            guard let other = addresses[..<index].first(where: { $0.arn == address.arn }) else { continue }
            throw ServiceError.invalid(
                "Two different versions of the same layer are not allowed to be referenced in the same function. "
                    + "\(other.versionARN) and \(address.versionARN) are versions of the same layer.")
        }
        guard !addresses.isEmpty else { return [] }
        return try await store.read { snapshot in
            try addresses.map { address in
                guard let version = try snapshot.layerVersion(address) else { throw Self.noLayer(address.versionARN) }
                return FunctionVersion.LayerReference(
                    arn: address.versionARN, size: version.code.size, code: version.code)
            }
        }
    }

    private static func noLayer(_ arn: String) -> ServiceError {
        .invalid("Layer version \(arn) does not exist.")
    }

    /// A function and its layers are unpacked into one place of a limited size.
    static func checkSize(_ code: CodeReference, _ layers: [FunctionVersion.LayerReference]) throws {
        let size = layers.reduce(code.unpackedSize) { $0 + $1.code.unpackedSize }
        guard size <= AccountLimits.unzippedBytes else {
            throw ServiceError.invalid(
                "Function code combined with layers exceeds the maximum allowed size of \(AccountLimits.unzippedBytes) bytes. "
                    + "The actual size is \(size) bytes.")
        }
    }

    /// The archives of a version's layers. They are kept while a version has them, also when the layer is deleted.
    func codes(of layers: [FunctionVersion.LayerReference]) -> [CodeReference] { layers.map(\.code) }
}
