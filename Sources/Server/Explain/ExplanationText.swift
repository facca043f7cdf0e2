import Wire

/// An explanation for the terminal: what was asked, link by link, what decided, and what would allow it.
struct ExplanationText {
    private let document: JSONValue

    init(_ document: JSONValue) { self.document = document }

    var text: String {
        var lines = [
            "\(word("service")) \(word("operation")) at \(word("time")) → \(status)"
        ]
        if let caller = document["caller"]?["arn"]?.string { lines.append("caller   \(caller)") }
        for link in document["chain"]?.array ?? [] { lines += chain(link) }
        for denial in document["denials"]?.array ?? [] { lines += self.denial(denial) }
        return lines.joined(separator: "\n")
    }

    private func word(_ name: String) -> String { document[name]?.string ?? "" }

    private var status: String {
        [document["status"]?.int.map(String.init), document["error"]?.string].compactMap(\.self).joined(separator: " ")
    }

    private func chain(_ link: JSONValue) -> [String] {
        let mark = link["passed"]?.bool == true ? "✓" : "✗"
        let detail = link["detail"] ?? .null
        guard detail["toAllow"] == nil else { return ["\(mark) \(link["link"]?.string ?? "")"] + denial(detail) }
        let facts = (detail.members ?? []).map { "\($0.key) \(Self.plain($0.value))" }.joined(separator: ", ")
        return ["\(mark) \(link["link"]?.string ?? ""): \(facts)"]
    }

    private func denial(_ denial: JSONValue) -> [String] {
        var lines = [
            "", "action   \(denial["action"]?.string ?? "")", "resource \(denial["resource"]?.string ?? "")",
        ]
        if let reason = denial["reason"]?.string { lines.append("because  \(reason)") }
        for step in denial["caller"]?["cameBy"]?.members ?? [] {
            lines.append("  \(step.key): \(Self.plain(step.value))")
        }
        if let cause = denial["decidedBy"] { lines.append("denied by \(Self.place(cause))") }
        if let nearest = denial["nearest"] {
            lines.append("nearest  \(Self.place(nearest)), but")
            lines += (nearest["doesNotFit"]?.array ?? []).map { "           \(Self.plain($0))" }
        }
        for remedy in denial["toAllow"]?.array ?? [] { lines += Self.remedy(remedy) }
        lines.append("policies looked at:")
        for policy in denial["policies"]?.array ?? [] {
            lines.append("  \(policy["type"]?.string ?? ""): \(policy["policy"]?.string ?? "")")
        }
        return lines
    }

    private static func place(_ value: JSONValue) -> String {
        let name = value["sid"]?.string.map { "\"\($0)\"" } ?? "number \(value["statement"]?.int ?? 0)"
        return "statement \(name) of the \(value["type"]?.string ?? "") \(value["policy"]?.string ?? "")"
    }

    private static func remedy(_ remedy: JSONValue) -> [String] {
        if let cause = remedy["removeOrNarrow"] { return ["to allow: remove or narrow \(place(cause))"] }
        return ["to allow: in \(remedy["in"]?.string ?? "") add", "  \(plain(remedy["add"] ?? .null))"]
    }

    private static func plain(_ value: JSONValue) -> String {
        value.string ?? String(decoding: value.serialized(), as: UTF8.self)
    }
}
