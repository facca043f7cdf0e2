import ServiceKit
import Testing

/// GetFederationToken: what the user may and the policies given allow, both.
@Suite struct FederationTokenTests {
    let house: House
    init() throws { house = try House() }

    private let object = "arn:aws:s3:::b/k"

    private func guest(of user: Caller, _ parameters: [(String, String)] = []) async throws -> Caller {
        let answer = try await house.call("GetFederationToken", pairs: [("Name", "guest")] + parameters, as: user)
        #expect(answer["Arn"] == "arn:aws:sts::111122223333:federated-user/guest")
        #expect(answer["FederatedUserId"] == "111122223333:guest")
        return try #require(try await house.caller(with: answer))
    }

    @Test func bothTheUserAndThePolicyMustAllow() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("s3:Get*", "s3:Put*", "sts:*"))
        let guest = try await guest(of: ada, [("Policy", Policies.allow("s3:GetObject", "s3:DeleteObject"))])
        #expect(try await house.may(guest, "s3:GetObject", object))
        #expect(try await !house.may(guest, "s3:PutObject", object))
        #expect(try await !house.may(guest, "s3:DeleteObject", object))
        let identity = try await house.call("GetCallerIdentity", as: guest)
        #expect(identity["Arn"] == "arn:aws:sts::111122223333:federated-user/guest")
    }

    @Test func withoutAPolicyItMayNothing() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("*"))
        #expect(try await !house.may(try await guest(of: ada), "s3:GetObject", object))
    }

    @Test func managedPoliciesNarrowToo() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("*"))
        let guest = try await guest(
            of: ada, [("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")])
        #expect(try await house.may(guest, "s3:GetObject", object))
        #expect(try await !house.may(guest, "s3:PutObject", object))
    }

    /// IAM is out of its reach, and STS but for GetCallerIdentity.
    @Test func itReachesNeitherIAMNorSTS() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("*"))
        let guest = try await guest(of: ada, [("Policy", Policies.allow("*"))])
        for action in ["iam:ListUsers", "sts:AssumeRole", "sts:GetFederationToken"] {
            await expectRefusal("InvalidClientTokenId", status: 403) { _ = try await house.may(guest, action, "*") }
        }
    }

    @Test func onlyLongTermKeysGetOne() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("*"))
        let guest = try await guest(of: ada, [("Policy", Policies.allow("*"))])
        await expectRefusal("AccessDenied", "Cannot call GetFederationToken with session credentials", status: 403) {
            _ = try await house.call("GetFederationToken", ["Name": "again"], as: guest)
        }
        let nobody = try await house.user("nobody")
        await expectRefusal("AccessDenied") {
            _ = try await house.call("GetFederationToken", ["Name": "x"], as: nobody)
        }
    }

    /// Tags of the session stand before those of the user.
    @Test func tagsAreTheSessionsThenTheUsers() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("*"))
        try await house.call(
            "TagUser",
            [
                "UserName": "ada", "Tags.member.1.Key": "team", "Tags.member.1.Value": "blue",
                "Tags.member.2.Key": "floor", "Tags.member.2.Value": "2",
            ])
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","#
            + #""Resource":"arn:aws:s3:::b/${aws:PrincipalTag/team}/${aws:PrincipalTag/floor}/*"}}"#
        let guest = try await guest(
            of: ada, [("Policy", policy), ("Tags.member.1.Key", "Team"), ("Tags.member.1.Value", "red")])
        #expect(try await house.may(guest, "s3:GetObject", "arn:aws:s3:::b/red/2/k"))
        #expect(try await !house.may(guest, "s3:GetObject", "arn:aws:s3:::b/blue/2/k"))
    }

    @Test func theRootsSessionsAreShort() async throws {
        let answer = try await house.call("GetFederationToken", ["Name": "guest", "Policy": Policies.allow("s3:*")])
        #expect(answer["Expiration"] == "2025-11-24T17:00:00Z")
        let guest = try #require(try await house.caller(with: answer))
        #expect(try await house.may(guest, "s3:GetObject", object))
        #expect(try await !house.may(guest, "dynamodb:GetItem", "*"))
    }

    @Test func whoIsGoneLeavesNothing() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("*"))
        let guest = try await guest(of: ada, [("Policy", Policies.allow("s3:*"))])
        try await house.call("DeleteUserPolicy", ["UserName": "ada", "PolicyName": "inline"])
        #expect(try await !house.may(guest, "s3:GetObject", object))
    }
}
