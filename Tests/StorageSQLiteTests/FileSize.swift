#if canImport(Glibc)
    import Glibc
#endif

func fileSize(_ path: String) throws -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileSizeError.missing(path) }
    return Int(status.st_size)
}

private enum FileSizeError: Error { case missing(String) }
