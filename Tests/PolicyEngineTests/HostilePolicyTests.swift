import PolicyEngine
import Testing

/// Policies made to be slow. What they cost is compared within one run, never with a clock on the wall: twice the
/// length may cost four times as much, not the square of what it was.
@Suite(.serialized) struct HostilePolicyTests {
    /// The shortest of several, since others use the machine as well.
    private func cost(_ work: () throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<5 {
            let taken = try ContinuousClock().measure(work)
            best = min(best, Double(taken.components.attoseconds) + Double(taken.components.seconds) * 1e18)
        }
        return max(best, 1)
    }

    private func document(resource: String) throws -> PolicyDocument {
        try PolicyDocument(
            parsing: #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","#
                + #""Resource":"\#(resource)"}}"#, as: .managed)
    }

    private func request(_ key: String, _ context: ContextValues = ContextValues()) -> AccessRequest {
        AccessRequest(
            action: "s3:GetObject", resource: "arn:aws:s3:::b/" + key, principal: Who.named("user"), context: context,
            resourceAccount: Who.account)
    }

    private func decide(_ documents: [PolicyDocument], _ request: AccessRequest) -> Decision {
        PolicySet(identity: documents.enumerated().map { NamedPolicy("policy-\($0)", $1) }).decide(request)
    }

    /// Shapes that take a matcher that tries everything longer than the world lasts.
    static let shapes: [@Sendable (Int) -> (pattern: String, key: String)] = [
        { ("*" + String(repeating: "a", count: $0) + "b", String(repeating: "a", count: 2 * $0)) },
        { (String(repeating: "*a", count: $0) + "*b", String(repeating: "a", count: 2 * $0)) },
        { (String(repeating: "*?a", count: $0) + "b", String(repeating: "a", count: 4 * $0)) },
        { ("*" + String(repeating: "?", count: $0) + "b", String(repeating: "a", count: 2 * $0)) },
    ]

    @Test(arguments: shapes.indices) func wildcards(_ shape: Int) throws {
        let costs = try [100, 200].map { length in
            let (pattern, key) = Self.shapes[shape](length)
            let document = try document(resource: "arn:aws:s3:::b/" + pattern)
            let request = request(key)
            #expect(decide([document], request).outcome == .implicitDeny)
            return cost { for _ in 0..<20 { _ = decide([document], request) } }
        }
        #expect(costs[1] / costs[0] < 16)
    }

    /// A pattern that can match nothing so short costs no more than a plain one of its length.
    @Test func patternsLongerThanAnyText() throws {
        let hostile = try document(resource: "arn:aws:s3:::b/" + String(repeating: "*a", count: 3000) + "b")
        let plain = try document(resource: "arn:aws:s3:::b/" + String(repeating: "xa", count: 3000) + "b")
        let request = request(String(repeating: "a", count: 1000))
        #expect(decide([hostile], request).outcome == .implicitDeny)
        let ratio =
            cost { for _ in 0..<50 { _ = decide([hostile], request) } }
            / cost { for _ in 0..<50 { _ = decide([plain], request) } }
        #expect(ratio < 20)
    }

    /// Ten policies of 6,144 characters, as many as a user may have, cost ten times what one costs.
    @Test func asManyPoliciesAsMayBeAttached() throws {
        let pattern = "arn:aws:s3:::b/*" + String(repeating: "a", count: 300) + "b"
        let list = Array(repeating: "\"\(pattern)\"", count: 18).joined(separator: ",")
        let text = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":[\#(list)]}}"#
        #expect(text.utf8.count <= 6144 && text.utf8.count > 5500)
        let document = try PolicyDocument(parsing: text, as: .managed)
        let request = request(String(repeating: "a", count: 600))
        #expect(decide(Array(repeating: document, count: 10), request).outcome == .implicitDeny)
        let one = cost { _ = decide([document], request) }
        let ten = cost { _ = decide(Array(repeating: document, count: 10), request) }
        #expect(ten / one < 40)
    }

    @Test func manyValuesOnBothSides() throws {
        let costs = try [100, 200].map { count in
            let wanted = (0..<count).map { "\"*a\($0)b\"" }.joined(separator: ",")
            let text =
                #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","#
                + #""Condition":{"ForAllValues:StringLike":{"k:x":[\#(wanted)]}}}}"#
            let document = try PolicyDocument(parsing: text, as: .managed)
            let request = request("k", ContextValues(["k:x": (0..<count).map { "a\(count - 1 - $0)b" } + ["c"]]))
            #expect(decide([document], request).outcome == .implicitDeny)
            return cost { _ = decide([document], request) }
        }
        #expect(costs[1] / costs[0] < 16)
    }

    /// Conditions are counted: more than a thousand are refused.
    @Test func conditionsAreBounded() {
        func sentence(_ count: Int) -> String {
            let keys = (0..<count).map { "\"k:\($0)\":\"1\"" }.joined(separator: ",")
            return GrammarTable.sentence(
                #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","#
                    + #""Condition":{"StringEquals":{\#(keys)}}}}"#, .identity)
        }
        #expect(sentence(1000) == "valid")
        #expect(sentence(1001) == "Syntax errors in policy.")
    }

    @Test func documentsAreBounded() {
        let sid = String(repeating: "a", count: 131_072)
        #expect(
            GrammarTable.sentence(
                #"{"Statement":{"Sid":"\#(sid)","Effect":"Allow","Action":"*","Resource":"*"}}"#, .identity)
                == "Syntax errors in policy.")
    }

    /// A value too long to be filled in matches nothing, whoever sends it.
    @Test func variablesDoNotGrowWithoutEnd() throws {
        let long = String(repeating: "a", count: 20_000)
        let document = try document(resource: "arn:aws:s3:::b/${k:x}")
        #expect(decide([document], request(long, ContextValues(["k:x": [long]]))).outcome == .implicitDeny)
        let many = try self.document(resource: "arn:aws:s3:::b/" + String(repeating: "${k:x}", count: 500))
        let half = String(repeating: "a", count: 1000)
        #expect(decide([many], request(half, ContextValues(["k:x": [half]]))).outcome == .implicitDeny)
        let short = try self.document(resource: "arn:aws:s3:::b/${k:x}")
        #expect(decide([short], request("ok", ContextValues(["k:x": ["ok"]]))).isAllowed)
    }

    @Test func explanationsOfHostilePolicies() throws {
        let pattern = "arn:aws:s3:::b/*" + String(repeating: "a", count: 300) + "b"
        let document = try document(resource: pattern)
        let request = request(String(repeating: "a", count: 600))
        let set = PolicySet(identity: [NamedPolicy("policy", document)])
        #expect(set.explain(request).nearest?.statement.resourceMatches == false)
        // Decided, traced, mended and decided again.
        let ratio = cost { _ = set.explain(request) } / cost { _ = set.decide(request) }
        #expect(ratio < 20)
    }
}
