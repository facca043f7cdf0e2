import FoundationEssentials
import ServiceKit
import SigV4
import Wire

/// Who signed a request, and with what, so that the body's chunks can be checked too.
package struct Authenticated: Sendable {
    package var caller: Caller
    package var region: String
    package var facts: Call.SignatureFacts
    /// Version 4 alone; nil for Version 2 and for unsigned requests.
    package var seed: (signature: PresentedSignature, key: SigningKey)?
    package var accessKeyID: String?
    /// What `x-amz-content-sha256` says of the body; nil where it says nothing.
    package var payload: PayloadDeclaration?
}

/// Checks signatures. Every request passes here; nothing makes one skip it.
package struct Authenticator: Sendable {
    private let credentials: [any FindsCredentials]
    let keys = SigningKeyCache()
    let defaultRegion: String
    /// With `--dev`, whose root key everybody knows, pages of other machines must not use it.
    private let refusesForeignOriginsForRoot: Bool

    package init(credentials: [any FindsCredentials], defaultRegion: String, isDevelopment: Bool) {
        self.credentials = credentials
        self.defaultRegion = defaultRegion
        refusesForeignOriginsForRoot = isDevelopment
    }

    /// - Parameters:
    ///   - bodyHash: the hexadecimal SHA-256 of a body in memory; nil for S3, which declares it.
    func authenticate(
        _ request: HTTPRequest, service: ServiceModel, bodyHash: String?, bucketInHost: String?, now: Date
    ) async throws(AuthenticationFailure) -> Authenticated {
        let signable = SignableRequest(
            method: request.method, rawPath: request.rawPath, rawQuery: request.rawQuery,
            headers: request.headers.fields)
        guard let presented = try Self.parse(signable) else { return try anonymous(request) }
        let credential = try await find(presented.accessKeyID, presented.securityToken, now: now)
        var authenticated = try verify(
            presented, signable, credential, service: service, bodyHash: bodyHash,
            bucketInHost: bucketInHost, now: now)
        try checkOrigin(of: request, caller: authenticated.caller)
        authenticated.accessKeyID = presented.accessKeyID
        return authenticated
    }

    private static func parse(
        _ request: SignableRequest
    ) throws(AuthenticationFailure) -> PresentedSignature? {
        do {
            return try PresentedSignature.parse(request)
        } catch {
            throw .signature(error)
        }
    }

    private func anonymous(_ request: HTTPRequest) throws(AuthenticationFailure) -> Authenticated {
        let payload = request.headers.first("x-amz-content-sha256").flatMap(PayloadDeclaration.init)
        return Authenticated(caller: .anonymous, region: defaultRegion, facts: .none, payload: payload)
    }

    func find(
        _ accessKeyID: String, _ sessionToken: String?, now: Date
    ) async throws(AuthenticationFailure) -> Credential {
        do {
            for source in credentials {
                let found = try await source.credential(
                    accessKeyID: accessKeyID, sessionToken: sessionToken, at: now)
                if let found { return found }
            }
        } catch let failure as SessionTokenFailure {
            throw .sessionToken(failure, accessKeyID: accessKeyID)
        } catch {
            throw .unavailable(error)
        }
        throw .unknownKey(accessKeyID)
    }

    private func verify(
        _ presented: PresentedSignature, _ request: SignableRequest, _ credential: Credential,
        service: ServiceModel, bodyHash: String?, bucketInHost: String?, now: Date
    ) throws(AuthenticationFailure) -> Authenticated {
        do {
            guard presented.version == .v4, let scope = presented.scope else {
                // Only S3 still takes Version 2.
                guard service.awsProtocol == .restXML else { throw SignatureError.unsupportedAuthorization("AWS") }
                try presented.verifyV2(
                    request, secretAccessKey: credential.secretAccessKey, bucketInHost: bucketInHost, now: now)
                return Authenticated(
                    caller: credential.caller, region: defaultRegion, facts: Self.facts(presented, now: now),
                    payload: presented.declaredPayloadHash.flatMap(PayloadDeclaration.init))
            }
            let key = keys.key(
                accessKeyID: presented.accessKeyID, secretAccessKey: credential.secretAccessKey, scope: scope)
            let isS3 = service.awsProtocol == .restXML
            let hash = try bodyHash ?? presented.payloadHashForS3()
            try presented.verify(
                request, payloadHash: hash, key: key,
                expecting: SignatureExpectation(isS3 ? .s3 : .other, service: service.signingName), now: now)
            return Authenticated(
                caller: credential.caller, region: scope.region, facts: Self.facts(presented, now: now),
                seed: (presented, key), payload: bodyHash == nil ? PayloadDeclaration(hash) : nil)
        } catch let error as SignatureError {
            throw .signature(error)
        } catch {
            throw .unavailable(error)
        }
    }

    private static func facts(_ presented: PresentedSignature, now: Date) -> Call.SignatureFacts {
        let version = presented.version == .v4 ? "AWS4-HMAC-SHA256" : "AWS"
        switch presented.placement {
        case .header: return .header(version: version)
        case .query:
            let age = presented.time.map { Int(now.timeIntervalSince($0)) } ?? 0
            return .query(version: version, ageSeconds: max(0, age))
        }
    }

    /// For the house's own pages: whether a root's Version 4 signature, for any service, is on the request.
    package func isSignedByRoot(_ page: PageRequest, now: Date) async -> Bool {
        if case .root = await caller(of: page, now: now) { true } else { false }
    }

    /// Who put a Version 4 signature, for any service, on the request of a page; nil for nobody.
    package func caller(of page: PageRequest, now: Date) async -> Caller? {
        let request = SignableRequest(
            method: page.method, rawPath: page.path, rawQuery: page.rawQuery, headers: page.headers.fields)
        guard let presented = try? PresentedSignature.parse(request), let scope = presented.scope,
            let credential = try? await find(presented.accessKeyID, presented.securityToken, now: now)
        else { return nil }
        let key = keys.key(
            accessKeyID: presented.accessKeyID, secretAccessKey: credential.secretAccessKey, scope: scope)
        let isS3 = scope.service == "s3"
        let hash = (isS3 ? try? presented.payloadHashForS3() : nil) ?? PayloadDeclaration.emptyHash
        let expectation = SignatureExpectation(isS3 ? .s3 : .other, service: scope.service)
        do {
            try presented.verify(request, payloadHash: hash, key: key, expecting: expectation, now: now)
            return credential.caller
        } catch { return nil }
    }

    func checkOrigin(of request: HTTPRequest, caller: Caller) throws(AuthenticationFailure) {
        guard refusesForeignOriginsForRoot, case .root = caller, let origin = request.headers.first("origin")
        else { return }
        guard LoopbackGuard.isLoopback(origin: origin) else { throw .foreignOrigin }
    }
}
