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
    /// Parameters that it may have and that other operations are told by, such as `partNumber`.
    package let optional: [String]

    package init(
        _ operation: String, _ method: String, _ level: Level, literals: [QueryParameter] = [],
        parameters: [String] = [], headers: [String] = [], optional: [String] = []
    ) {
        self.operation = operation
        self.method = method
        self.level = level
        self.literals = literals
        self.parameters = parameters
        self.headers = headers
        self.optional = optional
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

    func takes(_ selector: String) -> Bool {
        parameters.contains(selector) || optional.contains(selector) || literals.contains { $0.name == selector }
    }

    func isMoreSpecific(than other: RESTRoute) -> Bool {
        (literals.count, parameters.count, headers.count)
            > (other.literals.count, other.parameters.count, other.headers.count)
    }
}
