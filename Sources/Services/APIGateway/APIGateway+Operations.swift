import APIGatewayModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension APIGateway {
    package var operations: [Operation] { [] }
}
