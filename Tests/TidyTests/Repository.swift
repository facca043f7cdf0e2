import FoundationEssentials

/// The repository's own files, read as text.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct SourceFile: Sendable {
        /// Below the repository's root.
        var path: String
        var text: String

        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var imports: [String] {
            lines.filter { $0.hasPrefix("import ") || $0.hasPrefix("@preconcurrency import ") }
                .compactMap { $0.split(separator: " ").last.map(String.init) }
        }
    }

    /// Swift files below a folder; generated ones are left out.
    static func sources(_ folder: String) -> [SourceFile] {
        let base = root.path
        guard let walker = try? FileManager.default.subpathsOfDirectory(atPath: base + "/" + folder) else { return [] }
        return walker.filter { $0.hasSuffix(".swift") && !$0.contains("/Generated/") }.sorted().compactMap { path in
            guard let data = try? Data(contentsOf: URL(filePath: base + "/" + folder + "/" + path)) else { return nil }
            return SourceFile(path: folder + "/" + path, text: String(decoding: data, as: UTF8.self))
        }
    }
}
