import PolicyEngine
import Testing

/// Chance that is the same in every run (SplitMix64).
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True once in so many times.
    mutating func onceIn(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

    mutating func one<Value>(of values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }
}

/// Random small policies, decided by the engine and by AWS's flow charts written down once more.
@Suite struct RandomPolicyTests {
    private static let actions = ["*", "s3:*", "s3:Get*", "s3:GetObject", "S3:getobject", "s3:PutObject", "iam:*"]
    private static let resources = [
        "*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/?", "arn:aws:s3:::*/k", "arn:aws:s3:::c/*", "arn:aws:s3:::b",
    ]
    private static let keys = ["aws:username", "k:x"]

    private struct Case {
        let set: SmallSet
        let request: AccessRequest
        let chart: FlowChart
    }

    private static func statement(_ dice: inout Dice, for principals: [SmallPrincipal]? = nil) -> SmallStatement {
        SmallStatement(
            isAllow: !dice.onceIn(5), action: dice.one(of: actions), resource: dice.one(of: resources),
            condition: dice.onceIn(3) ? (dice.one(of: keys), dice.one(of: ["ada", "1"])) : nil,
            principal: principals.map { dice.one(of: $0) })
    }

    private static func statements(_ dice: inout Dice) -> [SmallStatement] {
        (0..<dice.one(of: [1, 1, 2, 3])).map { _ in statement(&dice) }
    }

    private static func set(_ dice: inout Dice) -> SmallSet {
        var set = SmallSet()
        for number in 0..<dice.one(of: [0, 1, 2]) { set.identity["identity-\(number)"] = statements(&dice) }
        if dice.onceIn(3) { set.boundary = statements(&dice) }
        if dice.onceIn(3) {
            set.session = [:]
            for number in 0..<dice.one(of: [0, 1, 2]) { set.session?["session-\(number)"] = statements(&dice) }
        }
        if !dice.onceIn(3) {
            set.resource = (0..<dice.one(of: [1, 2, 3])).map { _ in statement(&dice, for: SmallPrincipal.allCases) }
        }
        set.isElsewhere = dice.onceIn(4)
        set.isTrust = dice.onceIn(6)
        return set
    }

    private static func makeCase(_ dice: inout Dice) -> Case {
        let set = set(&dice)
        let who = dice.one(of: ["user", "session", "federated", "root", "anonymous", "service"])
        let action = dice.one(of: ["s3:GetObject", "s3:PutObject", "iam:GetUser"])
        let resource = dice.one(of: ["arn:aws:s3:::b/k", "arn:aws:s3:::b", "arn:aws:s3:::c/kk"])
        var values: [String: String] = [:]
        for key in keys where dice.onceIn(2) { values[key] = dice.one(of: ["ada", "1"]) }
        let request = AccessRequest(
            action: action, resource: resource, principal: Who.named(who),
            context: ContextValues(values.mapValues { [$0] }),
            resourceAccount: set.isElsewhere ? Who.otherAccount : Who.account)
        let chart = FlowChart(set: set, who: who, action: action, resource: resource, context: values)
        return Case(set: set, request: request, chart: chart)
    }

    @Test(arguments: [1, 20_261_121, 0xC0FFEE] as [UInt64]) func agreeWithTheFlowCharts(_ seed: UInt64) throws {
        var dice = Dice(state: seed)
        var outcomes: [String: Int] = [:]
        for number in 0..<1000 {
            let small = Self.makeCase(&dice)
            let decision = try small.set.policySet().decide(small.request)
            let expected = small.chart.outcome
            #expect(decision.outcome.rawValue == expected, "case \(number): \(small.set), \(small.chart.who)")
            outcomes[expected, default: 0] += 1
        }
        // Chance that never allows would prove little.
        for outcome in ["allowed", "implicitDeny", "explicitDeny"] { #expect(outcomes[outcome, default: 0] > 50) }
    }

    @Test(arguments: [2, 4_566] as [UInt64]) func explanationsHoldWhatTheySay(_ seed: UInt64) throws {
        var dice = Dice(state: seed)
        for number in 0..<1000 {
            let small = Self.makeCase(&dice)
            let set = try small.set.policySet()
            let explanation = set.explain(small.request)
            #expect(explanation.decision == set.decide(small.request), "case \(number)")
            #expect(explanation.remedies.isEmpty == explanation.decision.isAllowed, "case \(number)")
            let mended = try small.set.mended(by: explanation.remedies).policySet()
            #expect(mended.decide(small.request).isAllowed, "case \(number): \(small.set), \(explanation.remedies)")
        }
    }

    /// The trace of a statement and the decision are of one mind: a deny that matches denies, and where nothing
    /// of a type that must allow matches, nothing is allowed by it.
    @Test func tracesAgreeWithDecisions() throws {
        var dice = Dice(state: 7)
        for number in 0..<1000 {
            let small = Self.makeCase(&dice)
            let explanation = try small.set.policySet().explain(small.request)
            let statements = explanation.policies.flatMap(\.statements)
            let isDenied = statements.contains { $0.effect == .deny && $0.matches }
            #expect(isDenied == (explanation.decision.outcome == .explicitDeny), "case \(number)")
            if case .allowed(let cause) = explanation.decision.reason {
                let policy = explanation.policies.first { $0.type == cause.type && $0.policy == cause.policy }
                #expect(policy?.statements[cause.index].matches == true, "case \(number)")
            }
        }
    }
}
