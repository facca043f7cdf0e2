import ServiceKit
import Testing

@Suite struct AssumeRoleTests {
    let house: House
    init() throws { house = try House() }

    @Test func whatIsNoARNIsToldSo() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let nonsense = "not-the-arn-of-any-role-at-all"
        await expectRefusal("ValidationError", "\(nonsense) is invalid", status: 400) {
            try await house.call("AssumeRole", ["RoleArn": nonsense, "RoleSessionName": "work"], as: ada)
        }
        await expectRefusal("ValidationError", status: 400) {
            try await house.call("AssumeRole", ["RoleArn": "short", "RoleSessionName": "work"], as: ada)
        }
    }

    private let arn = "arn:aws:iam::111122223333:role/reader"
    private let object = "arn:aws:s3:::b/k"

    private func makeRole(trust: String = Policies.trustAccount, _ more: String? = nil) async throws {
        try await house.call("CreateRole", ["RoleName": "reader", "AssumeRolePolicyDocument": trust])
        try await house.call(
            "PutRolePolicy",
            [
                "RoleName": "reader", "PolicyName": "p",
                "PolicyDocument": more ?? Policies.allow("s3:Get*", "s3:Put*"),
            ])
    }

    private func assume(_ caller: Caller, _ parameters: KeyValuePairs<String, String> = [:]) async throws
        -> Answer
    {
        var all = [("RoleArn", arn), ("RoleSessionName", "work")]
        all += parameters.map { ($0.key, $0.value) }
        return try await house.call("AssumeRole", pairs: all, as: caller)
    }

    private func session(_ caller: Caller, _ parameters: KeyValuePairs<String, String> = [:]) async throws
        -> Caller
    {
        let answer = try await assume(caller, parameters)
        return try #require(try await house.caller(with: answer))
    }

    @Test func aRoleIsTakenOn() async throws {
        try await makeRole()
        let ada = try await house.user("ada", allowing: Policies.allow("sts:AssumeRole"))
        let answer = try await assume(ada)
        #expect(answer["Arn"] == "arn:aws:sts::111122223333:assumed-role/reader/work")
        #expect(answer["AssumedRoleId"]?.hasPrefix("AROA") == true)
        #expect(answer["AssumedRoleId"]?.hasSuffix(":work") == true)
        #expect(answer["Expiration"] == "2025-11-24T17:00:00Z")
        #expect(answer["AccessKeyId"]?.hasPrefix("ASIA") == true)
        let session = try #require(try await house.caller(with: answer))
        #expect(try await house.may(session, "s3:GetObject", object))
        #expect(try await !house.may(session, "s3:DeleteObject", object))
        let identity = try await house.call("GetCallerIdentity", as: session)
        #expect(identity["Arn"] == "arn:aws:sts::111122223333:assumed-role/reader/work")
        #expect(identity["UserId"] == answer["AssumedRoleId"])
        #expect(identity["Account"] == "111122223333")
    }

    @Test func anAccountInTheTrustPolicyLeavesItToTheCallersPolicies() async throws {
        try await makeRole()
        let ada = try await house.user("ada")
        await expectRefusal("AccessDenied", status: 403) { _ = try await assume(ada) }
    }

    @Test func aUserInTheTrustPolicyNeedsNoOther() async throws {
        let ada = try await house.user("ada")
        try await makeRole(trust: Policies.trust(#"{"AWS":"arn:aws:iam::111122223333:user/ada"}"#))
        #expect(try await assume(ada)["AccessKeyId"] != nil)
    }

    @Test func whoIsNotTrustedIsDeniedLikeWhoAsksForNothing() async throws {
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        let sentence =
            "User: arn:aws:iam::111122223333:user/ada is not authorized to perform: sts:AssumeRole on resource: \(arn)"
        await expectRefusal("AccessDenied", sentence, status: 403) { _ = try await assume(ada) }
        try await makeRole(trust: Policies.trust(#"{"Service":"lambda.amazonaws.com"}"#))
        await expectRefusal("AccessDenied", sentence, status: 403) { _ = try await assume(ada) }
    }

    /// The path is part of the ARN.
    @Test func aRoleIsNotFoundUnderAnotherPath() async throws {
        try await makeRole()
        let ada = try await house.user("ada", allowing: Policies.allow("sts:AssumeRole"))
        let elsewhere = "arn:aws:iam::111122223333:role/x/reader"
        await expectRefusal("AccessDenied") {
            try await house.call("AssumeRole", ["RoleArn": elsewhere, "RoleSessionName": "work"], as: ada)
        }
        await expectRefusal("AccessDenied") {
            try await house.call("AssumeRole", ["RoleArn": "\(arn)s", "RoleSessionName": "work"], as: ada)
        }
    }

    /// A trust policy binds who had the name, not the name.
    @Test func anotherUserOfTheNameIsNotTrusted() async throws {
        try await house.call("CreateUser", ["UserName": "ada"])
        try await makeRole(trust: Policies.trust(#"{"AWS":"arn:aws:iam::111122223333:user/ada"}"#))
        try await house.call("DeleteUser", ["UserName": "ada"])
        let another = try await house.user("ada")
        await expectRefusal("AccessDenied") { _ = try await assume(another) }
    }

    @Test func aPrincipalThatIsNotThereIsRefused() async throws {
        await expectRefusal(
            "MalformedPolicyDocument",
            #"Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/ghost""#, status: 400
        ) { try await makeRole(trust: Policies.trust(#"{"AWS":"arn:aws:iam::111122223333:user/ghost"}"#)) }
    }

    @Test func theExternalIDCounts() async throws {
        try await makeRole(
            trust: Policies.trust(
                #"{"AWS":"111122223333"}"#, when: #"{"StringEquals":{"sts:ExternalId":"sesame"}}"#))
        let ada = try await house.user("ada", allowing: Policies.allow("sts:AssumeRole"))
        await expectRefusal("AccessDenied") { _ = try await assume(ada) }
        await expectRefusal("AccessDenied") { _ = try await assume(ada, ["ExternalId": "other"]) }
        #expect(try await assume(ada, ["ExternalId": "sesame"])["AccessKeyId"] != nil)
    }

    @Test func acrossAccountsBothMustAllow() async throws {
        try await makeRole(trust: Policies.trust(#"{"AWS":"arn:aws:iam::444455556666:root"}"#))
        let other = Caller.root(House.otherAccount)
        try await house.call("CreateUser", ["UserName": "eve"], as: other)
        let keys = try await house.call("CreateAccessKey", ["UserName": "eve"], as: other)
        let eve = try #require(try await house.caller(with: keys))
        await expectRefusal("AccessDenied") { _ = try await assume(eve) }
        try await house.call(
            "PutUserPolicy",
            ["UserName": "eve", "PolicyName": "p", "PolicyDocument": Policies.allow("sts:AssumeRole")],
            as: other)
        let caller = try await session(eve)
        #expect(caller.accountID == "111122223333")
        #expect(try await house.may(caller, "s3:GetObject", object))
    }

    @Test func theRootTakesOnNoRole() async throws {
        try await makeRole()
        await expectRefusal("AccessDenied", "Roles may not be assumed by root accounts.", status: 403) {
            _ = try await assume(house.root)
        }
    }

    @Test func sessionPoliciesNarrow() async throws {
        try await makeRole()
        let ada = try await house.user("ada", allowing: Policies.allow("sts:AssumeRole"))
        let answer = try await assume(ada, ["Policy": Policies.allow("s3:GetObject", "s3:DeleteObject")])
        let narrow = try #require(try await house.caller(with: answer))
        #expect((answer["PackedPolicySize"].flatMap { Int($0) } ?? 0) > 0)
        #expect(try await house.may(narrow, "s3:GetObject", object))
        #expect(try await !house.may(narrow, "s3:PutObject", object))
        #expect(try await !house.may(narrow, "s3:DeleteObject", object))
        let managed = try await session(
            ada, ["PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"])
        #expect(try await house.may(managed, "s3:GetObject", object))
        #expect(try await !house.may(managed, "s3:PutObject", object))
        await expectRefusal("MalformedPolicyDocument", status: 400) {
            _ = try await assume(ada, ["Policy": "{}"])
        }
    }

    @Test func howLongASessionLasts() async throws {
        try await makeRole()
        let ada = try await house.user("ada", allowing: Policies.allow("sts:AssumeRole"))
        #expect(try await assume(ada, ["DurationSeconds": "900"])["Expiration"] == "2025-11-24T16:15:00Z")
        await expectRefusal("ValidationError", status: 400) {
            _ = try await assume(ada, ["DurationSeconds": "899"])
        }
        await expectRefusal(
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        ) { _ = try await assume(ada, ["DurationSeconds": "7200"]) }
        try await house.call("UpdateRole", ["RoleName": "reader", "MaxSessionDuration": "7200"])
        #expect(try await assume(ada, ["DurationSeconds": "7200"])["Expiration"] == "2025-11-24T18:00:00Z")
        // A session that takes on a role has an hour at most.
        try await house.call(
            "PutRolePolicy",
            ["RoleName": "reader", "PolicyName": "p", "PolicyDocument": Policies.allow("sts:AssumeRole")])
        let chained = try await session(ada)
        await expectRefusal("ValidationError") { _ = try await assume(chained, ["DurationSeconds": "7200"]) }
        #expect(try await assume(chained, ["DurationSeconds": "3600"])["AccessKeyId"] != nil)
    }

    @Test func tagsNeedTheTrustPolicysLeave() async throws {
        let tags: KeyValuePairs = ["Tags.member.1.Key": "team", "Tags.member.1.Value": "blue"]
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","#
            + #""Resource":"arn:aws:s3:::b/${aws:PrincipalTag/team}/*"}}"#
        try await makeRole(policy)
        let ada = try await house.user("ada", allowing: Policies.allow("sts:*"))
        await expectRefusal("AccessDenied") { _ = try await assume(ada, tags) }
        try await house.call(
            "UpdateAssumeRolePolicy",
            [
                "RoleName": "reader",
                "PolicyDocument": Policies.trust(
                    #"{"AWS":"111122223333"}"#, action: "sts:AssumeRole sts:TagSession"),
            ])
        let tagged = try await session(ada, tags)
        #expect(try await house.may(tagged, "s3:GetObject", "arn:aws:s3:::b/blue/k"))
        #expect(try await !house.may(tagged, "s3:GetObject", "arn:aws:s3:::b/red/k"))
    }

    private func makeRole(_ policy: String) async throws {
        try await makeRole(trust: Policies.trustAccount, policy)
    }

    @Test func sessionsOfADeletedRoleMayNothing() async throws {
        try await makeRole()
        let ada = try await house.user("ada", allowing: Policies.allow("sts:AssumeRole"))
        let old = try await session(ada)
        #expect(try await house.may(old, "s3:GetObject", object))
        try await house.call("DeleteRolePolicy", ["RoleName": "reader", "PolicyName": "p"])
        try await house.call("DeleteRole", ["RoleName": "reader"])
        #expect(try await !house.may(old, "s3:GetObject", object))
        // Nor do they get anything from a role made anew under the name.
        try await makeRole()
        #expect(try await !house.may(old, "s3:GetObject", object))
        #expect(try await house.may(try await session(ada), "s3:GetObject", object))
    }

    @Test func membersNotHonouredAreRefused() async throws {
        try await makeRole()
        let ada = try await house.user("ada", allowing: Policies.allow("sts:AssumeRole"))
        await expectRefusal("ValidationError") {
            _ = try await assume(ada, ["ProvidedContexts.member.1.ProviderArn": "arn:aws:iam::aws:contextProvider/x"])
        }
    }
}
