import ServiceKit

/// What is reached over http beside Lambda's operations: functions by their URLs, and archives by links.
extension Lambda: ServesAPIs {
    package func owns(host: String, path: String) -> Bool {
        path.hasPrefix(Self.codeLinkPrefix) || FunctionURLAddress(host: host, path: path) != nil
    }

    package func answer(_ request: APIRequest) async -> APIAnswer {
        guard !request.rawPath.hasPrefix(Self.codeLinkPrefix),
            let address = FunctionURLAddress(host: request.hostName, path: request.rawPath)
        else { return await answerCodeLink(request) }
        return await answer(request, at: address)
    }
}
