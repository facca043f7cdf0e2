import ServiceKit
import Wire

/// A function as an integration or an authorizer names it: by its ARN, or by the path of its invocation.
struct FunctionTarget: Sendable {
    private static let path = ":lambda:path/2015-03-31/functions/"
    private static let end = "/invocations"

    /// With `${stageVariables.name}` in it where the API has that.
    let arn: StageText

    init?(_ uri: String) {
        var text = uri[...]
        if let start = uri.firstRange(of: Self.path) {
            guard uri.hasPrefix("arn:"), uri.hasSuffix(Self.end) else { return nil }
            text = uri[start.upperBound...].dropLast(Self.end.count)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isWhole = parts.count >= 7 && parts[0] == "arn" && parts[2] == "lambda" && parts[5] == "function"
        guard isWhole, parts.count <= 8, !parts[6].isEmpty else { return nil }
        arn = StageText(String(text))
    }
}

/// A text with variables of the stage in it.
struct StageText: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case variable(String)
    }

    private static let opening = "${stageVariables."
    private let whole: String
    /// Empty where there is no variable.
    private let pieces: [Piece]

    init(_ text: String) {
        whole = text
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = rest.firstRange(of: Self.opening), let end = rest[start.upperBound...].firstIndex(of: "}") {
            pieces.append(.text(String(rest[..<start.lowerBound])))
            pieces.append(.variable(String(rest[start.upperBound..<end])))
            rest = rest[rest.index(after: end)...]
        }
        if !pieces.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
    }

    func filled(_ variables: [String: String]) -> String {
        guard !pieces.isEmpty else { return whole }
        return pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .variable(let name): variables[name] ?? ""
            }
        }.joined()
    }
}
