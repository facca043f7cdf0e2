#if canImport(Glibc)
    import Glibc
#endif

/// C's texts of Swift's, nil for nil, alive for the length of the call.
func withTexts<Result>(_ texts: [String?], _ body: ([UnsafePointer<CChar>?]) throws -> Result) rethrows -> Result {
    let copies = texts.map { $0.map { strdup($0) } ?? nil }
    defer { for copy in copies { free(copy) } }
    return try body(copies.map { $0.map { UnsafePointer($0) } })
}
