import CivilTime
import FoundationEssentials
import S3Model
import Wire

/// What the rules look at of one version of an object.
package struct LifecycleFacts: Sendable {
    package var key: [UInt8]
    package var size: Int
    package var modifiedAt: Date
    package var tags: [String: String] = [:]
    package var isLatest = true
    package var isDeleteMarker = false
    /// Of its key.
    package var isOnlyVersion = true
    /// When its successor was made.
    package var noncurrentSince: Date?

    /// Noncurrent versions of its key that are newer.
    package var newerNoncurrentCount = 0
    package var storageClass = "STANDARD"

    package init(
        key: [UInt8], size: Int, modifiedAt: Date, tags: [String: String] = [:], isLatest: Bool = true,
        isDeleteMarker: Bool = false, isOnlyVersion: Bool = true, noncurrentSince: Date? = nil,
        newerNoncurrentCount: Int = 0, storageClass: String = "STANDARD"
    ) {
        self.key = key
        self.size = size
        self.modifiedAt = modifiedAt
        self.tags = tags
        self.isLatest = isLatest
        self.isDeleteMarker = isDeleteMarker
        self.isOnlyVersion = isOnlyVersion
        self.noncurrentSince = noncurrentSince
        self.newerNoncurrentCount = newerNoncurrentCount
        self.storageClass = storageClass
    }
}

/// What is to be done with a version.
package enum LifecycleAction: Sendable, Equatable {
    case none
    /// As DeleteObject without a version does: a delete marker comes above it where versions are kept.
    case expireCurrent
    case removeVersion
    case removeDeleteMarker
    case transition(String)
}

/// When an action falls due, and by which rule.
package struct LifecycleDue: Sendable, Equatable {
    package var date: Date
    package var ruleID: String

    package init(date: Date, ruleID: String) {
        self.date = date
        self.ruleID = ruleID
    }
}

