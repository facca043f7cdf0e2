/// What of an HTTP request a signature covers, as it came over the wire.
package struct SignableRequest: Sendable {
    package var method: String
    /// The path before `?`, neither decoded nor normalised.
    package var rawPath: String
    /// What follows `?`, empty if nothing does.
    package var rawQuery: String
    package var headers: [(name: String, value: String)]

    package init(
        method: String, rawPath: String, rawQuery: String = "", headers: [(name: String, value: String)]
    ) {
        self.method = method
        self.rawPath = rawPath
        self.rawQuery = rawQuery
        self.headers = headers
    }

    /// The first value of a header; the name is given in lower case.
    package func header(_ lowercaseName: String) -> String? {
        headers.first { $0.name.equalsIgnoringASCIICase(lowercaseName) }?.value
    }
}

extension String {
    /// Compares the bytes, taking `A` to `Z` for `a` to `z`; `lowercase` must be in lower case.
    func equalsIgnoringASCIICase(_ lowercase: String) -> Bool {
        utf8.count == lowercase.utf8.count && hasPrefixIgnoringASCIICase(lowercase)
    }

    func hasPrefixIgnoringASCIICase(_ lowercase: String) -> Bool {
        var bytes = utf8.makeIterator()
        for expected in lowercase.utf8 {
            guard let byte = bytes.next(), byte.lowercasedASCII == expected else { return false }
        }
        return true
    }

    var lowercasedASCII: String {
        utf8.contains { $0 != $0.lowercasedASCII }
            ? String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) : self
    }
}

extension UInt8 {
    var lowercasedASCII: UInt8 { (65...90).contains(self) ? self | 0x20 : self }
}
