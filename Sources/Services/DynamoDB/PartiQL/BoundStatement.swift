import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit

/// A statement with the values of its parameters.
struct BoundStatement: Sendable {
    let statement: Statement
    let parameters: StatementParameters
    let address: TableAddress

    init(
        _ text: String, _ parameters: [AttributeValue]?, accountID: String, _ region: String
    ) throws(ServiceError) {
        do throws(StatementError) {
            statement = try Statement(parsing: text)
        } catch {
            throw ServiceError.validation(error.message)
        }
        self.parameters = StatementParameters(values: parameters ?? [])
        address = TableAddress(statement.source.table, accountID: accountID, region: region)
    }

    /// EXISTS belongs to what it lets happen.
    var isRead: Bool {
        if case .select = statement { true } else { false }
    }
}

struct StatementParameters: Sendable {
    let values: [AttributeValue]

    func value(_ number: Int) throws -> AttributeValue {
        guard number < values.count else {
            throw ServiceError.validation("Number of parameters in request and statement don't match.")
        }
        return values[number]
    }

    /// Of what is no path, call or condition.
    func value(of expression: Expression) throws -> AttributeValue? {
        switch expression {
        case .value(let value): value
        case .parameter(let number, _): try value(number)
        default: nil
        }
    }
}

extension DocumentPath {
    private static let mostSteps = 32

    init(_ path: Path) throws {
        let rest = path.rest.map { step -> DocumentPath.Step in
            switch step {
            case .name(let name): .name(name)
            case .index(let index): .index(index)
            }
        }
        guard rest.count < Self.mostSteps else {
            throw ServiceError.validation(
                "The document path has too many nesting levels; nesting levels: \(rest.count + 1)")
        }
        self.init(path.head, rest)
    }
}