/// The rules of a bucket's lifecycle, as they bear on what is in it.
package struct LifecycleRules: Sendable {
    private let rules: [(rule: LifecycleRule, filter: LifecycleFilter)]
    private let smallest: SmallestTransition
    private let dayLength: Double

    private static let day = 86_400.0

    /// - Parameters:
    ///   - rules: checked; those that are disabled do nothing.
    ///   - dayLength: in seconds. Real days end at midnight UTC, shorter ones when they are over.
    package init(
        _ rules: [LifecycleRule], smallest: SmallestTransition = .ofAllStorageClasses, dayLength: Double = 86_400
    ) {
        self.rules = rules.filter { $0.status == .enabled }.map { ($0, LifecycleFilter($0)) }
        self.smallest = smallest
        self.dayLength = dayLength
    }

    // MARK: What is due

    /// Deleting goes before moving.
    package func action(for facts: LifecycleFacts, now: Date) -> LifecycleAction {
        if facts.isLatest {
            if facts.isDeleteMarker { return isMarkerDue(facts, now) ? .removeDeleteMarker : .none }
            if let due = expiration(of: facts), due.date <= now { return .expireCurrent }
            return transition(facts, now) { rule in
                (rule.transitions ?? []).compactMap { transition in
                    guard let storageClass = transition.storageClass?.rawValue else { return nil }
                    let due = transition.date ?? transition.days.map { end(of: $0, from: facts.modifiedAt) }
                    return due.map { (storageClass, $0) }
                }
            }
        }
        guard let since = facts.noncurrentSince else { return .none }
        if isNoncurrentDue(facts, since, now) { return facts.isDeleteMarker ? .removeDeleteMarker : .removeVersion }
        if facts.isDeleteMarker { return .none }
        return transition(facts, now) { rule in
            (rule.noncurrentVersionTransitions ?? []).compactMap { transition in
                guard let storageClass = transition.storageClass?.rawValue, let days = transition.noncurrentDays,
                    facts.newerNoncurrentCount >= (transition.newerNoncurrentVersions ?? 0)
                else { return nil }
                return (storageClass, end(of: days, from: since))
            }
        }
    }

    /// When a current version expires, for `x-amz-expiration`: of several rules the one that is due first.
    package func expiration(of facts: LifecycleFacts) -> LifecycleDue? {
        guard facts.isLatest, !facts.isDeleteMarker else { return nil }
        return first(applying(to: facts)) { rule in
            rule.expiration.flatMap { expiration in
                expiration.date ?? expiration.days.map { end(of: $0, from: facts.modifiedAt) }
            }
        }
    }

    /// When an upload that is not completed is aborted, for `x-amz-abort-date` and `x-amz-abort-rule-id`.
    package func abort(ofUpload key: [UInt8], initiatedAt: Date) -> LifecycleDue? {
        first(rules.filter { $0.filter.takesIn(key: key) }.map(\.rule)) { rule in
            rule.abortIncompleteMultipartUpload?.daysAfterInitiation.map { end(of: $0, from: initiatedAt) }
        }
    }

    private func applying(to facts: LifecycleFacts) -> [LifecycleRule] {
        rules.filter { $0.filter.takesIn(key: facts.key, size: facts.size, tags: facts.tags) }.map(\.rule)
    }

    private func first(_ rules: [LifecycleRule], _ due: (LifecycleRule) -> Date?) -> LifecycleDue? {
        var first: LifecycleDue?
        for rule in rules {
            guard let date = due(rule), date < first?.date ?? .distantFuture else { continue }
            first = LifecycleDue(date: date, ruleID: rule.id ?? "")
        }
        return first
    }

    /// A delete marker with nothing below it goes at once where a rule says so, or when it is as old as objects
    /// get under a rule with days.
    private func isMarkerDue(_ facts: LifecycleFacts, _ now: Date) -> Bool {
        guard facts.isOnlyVersion else { return false }
        return applying(to: facts).contains { rule in
            if rule.expiration?.expiredObjectDeleteMarker == true { return true }
            return rule.expiration?.days.map { end(of: $0, from: facts.modifiedAt) <= now } ?? false
        }
    }

    private func isNoncurrentDue(_ facts: LifecycleFacts, _ since: Date, _ now: Date) -> Bool {
        applying(to: facts).contains { rule in
            guard let expiration = rule.noncurrentVersionExpiration, let days = expiration.noncurrentDays,
                facts.newerNoncurrentCount >= (expiration.newerNoncurrentVersions ?? 0)
            else { return false }
            return end(of: days, from: since) <= now
        }
    }

    /// The deepest class that is due: S3 takes the cheaper of two.
    private func transition(
        _ facts: LifecycleFacts, _ now: Date, _ steps: (LifecycleRule) -> [(storageClass: String, due: Date)]
    ) -> LifecycleAction {
        var deepest = facts.storageClass
        for (rule, filter) in rules where filter.takesIn(key: facts.key, size: facts.size, tags: facts.tags) {
            for step in steps(rule) where step.due <= now {
                guard LifecycleClasses.depth(step.storageClass) > LifecycleClasses.depth(deepest),
                    filter.hasSizes || LifecycleClasses.isLargeEnough(facts.size, for: step.storageClass, smallest)
                else { continue }
                deepest = step.storageClass
            }
        }
        return deepest == facts.storageClass ? .none : .transition(deepest)
    }

    /// S3 adds the days and goes on to the next midnight UTC.
    private func end(of days: Int, from start: Date) -> Date {
        let end = start.timeIntervalSince1970 + Double(days) * dayLength
        guard dayLength == Self.day else { return Date(timeIntervalSince1970: end) }
        return Date(timeIntervalSince1970: (end / Self.day).rounded(.up) * Self.day)
    }
}

extension LifecycleDue {
    /// The last that an HTTP date can tell.
    private static let lastDate = Date(timeIntervalSince1970: 253_402_214_400)

    /// `expiry-date="Fri, 21 Dec 2012 00:00:00 GMT", rule-id="picture-deletion-rule"`; nil past the last year that
    /// an HTTP date has.
    package var expirationHeader: String? {
        httpDate.map { "expiry-date=\"\($0)\", rule-id=\"\(headerID)\"" }
    }

    package var httpDate: String? { date <= Self.lastDate ? date.httpDate : nil }

    /// The id, encoded where a header could not hold it.
    package var headerID: String {
        let isPlain = ruleID.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
        return isPlain ? ruleID : PercentCoding.encode(ruleID)
    }
}
