import FoundationEssentials
import S3Model
import ServiceKit
import Testing

import S3

/// Rules that tests shape as they need them.
extension LifecycleRule {
    static func rule(
        _ id: String? = "rule", prefix: String? = "", filter: LifecycleRuleFilter? = nil, days: Int? = nil,
        expiration: LifecycleExpiration? = nil, transitions: [(days: Int, to: TransitionStorageClass)]? = nil
    ) -> LifecycleRule {
        LifecycleRule(
            expiration: expiration ?? days.map { LifecycleExpiration(days: $0) }, id: id,
            filter: filter ?? LifecycleRuleFilter(prefix: prefix), status: .enabled,
            transitions: transitions?.map { Transition(days: $0.days, storageClass: $0.to) })
    }
}

@Suite struct LifecycleCheckTests {
    private func check(_ rules: [LifecycleRule]) throws -> [LifecycleRule] {
        var made = 0
        return try LifecycleCheck.rules(of: BucketLifecycleConfiguration(rules: rules)) {
            made += 1
            return "made-\(made)"
        }
    }

    private func refusal(_ rules: LifecycleRule...) -> ServiceError? {
        do {
            _ = try check(rules)
            return nil
        } catch {
            return error as? ServiceError
        }
    }

    private func malformed(_ rule: LifecycleRule) -> Bool { refusal(rule)?.code == "MalformedXML" }

    @Test func rulesGetIDs() throws {
        let rules = try check([.rule(nil, days: 1), .rule("mine", days: 2), .rule("", days: 3)])
        #expect(rules.map(\.id) == ["made-1", "mine", "made-2"])
    }

