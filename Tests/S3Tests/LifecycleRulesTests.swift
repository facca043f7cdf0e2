import CivilTime
import FoundationEssentials
import S3Model
import Testing

import S3

@Suite struct LifecycleRulesTests {
    private func date(_ text: String) -> Date { Date(iso8601: text) ?? .distantPast }

    private func facts(_ key: String = "a", size: Int = 200_000, made: String = "2014-01-15T10:30:00Z")
        -> LifecycleFacts
    {
        LifecycleFacts(key: Array(key.utf8), size: size, modifiedAt: date(made))
    }

    private func rules(_ rules: LifecycleRule...) -> LifecycleRules { LifecycleRules(rules) }

    /// The user guide's examples.
    @Test func daysEndAtMidnight() {
        let three = rules(.rule(days: 3))
        let due = LifecycleDue(date: date("2014-01-19T00:00:00Z"), ruleID: "rule")
        #expect(three.expiration(of: facts()) == due)
        #expect(three.action(for: facts(), now: date("2014-01-18T23:59:59Z")) == .none)
        #expect(three.action(for: facts(), now: due.date) == .expireCurrent)
        let one = rules(.rule(days: 1))
        #expect(one.expiration(of: facts(made: "2014-01-02T00:05:00Z"))?.date == date("2014-01-04T00:00:00Z"))
        #expect(one.expiration(of: facts(made: "2014-01-02T00:00:00Z"))?.date == date("2014-01-03T00:00:00Z"))
    }

    @Test func shorterDaysEndWhenTheyAreOver() {
        let quick = LifecycleRules([.rule(days: 3)], dayLength: 2)
        #expect(quick.expiration(of: facts())?.date == date("2014-01-15T10:30:06Z"))
        #expect(quick.action(for: facts(), now: date("2014-01-15T10:30:05Z")) == .none)
        #expect(quick.action(for: facts(), now: date("2014-01-15T10:30:06Z")) == .expireCurrent)
    }

    @Test func datesAreWhenTheyAre() {
        let past = rules(.rule(expiration: LifecycleExpiration(date: date("2014-01-01T00:00:00Z"))))
        #expect(past.action(for: facts(), now: date("2014-01-15T10:30:01Z")) == .expireCurrent)
        #expect(past.action(for: facts(), now: date("2013-12-31T00:00:00Z")) == .none)
    }

