import CognitoUserPoolsModel
import ServiceKit
import Storage
import Wire

/// The link that confirms a registration: a template's `{##words##}` become it.
struct ConfirmationLink: Sendable {
    let address: String

    /// Nil for a template that has no place for a link.
    func fill(_ template: String) -> String? {
        guard let start = template.firstRange(of: "{##"),
            let end = template[start.upperBound...].firstRange(of: "##}")
        else { return nil }
        let words = template[start.upperBound..<end.lowerBound]
        let link = "<a href=\"\(address.replacing("&", with: "&amp;"))\">\(words)</a>"
        return String(template[..<start.lowerBound]) + link + template[end.upperBound...]
    }
}

extension CognitoUserPools {
    /// The domain whose pages confirm by link, where the pool sends links; AWS refuses without one.
    func linkDomain(of pool: UserPool) async throws -> UserPoolDomain? {
        guard pool.settings.template.defaultEmailOption == .confirmWithLink else { return nil }
        guard let domain = try await store.read({ snapshot in try snapshot.domains(of: pool).first }) else {
            throw ServiceError.invalidParameter(
                "Cannot perform specific action because there does not exist a valid user pool domain associated with "
                    + "the user pool")
        }
        return domain
    }

    func confirmationLink(
        _ code: String, for user: User, at domain: UserPoolDomain, _ client: UserPoolClient
    ) -> ConfirmationLink {
        let parameters = [
            ("client_id", client.id), ("user_name", user.username), ("confirmation_code", code),
        ]
        let query = parameters.map { "\($0)=\(PercentCoding.encode($1))" }.joined(separator: "&")
        return ConfirmationLink(
            address: "\(issuers.publicURL)/_hanok/auth/\(domain.name)/confirmUser?\(query)")
    }

    /// What a registration's mail says: the code, or a link that holds it. A short message always has the code.
    func registrationMessage(
        _ source: String, _ code: String, for user: User, to destination: CodeDestination, _ pool: UserPool,
        _ client: UserPoolClient, at domain: UserPoolDomain?, _ metadata: [String: String]?, _ call: Call
    ) async throws -> OutgoingMessage {
        let isLink = destination.medium == .email
        let link = isLink ? domain.map { confirmationLink(code, for: user, at: $0, client) } : nil
        var message = pool.verificationMessage(code, to: destination, at: call.time)
        if let link {
            let template = pool.settings.template
            let text =
                template.emailMessageByLink ?? "Please click the link below to verify your email address. "
                + "{##Verify Email##}"
            message.body = link.fill(text) ?? text
            message.subject = template.emailSubjectByLink ?? "Your verification link"
        }
        return try await customized(
            message, source, user, code: code, link: link, destination, pool, clientID: client.id, metadata, call)
    }
}
