import Wire

/// A policy, checked and compiled: parse it once, ask it often.
package struct PolicyDocument: Sendable {
    package let kind: PolicyKind
    package let version: String
    package let id: String?
    package let statements: [Statement]
    let actionIndex: ActionIndex

    /// The services' own limits are smaller.
    private static let largestDocument = 131_072
    private static let mostNested = 16

    /// - Throws: ``MalformedPolicy`` with AWS's sentence.
    package init(parsing text: String, as kind: PolicyKind) throws(MalformedPolicy) {
        guard text.utf8.count <= Self.largestDocument else { throw .syntax(kind) }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text, maximumDepth: Self.mostNested)
        } catch {
            throw Self.notJSON(kind)
        }
        try self.init(value, as: kind)
    }

    package init(_ value: JSONValue, as kind: PolicyKind) throws(MalformedPolicy) {
        guard case .object(let members) = value else { throw Self.notJSON(kind) }
        let known: Set = ["Version", "Id", "Statement"]
        for member in members where !known.contains(member.key) {
            throw .unknownField(member.key, kind)
        }
        guard Set(members.map(\.key)).count == members.count else { throw .syntax(kind) }
        version = try Self.version(value["Version"], kind)
        if let id = value["Id"], id.string == nil { throw .syntax(kind) }
        id = value["Id"]?.string
        self.kind = kind
        statements = try Self.statements(value["Statement"], kind, hasVariables: version == "2012-10-17")
        actionIndex = ActionIndex(statements)
    }

    init(kind: PolicyKind, version: String, id: String?, statements: [Statement]) {
        self.kind = kind
        self.version = version
        self.id = id
        self.statements = statements
        actionIndex = ActionIndex(statements)
    }

    private static func notJSON(_ kind: PolicyKind) -> MalformedPolicy {
        switch kind {
        case .resource: MalformedPolicy("Policies must be valid JSON and the first byte must be '{'")
        case .trust: MalformedPolicy("This policy contains invalid Json")
        case .identity, .managed, .session: .syntax(kind)
        }
    }

    /// Without a version a policy is of 2008-10-17, which has no variables.
    private static func version(
        _ value: JSONValue?, _ kind: PolicyKind
    ) throws(MalformedPolicy) -> String {
        if let value, value.string != "2012-10-17", value.string != "2008-10-17" {
            throw kind == .resource
                ? MalformedPolicy("The policy must contain a valid version string") : .syntax(kind)
        }
        let version = value?.string ?? "2008-10-17"
        if kind == .managed, version != "2012-10-17" {
            throw MalformedPolicy("Policy document must be version 2012-10-17 or greater.")
        }
        return version
    }

    private static func statements(
        _ value: JSONValue?, _ kind: PolicyKind, hasVariables: Bool
    ) throws(MalformedPolicy) -> [Statement] {
        guard let value else { throw .missing("Statement", kind) }
        let items = value.array ?? [value]
        guard !items.isEmpty else { throw .syntax(kind) }
        var statements: [Statement] = []
        var sids: Set<String> = []
        for (index, item) in items.enumerated() {
            let statement = try StatementParser(kind: kind, hasVariables: hasVariables).parse(item, index)
            if let sid = statement.sid, !sid.isEmpty, !sids.insert(sid).inserted {
                throw MalformedPolicy("Statement IDs (SID) in a single policy must be unique.")
            }
            statements.append(statement)
        }
        return statements
    }
}

extension PolicyDocument {
    /// Every principal the policy names, so that a service can ask whether they exist.
    package var principals: [Principal] {
        statements.flatMap { $0.principals?.list ?? [] }
    }

    /// The policy with its principals replaced, so that a service can bind a name to who had it.
    package func mappingPrincipals(_ replacement: (Principal) -> Principal) -> PolicyDocument {
        PolicyDocument(
            kind: kind, version: version, id: id,
            statements: statements.map { statement in
                Statement(
                    index: statement.index, sid: statement.sid, effect: statement.effect,
                    principals: statement.principals.map {
                        PrincipalElement(list: $0.list.map(replacement), isNegated: $0.isNegated)
                    },
                    actions: statement.actions, resources: statement.resources,
                    conditions: statement.conditions)
            })
    }

    /// A policy without statements: it allows and denies nothing.
    package static func sayingNothing(as kind: PolicyKind) -> PolicyDocument {
        PolicyDocument(kind: kind, version: "2012-10-17", id: nil, statements: [])
    }

    /// One policy with the statements of both, their places as they were.
    package func merged(with other: PolicyDocument) -> PolicyDocument { adding(other) }

    /// Every action pattern the policy names, as written.
    package var actionTexts: [String] { statements.flatMap(\.actions.texts) }

    /// Every resource pattern the policy names, as written.
    package var resourceTexts: [String] { statements.flatMap { $0.resources?.texts ?? [] } }
}
