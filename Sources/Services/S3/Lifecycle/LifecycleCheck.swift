import FoundationEssentials
import S3Model
import ServiceKit

/// Checks a lifecycle configuration as PutBucketLifecycleConfiguration does.
package struct LifecycleCheck {
    /// Whether the rules have filters ("Lifecycle V2"), as the first one has; S3 takes no mixture.
    private let hasFilters: Bool

    private static let mostRules = 1000
    private static let longestID = 255
    private static let mostNewerVersions = 100

    /// - Parameter newID: makes the id of a rule that has none.
    /// - Returns: the rules, each with its id.
    package static func rules(
        of configuration: BucketLifecycleConfiguration, newID: () -> String
    ) throws -> [LifecycleRule] {
        let rules = configuration.rules
        guard let first = rules.first else {
            throw ServiceError.invalidRequest("At least one lifecycle rule must be specified.")
        }
        guard rules.count <= mostRules else {
            throw ServiceError.invalidRequest(
                "The number of lifecycle rules must not exceed the allowed limit of 1000 rules.")
        }
        try checkIDs(rules)
        let check = LifecycleCheck(hasFilters: first.filter != nil)
        for rule in rules { try check.check(rule) }
        if !check.hasFilters { try checkOverlaps(rules) }
        return rules.map { rule in
            var rule = rule
            if (rule.id ?? "").isEmpty { rule.id = newID() }
            return rule
        }
    }

    private static func checkIDs(_ rules: [LifecycleRule]) throws {
        var ids: Set<String> = []
        for id in rules.compactMap(\.id) where !id.isEmpty {
            guard id.utf16.count <= longestID else {
                throw ServiceError.lifecycleArgument("ID length should not exceed allowed limit of 255")
            }
            guard ids.insert(id).inserted else {
                throw ServiceError.lifecycleArgument("Rule ID must be unique. Found same ID for more than one rule")
            }
        }
    }

    /// Rules of the older form may not do the same to objects of one another.
    private static func checkOverlaps(_ rules: [LifecycleRule]) throws {
        let actions: [(String, (LifecycleRule) -> Bool)] = [
            ("Expiration", { $0.expiration != nil }), ("Transition", { $0.transitions != nil }),
            ("NoncurrentVersionTransition", { $0.noncurrentVersionTransitions != nil }),
            ("NoncurrentVersionExpiration", { $0.noncurrentVersionExpiration != nil }),
            ("AbortIncompleteMultipartUpload", { $0.abortIncompleteMultipartUpload != nil }),
        ]
        for (name, takes) in actions {
            // Sorted, a prefix of another stands right before one that it begins.
            let prefixes = rules.filter(takes).map { $0.prefix ?? "" }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            for (one, other) in zip(prefixes, prefixes.dropFirst()) where other.utf8.starts(with: one.utf8) {
                throw ServiceError.invalidRequest(
                    "Found overlapping prefixes '\(one)' and '\(other)' for same action type '\(name)'")
            }
        }
    }

    private func check(_ rule: LifecycleRule) throws {
        try checkFilter(of: rule)
        let filter = LifecycleFilter(rule)
        let actions: [Any?] = [
            rule.expiration, rule.transitions?.first, rule.noncurrentVersionTransitions?.first,
            rule.noncurrentVersionExpiration, rule.abortIncompleteMultipartUpload,
        ]
        guard actions.contains(where: { $0 != nil }) else {
            throw ServiceError.invalidRequest("At least one action needs to be specified in a rule")
        }
        if let expiration = rule.expiration { try check(expiration, filter) }
        if let expiration = rule.noncurrentVersionExpiration { try check(expiration) }
        if let abort = rule.abortIncompleteMultipartUpload { try check(abort, filter) }
        try LifecycleTransitionCheck(rule, filter).check()
        for transition in rule.noncurrentVersionTransitions ?? [] {
            try check(newer: transition.newerNoncurrentVersions, of: "NoncurrentVersionTransition")
        }
    }

    // MARK: Filters

    private func checkFilter(of rule: LifecycleRule) throws {
        guard rule.filter != nil || rule.prefix != nil else { throw ServiceError.malformedXML }
        if hasFilters, rule.prefix != nil {
            throw ServiceError.invalidRequest(
                "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.")
        }
        if !hasFilters, rule.filter != nil {
            throw ServiceError.invalidRequest("Filter element can only be used in Lifecycle V2.")
        }
        if let filter = rule.filter { try checkForm(of: filter) }
        try LifecycleFilterCheck(LifecycleFilter(rule)).check()
    }

    /// One predicate at most; several stand in `And`.
    private func checkForm(of filter: LifecycleRuleFilter) throws {
        let predicates: [Any?] = [
            filter.prefix, filter.tag, filter.objectSizeGreaterThan, filter.objectSizeLessThan, filter.and,
        ]
        guard predicates.count(where: { $0 != nil }) <= 1 else { throw ServiceError.malformedXML }
        guard let and = filter.and else { return }
        let parts: [Any?] = [and.prefix, and.tags?.first, and.objectSizeGreaterThan, and.objectSizeLessThan]
        guard parts.contains(where: { $0 != nil }) else { throw ServiceError.malformedXML }
    }

    // MARK: Actions

    private func check(_ expiration: LifecycleExpiration, _ filter: LifecycleFilter) throws {
        let given: [Any?] = [expiration.date, expiration.days, expiration.expiredObjectDeleteMarker]
        guard given.count(where: { $0 != nil }) == 1 else { throw ServiceError.malformedXML }
        if let days = expiration.days {
            try LifecycleDays.check(days, least: 1, "'Days' for Expiration action must be a positive integer")
        }
        if let date = expiration.date { try LifecycleDays.check(date) }
        guard expiration.expiredObjectDeleteMarker != nil else { return }
        guard filter.tags.isEmpty else {
            throw ServiceError.invalidRequest("ExpiredObjectDeleteMarker cannot be specified with Tags.")
        }
        guard !filter.hasSizes else {
            throw ServiceError.invalidRequest("ExpiredObjectDeleteMarker cannot be specified with Object Size.")
        }
    }

    private func check(_ expiration: NoncurrentVersionExpiration) throws {
        guard let days = expiration.noncurrentDays else { throw ServiceError.malformedXML }
        try LifecycleDays.check(
            days, least: 1, "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer")
        try check(newer: expiration.newerNoncurrentVersions, of: "NoncurrentVersionExpiration")
    }

    private func check(newer count: Int?, of action: String) throws {
        guard let count else { return }
        guard hasFilters else {
            throw ServiceError.invalidRequest("NewerNoncurrentVersions element can only be used in Lifecycle V2.")
        }
        let subject = "'NewerNoncurrentVersions' for \(action) action must be"
        try LifecycleDays.check(count, least: 1, subject + " a positive integer")
        guard count <= Self.mostNewerVersions else {
            throw ServiceError.lifecycleArgument(subject + " an integer between 1 and \(Self.mostNewerVersions)")
        }
    }

    private func check(_ abort: AbortIncompleteMultipartUpload, _ filter: LifecycleFilter) throws {
        guard let days = abort.daysAfterInitiation else { throw ServiceError.malformedXML }
        try LifecycleDays.check(
            days, least: 1,
            "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer")
        guard filter.tags.isEmpty else {
            throw ServiceError.invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.")
        }
        guard !filter.hasSizes else {
            throw ServiceError.invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Object Size.")
        }
    }
}

