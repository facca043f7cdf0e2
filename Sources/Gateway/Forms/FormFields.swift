import ServiceKit
import Wire

/// The fields of an upload form before its file; their names are compared without regard to ASCII case.
package struct FormFields: Sendable {
    /// In the form's order, `${filename}` replaced.
    package let fields: [(name: String, value: String)]
    package let file: PartHead

    private static let variable = "${filename}"
    private static let policyName = "policy"
    private static let ignoredPrefix = "x-ignore-"

    package init(_ fields: [(head: PartHead, value: String)], file: PartHead) throws {
        let fileName = file.fileName.map(Self.lastComponent)
        var known: Set<String> = []
        self.fields = try fields.map { field in
            let name = field.head.name
            guard known.insert(name.lowercased()).inserted || Self.isIgnored(name) else {
                throw ServiceError.formArgument(
                    "Bucket POST must contain only one field named '\(name)'.", name: name, value: field.value)
            }
            guard let fileName, !name.equalsIgnoringASCIICase(Self.policyName) else { return (name, field.value) }
            return (name, field.value.replacing(Self.variable, with: fileName))
        }
        self.file = file
    }

    subscript(name: String) -> String? { fields.first { $0.name.equalsIgnoringASCIICase(name) }?.value }

    /// Fields for the page's own use, which need no condition and mean nothing.
    package static func isIgnored(_ name: String) -> Bool { name.hasPrefixIgnoringASCIICase(ignoredPrefix) }

    /// Some browsers send the file's whole path: what follows its last slash or backslash counts.
    private static func lastComponent(_ path: String) -> String {
        String(
            decoding: path.utf8.split(omittingEmptySubsequences: false) { $0 == 0x2F || $0 == 0x5C }.last ?? [],
            as: UTF8.self)
    }
}
