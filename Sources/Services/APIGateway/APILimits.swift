/// AWS's quotas, those that can be raised there raised, so that nothing grows without end.
enum APILimits {
    static let apis = 600
    static let routes = 2000
    static let integrations = 2000
    static let authorizers = 50
    static let stages = 50
    static let resources = 2000
    static let deployments = 2000
    static let apiKeys = 10_000
    static let usagePlans = 300
    static let domains = 120
    static let mappings = 200
    static let tags = 50
    /// More than any of the above.
    static let mostParts = 10_001

    /// Of a call, both ways.
    static let body = 10 << 20
    static let headers = 10_240
    static let functionAnswer = 6 << 20
}
