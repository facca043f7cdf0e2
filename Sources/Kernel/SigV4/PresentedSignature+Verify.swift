import CivilTime
import FoundationEssentials

/// What a signature must be for.
package struct SignatureExpectation: Sendable {
    package var dialect: SignatureDialect
    /// Nil accepts every service or region.
    package var service: String?
    package var region: String?

    package init(_ dialect: SignatureDialect, service: String? = nil, region: String? = nil) {
        self.dialect = dialect
        self.service = service
        self.region = region
    }
}

extension PresentedSignature {
    /// Checks a Version 4 signature: scope, times, coverage of headers, and then the signature itself.
    ///
    /// - Parameter payloadHash: what stands on the last line of the canonical request.
    package func verify(
        _ request: SignableRequest, payloadHash: String, key: SigningKey,
        expecting expectation: SignatureExpectation, now: Date
    ) throws(SignatureError) {
        guard let scope else { throw .unsupportedAlgorithm("AWS", placement) }
        try checkScope(scope, expectation)
        try checkTimes(now: now)
        try checkSignedHeaders(of: request)
        let rule: CanonicalRequest.PathRule =
            expectation.dialect == .s3 ? .encodedOnce : .normalisedAndEncodedTwice
        let canonical = canonicalRequest(request, payloadHash, rule)
        let text = canonical.stringToSign(timestamp: timestamp, scope: scope)
        if equalInConstantTime(signature, key.signature(of: text)) { return }
        // Some clients sign a path as they send it, `%2F` or `+` included; it names the same request.
        if expectation.dialect == .s3 {
            let sent = canonicalRequest(request, payloadHash, .asSent)
            let sentText = sent.stringToSign(timestamp: timestamp, scope: scope)
            if equalInConstantTime(signature, key.signature(of: sentText)) { return }
        }
        throw .mismatch(
            SignatureMismatch(
                accessKeyID: accessKeyID, signatureProvided: signature,
                stringToSign: String(decoding: text, as: UTF8.self),
                canonicalRequest: String(decoding: canonical.bytes, as: UTF8.self)))
    }

    private func canonicalRequest(
        _ request: SignableRequest, _ payloadHash: String, _ rule: CanonicalRequest.PathRule
    ) -> CanonicalRequest {
        CanonicalRequest(
            request, signedHeaders: signedHeaders, payloadHash: payloadHash, path: rule,
            isPresigned: placement == .query)
    }

    private func checkScope(
        _ scope: CredentialScope, _ expectation: SignatureExpectation
    ) throws(SignatureError) {
        guard scope.terminator == "aws4_request" else {
            throw .wrongScope(.terminator(presented: scope.terminator), placement)
        }
        if let service = expectation.service, service != scope.service {
            throw .wrongScope(.service(presented: scope.service, expected: service), placement)
        }
        if let region = expectation.region, region != scope.region {
            throw .wrongScope(.region(presented: scope.region, expected: region), placement)
        }
        guard timestamp.hasPrefix(scope.date) else {
            throw .wrongScope(.date(presented: scope.date, requestTime: timestamp), placement)
        }
    }

    /// A signature in a header is good for 15 minutes around its time, one in a query until it ends.
    func checkTimes(now: Date) throws(SignatureError) {
        let skew = Double(SignatureError.allowedSkewSeconds)
        if let expires {
            guard now <= expires else { throw .expired(at: expires, serverTime: now, lifetime: lifetime) }
            if let time, time.timeIntervalSince(now) > skew {
                throw .notYetValid(from: time, serverTime: now)
            }
        } else if let time, abs(time.timeIntervalSince(now)) > skew {
            throw .skewed(requestTime: time, serverTime: now)
        }
    }

    private func checkSignedHeaders(of request: SignableRequest) throws(SignatureError) {
        var missing: [String] = signedHeaders.contains("host") ? [] : ["host"]
        for header in request.headers where header.name.hasPrefixIgnoringASCIICase("x-amz-") {
            if signedHeaders.contains(where: { header.name.equalsIgnoringASCIICase($0) }) { continue }
            let name = header.name.lowercasedASCII
            if !missing.contains(name) { missing.append(name) }
        }
        guard missing.isEmpty else { throw .headersNotSigned(missing.sorted()) }
    }
}
