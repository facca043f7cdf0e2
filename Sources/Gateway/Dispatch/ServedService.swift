import ServiceKit
import Wire

/// A service with its operations by name, ready to be dispatched to.
package struct ServedService: Sendable {
    let model: ServiceModel
    let operations: [String: Operation]
    /// Every operation of the model, those not served included: unknown and not served differ.
    let knownOperations: Set<String>
    /// That any of its operations takes: a body is read before it is known which one is asked for.
    let longestBody: Int
    /// For services whose operations are told by method, path and parameters.
    let router: RESTRouter?
    /// For services whose operations have paths of their own.
    let paths: PathRouter?

    package init(
        _ service: any Service, knownOperations: [OperationEntry], router: RESTRouter? = nil, paths: PathRouter? = nil
    ) {
        model = service.model
        operations = Dictionary(service.operations.map { ($0.model.name, $0) }) { first, _ in first }
        longestBody = operations.values.map(\.bodyLimit).max() ?? BodyLimit.standard
        self.knownOperations = Set(knownOperations.map(\.name))
        self.router = router
        self.paths = paths
    }
}
