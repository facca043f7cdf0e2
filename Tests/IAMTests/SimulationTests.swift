import ServiceKit
import Testing

/// Simulations are answered by the engine that decides.
@Suite struct SimulationTests {
    let house: House
    init() throws { house = try House() }

    private let allowing = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"},
            {
              "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/secret/*",
              "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "blue"}}
            }
          ]
        }
        """

    private func simulate(_ pairs: [(String, String)]) async throws -> Answer {
        try await house.call("SimulateCustomPolicy", pairs: pairs, as: nil)
    }

    @Test func eachActionHasItsDecisionAndWhereItStands() async throws {
        let answer = try await simulate([
            ("PolicyInputList.member.1", allowing), ("ActionNames.member.1", "s3:GetObject"),
            ("ActionNames.member.2", "s3:PutObject"), ("ResourceArns.member.1", "arn:aws:s3:::b/k"),
        ])
        #expect(answer.all("EvalDecision") == ["allowed", "implicitDeny"])
        #expect(Set(answer.all("SourcePolicyId")) == ["PolicyInputList.1"])
        #expect(answer["SourcePolicyType"] == "IAM Policy")
        #expect(answer.all("Line").prefix(2) == ["4", "4"] && answer.all("Column").first == "5")
        #expect(answer["IsTruncated"] == "false")
    }

    @Test func missingContextIsNamedAndGivenContextCounts() async throws {
        let asked = [
            ("PolicyInputList.member.1", allowing), ("ActionNames.member.1", "s3:GetObject"),
            ("ResourceArns.member.1", "arn:aws:s3:::b/secret/k"),
        ]
        let without = try await simulate(asked)
        #expect(without["EvalDecision"] == "explicitDeny")
        #expect(without.text.contains("<MissingContextValues><member>aws:PrincipalTag/team</member>"))
        let with = try await simulate(
            asked + [
                ("ContextEntries.member.1.ContextKeyName", "aws:PrincipalTag/team"),
                ("ContextEntries.member.1.ContextKeyValues.member.1", "blue"),
                ("ContextEntries.member.1.ContextKeyType", "string"),
            ])
        #expect(with["EvalDecision"] == "allowed")
    }

    @Test func severalResourcesHaveEachTheirResult() async throws {
        let answer = try await simulate([
            ("PolicyInputList.member.1", allowing), ("ActionNames.member.1", "s3:GetObject"),
            ("ResourceArns.member.1", "arn:aws:s3:::b/k"), ("ResourceArns.member.2", "arn:aws:s3:::c/k"),
        ])
        #expect(answer.all("EvalResourceDecision") == ["allowed", "implicitDeny"])
        #expect(answer["EvalDecision"] == "implicitDeny")
    }

    @Test func aBoundaryLimits() async throws {
        let answer = try await simulate([
            ("PolicyInputList.member.1", allowing), ("ActionNames.member.1", "s3:GetObject"),
            ("ResourceArns.member.1", "arn:aws:s3:::b/k"),
            ("PermissionsBoundaryPolicyInputList.member.1", Policies.allow("iam:*")),
        ])
        #expect(answer["EvalDecision"] == "implicitDeny")
        #expect(answer["AllowedByPermissionsBoundary"] == "false")
    }

    @Test func aResourcesPolicyNeedsToKnowWhoAsks() async throws {
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"#
            + #""arn:aws:iam::111122223333:user/ada"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"}}"#
        let asked = [
            ("PolicyInputList.member.1", allowing), ("ActionNames.member.1", "s3:PutObject"),
            ("ResourceArns.member.1", "arn:aws:s3:::b/k"), ("ResourcePolicy", policy),
        ]
        await expectRefusal("InvalidInput", status: 400) { _ = try await simulate(asked) }
        let answer = try await simulate(asked + [("CallerArn", "arn:aws:iam::111122223333:user/ada")])
        #expect(answer["EvalDecision"] == "allowed")
    }

    @Test func aPrincipalsOwnPoliciesAndThoseOfItsGroups() async throws {
        _ = try await house.user("ada", allowing: Policies.allow("s3:GetObject"))
        try await house.call("CreateGroup", ["GroupName": "readers"])
        try await house.call("AddUserToGroup", ["GroupName": "readers", "UserName": "ada"])
        try await house.call(
            "PutGroupPolicy",
            ["GroupName": "readers", "PolicyName": "g", "PolicyDocument": Policies.allow("s3:ListBucket")])
        try await house.call(
            "AttachUserPolicy",
            ["UserName": "ada", "PolicyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"])
        let answer = try await house.call(
            "SimulatePrincipalPolicy",
            pairs: [
                ("PolicySourceArn", "arn:aws:iam::111122223333:user/ada"), ("ActionNames.member.1", "s3:GetObject"),
                ("ActionNames.member.2", "s3:ListBucket"), ("ActionNames.member.3", "dynamodb:GetItem"),
                ("ActionNames.member.4", "s3:PutObject"),
            ], as: nil)
        #expect(answer.all("EvalDecision") == ["allowed", "allowed", "allowed", "implicitDeny"])
        #expect(
            answer.all("SourcePolicyId") == ["user_ada_inline", "group_readers_g", "AmazonDynamoDBReadOnlyAccess"])
    }

    @Test func theKeysThatPoliciesAskFor() async throws {
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","#
            + #""Resource":"arn:aws:s3:::b/${aws:username}/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}}"#
        let answer = try await house.call(
            "GetContextKeysForCustomPolicy", pairs: [("PolicyInputList.member.1", policy)], as: nil)
        #expect(answer.all("member") == ["aws:username", "aws:SecureTransport"])
    }

    @Test(arguments: [
        ("ActionNames.member.1", "GetObject"), ("ResourceArns.member.1", "nonsense"), ("CallerArn", "arn:aws:s3:::b"),
        ("ContextEntries.member.1.ContextKeyName", "nocolon"), ("PolicyInputList.member.1", "{}"),
    ]) func badInput(_ name: String, _ value: String) async throws {
        var pairs = ["PolicyInputList.member.1": allowing, "ActionNames.member.1": "s3:GetObject"]
        pairs[name] = value
        await expectRefusal("InvalidInput", status: 400) {
            _ = try await simulate(pairs.map { ($0.key, $0.value) })
        }
    }

    @Test func whoIsNotThereIsNotSimulated() async throws {
        await expectRefusal("NoSuchEntity", status: 404) {
            _ = try await house.call(
                "SimulatePrincipalPolicy",
                ["PolicySourceArn": "arn:aws:iam::111122223333:user/ghost", "ActionNames.member.1": "s3:GetObject"])
        }
    }

    @Test func wildcardsAreNoActions() async throws {
        await expectRefusal("InvalidInput", "Invalid Action: s3:*") {
            _ = try await simulate([("PolicyInputList.member.1", allowing), ("ActionNames.member.1", "s3:*")])
        }
    }

    /// Malformed policies are invalid input here: these operations know no other error.
    @Test func malformedPoliciesAreInvalidInput() async throws {
        await expectRefusal("InvalidInput", "Syntax errors in policy.") {
            _ = try await simulate([("PolicyInputList.member.1", "{"), ("ActionNames.member.1", "s3:GetObject")])
        }
    }

    /// Many statements times many questions are refused, not reckoned.
    @Test func theWorkOfOneCallIsLimited() async throws {
        let statement = #"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#
        let long =
            #"{"Version":"2012-10-17","Statement":["#
            + Array(repeating: statement, count: 700).joined(separator: ",") + "]}"
        let actions = (1...300).map { ("ActionNames.member.\($0)", "s3:Get\($0)") }
        await expectRefusal("InvalidInput", "Too many actions and resources to simulate.") {
            _ = try await simulate([("PolicyInputList.member.1", long)] + actions)
        }
        let few = try await simulate([("PolicyInputList.member.1", long)] + actions.prefix(100))
        #expect(few.all("EvalDecision").count == 100)
    }

    /// Nobody asks where no caller is given, so a variable of the caller's is missing.
    @Test func withoutACallerNothingIsKnownOfIt() async throws {
        let answer = try await simulate([
            (
                "PolicyInputList.member.1",
                Policies.allow("s3:GetObject", on: "arn:aws:s3:::b/*")
                    .replacing(#""Resource""#, with: #""Condition":{"StringEquals":{"aws:username":"kim"}},"Resource""#)
            ),
            ("ActionNames.member.1", "s3:GetObject"),
        ])
        #expect(answer.text.contains("<MissingContextValues><member>aws:username</member>"))
    }
}
