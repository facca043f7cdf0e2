/// One line of a `Condition`: an operator, a key and the values it is compared with.
struct Condition: Sendable {
    enum Quantifier: Sendable { case none, forAllValues, forAnyValue }

    let quantifier: Quantifier
    /// A missing key fulfils the condition.
    let isIfExists: Bool
    /// `…Not…`: fulfilled where nothing compares equal, so also by a missing key.
    let isNegated: Bool
    /// In lower case.
    let key: String
    let operand: ConditionOperand
    let written: Written

    /// Operator, key and values as the policy has them; for explanations, out of the way of decisions.
    final class Written: Sendable {
        let operatorName: String
        let key: String
        let wanted: [String]

        init(_ operatorName: String, _ key: String, _ wanted: [String]) {
            self.operatorName = operatorName
            self.key = key
            self.wanted = wanted
        }
    }

    func isMet(in context: ContextValues) -> Bool {
        let values = context.values(lowercaseKey: key) ?? []
        if case .null(let wanted) = operand { return wanted.contains(values.isEmpty) }
        switch quantifier {
        case .forAllValues:
            // Nothing but empty texts is no value.
            if values.allSatisfy(\.isEmpty) { return true }
            return values.allSatisfy { operand.matches($0, context) != isNegated }
        case .forAnyValue:
            if values.isEmpty { return isIfExists }
            return values.contains { operand.matches($0, context) != isNegated }
        case .none:
            if values.isEmpty { return isIfExists || isNegated }
            return values.contains { operand.matches($0, context) } != isNegated
        }
    }
}
