/// One question: may this principal do this to that?
package struct AccessRequest: Sendable {
    /// `s3:GetObject`.
    package var action: String
    /// An ARN, or `*` for actions that name no resource.
    package var resource: String
    package var principal: PrincipalDescription
    package var context: ContextValues
    /// The account that owns the resource.
    package var resourceAccount: String

    package init(
        action: String, resource: String, principal: PrincipalDescription, context: ContextValues,
        resourceAccount: String
    ) {
        self.action = action
        self.resource = resource
        self.principal = principal
        self.context = context
        self.resourceAccount = resourceAccount
    }

    var isCrossAccount: Bool { principal.account != resourceAccount }
}

/// A request made ready to be compared with many patterns.
struct MatchSubject {
    let request: AccessRequest
    let lowercaseAction: [UInt8]
    /// The action's service, in lower case.
    let service: String
    let resource: [UInt8]
    /// The one who asks has a permissions boundary.
    let isBounded: Bool

    init(_ request: AccessRequest, isBounded: Bool) {
        self.request = request
        self.isBounded = isBounded
        lowercaseAction = request.action.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        service = String(decoding: lowercaseAction.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        resource = Array(request.resource.utf8)
    }
}
