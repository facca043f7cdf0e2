import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

/// Every operation served, called by those who must not: a caller can never do what no policy allows. New
/// operations are in it by themselves, since the requests are those that botocore makes for the wire's tests.
@Suite("Nobody can do what no policy allows")
struct OperationWalkTests {
    /// What AWS lets anybody call: without a signature, or with no policy.
    private static let open: Set<String> = [
        "cognito-idp AssociateSoftwareToken", "cognito-idp ChangePassword",
        "cognito-idp CompleteWebAuthnRegistration", "cognito-idp ConfirmDevice",
        "cognito-idp ConfirmForgotPassword", "cognito-idp ConfirmSignUp", "cognito-idp DeleteUser",
        "cognito-idp DeleteUserAttributes", "cognito-idp DeleteWebAuthnCredential", "cognito-idp ForgetDevice",
        "cognito-idp ForgotPassword", "cognito-idp GetDevice", "cognito-idp GetTokensFromRefreshToken",
        "cognito-idp GetUser", "cognito-idp GetUserAttributeVerificationCode", "cognito-idp GetUserAuthFactors",
        "cognito-idp GlobalSignOut", "cognito-idp InitiateAuth", "cognito-idp ListDevices",
        "cognito-idp ListWebAuthnCredentials", "cognito-idp ResendConfirmationCode",
        "cognito-idp RespondToAuthChallenge", "cognito-idp RevokeToken", "cognito-idp SetUserMFAPreference",
        "cognito-idp SetUserSettings", "cognito-idp SignUp", "cognito-idp StartWebAuthnRegistration",
        "cognito-idp UpdateDeviceStatus", "cognito-idp UpdateUserAttributes", "cognito-idp VerifySoftwareToken",
        "cognito-idp VerifyUserAttribute", "cognito-identity GetCredentialsForIdentity", "cognito-identity GetId",
        "cognito-identity GetOpenIdToken", "cognito-identity UnlinkIdentity", "sts AssumeRoleWithWebIdentity",
        "sts GetCallerIdentity",
        "sts GetSessionToken",
    ]

    /// Who may assume a role or what it needs beside a policy is told elsewhere.
    private static let decidedByTrust: Set = ["AssumeRole"]

    private static let guarded = OperationWalk.requests.filter { !open.contains($0.description) }

    private static let everything =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#

