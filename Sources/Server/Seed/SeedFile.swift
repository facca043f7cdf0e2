import FoundationEssentials
import Wire
import Yams

/// A seed file: YAML or JSON, as JSON.
enum SeedFile {
    private static let longest = 256 << 20
    private static let deepest = 64

    static func read(_ path: String) throws -> JSONValue {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ConfigurationError("the seed file \(path) cannot be read")
        }
        guard data.count <= longest else { throw ConfigurationError("the seed file \(path) is longer than 256 MiB") }
        do {
            guard let root = try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) else { return [:] }
            return try value(of: root, depth: 0)
        } catch let error as ConfigurationError { throw error } catch {
            throw ConfigurationError("the seed file \(path) is neither YAML nor JSON: \(error)")
        }
    }

    private static func value(of node: Node, depth: Int) throws -> JSONValue {
        guard depth < deepest else { throw ConfigurationError("the seed file is nested too deep") }
        switch node {
        case .mapping(let mapping):
            return .object(
                try mapping.map { key, entry in
                    guard let name = key.string else { throw ConfigurationError("a name in the seed file is not text") }
                    return JSONValue.Member(name, try value(of: entry, depth: depth + 1))
                })
        case .sequence(let sequence): return .array(try sequence.map { try value(of: $0, depth: depth + 1) })
        case .scalar(let scalar): return value(of: scalar)
        case .alias: throw ConfigurationError("the seed file refers to an anchor that is not there")
        }
    }

    /// What is in quotation marks is text, whatever it looks like.
    private static func value(of scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "true", "True": return true
        case "false", "False": return false
        case "null", "~", "": return .null
        default: break
        }
        let isNumber = scalar.string.wholeMatch(of: /-?(0|[1-9][0-9]{0,17})(\.[0-9]+)?/) != nil
        return isNumber ? .number(scalar.string) : .string(scalar.string)
    }
}
