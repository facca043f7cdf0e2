import FoundationEssentials
import ServiceKit
import Synchronization

/// What Lambda authorizers said, kept for as long as each of them wants.
final class AuthorizerResults: Sendable {
    struct Name: Hashable, Sendable {
        let api: String
        let stage: String
        let authorizer: String
        /// The values of the identity sources.
        let identity: [String]
        fileprivate var generation = 0

        init(api: String, stage: String, authorizer: String, identity: [String]) {
            self.api = api
            self.stage = stage
            self.authorizer = authorizer
            self.identity = identity
        }
    }

    private struct Kept: Sendable {
        let result: AuthorizerResult
        let until: Date
    }

    private let kept = BoundedCache<Name, Kept>(limit: 10_000)
    /// Counted up when a stage's results are to be forgotten.
    private let generations = Mutex<[String: Int]>([:])
    private static let mostGenerations = 10_000

    func find(_ name: Name, at now: Date) -> AuthorizerResult? {
        guard let found = kept[named(name)], now < found.until else { return nil }
        return found.result
    }

    /// So many bytes of a result are kept, beside what it is found by.
    private static let longestKept = 64 << 10

    func keep(_ result: AuthorizerResult, as name: Name, until: Date) {
        let size = result.context.reduce(result.policyText?.utf8.count ?? 0) {
            $0 + $1.name.utf8.count + $1.value.count
        }
        guard size <= Self.longestKept else { return }
        kept[named(name)] = Kept(result: result, until: until)
    }

    func forget(api: String, stage: String) {
        let isFull = generations.withLock { generations in
            generations["\(api)/\(stage)", default: 0] += 1
            guard generations.count > Self.mostGenerations else { return false }
            generations = [:]
            return true
        }
        if isFull { kept.removeAll() }
    }

    private func named(_ name: Name) -> Name {
        var name = name
        name.generation = generations.withLock { $0["\(name.api)/\(name.stage)"] ?? 0 }
        return name
    }
}

/// What a Lambda authorizer said of a caller.
struct AuthorizerResult: Sendable {
    enum Rule: Sendable {
        case all(Bool)
        /// Decided by the policy for each request.
        case policy(AuthorizerPolicy)
    }

    let principalID: String?
    let rule: Rule
    let context: [ContextValue]
    var usageIdentifierKey: String?
    /// The policy as the function wrote it.
    var policyText: String?
}

struct ContextValue: Sendable {
    let name: String
    /// As JSON.
    let value: [UInt8]
    let text: String
}
