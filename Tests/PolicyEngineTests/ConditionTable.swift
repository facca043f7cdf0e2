import PolicyEngine
import Testing

/// Tables about conditions. Setup: one `Condition` block, on one line or several. Questions: the request's
/// keys as `key=value,value`, several by spaces; a key alone has no values; `none` is a request without keys.
/// An underscore is a space.
enum ConditionTable {
    static func context(_ question: String) -> ContextValues {
        var context = ContextValues()
        for item in question.split(separator: " ") where item != "none" {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let values =
                parts.count < 2 ? [] : parts[1].split(separator: ",", omittingEmptySubsequences: false)
            context[String(parts[0])] = values.map { String($0.map { $0 == "_" ? " " : $0 }) }
        }
        return context
    }

    static func document(_ block: String, version: String = "2012-10-17") throws -> PolicyDocument {
        let statement = #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":"# + block + "}"
        return try PolicyDocument(
            parsing: #"{"Version":"\#(version)","Statement":"# + statement + "}", as: .identity)
    }

    static func holds(_ document: PolicyDocument, _ question: String) -> Bool {
        let request = AccessRequest(
            action: "a:B", resource: "*", principal: Who.named("user"), context: context(question),
            resourceAccount: Who.account)
        return PolicySet(identity: [NamedPolicy("policy", document)]).decide(request).isAllowed
    }

    static func check(_ rule: RuleCase) throws {
        #expect(!rule.questions.isEmpty)
        let document = try document(rule.setup.joined())
        for (question, answer) in rule.questions {
            #expect("\(holds(document, question))" == answer, "\(question)")
        }
    }
}
