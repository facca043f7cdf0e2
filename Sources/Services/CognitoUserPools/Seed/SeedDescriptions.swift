import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// Records as the requests that would make them.
extension CognitoUserPools {
    /// CreateUserPool's members that DescribeUserPool answers under the same name.
    private static let poolMembers: Set<String> = [
        "Policies", "DeletionProtection", "LambdaConfig", "AutoVerifiedAttributes", "AliasAttributes",
        "UsernameAttributes", "VerificationMessageTemplate", "SmsAuthenticationMessage", "UserAttributeUpdateSettings",
        "DeviceConfiguration", "EmailConfiguration", "SmsConfiguration", "UserPoolTags", "AdminCreateUserConfig",
        "UsernameConfiguration", "AccountRecoverySetting", "UserPoolTier",
    ]

    static func description(of pool: UserPool) -> JSONValue {
        let reply = DescribeUserPoolResponse(userPool: pool.summary(users: 0))
        let shown = document(of: reply.encode(DescribeUserPoolRequest.operation, requestID: ""))["UserPool"]
        var members: [JSONValue.Member] = [.init("Id", .string(pool.id)), .init("PoolName", .string(pool.name))]
        members += (shown?.members ?? []).filter { poolMembers.contains($0.key) }
        let usual = Set(pool.schema.filter(StandardAttributes.all.contains).compactMap(\.name))
        // A seed names custom attributes as CreateUserPool does, without their prefix.
        let schema = (shown?["SchemaAttributes"]?.array ?? []).compactMap { attribute -> JSONValue? in
            guard let name = attribute["Name"]?.string, !usual.contains(name) else { return nil }
            let bare = name.replacing(/^(dev:)?custom:/, with: "")
            return .object((attribute.members ?? []).map { $0.key == "Name" ? .init("Name", .string(bare)) : $0 })
        }
        members.append(.init("Schema", .array(schema)))
        return .object(members)
    }

    static func description(of mfa: PoolMFA, _ pool: UserPool) -> JSONValue {
        let reply = GetUserPoolMfaConfigResponse(
            smsMfaConfiguration: pool.smsMfaConfiguration,
            softwareTokenMfaConfiguration: mfa.softwareToken ? SoftwareTokenMfaConfigType(enabled: true) : nil,
            emailMfaConfiguration: mfa.email, mfaConfiguration: mfa.mode, webAuthnConfiguration: mfa.webAuthn)
        return document(of: reply.encode(GetUserPoolMfaConfigRequest.operation, requestID: ""))
    }

    static func description(of client: UserPoolClient, secret: String?) -> JSONValue {
        let left: Set<String> = ["UserPoolId", "LastModifiedDate", "CreationDate", "ClientSecret"]
        let reply = DescribeUserPoolClientResponse(userPoolClient: client.summary(secret: secret))
        let shown = document(of: reply.encode(DescribeUserPoolClientRequest.operation, requestID: ""))["UserPoolClient"]
        var members = (shown?.members ?? []).filter { !left.contains($0.key) }
        if let secret { members.append(.init("ClientSecret", .string(secret))) }
        return .object(members)
    }

    func description(of user: User, in pool: UserPool, groups: [String]) throws -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("Username", .string(user.username)), .init("Sub", .string(user.sub)),
            .init("UserStatus", .string(user.status.rawValue)), .init("Enabled", .bool(user.enabled)),
            .init("Attributes", .texts(user.attributes)),
        ]
        if let hash = user.passwordHash, let srp = user.srp {
            members.append(.init("PasswordHash", .string(hash)))
            members.append(.init("SRPSalt", .string(Data(srp.salt).base64EncodedString())))
            let verifier = try openedVerifier(srp, in: pool)
            members.append(.init("SRPVerifier", .string(Data(verifier).base64EncodedString())))
        }
        if user.mfa.hasToken {
            let secret = Base32.encode(try openToken(user.mfa.sealedToken, of: user))
            members.append(.init("SoftwareToken", .string(secret)))
        }
        if let methods = user.mfaSettingList { members.append(.init("MFA", .array(methods.map(JSONValue.string)))) }
        if let method = user.mfa.preferred { members.append(.init("PreferredMFA", .string(method.rawValue))) }
        if !groups.isEmpty { members.append(.init("Groups", .array(groups.map(JSONValue.string)))) }
        return .object(members)
    }

    private static func document(of response: WireResponse) -> JSONValue {
        (try? JSONValue(parsing: response.body)) ?? [:]
    }
}
