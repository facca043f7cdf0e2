import IAMModel
import PolicyEngine
import ServiceKit
import Storage

/// Who is taken to ask in a simulation.
struct SimulatedCaller: Sendable {
    let principal: PrincipalDescription
    /// The keys that AWS fills in for a user.
    let context: [String: [String]]

    /// - Throws: `InvalidInput` for what is no user's ARN: AWS simulates requests of users only.
    init(_ arnText: String?, standingFor holder: SimulatedPrincipal.Entity?, accountID: String) throws {
        let text = arnText ?? holder?.arn ?? "arn:aws:iam::\(accountID):user/simulated"
        guard let arn = ARN(text), arn.service == "iam" || arn.service == "sts" else {
            throw ServiceError.invalidInput("Invalid Entity Arn: \(text)")
        }
        let name = arn.resource.split(separator: "/").last.map(String.init) ?? ""
        let isUser = arn.resource.hasPrefix("user/")
        guard arnText == nil || isUser else {
            throw ServiceError.invalidInput("Invalid Entity Arn: \(text) is not the ARN of a user.")
        }
        let id = holder?.arn == text ? holder?.id ?? "" : ""
        principal = PrincipalDescription(
            kind: isUser ? .user : .roleSession, arn: text, roleARN: isUser ? nil : text, account: arn.account,
            userID: id)
        guard arnText != nil || holder != nil else {
            context = [:]
            return
        }
        var context = ["aws:PrincipalArn": [text], "aws:PrincipalAccount": [arn.account]]
        if isUser { context["aws:username"] = [name] }
        if !id.isEmpty { context["aws:userid"] = [id] }
        for tag in holder?.tags ?? [] { context["aws:PrincipalTag/\(tag.key)"] = [tag.value] }
        self.context = context
    }
}
