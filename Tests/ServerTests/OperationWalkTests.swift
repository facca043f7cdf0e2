import FoundationEssentials
import Testing
import Wire

/// Every operation served, called by somebody whom no policy allows anything, and by somebody whom
/// one allows everything. New operations are in it by themselves: the requests are those that
/// botocore makes, for the wire's own tests.
@Suite("Nobody can do what no policy allows")
struct OperationWalkTests {
    struct Request: Sendable, Decodable, CustomTestStringConvertible {
        var service: String
        var operation: String
        var method: String
        var bucket: String
        var key: String
        var query: String?
        var headers: [[String]]
        var body: String

        var testDescription: String { "\(service) \(operation)" }
    }

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
        "cognito-identity GetOpenIdToken", "sts AssumeRoleWithWebIdentity", "sts GetCallerIdentity",
        "sts GetSessionToken",
    ]

    private static let requests: [Request] = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "WireTests/Fixtures/botocore-requests.json")
        guard let data = try? Data(contentsOf: path) else { return [] }
        return (try? JSONDecoder().decode([Request].self, from: data)) ?? []
    }()

    @Test func thereAreRequestsOfEveryService() {
        #expect(Set(Self.requests.map(\.service)).count == 5)
        #expect(Self.requests.count > 130)
    }

    @Test func aCallerWithoutPolicyIsDenied() async throws {
        let house = try House()
        let nobody = try await makeUser("nobody", in: house)
        for request in Self.requests where !Self.open.contains("\(request.service) \(request.operation)") {
            let answer = try await send(request, as: nobody, house)
            #expect(Self.isDenied(answer, request), "\(request.testDescription): \(answer.status) \(answer.text)")
        }
    }

    /// The same requests get past the policy when one allows them, so the walk above proves something.
    @Test func aCallerAllowedEverythingIsNot() async throws {
        let house = try House()
        let all = try await makeUser("all", in: house)
        let policy =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
        _ = try await iam(
            "Action=PutUserPolicy&UserName=all&PolicyName=p&PolicyDocument=\(PercentCoding.encode(policy))", house)
        for request in Self.requests where !Self.open.contains("\(request.service) \(request.operation)") {
            // Whether a role may be assumed, its own trust policy says.
            if request.operation == "AssumeRole" { continue }
            let answer = try await send(request, as: all, house)
            #expect(!Self.isDenied(answer, request), "\(request.testDescription): \(answer.status) \(answer.text)")
        }
    }

    private static func isDenied(_ answer: House.Answer, _ request: Request) -> Bool {
        // Of several keys to delete, each is answered by itself; HEAD has no document.
        if request.operation == "DeleteObjects" { return answer.text.contains("<Code>AccessDenied</Code>") }
        if request.method == "HEAD" { return answer.status == 403 }
        return answer.code == "AccessDenied" || answer.code == "AccessDeniedException"
    }

    private func send(_ request: Request, as key: House.Key, _ house: House) async throws -> House.Answer {
        let dropped: Set = [
            "content-length", "x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner", "content-md5",
        ]
        var headers = request.headers.compactMap { field -> (name: String, value: String)? in
            guard field.count == 2, !dropped.contains(field[0].lowercased()) else { return nil }
            return (name: field[0], value: field[1])
        }
        var path = "/"
        if request.service == "s3" {
            headers.removeAll { $0.name.lowercased() == "x-amz-copy-source" || $0.name.hasPrefix("x-amz-checksum") }
            if request.operation == "CopyObject" { headers.append((name: "x-amz-copy-source", value: "walk/k")) }
            path = try await ownPath(request, house)
        }
        let body = [UInt8](Data(base64Encoded: request.body) ?? Data())
        if request.operation == "DeleteObjects" {
            // Members that are not served would be refused first.
            let refused = ["x-amz-mfa", "x-amz-bypass-governance-retention", "x-amz-sdk-checksum-algorithm"]
            headers.removeAll { refused.contains($0.name.lowercased()) }
            headers.append((name: "x-amz-sdk-checksum-algorithm", value: "CRC32"))
        }
        let target = path + (request.query.map { $0.isEmpty ? "" : "?" + $0 } ?? "")
        return try await house.signed(
            request.method, target, service: request.service, as: key, headers: headers, body: body)
    }

    /// The request's path, with a bucket that there is.
    private func ownPath(_ request: Request, _ house: House) async throws -> String {
        _ = try await house.signed("PUT", "/walk", service: "s3")
        if request.bucket.isEmpty { return "/" }
        return request.key.isEmpty ? "/walk" : "/walk/" + PercentCoding.encode(request.key)
    }

    private func iam(_ form: String, _ house: House) async throws -> House.Answer {
        try await house.signed(
            "POST", "/", service: "iam", headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded")],
            body: Array((form + "&Version=2010-05-08").utf8))
    }

    private func makeUser(_ name: String, in house: House) async throws -> House.Key {
        _ = try await iam("Action=CreateUser&UserName=\(name)", house)
        let answer = try await iam("Action=CreateAccessKey&UserName=\(name)", house)
        return House.Key(
            id: try #require(answer.element("AccessKeyId")), secret: try #require(answer.element("SecretAccessKey")))
    }
}
