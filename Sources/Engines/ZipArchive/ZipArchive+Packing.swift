import CMinizip

extension ZipArchive {
    /// Packs texts and other small files into a new archive.
    package static func pack(_ files: [(name: String, bytes: [UInt8])], to file: String) throws(Failure) {
        guard let archive = zipOpen64(file, APPEND_STATUS_CREATE) else { throw .disk(file) }
        var isWhole = true
        for entry in files where isWhole {
            var info = zip_fileinfo()
            // Readable by all, in the part that is Unix's own.
            info.external_fa = 0o100644 << 16
            isWhole =
                zipOpenNewFileInZip(
                    archive, entry.name, &info, nil, 0, nil, 0, nil, Z_DEFLATED, Z_DEFAULT_COMPRESSION) == ZIP_OK
                && zipWriteInFileInZip(archive, entry.bytes, UInt32(entry.bytes.count)) == ZIP_OK
                && zipCloseFileInZip(archive) == ZIP_OK
        }
        guard zipClose(archive, nil) == ZIP_OK, isWhole else { throw .disk(file) }
    }
}
