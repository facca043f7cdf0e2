import ServiceKit
import TestSupport
import Testing

/// What goes on from one role to the next, and how sessions are taken back.
@Suite struct SessionChainTests {
    let house: House
    init() throws { house = try House() }

    private func makeRole(
        _ name: String, trusting action: String = "sts:AssumeRole sts:TagSession sts:SetSourceIdentity"
    )
        async throws
    {
        try await house.call(
            "CreateRole",
            [
                "RoleName": name,
                "AssumeRolePolicyDocument": Policies.trust(#"{"AWS":"111122223333"}"#, action: action),
            ])
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"},"#
            + #"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/team}/*"}]}"#
        try await house.call("PutRolePolicy", ["RoleName": name, "PolicyName": "p", "PolicyDocument": policy])
    }

    private func assume(_ role: String, as caller: Caller, _ more: [(String, String)] = []) async throws -> Caller {
        let pairs = [("RoleArn", "arn:aws:iam::111122223333:role/\(role)"), ("RoleSessionName", "work")] + more
        return try #require(try await house.caller(with: try await house.call("AssumeRole", pairs: pairs, as: caller)))
    }

    private let team = [("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "blue")]
    private let transitive = [("TransitiveTagKeys.member.1", "team")]

    @Test func transitiveTagsGoOn() async throws {
        try await makeRole("one")
        try await makeRole("two")
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let kept = try await assume("two", as: try await assume("one", as: ada, team + transitive))
        #expect(try await house.may(kept, "s3:GetObject", "arn:aws:s3:::b/blue/k"))
        let lost = try await assume("two", as: try await assume("one", as: ada, team))
        #expect(try await !house.may(lost, "s3:GetObject", "arn:aws:s3:::b/blue/k"))
    }

    /// Keys have no case: the tag goes on under its own spelling.
    @Test func transitiveTagsGoOnInWhateverCaseTheyAreNamed() async throws {
        try await makeRole("one")
        try await makeRole("two")
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let first = try await assume("one", as: ada, team + [("TransitiveTagKeys.member.1", "TEAM")])
        #expect(try await house.may(try await assume("two", as: first), "s3:GetObject", "arn:aws:s3:::b/blue/k"))
    }

    @Test func aTagThatIsHandedOnCannotBeReplaced() async throws {
        try await makeRole("one")
        try await makeRole("two")
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let first = try await assume("one", as: ada, team + transitive)
        let other = [("Tags.member.1.Key", "Team"), ("Tags.member.1.Value", "red")]
        await expectRefusal("InvalidParameterValue", status: 400) { _ = try await assume("two", as: first, other) }
        await expectRefusal("InvalidParameterValue") { _ = try await assume("one", as: ada, transitive) }
    }

    /// The next role must allow the tags that come with the session.
    @Test func tagsThatAreHandedOnNeedTheNextRolesLeave() async throws {
        try await makeRole("one")
        try await makeRole("two", trusting: "sts:AssumeRole")
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let first = try await assume("one", as: ada, team + transitive)
        await expectRefusal("AccessDenied", status: 403) { _ = try await assume("two", as: first) }
        let untagged = try await assume("one", as: ada)
        _ = try await assume("two", as: untagged)
    }

    @Test func aSourceIdentityGoesOnAndStays() async throws {
        try await makeRole("one")
        try await makeRole("two")
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let first = try await assume("one", as: ada, [("SourceIdentity", "ada@example.com")])
        let second = try await assume("two", as: first)
        guard case .role(let session) = second else { return }
        #expect(session.sourceIdentity == "ada@example.com")
        await expectRefusal("AccessDenied") { _ = try await assume("two", as: first, [("SourceIdentity", "eve")]) }
    }

    /// As the console's AWSRevokeOlderSessions does it.
    @Test func sessionsBeforeADateAreTakenBack() async throws {
        try await makeRole("one")
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let old = try await assume("one", as: ada, team)
        house.clock.advance(bySeconds: 60)
        try await house.call(
            "PutRolePolicy",
            [
                "RoleName": "one", "PolicyName": "AWSRevokeOlderSessions",
                "PolicyDocument":
                    #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"#
                    + #""Condition":{"DateLessThan":{"aws:TokenIssueTime":"2025-11-24T16:00:30.000Z"}}}]}"#,
            ])
        let new = try await assume("one", as: ada, team)
        #expect(try await !house.may(old, "s3:GetObject", "arn:aws:s3:::b/blue/k"))
        #expect(try await house.may(new, "s3:GetObject", "arn:aws:s3:::b/blue/k"))
    }
}
