import S3Model
import ServiceKit
import Wire

/// Checks a notification configuration as PutBucketNotificationConfiguration does.
package struct NotificationCheck {
    private let region: String

    private static let mostRules = 100
    private static let longestID = 255
    private static let longestValue = 1024
    private static let overlap =
        "Configurations overlap. Configurations on the same bucket cannot share a common event type."

    /// - Parameters:
    ///   - region: the bucket's; destinations must be in it.
    ///   - newID: makes the id of a configuration that has none.
    /// - Returns: the configuration with all ids, and the names of filters as S3 gives them back.
    package static func check(
        _ configuration: NotificationConfiguration, region: String, newID: () -> String
    ) throws -> NotificationConfiguration {
        let filters =
            (configuration.topicConfigurations ?? []).map(\.filter)
            + (configuration.queueConfigurations ?? []).map(\.filter)
            + (configuration.lambdaFunctionConfigurations ?? []).map(\.filter)
        let rules = configuration.rules
        guard rules.count <= mostRules else {
            throw ServiceError.invalidRequest(
                "Too many configurations submitted. The maximum number of configurations is 100")
        }
        let check = NotificationCheck(region: region)
        for (rule, filter) in zip(rules, filters) {
            try check.check(rule)
            if let filter { try check.check(filter) }
        }
        let ids = rules.map(\.id).filter { !$0.isEmpty }
        guard Set(ids).count == ids.count else {
            throw refusal("Same ID used for multiple configurations. IDs must be unique.")
        }
        for (place, rule) in rules.enumerated() {
            for other in rules[..<place] where rule.overlaps(other) {
                let isFiltered = [rule, other].contains { $0.prefix != nil || $0.suffix != nil }
                throw refusal(
                    isFiltered
                        ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the "
                            + "prefixes are overlapping for the same event type." : overlap)
            }
        }
        return configuration.completed(newID)
    }

    /// What S3 says where it may not send to a destination.
    package static func undeliverable(_ rules: [NotificationRule]) -> ServiceError {
        var error = refusal("Unable to validate the following destination configurations")
        for (index, rule) in rules.enumerated() {
            error.members.append(("ArgumentName\(index + 1)", rule.kind == .function ? rule.arn + ", null" : rule.arn))
            error.members.append(("ArgumentValue\(index + 1)", rule.reasonNotToSend))
        }
        return error
    }

    private static func refusal(_ sentence: String) -> ServiceError {
        ServiceError("InvalidArgument", sentence, status: 400)
    }

    private func check(_ rule: NotificationRule) throws {
        guard rule.id.utf16.count <= Self.longestID else {
            throw Self.refusal("ID length exceeded allowed limit of 255")
        }
        guard !rule.events.isEmpty else { throw ServiceError.malformedXML }
        try check(rule.arn, rule.kind)
        for (place, event) in rule.events.enumerated() {
            guard Event.knownValues.contains(event) else {
                throw ServiceError.invalidArgument(
                    "A specified event is not supported for notifications", name: "Event", value: event)
            }
            guard !rule.events[..<place].contains(where: { NotificationEvent.overlap(event, $0) }) else {
                throw Self.refusal(Self.overlap)
            }
        }
    }

    private func check(_ text: String, _ kind: NotificationRule.Kind) throws {
        func refusal(_ sentence: String) -> ServiceError {
            .invalidArgument(sentence, name: kind.rawValue, value: text)
        }
        guard let arn = ARN(text) else { throw refusal("The ARN could not be parsed") }
        guard arn.service == kind.service, !arn.region.isEmpty, arn.account.utf8.count == 12 else {
            throw refusal("The ARN is not well formed")
        }
        if kind == .queue, arn.resource.hasSuffix(".fifo") { throw refusal("FIFO SQS queues are not supported.") }
        guard arn.region == region else {
            throw refusal(
                "The notification destination service region is not valid for the bucket location constraint")
        }
    }

    private func check(_ filter: NotificationConfigurationFilter) throws {
        guard let rules = filter.key?.filterRules, !rules.isEmpty else { throw ServiceError.malformedXML }
        var names: Set<String> = []
        for rule in rules {
            let written = rule.name?.rawValue ?? ""
            let name = written.lowercased()
            guard name == "prefix" || name == "suffix" else {
                throw ServiceError.invalidArgument(
                    "filter rule name must be either prefix or suffix", name: "FilterRule.Name", value: written)
            }
            guard names.insert(name).inserted else {
                throw Self.refusal("Cannot specify more than one \(name) rule in a filter.")
            }
            guard (rule.value ?? "").utf8.count <= Self.longestValue else {
                throw Self.refusal("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation")
            }
        }
    }
}

extension NotificationRule {
    fileprivate var reasonNotToSend: String {
        switch kind {
        case .function: "Not authorized to invoke function [\(arn)]"
        case .queue:
            "Permissions on the destination queue do not allow S3 to publish notifications from this bucket"
        case .topic:
            "Permissions on the destination topic do not allow S3 to publish notifications from this bucket"
        }
    }
}

extension NotificationConfiguration {
    fileprivate func completed(_ newID: () -> String) -> NotificationConfiguration {
        var completed = self
        completed.topicConfigurations = topicConfigurations?.map { topic in
            var topic = topic
            topic.id = Self.completed(topic.id, newID)
            topic.filter = topic.filter?.renamed
            return topic
        }
        completed.queueConfigurations = queueConfigurations?.map { queue in
            var queue = queue
            queue.id = Self.completed(queue.id, newID)
            queue.filter = queue.filter?.renamed
            return queue
        }
        completed.lambdaFunctionConfigurations = lambdaFunctionConfigurations?.map { function in
            var function = function
            function.id = Self.completed(function.id, newID)
            function.filter = function.filter?.renamed
            return function
        }
        return completed
    }

    private static func completed(_ id: String?, _ newID: () -> String) -> String {
        guard let id, !id.isEmpty else { return newID() }
        return id
    }
}

extension NotificationConfigurationFilter {
    fileprivate var renamed: NotificationConfigurationFilter {
        let rules = key?.filterRules?.map { rule in
            let isPrefix = rule.name?.rawValue.equalsIgnoringASCIICase("prefix") ?? false
            return FilterRule(name: FilterRuleName(rawValue: isPrefix ? "Prefix" : "Suffix"), value: rule.value)
        }
        return NotificationConfigurationFilter(key: S3KeyFilter(filterRules: rules))
    }
}
