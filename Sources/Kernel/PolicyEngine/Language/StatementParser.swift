import Wire

/// Reads a statement by the grammar of its policy's kind.
struct StatementParser {
    let kind: PolicyKind
    let hasVariables: Bool

    private static let fields: Set = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
        "Condition",
    ]

    func parse(_ value: JSONValue, _ index: Int) throws(MalformedPolicy) -> Statement {
        guard case .object(let members) = value else { throw .syntax(kind) }
        for member in members where !Self.fields.contains(member.key) {
            throw .unknownField(member.key, kind)
        }
        guard Set(members.map(\.key)).count == members.count else { throw .syntax(kind) }
        let effect = try effect(value["Effect"])
        let sid = try sid(value["Sid"])
        let principals = try principals(value)
        let actions = try actions(value)
        let resources = try resources(value)
        let conditions = try value["Condition"].map { (block) throws(MalformedPolicy) in
            try ConditionParser(kind: kind, hasVariables: hasVariables).parse(block)
        }
        return Statement(
            index: index, sid: sid, effect: effect, principals: principals, actions: actions,
            resources: resources, conditions: conditions ?? [])
    }

    private func effect(_ value: JSONValue?) throws(MalformedPolicy) -> Effect {
        guard let value else { throw .missing("Effect", kind) }
        guard let text = value.string, let effect = Effect(rawValue: text) else {
            throw kind == .resource
                ? MalformedPolicy("Invalid effect: \(value.string ?? "")") : .syntax(kind)
        }
        return effect
    }

    private func sid(_ value: JSONValue?) throws(MalformedPolicy) -> String? {
        guard let value else { return nil }
        guard let sid = value.string else { throw .syntax(kind) }
        let isPlain = sid.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        // Policies of resources may have spaces and more.
        guard isPlain || kind == .resource else {
            throw MalformedPolicy(
                "Statement IDs (SID) must be alpha-numeric. "
                    + "Check that your input satisfies the regular expression [0-9A-Za-z]*")
        }
        return sid
    }

    private func principals(_ statement: JSONValue) throws(MalformedPolicy) -> PrincipalElement? {
        let positive = statement["Principal"]
        let negative = statement["NotPrincipal"]
        guard kind.hasPrincipal else {
            guard positive == nil, negative == nil else {
                throw MalformedPolicy("Policy document should not specify a principal.")
            }
            return nil
        }
        if kind == .trust, negative != nil { throw MalformedPolicy("Has prohibited field NotPrincipal") }
        guard positive == nil || negative == nil else { throw .syntax(kind) }
        guard let value = positive ?? negative else { throw .missing("Principal", kind) }
        return PrincipalElement(
            list: try PrincipalParser(kind: kind).parse(value), isNegated: negative != nil)
    }

    private func actions(_ statement: JSONValue) throws(MalformedPolicy) -> ActionElement {
        guard let (texts, isNegated) = try either("Action", in: statement) else {
            throw .missing("Action", kind)
        }
        guard !texts.isEmpty else { throw .missing("Action", kind) }
        for text in texts { try check(action: text) }
        return ActionElement(texts, isNegated: isNegated)
    }

    private func check(action text: String) throws(MalformedPolicy) {
        if text == "*", kind != .trust { return }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if kind == .trust, parts[0].lowercased() != "sts" {
            throw MalformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.")
        }
        guard parts.count > 1 else {
            throw kind == .resource
                ? MalformedPolicy("Policy has invalid action")
                : .vendorMissing
        }
        guard parts.count == 2 else { throw MalformedPolicy("Actions/Condition can contain only one colon.") }
        let isVendor = parts[0] == "*" || !parts[0].isEmpty && parts[0].utf8.allSatisfy(Self.isVendorByte)
        guard isVendor else { throw MalformedPolicy("Vendor \(parts[0]) is not valid") }
        guard !parts[1].isEmpty else { throw .syntax(kind) }
    }

    private static func isVendorByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    private func resources(_ statement: JSONValue) throws(MalformedPolicy) -> ResourceElement? {
        let found = try either("Resource", in: statement)
        if kind == .trust {
            guard found == nil else { throw MalformedPolicy("Has prohibited field Resource") }
            return nil
        }
        guard let (texts, isNegated) = found, !texts.isEmpty else { throw .missing("Resource", kind) }
        for text in texts { try ResourceARNRule(kind: kind).check(text) }
        return ResourceElement(texts, isNegated: isNegated, hasVariables: hasVariables)
    }

    /// The texts of an element or of its `Not` form; having both is an error.
    private func either(
        _ name: String, in statement: JSONValue
    ) throws(MalformedPolicy) -> (texts: [String], isNegated: Bool)? {
        let positive = statement[name]
        let negative = statement["Not" + name]
        guard positive == nil || negative == nil else { throw .syntax(kind) }
        guard let value = positive ?? negative else { return nil }
        var texts: [String] = []
        for item in value.array ?? [value] {
            guard let text = item.string, !text.isEmpty else { throw .syntax(kind) }
            texts.append(text)
        }
        return (texts, negative != nil)
    }
}