    @Test func theRuleThatIsDueFirstCounts() {
        let both = rules(.rule("late", prefix: "", days: 30), .rule("soon", prefix: "a", days: 3))
        #expect(both.expiration(of: facts("abc"))?.ruleID == "soon")
        #expect(both.expiration(of: facts("xyz"))?.ruleID == "late")
        var off = LifecycleRule.rule("off", days: 1)
        off.status = .disabled
        #expect(rules(off).expiration(of: facts()) == nil)
        #expect(
            LifecycleRules([.rule("one", days: 3), .rule("two", days: 3)]).expiration(of: facts())?.ruleID == "one")
    }

    @Test func filtersChoose() {
        func takes(_ filter: LifecycleRuleFilter, _ facts: LifecycleFacts) -> Bool {
            rules(.rule(filter: filter, days: 1)).expiration(of: facts) != nil
        }
        var tagged = facts("logs/a", size: 50)
        tagged.tags = ["a": "1", "b": "2"]
        #expect(takes(LifecycleRuleFilter(), tagged))
        #expect(takes(LifecycleRuleFilter(prefix: "logs/"), tagged))
        #expect(!takes(LifecycleRuleFilter(prefix: "logs/a/"), tagged))
        #expect(takes(LifecycleRuleFilter(tag: Tag(key: "a", value: "1")), tagged))
        #expect(!takes(LifecycleRuleFilter(tag: Tag(key: "a", value: "2")), tagged))
        #expect(takes(LifecycleRuleFilter(objectSizeGreaterThan: 49), tagged))
        #expect(!takes(LifecycleRuleFilter(objectSizeGreaterThan: 50), tagged))
        #expect(!takes(LifecycleRuleFilter(objectSizeLessThan: 50), tagged))
        let and = LifecycleRuleAndOperator(
            prefix: "logs", tags: [Tag(key: "a", value: "1"), Tag(key: "b", value: "2")], objectSizeLessThan: 51)
        #expect(takes(LifecycleRuleFilter(and: and), tagged))
        tagged.tags["b"] = nil
        #expect(!takes(LifecycleRuleFilter(and: and), tagged))
    }

    @Test func noncurrentVersionsGo() {
        var rule = LifecycleRule.rule()
        rule.noncurrentVersionExpiration = NoncurrentVersionExpiration(noncurrentDays: 3, newerNoncurrentVersions: 2)
        var old = facts(made: "2013-01-01T00:00:00Z")
        old.isLatest = false
        old.isOnlyVersion = false
        old.noncurrentSince = date("2014-01-15T10:30:00Z")
        old.newerNoncurrentCount = 2
        #expect(rules(rule).action(for: old, now: date("2014-01-18T23:59:59Z")) == .none)
        #expect(rules(rule).action(for: old, now: date("2014-01-19T00:00:00Z")) == .removeVersion)
        #expect(rules(rule).expiration(of: old) == nil)
        old.isDeleteMarker = true
        #expect(rules(rule).action(for: old, now: date("2014-01-19T00:00:00Z")) == .removeDeleteMarker)
        old.newerNoncurrentCount = 1
        #expect(rules(rule).action(for: old, now: date("2015-01-01T00:00:00Z")) == .none)
        #expect(rules(rule).action(for: facts(), now: date("2015-01-01T00:00:00Z")) == .none)
    }

    @Test func markersWithNothingBelowThem() {
        let marker = rules(.rule(expiration: LifecycleExpiration(expiredObjectDeleteMarker: true)))
        var facts = facts(size: 0)
        facts.isDeleteMarker = true
        #expect(marker.action(for: facts, now: facts.modifiedAt) == .removeDeleteMarker)
        #expect(rules(.rule(days: 3)).action(for: facts, now: date("2014-01-18T00:00:00Z")) == .none)
        #expect(rules(.rule(days: 3)).action(for: facts, now: date("2014-01-19T00:00:00Z")) == .removeDeleteMarker)
        facts.isOnlyVersion = false
        #expect(marker.action(for: facts, now: date("2024-01-01T00:00:00Z")) == .none)
        #expect(rules(.rule(days: 3)).action(for: facts, now: date("2024-01-01T00:00:00Z")) == .none)
        let off = rules(.rule(expiration: LifecycleExpiration(expiredObjectDeleteMarker: false)))
        facts.isOnlyVersion = true
        #expect(off.action(for: facts, now: date("2024-01-01T00:00:00Z")) == .none)
        #expect(marker.expiration(of: self.facts()) == nil)
    }

    @Test func objectsGoDownTheWaterfall() {
        let steps = rules(.rule(days: 400, transitions: [(30, .standardIa), (60, .glacier), (150, .deepArchive)]))
        var facts = facts()
        #expect(steps.action(for: facts, now: date("2014-02-14T00:00:00Z")) == .none)
        #expect(steps.action(for: facts, now: date("2014-02-15T00:00:00Z")) == .transition("STANDARD_IA"))
        #expect(steps.action(for: facts, now: date("2014-04-01T00:00:00Z")) == .transition("GLACIER"))
        facts.storageClass = "GLACIER"
        #expect(steps.action(for: facts, now: date("2014-04-01T00:00:00Z")) == .none)
        #expect(steps.action(for: facts, now: date("2014-07-01T00:00:00Z")) == .transition("DEEP_ARCHIVE"))
        #expect(steps.action(for: facts, now: date("2015-07-01T00:00:00Z")) == .expireCurrent)
        facts.storageClass = "DEEP_ARCHIVE"
        #expect(steps.action(for: facts, now: date("2014-07-01T00:00:00Z")) == .none)
    }

    @Test func smallObjectsStay() {
        let later = date("2015-01-01T00:00:00Z")
        let small = facts(size: 100)
        let rule = LifecycleRule.rule(transitions: [(1, .glacier)])
        #expect(rules(rule).action(for: small, now: later) == .none)
        #expect(
            LifecycleRules([rule], smallest: .byStorageClass).action(for: small, now: later) == .transition("GLACIER"))
        let infrequent = LifecycleRule.rule(transitions: [(30, .standardIa)])
        #expect(LifecycleRules([infrequent], smallest: .byStorageClass).action(for: small, now: later) == .none)
        let sized = LifecycleRule.rule(
            filter: LifecycleRuleFilter(objectSizeGreaterThan: 1), transitions: [(30, .standardIa)])
        #expect(rules(sized).action(for: small, now: later) == .transition("STANDARD_IA"))
    }

    @Test func noncurrentVersionsGoDownToo() {
        var rule = LifecycleRule.rule()
        rule.noncurrentVersionTransitions = [
            NoncurrentVersionTransition(noncurrentDays: 3, storageClass: .glacier, newerNoncurrentVersions: 1)
        ]
        var old = facts()
        old.isLatest = false
        old.noncurrentSince = date("2014-01-15T10:30:00Z")
        #expect(rules(rule).action(for: old, now: date("2015-01-01T00:00:00Z")) == .none)
        old.newerNoncurrentCount = 1
        #expect(rules(rule).action(for: old, now: date("2014-01-18T00:00:00Z")) == .none)
        #expect(rules(rule).action(for: old, now: date("2014-01-19T00:00:00Z")) == .transition("GLACIER"))
    }

    @Test func uploadsAreAborted() {
        var rule = LifecycleRule.rule("uploads", prefix: "logs/")
        rule.abortIncompleteMultipartUpload = AbortIncompleteMultipartUpload(daysAfterInitiation: 7)
        let due = rules(rule).abort(ofUpload: Array("logs/a".utf8), initiatedAt: date("2014-01-15T10:30:00Z"))
        #expect(due == LifecycleDue(date: date("2014-01-23T00:00:00Z"), ruleID: "uploads"))
        #expect(rules(rule).abort(ofUpload: Array("other".utf8), initiatedAt: date("2014-01-15T10:30:00Z")) == nil)
        #expect(due?.httpDate == "Thu, 23 Jan 2014 00:00:00 GMT")
    }

    @Test func headers() {
        let due = LifecycleDue(date: date("2012-12-21T00:00:00Z"), ruleID: "Rule for testfile.txt")
        #expect(
            due.expirationHeader == "expiry-date=\"Fri, 21 Dec 2012 00:00:00 GMT\", rule-id=\"Rule for testfile.txt\"")
        #expect(LifecycleDue(date: due.date, ruleID: "a\"b\r\n").headerID == "a%22b%0D%0A")
        #expect(rules(.rule(days: Int(Int32.max))).expiration(of: facts())?.expirationHeader == nil)
    }
}
