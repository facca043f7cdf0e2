import LambdaModel
import ServiceKit
import Wire

/// A statement that AddPermission makes.
struct StatementDocument {
    let json: String
    /// The principals' ARNs, for the unique ids behind them.
    let principalARNs: [String]

    init(_ input: AddPermissionRequest, resource: String) throws {
        var principal: JSONValue
        var arns: [String] = []
        if input.principal == "*" {
            principal = "*"
        } else if input.principal.hasSuffix(".amazonaws.com") {
            principal = ["Service": .string(input.principal)]
        } else if input.principal.hasPrefix("arn:") {
            guard let arn = ARN(input.principal), arn.service == "iam" || arn.service == "sts" else {
                throw Self.invalidPrincipal
            }
            principal = ["AWS": .string(input.principal)]
            arns = [input.principal]
        } else if input.principal.utf8.count == 12, input.principal.utf8.allSatisfy({ (48...57).contains($0) }) {
            principal = ["AWS": .string("arn:aws:iam::\(input.principal):root")]
        } else {
            throw Self.invalidPrincipal
        }
        var members: [JSONValue.Member] = [
            .init("Sid", .string(input.statementId)), .init("Effect", "Allow"), .init("Principal", principal),
            .init("Action", .string(input.action)), .init("Resource", .string(resource)),
        ]
        let condition = Self.condition(input)
        if !condition.isEmpty { members.append(.init("Condition", .object(condition))) }
        var writer = JSONWriter()
        writer.value(.object(members))
        json = String(decoding: writer.bytes, as: UTF8.self)
        principalARNs = arns
    }

    private static func condition(_ input: AddPermissionRequest) -> [JSONValue.Member] {
        var equals: [JSONValue.Member] = []
        if let account = input.sourceAccount { equals.append(.init("AWS:SourceAccount", .string(account))) }
        if let token = input.eventSourceToken { equals.append(.init("lambda:EventSourceToken", .string(token))) }
        if let organization = input.principalOrgID { equals.append(.init("aws:PrincipalOrgID", .string(organization))) }
        if let type = input.functionUrlAuthType {
            equals.append(.init("lambda:FunctionUrlAuthType", .string(type.rawValue)))
        }
        var condition: [JSONValue.Member] = []
        if !equals.isEmpty { condition.append(.init("StringEquals", .object(equals))) }
        if let arn = input.sourceArn {
            condition.append(.init("ArnLike", .object([.init("AWS:SourceArn", .string(arn))])))
        }
        if let isViaURL = input.invokedViaFunctionUrl {
            condition.append(
                .init("Bool", .object([.init("lambda:InvokedViaFunctionUrl", .string(isViaURL ? "true" : "false"))])))
        }
        return condition
    }

    private static let invalidPrincipal = ServiceError.invalid(
        "The provided principal was invalid. Please check the principal and try again.")
}