    private static func allowing(_ actions: [String], denying denied: String? = nil) -> String {
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        let deny = denied.map { #",{"Effect":"Deny","Action":"\#($0)","Resource":"*"}"# } ?? ""
        return #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\#(list)],"Resource":"*"}\#(deny)]}"#
    }

    @Test func thereAreRequestsOfEveryOperation() throws {
        let house = try House()
        let served = Set(
            house.services.flatMap { service in
                service.operations.map { "\(service.model.name) \($0.model.name)" }
            })
        #expect(Set(OperationWalk.requests.map(\.description)) == served)
        #expect(Self.open.isSubset(of: served))
    }

    /// (a) Without a policy.
    @Test func aCallerWithoutPolicyIsDenied() async throws {
        let house = try await walkHouse()
        let nobody = try await house.user("nobody")
        for request in Self.guarded {
            let answer = try await send(request, as: nobody, house)
            #expect(Self.isDenied(answer, request), "\(request): \(answer.status) \(answer.text)")
        }
    }

    /// (b) With its own actions allowed and nothing else it gets past the policies; with everything but one of
    /// them it does not, and (c) neither with one of them denied.
    @Test func itsOwnActionsAreEnoughAndEachIsNeeded() async throws {
        let house = try await walkHouse()
        let caller = try await house.user("walker")
        for request in Self.guarded where !Self.decidedByTrust.contains(request.operation) {
            let actions = try await neededActions(request, as: caller, house)
            #expect(!actions.isEmpty, "\(request) asks for nothing")
            for action in actions {
                let others = actions.filter { $0 != action }
                try await house.setPolicy(Self.allowing(others + ["none:none"]), of: "walker")
                let without = try await send(request, as: caller, house)
                #expect(Self.isDenied(without, request), "\(request) without \(action): \(without.status)")
                try await house.setPolicy(Self.allowing(["*"], denying: action), of: "walker")
                let denied = try await send(request, as: caller, house)
                #expect(Self.isDenied(denied, request), "\(request) with \(action) denied: \(denied.status)")
                if let message = denied.message, request.operation != "DeleteObjects" {
                    #expect(message.contains("with an explicit deny in an identity-based policy"), "\(request)")
                }
            }
        }
    }

    /// Allows, step by step, what the denials say is missing, until there is none.
    private func neededActions(
        _ request: OperationWalk.Request, as caller: House.Key, _ house: House
    ) async throws -> [String] {
        var actions: [String] = []
        for _ in 0..<12 {
            try await house.setPolicy(Self.allowing(actions + ["none:none"]), of: "walker")
            let answer = try await send(request, as: caller, house)
            guard Self.isDenied(answer, request) else { return actions }
            let missing = try #require(try await deniedAction(answer, house), "\(request): \(answer.text)")
            try #require(!actions.contains(missing), "\(request) is denied \(missing) though it is allowed")
            actions.append(missing)
        }
        Issue.record("\(request) asks for ever more: \(actions)")
        return actions
    }

    /// The explanation of a denial names the action, also where the answer has no document.
    private func deniedAction(_ answer: House.Answer, _ house: House) async throws -> String? {
        let id = answer.headers.first("x-amzn-requestid") ?? answer.headers.first("x-amz-request-id") ?? ""
        let explanation = try await house.signed("GET", "/_hanok/explain/\(id)", service: "sts")
        return explanation.json["denials"]?.array?.first?["action"]?.string
    }

    /// (d) Whoever may do everything in another account gets nothing of this one.
    @Test func anotherAccountGetsNothing() async throws {
        let house = try await walkHouse()
        let stranger = try await house.user("stranger", policy: Self.everything, as: House.otherRoot)
        for request in Self.guarded {
            let answer = try await send(request, as: stranger, house)
            if request.service.hasPrefix("s3"), request.operation != "ListBuckets", request.operation != "CreateBucket"
            {
                #expect(Self.isDenied(answer, request), "\(request): \(answer.status) \(answer.text)")
            }
            #expect(!answer.text.contains("000000000000"), "\(request): \(answer.text)")
        }
    }

    /// (e) A session that is over, and (f) one whose token was tampered with, are nobody's.
    @Test func expiredAndTamperedSessionsAreRefused() async throws {
        let house = try await walkHouse()
        let session = try await adminSession(house)
        var tampered = session
        tampered.token = session.token.map { Self.flipped($0) }
        for request in Self.guarded {
            let answer = try await send(request, as: tampered, house)
            #expect(Self.isOfNobody(answer, request), "\(request) tampered: \(answer.status) \(answer.text)")
        }
        house.clock.advance(bySeconds: 3601)
        for request in Self.guarded {
            let answer = try await send(request, as: session, house)
            #expect(Self.isExpired(answer, request), "\(request) expired: \(answer.status) \(answer.text)")
        }
    }

    /// The same requests get past the policy when one allows them, so the walk above proves something.
    @Test func aCallerAllowedEverythingIsNot() async throws {
        let house = try await walkHouse()
        let all = try await house.user("all", policy: Self.everything)
        for request in Self.guarded where !Self.decidedByTrust.contains(request.operation) {
            let answer = try await send(request, as: all, house)
            #expect(!Self.isDenied(answer, request), "\(request): \(answer.status) \(answer.text)")
        }
    }

    // MARK: Answers

    private static func isDenied(_ answer: House.Answer, _ request: OperationWalk.Request) -> Bool {
        // Of several keys to delete, each is answered by itself; HEAD has no document.
        if request.operation == "DeleteObjects" { return answer.text.contains("<Code>AccessDenied</Code>") }
        if request.method == "HEAD" { return answer.status == 403 }
        return answer.code == "AccessDenied" || answer.code == "AccessDeniedException"
    }

    private static func isOfNobody(_ answer: House.Answer, _ request: OperationWalk.Request) -> Bool {
        if request.method == "HEAD" { return answer.status == 400 || answer.status == 403 }
        return ["InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException"].contains(answer.code)
    }

    private static func isExpired(_ answer: House.Answer, _ request: OperationWalk.Request) -> Bool {
        if request.method == "HEAD" { return answer.status == 400 }
        return answer.code == "ExpiredToken" || answer.code == "ExpiredTokenException"
    }

    private static func flipped(_ token: String) -> String {
        var bytes = Array(token.utf8)
        bytes[bytes.count / 2] = bytes[bytes.count / 2] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: The house

    /// With a bucket for S3's operations to be about.
    private func walkHouse() async throws -> House {
        let house = try House()
        #expect(try await house.signed("PUT", "/walk", service: "s3").status == 200)
        return house
    }

    private func adminSession(_ house: House) async throws -> House.Key {
        let trust =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"000000000000"},"#
            + #""Action":"sts:AssumeRole"}}"#
        try await house.form(
            "iam", "Action=CreateRole&RoleName=admin&AssumeRolePolicyDocument=\(PercentCoding.encode(trust))")
        try await house.form(
            "iam",
            "Action=AttachRolePolicy&RoleName=admin&PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess")
        let user = try await house.user("assumer", policy: Self.everything)
        let answer = try await house.form(
            "sts", "Action=AssumeRole&RoleArn=arn:aws:iam::000000000000:role/admin&RoleSessionName=walk", as: user)
        return House.Key(
            id: try #require(answer.element("AccessKeyId")), secret: try #require(answer.element("SecretAccessKey")),
            token: answer.element("SessionToken"))
    }

    /// Of services that sign by another name than their own.
    private static let signingNames = [
        "s3control": "s3", "dynamodbstreams": "dynamodb", "apigatewayv2": "apigateway",
    ]

    private func send(
        _ request: OperationWalk.Request, as key: House.Key, _ house: House
    ) async throws -> House.Answer {
        // What an operation deletes must be there again for the next.
        if request.operation == "DeleteBucket" { _ = try await house.signed("PUT", "/walk", service: "s3") }
        let answer = try await house.signed(
            request.method, request.target, service: Self.signingNames[request.service] ?? request.service, as: key,
            headers: request.sentHeaders,
            body: request.bytes)
        if request.operation == "DeleteBucket" { _ = try await house.signed("PUT", "/walk", service: "s3") }
        return answer
    }
}
