/// What a request breaks of the model's limits, in AWS's sentences, collected while it is decoded.
package struct Violations: Sendable {
    private enum Step: Sendable {
        case member(String)
        case element(Int)
        case value(String)
    }

    private var path: [Step] = []
    private var sentences: [String] = []
    private var count = 0
    /// What a service says of a value in a sentence of its own.
    private var firstFault: String?
    private var refusals: [String] = []
    /// The first member that is a name with characters that names do not have.
    private var wrongName: String?

    /// IAM's pattern of names.
    private static let ofNames = #"[\w+=,.@-]+"#
    /// So many sentences are kept; the count goes on.
    private static let keptSentences = 100
    /// A value is repeated in a message up to this length.
    private static let shownLength = 2048

    package init() {}

    package var isEmpty: Bool { count == 0 && firstFault == nil && refusals.isEmpty }

    /// AWS's message for the limits broken, such as `1 validation error detected: Value …`.
    package var constraintMessage: String? {
        guard count > 0 else { return nil }
        let errors = count == 1 ? "error" : "errors"
        return "\(count) validation \(errors) detected: " + sentences.joined(separator: "; ")
    }

    /// IAM's own sentence, where the one thing wrong is a name's characters.
    package var wrongNameMessage: String? {
        guard count == 1, let wrongName else { return nil }
        return "The specified value for \(wrongName) is invalid. It must contain only alphanumeric characters and/or "
            + "the following: +=,.@_-"
    }

    package var message: String { constraintMessage ?? firstFault ?? refusals.joined(separator: " ") }
    /// Where a fault counts as a limit that is broken.
    var countedMessage: String {
        guard constraintMessage == nil, let firstFault else { return message }
        return "1 validation error detected: " + firstFault
    }

    /// Whether what is noted now stands within another member.
    package var isNested: Bool { !path.isEmpty }

    /// Notes a member that the model knows and this server does not honour.
    package mutating func refuse(_ member: String, isPresent: Bool) {
        guard isPresent, refusals.count < Self.keptSentences else { return }
        refusals.append("\(member) is not supported.")
    }

    /// Notes what is wrong with a value beyond the model's limits. The first is told, where no limit is broken.
    package mutating func fault(_ sentence: String) { firstFault = firstFault ?? sentence }

    package mutating func enter(_ member: String) { path.append(.member(member)) }
    /// - Parameter index: counted from 0; AWS's messages count from 1.
    package mutating func enter(element index: Int) { path.append(.element(index)) }
    package mutating func enter(value key: String) { path.append(.value(key)) }
    package mutating func leave() { path.removeLast() }

    /// Notes a required member that is missing.
    package mutating func require(_ isPresent: Bool, _ member: String) {
        guard !isPresent else { return }
        add("Value null", member, "Member must not be null")
    }

    mutating func add(_ value: String, _ member: String, _ constraint: String) {
        count += 1
        guard sentences.count < Self.keptSentences else { return }
        sentences.append("\(value) at '\(pathText(member))' failed to satisfy constraint: \(constraint)")
    }

    /// - Parameter member: whose text does not have the pattern.
    mutating func note(_ member: String, against pattern: String) {
        if path.isEmpty, wrongName == nil, pattern == Self.ofNames { wrongName = member }
    }

    static func shown(_ value: String, isSensitive: Bool = false) -> String {
        if isSensitive { return "Value" }
        guard value.utf8.count > shownLength else { return "Value '\(value)'" }
        return "Value '\(value.prefix(shownLength))…'"
    }

    private func pathText(_ member: String) -> String {
        var text = ""
        for step in path {
            switch step {
            case .member(let name): text += name + "."
            case .element(let index): text += "\(index + 1).member."
            case .value(let key): text += "\(key.prefix(256)).member."
            }
        }
        return text + member
    }
}
