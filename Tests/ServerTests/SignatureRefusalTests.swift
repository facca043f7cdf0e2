import FoundationEssentials
import TestSupport
import Testing
import Wire

/// What AWS answers to a caller it does not believe: another code and status for each protocol.
@Suite("Callers who are not believed")
struct SignatureRefusalTests {
    enum Service: String, CaseIterable, Sendable { case s3, iam, sts, cognito }

    enum Fault: String, CaseIterable, Sendable {
        case unknownKey, wrongSignature, skewed, unsigned, tokenOfNobody, temporaryKeyWithoutToken
    }

    private static func expected(_ fault: Fault, _ service: Service) -> (String, Int) {
        switch (fault, service) {
        case (.unknownKey, .s3), (.temporaryKeyWithoutToken, .s3): ("InvalidAccessKeyId", 403)
        case (.unknownKey, .cognito), (.temporaryKeyWithoutToken, .cognito): ("UnrecognizedClientException", 400)
        case (.unknownKey, _), (.temporaryKeyWithoutToken, _): ("InvalidClientTokenId", 403)
        case (.wrongSignature, .cognito): ("InvalidSignatureException", 400)
        case (.wrongSignature, _): ("SignatureDoesNotMatch", 403)
        case (.skewed, .s3): ("RequestTimeTooSkewed", 403)
        case (.skewed, .cognito): ("InvalidSignatureException", 400)
        case (.skewed, _): ("SignatureDoesNotMatch", 403)
        case (.unsigned, .s3): ("AccessDenied", 403)
        case (.unsigned, .cognito): ("MissingAuthenticationTokenException", 400)
        case (.unsigned, _): ("MissingAuthenticationToken", 403)
        case (.tokenOfNobody, .s3): ("InvalidToken", 400)
        case (.tokenOfNobody, .cognito): ("UnrecognizedClientException", 400)
        case (.tokenOfNobody, _): ("InvalidClientTokenId", 403)
        }
    }

    @Test(arguments: Service.allCases, Fault.allCases)
    func eachFaultHasItsAnswer(_ service: Service, _ fault: Fault) async throws {
        let house = try House()
        let answer = try await send(service, fault, house)
        let (code, status) = Self.expected(fault, service)
        #expect(answer.code == code)
        #expect(answer.status == status)
        #expect(!answer.text.contains(House.root.secret))
    }

    private func send(_ service: Service, _ fault: Fault, _ house: House) async throws -> House.Answer {
        var key = House.root
        var time: Date? = nil
        switch fault {
        case .unknownKey: key.id = "AKIANOBODYHASTHISKEY"
        case .temporaryKeyWithoutToken: key.id = "ASIANOBODYHASTHISKEY"
        case .wrongSignature: key.secret += "x"
        case .skewed: time = house.clock.now.addingTimeInterval(-901)
        case .tokenOfNobody:
            key.id = "ASIANOBODYHASTHISKEY"
            key.token = "made-up"
        case .unsigned: return await unsigned(service, house)
        }
        switch service {
        case .s3: return try await house.signed("GET", "/", service: "s3", as: key, at: time)
        case .iam, .sts:
            return try await house.signed(
                "POST", "/", service: service.rawValue, as: key, at: time, headers: Self.form,
                body: Self.body(service))
        case .cognito:
            return try await house.signed(
                "POST", "/", service: "cognito-idp", as: key, at: time, headers: Self.target, body: Array("{}".utf8))
        }
    }

    private func unsigned(_ service: Service, _ house: House) async -> House.Answer {
        switch service {
        case .s3: await house.send("GET", "/")
        case .iam:
            await house.send("GET", "/?" + String(decoding: Self.body(service), as: UTF8.self))
        case .sts: await house.send("POST", "/", headers: Self.form, body: Self.body(service))
        case .cognito: await house.send("POST", "/", headers: Self.target, body: Array("{}".utf8))
        }
    }

    private static let form = [(name: "Content-Type", value: "application/x-www-form-urlencoded")]
    private static let target = [
        (name: "X-Amz-Target", value: "AWSCognitoIdentityProviderService.ListUserPools"),
        (name: "Content-Type", value: "application/x-amz-json-1.1"),
    ]

    private static func body(_ service: Service) -> [UInt8] {
        Array(
            (service == .sts
                ? "Action=GetCallerIdentity&Version=2011-06-15" : "Action=ListUsers&Version=2010-05-08").utf8)
    }

    @Test func aBodyThatWasChangedIsNotTheOneThatWasSigned() async throws {
        let house = try House()
        let answer = try await house.signed(
            "PUT", "/some-bucket", service: "s3", headers: [], body: []
        )
        #expect(answer.status == 200)
        let put = try await house.signed(
            "PUT", "/some-bucket/key", service: "s3", body: Array("signed".utf8)
        ) { headers in
            headers.removeAll { $0.name.lowercased() == "x-amz-content-sha256" }
            headers.append(("X-Amz-Content-SHA256", String(repeating: "0", count: 64)))
        }
        #expect(put.code == "SignatureDoesNotMatch")
        let list = try await house.signed("GET", "/some-bucket?list-type=2", service: "s3")
        #expect(list.element("KeyCount") == "0")
    }

    /// A signature for one service is worth nothing at another.
    @Test func aSignatureForAnotherServiceIsRefused() async throws {
        let house = try House()
        let answer = try await house.signed(
            "POST", "/", service: "sts", headers: Self.target, body: Array("{\"MaxResults\":1}".utf8))
        #expect(answer.code == "InvalidSignatureException")
    }
}
