import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit

/// The pool's messages, filled in.
extension UserPool {
    var sender: String { settings.email?.from ?? "no-reply@verificationemail.com" }

    func verificationMessage(_ code: String, to destination: CodeDestination, at time: Date) -> OutgoingMessage {
        let isEmail = destination.medium == .email
        let text =
            isEmail
            ? settings.template.emailMessage ?? "Your confirmation code is {####}"
            : settings.template.smsMessage ?? settings.smsVerificationMessage ?? "Your confirmation code is {####}"
        return OutgoingMessage(
            medium: destination.medium, to: destination.value, from: sender,
            subject: isEmail ? settings.template.emailSubject ?? "Your verification code" : "",
            body: text.replacing("{####}", with: code), time: time)
    }

    func invitation(
        _ password: String, for name: String, to destination: CodeDestination, at time: Date
    ) -> OutgoingMessage {
        let template = settings.adminCreateUser.inviteMessageTemplate
        let isEmail = destination.medium == .email
        let text =
            (isEmail ? template?.emailMessage : template?.smsMessage)
            ?? "Your username is {username} and temporary password is {####}."
        return OutgoingMessage(
            medium: destination.medium, to: destination.value, from: sender,
            subject: isEmail ? template?.emailSubject ?? "Your temporary password" : "",
            body: text.replacing("{username}", with: name).replacing("{####}", with: password), time: time)
    }
}
