import Lambda
import Yams

/// `lambda:` of the configuration.
enum FunctionSettings {
    static let settingNames = [
        "lambda.sandbox", "lambda.network", "lambda.packages", "lambda.copies", "lambda.idleSeconds",
        "lambda.retrySeconds",
    ]

    static func read(_ settings: [String: String]) throws -> LambdaSettings {
        var functions = LambdaSettings()
        if let value = settings["lambda.sandbox"] {
            guard let sandbox = LambdaSettings.Sandbox(rawValue: value) else {
                throw ConfigurationError("lambda.sandbox is neither bubblewrap nor none: \(value)")
            }
            functions.sandbox = sandbox
        }
        if let value = settings["lambda.network"] {
            guard let network = LambdaSettings.Network(rawValue: value) else {
                throw ConfigurationError("lambda.network is neither isolated nor host: \(value)")
            }
            functions.network = network
        }
        functions.packages = settings["lambda.packages"]
        if let count = try Configuration.number("lambda.copies", in: 1...1000, settings) {
            functions.mostCopies = count
        }
        if let seconds = try Configuration.number("lambda.idleSeconds", in: 1...86_400, settings) {
            functions.idleSeconds = seconds
        }
        if let seconds = try Configuration.number("lambda.retrySeconds", in: 0...3600, settings) {
            functions.retrySeconds = seconds
        }
        return functions
    }

    /// `lambda.runtimes:` of the file: interpreters by the name of a runtime, or of a family of them.
    static func runtimes(_ root: Node) throws -> [String: String] {
        guard let list = root.mapping?["lambda"]?.mapping?["runtimes"] else { return [:] }
        guard let mapping = list.mapping else { throw ConfigurationError("lambda.runtimes is not a mapping") }
        var runtimes: [String: String] = [:]
        for (name, path) in mapping {
            guard let name = name.string, let path = path.string, path.hasPrefix("/") else {
                throw ConfigurationError("lambda.runtimes has names of runtimes with absolute paths of interpreters")
            }
            runtimes[name] = path
        }
        return runtimes
    }
}
