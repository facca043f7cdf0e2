import IAM
import ServiceKit
import TestSupport
import Testing

@Suite struct WebIdentityTests {
    let house: House
    init() throws { house = try House() }

    private let arn = "arn:aws:iam::111122223333:role/app"
    private static let condition =
        #"{"StringEquals":{"cognito-identity.amazonaws.com:aud":"pool-1"},"#
        + #""ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}"#

    private func makeRole(
        trusting condition: String = condition, provider: String = "cognito-identity.amazonaws.com",
        actions: String = "sts:AssumeRoleWithWebIdentity"
    ) async throws {
        try await house.call(
            "CreateRole",
            [
                "RoleName": "app",
                "AssumeRolePolicyDocument": Policies.trust(
                    #"{"Federated":"\#(provider)"}"#, action: actions, when: condition),
            ])
        try await house.call(
            "PutRolePolicy",
            [
                "RoleName": "app", "PolicyName": "p",
                "PolicyDocument": Policies.allow(
                    "s3:GetObject", on: "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}/*"),
            ])
    }

    private func assume(_ token: String) async throws -> Answer {
        try await house.call(
            "AssumeRoleWithWebIdentity",
            ["RoleArn": arn, "RoleSessionName": "app", "WebIdentityToken": token], as: .anonymous)
    }

    @Test func aTokenBecomesASession() async throws {
        try await makeRole()
        let answer = try await assume("good.eu-central-1:1234.sig")
        #expect(answer["SubjectFromWebIdentityToken"] == "eu-central-1:1234")
        #expect(answer["Audience"] == "pool-1")
        #expect(answer["Provider"] == "cognito-identity.amazonaws.com")
        #expect(answer["Arn"] == "arn:aws:sts::111122223333:assumed-role/app/app")
        let session = try #require(try await house.caller(with: answer))
        #expect(try await house.may(session, "s3:GetObject", "arn:aws:s3:::b/eu-central-1:1234/k"))
        #expect(try await !house.may(session, "s3:GetObject", "arn:aws:s3:::b/eu-central-1:9999/k"))
    }

    @Test(arguments: [
        #"{"StringEquals":{"cognito-identity.amazonaws.com:aud":"pool-2"}}"#,
        #"{"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}"#,
        #"{"StringEquals":{"cognito-identity.amazonaws.com:sub":"someone"}}"#,
    ])
    func aTrustPolicyThatWantsOtherClaims(_ condition: String) async throws {
        try await makeRole(trusting: condition)
        await expectRefusal(
            "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", status: 403
        ) {
            _ = try await assume("good.eu-central-1:1234.sig")
        }
    }

    @Test func aTrustPolicyOfAnotherProviderOrNoRole() async throws {
        await expectRefusal("AccessDenied", status: 403) { _ = try await assume("good.a.b") }
        try await makeRole(provider: "accounts.google.com")
        await expectRefusal("AccessDenied", status: 403) { _ = try await assume("good.a.b") }
    }

    @Test(arguments: [
        ("late.a.b", "ExpiredTokenException"), ("forged.a.b", "InvalidIdentityToken"),
        ("unknown.a.b", "InvalidIdentityToken"), ("nonsense", "InvalidIdentityToken"),
    ])
    func tokensThatAreNotTaken(_ token: String, _ code: String) async throws {
        try await makeRole()
        await expectRefusal(code, status: 400) { _ = try await assume(token) }
    }

    private func request(seconds: Int = 3600, claims: [String: [String]]? = nil) -> WebIdentitySession {
        WebIdentitySession(
            roleARN: arn, sessionName: "CognitoIdentityCredentials", durationSeconds: seconds,
            provider: "cognito-identity.amazonaws.com",
            claims: claims ?? ["aud": ["pool-1"], "amr": ["authenticated"], "sub": ["eu-central-1:1234"]],
            time: house.clock.now)
    }

    private func caller(_ issued: TemporaryCredentials) async throws -> Caller? {
        try await house.iam.credential(
            accessKeyID: issued.accessKeyID, sessionToken: issued.sessionToken, at: house.clock.now)?.caller
    }

    @Test func identityPoolsGetSessionsTheSameWay() async throws {
        await #expect(throws: TrustRefusal.noSuchRole) { try await house.iam.issueSession(request()) }
        try await makeRole()
        let session = try #require(try await caller(try await house.iam.issueSession(request())))
        #expect(session.arn == "arn:aws:sts::111122223333:assumed-role/app/CognitoIdentityCredentials")
        #expect(try await house.may(session, "s3:GetObject", "arn:aws:s3:::b/eu-central-1:1234/k"))
        await #expect(throws: TrustRefusal.notTrusted) {
            try await house.iam.issueSession(request(claims: ["aud": ["pool-2"], "amr": ["authenticated"]]))
        }
    }

    @Test func principalTagsNeedTheTrustPolicysLeave() async throws {
        try await makeRole()
        var tagged = request()
        tagged.tags = ["team": "blue"]
        await #expect(throws: TrustRefusal.notTrusted) { try await house.iam.issueSession(tagged) }
        try await house.call("DeleteRolePolicy", ["RoleName": "app", "PolicyName": "p"])
        try await house.call("DeleteRole", ["RoleName": "app"])
        try await makeRole(actions: "sts:AssumeRoleWithWebIdentity sts:TagSession")
        guard case .role(let session) = try await caller(try await house.iam.issueSession(tagged)) else {
            Issue.record("no session")
            return
        }
        #expect(session.tags == ["team": "blue"])
    }

    @Test func scopeDownPoliciesNarrow() async throws {
        try await makeRole()
        var narrow = request()
        narrow.sessionPolicies = [Policies.allow("dynamodb:*")]
        let session = try #require(try await caller(try await house.iam.issueSession(narrow)))
        #expect(try await !house.may(session, "s3:GetObject", "arn:aws:s3:::b/eu-central-1:1234/k"))
    }
}
