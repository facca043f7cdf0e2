import CognitoUserPoolsModel
import Design
import QRCode
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// MFA_SETUP: an authenticator app is given its secret, as a picture and as text.
    func enrolmentQuestion(
        _ flow: inout SignInFlow, _ request: HostedRequest, isWrong: Bool
    ) async throws -> Question {
        let text = request.text
        guard flow.list("MFAS_CAN_SETUP").contains("SOFTWARE_TOKEN_MFA") else {
            return Question(title: text.enrolTitle, lead: text.cannotEnrol, fields: .empty)
        }
        if flow.parameters[Self.secretName] == nil {
            let made = try await associateSoftwareToken(
                AssociateSoftwareTokenRequest(session: flow.session), request.call)
            flow.session = made.session ?? flow.session
            flow.parameters[Self.secretName] = made.secretCode
        }
        let secret = flow.parameters[Self.secretName] ?? ""
        return Question(
            title: text.enrolTitle, lead: text.enrolLead,
            fields: """
                \(Self.picture(of: secret, for: flow.name, issuer: request.site.pool.name, text))\
                <p class="hint">\(text.enrolKey)</p>
                <p><code class="secret">\(secret)</code></p>
                \(FormParts.code(text, label: text.enrolCode, isWrong: isWrong))\(FormParts.submit(text.next))
                """)
    }

    /// The session with which MFA_SETUP is answered, once the app's code was right.
    func verifyEnrolment(_ flow: SignInFlow, _ request: HostedRequest) async throws -> String {
        let code = request.form["code"]?.filter { !$0.isWhitespace } ?? ""
        let verified = try await verifySoftwareToken(
            VerifySoftwareTokenRequest(session: flow.session, userCode: code), request.call)
        return verified.session ?? flow.session
    }

    private static let secretName = "SECRET_CODE"

    /// The address that authenticator apps read (Key URI Format).
    private static func picture(of secret: String, for name: String, issuer: String, _ text: HostedText) -> HTML {
        let label = PercentCoding.encode(issuer) + ":" + PercentCoding.encode(name)
        let address = "otpauth://totp/\(label)?secret=\(secret)&issuer=\(PercentCoding.encode(issuer))"
        guard let code = QRCode(address) else { return .empty }
        let side = code.width + 8
        return """
            <svg class="qr" role="img" aria-label="QR" viewBox="-4 -4 \(side) \(side)" shape-rendering="crispEdges">
            <rect x="-4" y="-4" width="\(side)" height="\(side)" fill="#fff"/>
            <path fill="#000" d="\(code.path)"/></svg>

            """
    }
}