/// What every number of days and every date must be.
package enum LifecycleDays {
    package static func check(_ number: Int, least: Int, _ sentence: String) throws {
        guard number <= Int(Int32.max) else { throw ServiceError.malformedXML }
        guard number >= least else { throw ServiceError.lifecycleArgument(sentence) }
    }

    package static func check(_ date: Date) throws {
        let seconds = date.timeIntervalSince1970
        guard seconds.truncatingRemainder(dividingBy: 86_400) == 0 else { throw ServiceError.notMidnight(date) }
    }
}

/// What a filter's values must be.
private struct LifecycleFilterCheck {
    private let filter: LifecycleFilter

    private static let longestPrefix = 1024
    private static let largestSize = 1_099_511_627_776_000

    init(_ filter: LifecycleFilter) { self.filter = filter }

    func check() throws {
        guard (filter.prefix ?? "").utf8.count <= Self.longestPrefix else {
            throw ServiceError.invalidRequest("The maximum size of a prefix is 1024.")
        }
        guard Set(filter.tags.map(\.key)).count == filter.tags.count else {
            throw ServiceError.invalidRequest("Duplicate Tag Keys are not allowed.")
        }
        if let size = filter.largerThan, !(0...Self.largestSize).contains(size) {
            throw ServiceError.invalidRequest("'ObjectSizeGreaterThan' should be between 0 and 1099511627776000.")
        }
        if let size = filter.smallerThan, !(1...Self.largestSize).contains(size) {
            throw ServiceError.invalidRequest("'ObjectSizeLessThan' should be between 1 and 1099511627776000.")
        }
        if let larger = filter.largerThan, let smaller = filter.smallerThan, larger >= smaller {
            throw ServiceError.invalidRequest(
                "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.")
        }
    }
}
