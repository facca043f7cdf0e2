import S3Model
import Wire

/// One destination of a bucket's notification configuration, whichever of its lists it stands in.
package struct NotificationRule: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case topic = "Topic"
        case queue = "Queue"
        case function = "CloudFunction"

        /// The service in the destination's ARN.
        package var service: String {
            switch self {
            case .topic: "sns"
            case .queue: "sqs"
            case .function: "lambda"
            }
        }
    }

    package var kind: Kind
    package var id: String
    package var arn: String
    /// `s3:ObjectCreated:*`
    package var events: [String]
    /// As written: parts of keys, URL-encoded.
    package var prefix: String?
    package var suffix: String?

    package init(_ kind: Kind, id: String?, arn: String, events: [Event], filter: NotificationConfigurationFilter?) {
        self.kind = kind
        self.id = id ?? ""
        self.arn = arn
        self.events = events.map(\.rawValue)
        for rule in filter?.key?.filterRules ?? [] {
            let name = rule.name?.rawValue ?? ""
            if name.equalsIgnoringASCIICase("prefix") { prefix = rule.value }
            if name.equalsIgnoringASCIICase("suffix") { suffix = rule.value }
        }
    }

    /// - Parameter event: `s3:ObjectCreated:Put`.
    package func takesIn(_ event: String, key: String) -> Bool {
        events.contains { NotificationEvent.takesIn(event, by: $0) } && key.utf8.starts(with: opening.utf8)
            && key.utf8.reversed().starts(with: closing.utf8.reversed())
    }

    /// Whether some object's event would go to both.
    package func overlaps(_ other: NotificationRule) -> Bool {
        events.contains { one in other.events.contains { NotificationEvent.overlap(one, $0) } }
            && Self.isOneWithin(Array(opening.utf8), Array(other.opening.utf8))
            && Self.isOneWithin(closing.utf8.reversed(), other.closing.utf8.reversed())
    }

    private static func isOneWithin(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.starts(with: other) || other.starts(with: one)
    }

    private var opening: String { Self.decoded(prefix ?? "") }
    private var closing: String { Self.decoded(suffix ?? "") }

    private static func decoded(_ text: String) -> String { PercentCoding.decode(text, plusIsSpace: true) ?? text }
}

/// The names of events, some of which stand for several.
package enum NotificationEvent {
    package static func takesIn(_ event: String, by pattern: String) -> Bool {
        pattern == event || pattern.hasSuffix(":*") && event.hasPrefix(pattern.dropLast())
    }

    package static func overlap(_ one: String, _ other: String) -> Bool {
        takesIn(one, by: other) || takesIn(other, by: one)
    }
}

extension NotificationConfiguration {
    package var rules: [NotificationRule] {
        (topicConfigurations ?? []).map {
            NotificationRule(.topic, id: $0.id, arn: $0.topicArn, events: $0.events, filter: $0.filter)
        }
            + (queueConfigurations ?? []).map {
                NotificationRule(.queue, id: $0.id, arn: $0.queueArn, events: $0.events, filter: $0.filter)
            }
            + (lambdaFunctionConfigurations ?? []).map {
                NotificationRule(.function, id: $0.id, arn: $0.lambdaFunctionArn, events: $0.events, filter: $0.filter)
            }
    }

    /// Whom an event is to be told.
    package func destinations(of event: String, key: String) -> [NotificationRule] {
        rules.filter { $0.takesIn(event, key: key) }
    }
}
