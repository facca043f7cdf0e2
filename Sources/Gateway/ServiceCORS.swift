import Wire

/// CORS of the service endpoints: any origin, errors included, preflights without a signature.
enum ServiceCORS {
    private static let exposedHeaders = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"
    /// Two days, as AWS's endpoints say.
    private static let maxAge = "172800"

    static func preflight(_ request: HTTPRequest) -> HTTPAnswer {
        var headers = HeaderFields()
        headers.add("Access-Control-Allow-Origin", "*")
        headers.add("Access-Control-Allow-Methods", "POST, GET, OPTIONS")
        if let requested = request.headers.first("access-control-request-headers") {
            headers.add("Access-Control-Allow-Headers", requested)
        }
        headers.add("Access-Control-Expose-Headers", exposedHeaders)
        headers.add("Access-Control-Max-Age", maxAge)
        return HTTPAnswer(status: 200, headers: headers)
    }

    static func add(to headers: inout HeaderFields, for request: HTTPRequest) {
        guard request.headers.contains("origin") else { return }
        headers.add("Access-Control-Allow-Origin", "*")
        headers.add("Access-Control-Expose-Headers", exposedHeaders)
    }
}
