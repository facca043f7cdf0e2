import PolicyEngine
import Testing

/// One case of a table: a rule of AWS's documentation, lines that set it up, and questions with answers.
///
/// A table is text: `# rule` begins a case, `question -> answer` asks, every other line sets up.
struct RuleCase: CustomTestStringConvertible, Sendable {
    let rule: String
    var setup: [String] = []
    var questions: [(question: String, answer: String)] = []

    var testDescription: String { rule }

    static func table(_ text: String) -> [RuleCase] {
        var cases: [RuleCase] = []
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("# ") {
                cases.append(RuleCase(rule: String(line.dropFirst(2))))
            } else if let arrow = line.range(of: "->") {
                let question = line[..<arrow.lowerBound].trimmingEnds
                cases[cases.count - 1].questions.append((question, line[arrow.upperBound...].trimmingEnds))
            } else {
                cases[cases.count - 1].setup.append(line)
            }
        }
        return cases
    }
}

extension String {
    func range(of text: String) -> Range<String.Index>? { ranges(of: text).last }
}

extension Substring {
    var trimmingEnds: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

/// The principals that the tables speak of.
enum Who {
    static let account = "111122223333"
    static let otherAccount = "444455556666"
    static let userARN = "arn:aws:iam::111122223333:user/team/ada"
    static let roleARN = "arn:aws:iam::111122223333:role/Reader"
    static let sessionARN = "arn:aws:sts::111122223333:assumed-role/Reader/ada-session"
    static let federatedARN = "arn:aws:sts::111122223333:federated-user/guest"

    static func named(_ name: String) -> PrincipalDescription {
        switch name {
        case "root":
            PrincipalDescription(
                kind: .root, arn: "arn:aws:iam::111122223333:root", account: account, userID: account,
                canonicalUserID: "c0ffee")
        case "user":
            PrincipalDescription(
                kind: .user, arn: userARN, account: account, userID: "AIDAEXAMPLEUSER00001",
                canonicalUserID: "c0ffee")
        case "session":
            PrincipalDescription(
                kind: .roleSession, arn: sessionARN, roleARN: roleARN, account: account,
                userID: "AROAEXAMPLEROLE00001:ada-session", canonicalUserID: "c0ffee")
        case "federated":
            PrincipalDescription(
                kind: .federatedUser, arn: federatedARN, roleARN: userARN, account: account,
                userID: "111122223333:guest", canonicalUserID: "c0ffee")
        case "service": PrincipalDescription(kind: .service, serviceName: "lambda.amazonaws.com")
        case "web":
            PrincipalDescription(
                kind: .webIdentity, federatedProvider: "cognito-identity.amazonaws.com")
        default: .anonymous
        }
    }

    static func context(_ principal: PrincipalDescription) -> ContextValues {
        var context = ContextValues()
        context.add(principal)
        return context
    }
}
