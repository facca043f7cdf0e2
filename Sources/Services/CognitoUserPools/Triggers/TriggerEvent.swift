import ServiceKit
import Wire

/// One call of a trigger, with AWS's common parameters and the trigger's own.
struct TriggerEvent: Sendable {
    var trigger: Trigger
    /// The part after the trigger's name: `PreSignUp_` + `SignUp`.
    var source: String
    var pool: UserPool
    var clientID: String?
    /// Nil where there is no user yet.
    var username: String?
    var request: [JSONValue.Member]
    /// What the function may fill in.
    var response: [JSONValue.Member]

    /// AWS's names of sources do not always begin with the trigger's.
    var triggerSource: String {
        switch trigger {
        case .preTokenGeneration: "TokenGeneration_" + source
        case .defineAuthChallenge, .createAuthChallenge, .verifyAuthChallengeResponse:
            "\(trigger.rawValue)_Authentication"
        default: "\(trigger.rawValue)_\(source)"
        }
    }

    func document() -> JSONValue {
        [
            "version": .string(trigger.eventVersion(in: pool.settings.lambda)), "region": .string(pool.region),
            "userPoolId": .string(pool.id),
            "userName": username.map(JSONValue.string) ?? .null,
            "callerContext": [
                "awsSdkVersion": "aws-sdk-unknown-unknown",
                "clientId": .string(clientID ?? "CLIENT_ID_NOT_APPLICABLE"),
            ],
            "triggerSource": .string(triggerSource), "request": .object(request), "response": .object(response),
        ]
    }
}

extension JSONValue {
    /// An object of texts, in the order of their names.
    static func texts(_ values: [String: String]) -> JSONValue {
        .object(values.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
    }

    /// The members that are text; nil for what is no object.
    var textMembers: [String: String]? {
        members.map { members in
            Dictionary(
                members.compactMap { member in
                    switch member.value {
                    case .string(let text), .number(let text): (member.key, text)
                    case .bool(let flag): (member.key, flag ? "true" : "false")
                    default: nil
                    }
                }
            ) { _, last in last }
        }
    }
}
