import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// What a request may bring: waited for, and to be run later.
    static let largestPayload = 6_291_456
    static let largestEvent = 1_048_576

    func invoke(_ input: InvokeRequest, _ call: Call) async throws -> InvokeResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        let payload = input.payload ?? []
        let isEvent = input.invocationType == .event
        try Self.checkPayload(payload, isEvent: isEvent)
        let (function, version, alias) = try await store.read { try $0.resolve(address) }
        if input.invocationType == .dryRun { return InvokeResponse(statusCode: 204) }
        let event = FunctionEvent(
            requestID: call.requestID, payload: payload.isEmpty ? Array("{}".utf8) : payload,
            invokedARN: address.qualifiedARN,
            clientContext: isEvent ? nil : try Self.clientContext(input.clientContext))
        if isEvent {
            try await queue.accept(event, for: address, incarnation: function.incarnation, at: call.time)
            return InvokeResponse(statusCode: 202)
        }
        let chosen = try await self.chosen(version, of: function, alias)
        let result = try await run(function, chosen, event)
        return InvokeResponse(
            statusCode: 200, functionError: result.functionError,
            logResult: input.logType == .tail ? Data(result.log).base64EncodedString() : nil,
            payload: result.payload, executedVersion: chosen.number)
    }

    static func checkPayload(_ payload: [UInt8], isEvent: Bool) throws {
        let limit = isEvent ? largestEvent : largestPayload
        guard payload.count <= limit else {
            throw ServiceError(
                "RequestTooLargeException",
                "\(payload.count) byte payload is too large for the \(isEvent ? "Event" : "RequestResponse") invocation type "
                    + "(limit \(limit) bytes)", status: 413, members: [("Type", "User")])
        }
        guard payload.isEmpty || JSONText.isOne(payload) else {
            throw ServiceError(
                "InvalidRequestContentException",
                "Could not parse request body into json: Could not parse payload into json", status: 400,
                members: [("Type", "User")])
        }
    }

    /// Base64 of JSON, which the runtime is given in a header: on one line.
    private static func clientContext(_ text: String?) throws -> String? {
        guard let text else { return nil }
        guard let data = Data(base64Encoded: text), JSONText.isOne([UInt8](data)) else {
            throw ServiceError(
                "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.",
                status: 400, members: [("Type", "User")])
        }
        // Texts have none of these within them: they stand between.
        return String(decoding: data.filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
    }
}
