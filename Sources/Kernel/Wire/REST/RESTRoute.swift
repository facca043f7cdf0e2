/// How a REST-XML operation is told from the others, as its model's URI says.
package struct RESTRoute: Sendable {
    package enum Level: Int, Sendable {
        case service, bucket, object
    }

    package let operation: String
    package let method: String
    package let level: Level
    /// Parameters written in the URI, such as `uploads` or `list-type=2`.
    package let literals: [QueryParameter]
    /// Required parameters that alone tell it from another operation, such as `uploadId`.
    package let parameters: [String]
    /// Required headers that alone tell it from another operation, such as `x-amz-copy-source`.
    package let headers: [String]

    package init(
        _ operation: String, _ method: String, _ level: Level, literals: [QueryParameter] = [],
        parameters: [String] = [], headers: [String] = []
    ) {
        self.operation = operation
        self.method = method
        self.level = level
        self.literals = literals
        self.parameters = parameters
        self.headers = headers
    }

    func matches(query: [QueryParameter], headers fields: HeaderFields) -> Bool {
        for literal in literals {
            let isThere = query.contains {
                $0.name == literal.name && (literal.value == nil || $0.value == literal.value)
            }
            guard isThere else { return false }
        }
        for parameter in parameters where !query.contains(where: { $0.name == parameter }) { return false }
        for header in headers where !fields.contains(header) { return false }
        return true
    }

    func isMoreSpecific(than other: RESTRoute) -> Bool {
        (literals.count, parameters.count, headers.count)
            > (other.literals.count, other.parameters.count, other.headers.count)
    }
}
