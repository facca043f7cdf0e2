import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit

/// Where a code goes.
struct CodeDestination: Sendable {
    /// `email` or `phone_number`
    var attribute: String
    var value: String
    /// The address becomes the user's only by its code.
    var isPending = false

    var medium: OutgoingMessage.Medium { attribute == "email" ? .email : .sms }

    /// As replies show it: `a***@e***`, `+*******1234`.
    var details: CodeDeliveryDetailsType {
        CodeDeliveryDetailsType(
            destination: attribute == "email" ? Self.maskedEmail(value) : Self.maskedPhone(value),
            deliveryMedium: DeliveryMediumType(rawValue: medium.rawValue), attributeName: attribute)
    }

    private static func maskedEmail(_ email: String) -> String {
        let parts = email.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return "***" }
        return "\(parts[0].prefix(1))***@\(parts[1].prefix(1))***"
    }

    private static func maskedPhone(_ number: String) -> String {
        "+" + String(repeating: "*", count: max(0, number.count - 5)) + number.suffix(min(4, max(0, number.count - 1)))
    }
}

extension UserPool {
    /// What is verified at sign-up: a phone number before an e-mail address, as AWS does.
    func verificationDestination(of user: User) -> CodeDestination? {
        for attribute in ["phone_number", "email"]
        where settings.autoVerifiedAttributes.contains(where: { $0.rawValue == attribute }) {
            if let value = user.attributes[attribute], !value.isEmpty {
                return CodeDestination(attribute: attribute, value: value)
            }
        }
        return nil
    }

    /// Where a password may be recovered, in the order of the pool's account recovery setting.
    func recoveryDestination(of user: User) -> CodeDestination? {
        for attribute in recoveryAttributes where user.attributes[attribute + "_verified"] == "true" {
            if let value = user.attributes[attribute], !value.isEmpty {
                return CodeDestination(attribute: attribute, value: value)
            }
        }
        return nil
    }

    var recoversByAdministratorOnly: Bool {
        settings.accountRecovery?.recoveryMechanisms?.contains { $0.name == .adminOnly } == true
    }

    private var recoveryAttributes: [String] {
        guard let mechanisms = settings.accountRecovery?.recoveryMechanisms, !mechanisms.isEmpty else {
            return ["phone_number", "email"]
        }
        return mechanisms.sorted { $0.priority < $1.priority }.compactMap { mechanism in
            switch mechanism.name {
            case .verifiedEmail: "email"
            case .verifiedPhoneNumber: "phone_number"
            default: nil
            }
        }
    }
}
