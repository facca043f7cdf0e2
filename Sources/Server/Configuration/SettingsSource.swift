import FoundationEssentials
import Yams

/// Settings by dotted name, from one place: options, environment or file.
struct SettingsSource {
    var values: [String: String]

    /// `tls.cert` is `HANOK_TLS_CERT`, `publicUrl` is `HANOK_PUBLIC_URL`.
    static func environment(_ environment: [String: String]) -> SettingsSource {
        SettingsSource(
            values: Dictionary(
                Configuration.settingNames.compactMap { name in
                    environment[variable(name)].map { (name, $0) }
                }
            ) { first, _ in first })
    }

    static func variable(_ name: String) -> String {
        var variable = "HANOK_"
        for character in name {
            if character == "." {
                variable += "_"
            } else {
                if character.isUppercase { variable += "_" }
                variable += character.uppercased()
            }
        }
        return variable
    }

    /// Scalars of a YAML mapping by their path; lists are read apart.
    static func file(_ root: Node) throws -> SettingsSource {
        var values: [String: String] = [:]
        try collect(root, path: "", into: &values)
        return SettingsSource(values: values)
    }

    private static func collect(_ node: Node, path: String, into values: inout [String: String]) throws {
        guard let mapping = node.mapping else { return }
        for (key, value) in mapping {
            guard let name = key.string else { throw ConfigurationError("a setting's name is not text") }
            let full = path.isEmpty ? name : path + "." + name
            if let scalar = value.scalar { values[full] = scalar.string }
            try collect(value, path: full, into: &values)
        }
    }
}

struct ConfigurationError: Error {
    let message: String
    init(_ message: String) { self.message = message }
}
