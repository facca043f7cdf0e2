import LambdaModel
import ServiceKit
import Wire

/// A statement that AddLayerVersionPermission makes.
enum LayerStatement {
    static func json(_ input: AddLayerVersionPermissionRequest, resource: String) -> String {
        let isAccount = input.principal.utf8.count == 12 && input.principal.utf8.allSatisfy { (48...57).contains($0) }
        let principal: JSONValue =
            input.principal == "*"
            ? "*" : ["AWS": .string(isAccount ? "arn:aws:iam::\(input.principal):root" : input.principal)]
        var members: [JSONValue.Member] = [
            .init("Sid", .string(input.statementId)), .init("Effect", "Allow"), .init("Principal", principal),
            .init("Action", .string(input.action)), .init("Resource", .string(resource)),
        ]
        if let organization = input.organizationId {
            members.append(
                .init("Condition", ["StringEquals": ["aws:PrincipalOrgID": .string(organization)]]))
        }
        return String(decoding: JSONValue.object(members).serialized(), as: UTF8.self)
    }
}
