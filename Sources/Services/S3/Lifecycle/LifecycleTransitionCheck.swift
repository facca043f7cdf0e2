import FoundationEssentials
import S3Model
import ServiceKit

/// Checks a rule's transitions, each by itself, with one another, and with the rule's expiration.
struct LifecycleTransitionCheck {
    private let rule: LifecycleRule
    private let filter: LifecycleFilter

    init(_ rule: LifecycleRule, _ filter: LifecycleFilter) {
        self.rule = rule
        self.filter = filter
    }

    func check() throws {
        let transitions = rule.transitions ?? []
        for transition in transitions { try check(transition) }
        try checkClasses(transitions.map(\.storageClass), of: "Transition")
        let dated = transitions.map { $0.date != nil } + (rule.expiration?.date == nil ? [] : [true])
        let counted = transitions.map { $0.days != nil } + (rule.expiration?.days == nil ? [] : [true])
        guard !dated.contains(true) || !counted.contains(true) else {
            throw ServiceError.invalidRequest(
                "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule")
        }
        try checkOrder(transitions)
        try checkExpiration(after: transitions)
        try checkNoncurrent(rule.noncurrentVersionTransitions ?? [])
    }

    private func check(_ transition: Transition) throws {
        guard let storageClass = transition.storageClass?.rawValue, LifecycleClasses.depth(storageClass) > 0,
            (transition.date == nil) != (transition.days == nil)
        else { throw ServiceError.malformedXML }
        if let date = transition.date { try LifecycleDays.check(date) }
        guard let days = transition.days else { return }
        try LifecycleDays.check(days, least: 0, "'Days' for Transition action must be a nonnegative integer")
        guard days >= LifecycleClasses.daysBeforeInfrequent || !LifecycleClasses.infrequent.contains(storageClass)
        else {
            throw ServiceError.lifecycleArgument(
                "'Days' in Transition action must be greater than or equal to 30 for storageClass '\(storageClass)'")
        }
    }

    private func checkClasses(_ classes: [TransitionStorageClass?], of action: String) throws {
        guard Set(classes).count == classes.count else {
            throw ServiceError.invalidRequest(
                "'StorageClass' must be different for '\(action)' actions in same 'Rule'")
        }
    }

    /// Down the waterfall, a class after the time that objects stay in the one before.
    private func checkOrder(_ transitions: [Transition]) throws {
        let steps = transitions.compactMap { transition -> (storageClass: String, day: Int)? in
            guard let storageClass = transition.storageClass?.rawValue else { return nil }
            let dated = transition.date.map { Int($0.timeIntervalSince1970 / 86_400) }
            return (transition.days ?? dated).map { (storageClass, $0) }
        }.sorted { LifecycleClasses.depth($0.storageClass) < LifecycleClasses.depth($1.storageClass) }
        let unit = rule.transitions?.first?.date == nil ? "Days" : "Date"
        for (one, next) in zip(steps, steps.dropFirst()) {
            let stay = LifecycleClasses.stay(in: one.storageClass)
            guard next.day - one.day < stay else { continue }
            let difference = stay == 1 ? "be at least one day apart from" : "be \(stay) days more than"
            throw ServiceError.lifecycleArgument(
                "'\(unit)' in the 'Transition' action for StorageClass '\(next.storageClass)' for filter "
                    + "'\(filter.shown)' must \(difference) 'filter '\(filter.shown)'' in the 'Transition' action for "
                    + "StorageClass '\(one.storageClass)'")
        }
    }

    private func checkExpiration(after transitions: [Transition]) throws {
        if let days = rule.expiration?.days, transitions.contains(where: { ($0.days ?? 0) >= days }) {
            throw ServiceError.lifecycleArgument(
                "'Days' in the Expiration action for filter '\(filter.shown)' must be greater than 'Days' in the "
                    + "Transition action")
        }
        if let date = rule.expiration?.date, transitions.contains(where: { ($0.date ?? .distantPast) >= date }) {
            throw ServiceError.lifecycleArgument(
                "'Date' in the Expiration action for filter '\(filter.shown)' must be later than 'Date' in the "
                    + "Transition action")
        }
    }

    private func checkNoncurrent(_ transitions: [NoncurrentVersionTransition]) throws {
        let action = "NoncurrentVersionTransition"
        for transition in transitions {
            guard let days = transition.noncurrentDays, let storageClass = transition.storageClass?.rawValue,
                LifecycleClasses.depth(storageClass) > 0
            else { throw ServiceError.malformedXML }
            try LifecycleDays.check(
                days, least: 0, "'NoncurrentDays' for \(action) action must be a nonnegative integer")
            guard days >= LifecycleClasses.daysBeforeInfrequent || !LifecycleClasses.infrequent.contains(storageClass)
            else {
                throw ServiceError.lifecycleArgument(
                    "'NoncurrentDays' in \(action) action must be greater than or equal to 30 for storageClass "
                        + "'\(storageClass)'")
            }
        }
        try checkClasses(transitions.map(\.storageClass), of: action)
        guard let expiry = rule.noncurrentVersionExpiration?.noncurrentDays else { return }
        guard transitions.allSatisfy({ ($0.noncurrentDays ?? 0) < expiry }) else {
            throw ServiceError.lifecycleArgument(
                "'NoncurrentDays' in the NoncurrentVersionExpiration action must be greater than 'NoncurrentDays' in "
                    + "the \(action) action")
        }
    }
}