    @Test func idsAndNumbers() {
        #expect(refusal()?.message == "At least one lifecycle rule must be specified.")
        let long = String(repeating: "i", count: 256)
        #expect(refusal(.rule(long, days: 1))?.message == "ID length should not exceed allowed limit of 255")
        #expect(
            refusal(.rule("a", days: 1), .rule("a", days: 2))?.message
                == "Rule ID must be unique. Found same ID for more than one rule")
        let many = (0...1000).map { LifecycleRule.rule("\($0)", days: 1) }
        #expect(throws: ServiceError.self) { try check(many) }
        #expect(throws: Never.self) { try check(Array(many.dropLast())) }
    }

    @Test func aFilterOrAPrefix() throws {
        var none = LifecycleRule.rule(days: 1)
        none.filter = nil
        #expect(malformed(none))
        var old = none
        old.prefix = "logs/"
        #expect(throws: Never.self) { try check([old]) }
        var both = LifecycleRule.rule(days: 1)
        both.prefix = "logs/"
        #expect(
            refusal(both)?.message
                == "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.")
        #expect(
            refusal(old, .rule("other", days: 1))?.message == "Filter element can only be used in Lifecycle V2.")
    }

    @Test func oneConditionOrAnd() {
        let tag = Tag(key: "a", value: "b")
        #expect(malformed(.rule(filter: LifecycleRuleFilter(prefix: "a", tag: tag), days: 1)))
        #expect(malformed(.rule(filter: LifecycleRuleFilter(and: LifecycleRuleAndOperator()), days: 1)))
        let and = LifecycleRuleAndOperator(prefix: "a", tags: [tag], objectSizeGreaterThan: 1, objectSizeLessThan: 3)
        #expect(malformed(.rule(filter: LifecycleRuleFilter(prefix: "", and: and), days: 1)))
        #expect(refusal(.rule(filter: LifecycleRuleFilter(and: and), days: 1)) == nil)
        #expect(refusal(.rule(filter: LifecycleRuleFilter(), days: 1)) == nil)
        let twice = LifecycleRuleAndOperator(tags: [tag, Tag(key: "a", value: "c")])
        let error = refusal(.rule(filter: LifecycleRuleFilter(and: twice), days: 1))
        #expect(error?.code == "InvalidRequest")
        #expect(error?.message == "Duplicate Tag Keys are not allowed.")
    }

    @Test(arguments: [
        (
            LifecycleRuleAndOperator(objectSizeGreaterThan: -1),
            "'ObjectSizeGreaterThan' should be between 0 and 1099511627776000."
        ),
        (
            LifecycleRuleAndOperator(objectSizeLessThan: 0),
            "'ObjectSizeLessThan' should be between 1 and 1099511627776000."
        ),
        (
            LifecycleRuleAndOperator(objectSizeGreaterThan: 5, objectSizeLessThan: 5),
            "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'."
        ),
        (
            LifecycleRuleAndOperator(prefix: String(repeating: "p", count: 1025)),
            "The maximum size of a prefix is 1024."
        ),
    ])
    func filtersHaveLimits(_ and: LifecycleRuleAndOperator, _ sentence: String) {
        let error = refusal(.rule(filter: LifecycleRuleFilter(and: and), days: 1))
        #expect(error?.code == "InvalidRequest")
        #expect(error?.message == sentence)
    }

    @Test func expirations() throws {
        #expect(refusal(.rule())?.message == "At least one action needs to be specified in a rule")
        #expect(malformed(.rule(expiration: LifecycleExpiration())))
        #expect(malformed(.rule(expiration: LifecycleExpiration(days: 7, expiredObjectDeleteMarker: true))))
        #expect(malformed(.rule(days: Int(Int32.max) + 1)))
        #expect(refusal(.rule(days: 0))?.message == "'Days' for Expiration action must be a positive integer")
        #expect(refusal(.rule(days: 0))?.code == "InvalidArgument")
        let noon = try #require(
            refusal(.rule(expiration: LifecycleExpiration(date: Date(timeIntervalSince1970: 43_200)))))
        #expect(noon.code == "InvalidArgument")
        #expect(noon.message == "'Date' must be at midnight GMT")
        #expect(noon.members.map(\.name) == ["ArgumentName", "ArgumentValue"])
        #expect(noon.members.map(\.value) == ["Date", "1970-01-01T12:00:00.000Z"])
        #expect(refusal(.rule(expiration: LifecycleExpiration(date: Date(timeIntervalSince1970: 86_400)))) == nil)
    }

    @Test func markersAndUploadsHaveNoTags() {
        let tagged = LifecycleRuleFilter(tag: Tag(key: "a", value: "b"))
        let sized = LifecycleRuleFilter(objectSizeGreaterThan: 5)
        let marker = LifecycleExpiration(expiredObjectDeleteMarker: true)
        #expect(
            refusal(.rule(filter: tagged, expiration: marker))?.message
                == "ExpiredObjectDeleteMarker cannot be specified with Tags.")
        #expect(
            refusal(.rule(filter: sized, expiration: marker))?.message
                == "ExpiredObjectDeleteMarker cannot be specified with Object Size.")
        var abort = LifecycleRule.rule(filter: tagged)
        abort.abortIncompleteMultipartUpload = AbortIncompleteMultipartUpload(daysAfterInitiation: 1)
        #expect(refusal(abort)?.message == "AbortIncompleteMultipartUpload cannot be specified with Tags.")
        abort.filter = LifecycleRuleFilter()
        #expect(refusal(abort) == nil)
        abort.abortIncompleteMultipartUpload = AbortIncompleteMultipartUpload()
        #expect(malformed(abort))
    }

    @Test func newerNoncurrentVersions() {
        func message(_ action: String, _ count: Int) -> String? {
            var rule = LifecycleRule.rule()
            if action == "NoncurrentVersionExpiration" {
                rule.noncurrentVersionExpiration = .init(noncurrentDays: 60, newerNoncurrentVersions: count)
            } else {
                rule.noncurrentVersionTransitions = [
                    .init(noncurrentDays: 30, storageClass: .glacier, newerNoncurrentVersions: count)
                ]
            }
            return refusal(rule)?.message
        }
        for action in ["NoncurrentVersionExpiration", "NoncurrentVersionTransition"] {
            let subject = "'NewerNoncurrentVersions' for \(action) action must be"
            #expect(message(action, 0) == subject + " a positive integer")
            #expect(message(action, 1) == nil)
            #expect(message(action, 100) == nil)
            #expect(message(action, 101) == subject + " an integer between 1 and 100")
        }
    }

    @Test func noncurrentVersions() {
        var rule = LifecycleRule.rule()
        rule.noncurrentVersionExpiration = NoncurrentVersionExpiration()
        #expect(malformed(rule))
        rule.noncurrentVersionExpiration = NoncurrentVersionExpiration(newerNoncurrentVersions: 3)
        #expect(malformed(rule))
        rule.noncurrentVersionExpiration = NoncurrentVersionExpiration(noncurrentDays: 0)
        #expect(
            refusal(rule)?.message
                == "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer")
        rule.noncurrentVersionExpiration = NoncurrentVersionExpiration(noncurrentDays: 30, newerNoncurrentVersions: 5)
        #expect(refusal(rule) == nil)
        rule.noncurrentVersionTransitions = [NoncurrentVersionTransition(noncurrentDays: 30, storageClass: .glacier)]
        #expect(
            refusal(rule)?.message
                == "'NoncurrentDays' in the NoncurrentVersionExpiration action must be greater than 'NoncurrentDays' "
                + "in the NoncurrentVersionTransition action")
        rule.noncurrentVersionTransitions = nil
        rule.filter = nil
        rule.prefix = ""
        #expect(
            refusal(rule)?.message == "NewerNoncurrentVersions element can only be used in Lifecycle V2.")
    }

    @Test(
        arguments: [
            (
                [(29, .standardIa)], nil,
                "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'"
            ),
            (
                [(1, .glacier), (5, .glacier)], nil,
                "'StorageClass' must be different for 'Transition' actions in same 'Rule'"
            ),
            (
                [(30, .standardIa)], 30,
                "'Days' in the Expiration action for filter '(prefix=)' must be greater than "
                    + "'Days' in the Transition action"
            ),
            (
                [(1, .glacier), (90, .deepArchive)], nil,
                "'Days' in the 'Transition' action for StorageClass 'DEEP_ARCHIVE' for filter '(prefix=)' must be 90 "
                    + "days more than 'filter '(prefix=)'' in the 'Transition' action for StorageClass 'GLACIER'"
            ),
            (
                [(60, .glacier), (40, .standardIa)], nil,
                "'Days' in the 'Transition' action for StorageClass 'GLACIER' for filter '(prefix=)' must be 30 days "
                    + "more than 'filter '(prefix=)'' in the 'Transition' action for StorageClass 'STANDARD_IA'"
            ),
            ([(30, .standardIa), (60, .glacier), (150, .deepArchive)], 151, nil),
            ([(0, .intelligentTiering)], nil, nil), ([(0, .glacierIr)], 1, nil),
        ] as [([(Int, TransitionStorageClass)], Int?, String?)])
    func transitions(_ steps: [(Int, TransitionStorageClass)], _ days: Int?, _ sentence: String?) {
        let rule = LifecycleRule.rule(days: days, transitions: steps.map { (days: $0.0, to: $0.1) })
        #expect(refusal(rule)?.message == sentence)
    }

    @Test func datesAndDaysDoNotMix() {
        var rule = LifecycleRule.rule(days: 100)
        rule.transitions = [Transition(date: Date(timeIntervalSince1970: 86_400), storageClass: .glacier)]
        #expect(
            refusal(rule)?.message
                == "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule")
        rule.expiration = LifecycleExpiration(date: Date(timeIntervalSince1970: 86_400))
        #expect(
            refusal(rule)?.message
                == "'Date' in the Expiration action for filter '(prefix=)' must be later than 'Date' in the Transition "
                + "action")
        rule.transitions = [Transition(date: Date(timeIntervalSince1970: 86_400), days: 1, storageClass: .glacier)]
        #expect(malformed(rule))
        rule.transitions = [Transition(days: 1)]
        #expect(malformed(rule))
        rule.transitions = [Transition(days: 1, storageClass: TransitionStorageClass(rawValue: "STANDARD"))]
        #expect(malformed(rule))
    }

    @Test func olderRulesMayNotOverlap() {
        func old(_ id: String, _ prefix: String) -> LifecycleRule {
            var rule = LifecycleRule.rule(id, days: 1)
            rule.filter = nil
            rule.prefix = prefix
            return rule
        }
        #expect(
            refusal(old("a", "logs/"), old("b", "x"), old("c", "logs/old/"))?.message
                == "Found overlapping prefixes 'logs/' and 'logs/old/' for same action type 'Expiration'")
        #expect(refusal(old("a", "logs/"), old("b", "x")) == nil)
    }
}
