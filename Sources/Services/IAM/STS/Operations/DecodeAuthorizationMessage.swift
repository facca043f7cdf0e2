import STSModel
import ServiceKit
import Wire

extension STS {
    /// Why a request was denied, in AWS's shape, with the whole explanation beside it.
    func decodeAuthorizationMessage(
        _ input: DecodeAuthorizationMessageRequest, _ call: Call
    ) async throws -> DecodeAuthorizationMessageResponse {
        guard let requestID = messages.requestID(in: input.encodedMessage),
            let explanation = try await explanations.explanation(ofRequest: requestID)?.document(for: call.accountID)
        else {
            throw ServiceError(
                STSErrors.invalidAuthorizationMessage, "The authorization message is not valid, or is no longer kept.")
        }
        let document = DecodedMessage(explanation).json
        return DecodeAuthorizationMessageResponse(
            decodedMessage: String(decoding: document.serialized(), as: UTF8.self))
    }
}

/// An explanation in the shape of AWS's decoded messages.
private struct DecodedMessage {
    let json: JSONValue

    init(_ explanation: JSONValue) {
        // Of a chain that broke before anything was decided, the link that did not hold.
        let broken = explanation["chain"]?.array?.last { $0["passed"]?.bool == false }
        let denial = explanation["denials"]?.array?.first ?? broken?["detail"] ?? [:]
        let isExplicit = denial["outcome"]?.string == "explicitDeny"
        let context = (denial["context"]?.members ?? []).map { member -> JSONValue in
            ["key": .string(member.key), "values": Self.items((member.value.array ?? []).map { ["value": $0] })]
        }
        json = [
            "allowed": false, "explicitDeny": .bool(isExplicit),
            "matchedStatements": Self.items(isExplicit ? [denial["decidedBy"] ?? [:]] : []),
            "failures": Self.items([]),
            "context": [
                "principal": [
                    "id": explanation["caller"]?["userId"] ?? "", "arn": explanation["caller"]?["arn"] ?? "",
                ],
                "action": denial["action"] ?? "", "resource": denial["resource"] ?? "",
                "conditions": Self.items(context),
            ],
            "explanation": explanation,
        ]
    }

    private static func items(_ items: [JSONValue]) -> JSONValue { ["items": .array(items)] }
}
