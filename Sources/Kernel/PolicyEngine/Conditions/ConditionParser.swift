import FoundationEssentials
import Wire

/// Reads a `Condition` block.
struct ConditionParser {
    let kind: PolicyKind
    let hasVariables: Bool

    private static let mostConditions = 1000

    func parse(_ block: JSONValue) throws(MalformedPolicy) -> [Condition] {
        guard let operators = block.members else { throw .syntax(kind) }
        var conditions: [Condition] = []
        for member in operators {
            guard let keys = member.value.members else { throw .syntax(kind) }
            for key in keys {
                conditions.append(try condition(member.key, key.key, key.value))
                guard conditions.count <= Self.mostConditions else { throw .syntax(kind) }
            }
        }
        return conditions
    }

    private func condition(
        _ operatorText: String, _ key: String, _ value: JSONValue
    ) throws(MalformedPolicy) -> Condition {
        guard key.contains(":") else {
            throw kind == .resource ? MalformedPolicy("Policy has an invalid condition key") : .vendorMissing
        }
        var name = operatorText.lowercased()[...]
        let quantifier: Condition.Quantifier
        if name.hasPrefix("forallvalues:") {
            quantifier = .forAllValues
            name = name.dropFirst("forallvalues:".count)
        } else if name.hasPrefix("foranyvalue:") {
            quantifier = .forAnyValue
            name = name.dropFirst("foranyvalue:".count)
        } else {
            quantifier = .none
        }
        let isIfExists = name.hasSuffix("ifexists")
        if isIfExists { name = name.dropLast("ifexists".count) }
        let texts = try texts(value)
        guard let (operand, isNegated) = try operand(name, texts),
            name != "null" || (!isIfExists && quantifier == .none)
        else {
            throw kind == .resource
                ? MalformedPolicy("Invalid Condition type : \(operatorText)") : .syntax(kind)
        }
        return Condition(
            quantifier: quantifier, isIfExists: isIfExists, isNegated: isNegated, key: key.lowercased(),
            operand: operand, written: Condition.Written(operatorText, key, texts))
    }

    private func texts(_ value: JSONValue) throws(MalformedPolicy) -> [String] {
        var texts: [String] = []
        for item in value.array ?? [value] {
            switch item {
            case .string(let text), .number(let text): texts.append(text)
            case .bool(let bool): texts.append(bool ? "true" : "false")
            case .null, .array, .object: throw .syntax(kind)
            }
        }
        return texts
    }

    /// The operator's operand and whether it is a `Not`; nil for a name that is no operator.
    private func operand(
        _ name: Substring, _ texts: [String]
    ) throws(MalformedPolicy) -> (ConditionOperand, isNegated: Bool)? {
        switch name {
        case "stringequals": return (.equals(variables(texts)), false)
        case "stringnotequals": return (.equals(variables(texts)), true)
        case "stringequalsignorecase": return (.equalsIgnoringCase(variables(texts)), false)
        case "stringnotequalsignorecase": return (.equalsIgnoringCase(variables(texts)), true)
        case "stringlike": return (.like(variables(texts)), false)
        case "stringnotlike": return (.like(variables(texts)), true)
        case "arnequals", "arnlike": return (.arn(variables(texts)), false)
        case "arnnotequals", "arnnotlike": return (.arn(variables(texts)), true)
        case "bool": return (.bool(try values(texts, ConditionOperand.bool)), false)
        case "binaryequals": return (.binary(try values(texts) { Data(base64Encoded: $0) }), false)
        case "ipaddress": return (.address(try values(texts) { IPAddressRange($0) }), false)
        case "notipaddress": return (.address(try values(texts) { IPAddressRange($0) }), true)
        case "null": return (.null(try values(texts, ConditionOperand.bool)), false)
        default: return try ordered(name, texts)
        }
    }

    private func ordered(
        _ name: Substring, _ texts: [String]
    ) throws(MalformedPolicy) -> (ConditionOperand, isNegated: Bool)? {
        let isNumeric = name.hasPrefix("numeric")
        guard isNumeric || name.hasPrefix("date") else { return nil }
        let ordering: Ordering
        var isNegated = false
        switch name.dropFirst(isNumeric ? "numeric".count : "date".count) {
        case "equals": ordering = .equal
        case "notequals":
            ordering = .equal
            isNegated = true
        case "lessthan": ordering = .less
        case "lessthanequals": ordering = .lessOrEqual
        case "greaterthan": ordering = .greater
        case "greaterthanequals": ordering = .greaterOrEqual
        default: return nil
        }
        if isNumeric { return (.number(try values(texts, ConditionOperand.number), ordering), isNegated) }
        return (.date(try values(texts, ConditionOperand.date), ordering), isNegated)
    }

    private func variables(_ texts: [String]) -> [VariableText] {
        texts.map { VariableText($0, hasVariables: hasVariables) }
    }

    private func values<Value>(
        _ texts: [String], _ read: (String) -> Value?
    ) throws(MalformedPolicy) -> [Value] {
        var values: [Value] = []
        for text in texts {
            guard let value = read(text) else { throw .syntax(kind) }
            values.append(value)
        }
        return values
    }
}
