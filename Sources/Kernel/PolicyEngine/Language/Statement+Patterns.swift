/// An action or a resource as a policy writes it, for services that check what their policies name.
package struct PolicyPattern: Sendable {
    package let text: String
    private let pattern: WildcardPattern

    /// - Parameter foldsCase: actions are compared without regard to case, resources with.
    init(_ text: String, foldsCase: Bool) {
        self.text = text
        pattern = WildcardPattern(foldsCase ? text.lowercased() : text)
    }

    /// A variable may come to be any text.
    init(_ text: VariableText, writtenAs written: String) {
        self.text = written
        var pattern = WildcardPattern()
        for part in text.parts {
            switch part {
            case .text(let text): for byte in text.utf8 { pattern.append(patternByte: byte) }
            case .literal(let text): for byte in text.utf8 { pattern.append(literalByte: byte) }
            case .variable: pattern.append(patternByte: UInt8(ascii: "*"))
            }
        }
        self.pattern = pattern
    }

    package func matches(_ text: String) -> Bool { pattern.matches(text) }

    /// Whether it can match a text that begins so.
    package func reaches(below opening: String) -> Bool { pattern.canContinue(Array(opening.utf8)) }
}

extension Statement {
    /// In lower case.
    package var actionPatterns: [PolicyPattern] { actions.texts.map { PolicyPattern($0, foldsCase: true) } }

    package var resourcePatterns: [PolicyPattern] {
        guard let resources else { return [] }
        return zip(resources.patterns, resources.texts).map { PolicyPattern($0, writtenAs: $1) }
    }

    /// `NotAction`.
    package var excludesActions: Bool { actions.isNegated }

    /// `NotResource`.
    package var excludesResources: Bool { resources?.isNegated ?? false }

    /// Whom `Principal` or `NotPrincipal` names.
    package var namedPrincipals: [Principal] { principals?.list ?? [] }
}

extension WildcardPattern {
    /// Whether some text matches that begins with `opening`, which is ASCII: every place in the pattern is followed
    /// that the opening can lead to.
    func canContinue(_ opening: [UInt8]) -> Bool {
        var places: Set<Int> = Set([0])
        for byte in opening {
            var next: Set<Int> = []
            for place in afterAny(places) {
                guard place < tokens.count else { continue }
                switch tokens[place] {
                case Self.any: next.insert(place)
                case Self.one: next.insert(place + 1)
                case UInt16(byte): next.insert(place + 1)
                default: break
                }
            }
            guard !next.isEmpty else { return false }
            places = next
        }
        return true
    }

    /// A `*` may stand for nothing.
    private func afterAny(_ places: Set<Int>) -> Set<Int> {
        var all = places
        for place in places {
            var place = place
            while place < tokens.count, tokens[place] == Self.any {
                place += 1
                all.insert(place)
            }
        }
        return all
    }
}
