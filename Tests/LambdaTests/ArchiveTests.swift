import FoundationEssentials
import TestSupport
import Testing
import ZipArchive

/// Archives come from strangers.
@Suite("Archives are unpacked within their folder")
struct ArchiveTests {
    private static let limits = ZipArchive.Limits(entries: 100, bytes: 1 << 20)

    private func unpack(
        _ entries: [ZipFile.Entry], _ limits: ZipArchive.Limits = limits
    ) throws -> (folder: TemporaryFolder, bytes: Int) {
        try unpack(ZipFile.bytes(entries), limits)
    }

    private func unpack(
        _ archive: [UInt8], _ limits: ZipArchive.Limits = limits
    ) throws -> (folder: TemporaryFolder, bytes: Int) {
        let folder = TemporaryFolder()
        let file = folder.path + "/archive.zip"
        try Data(archive).write(to: URL(filePath: file))
        let target = folder.path + "/target"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        return (folder, try ZipArchive.unpack(file, into: target, limits))
    }

    private func text(_ path: String, in folder: TemporaryFolder) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: folder.path + "/target/" + path)), as: UTF8.self)
    }

    @Test func filesFoldersAndLinks() throws {
        let (folder, bytes) = try unpack([
            .init("index.py", "print(1)"), .init("lib/", ""), .init("lib/a.py", "a"),
            .init("run", "#!/bin/sh", mode: 0o100755), .init("lib/run", "../run", mode: 0o120777),
        ])
        #expect(try text("index.py", in: folder) == "print(1)")
        #expect(try text("lib/a.py", in: folder) == "a")
        #expect(try text("lib/run", in: folder) == "#!/bin/sh")
        #expect(FileManager.default.isExecutableFile(atPath: folder.path + "/target/run"))
        #expect(bytes == 8 + 1 + 9 + 6)
    }

    @Test(arguments: [
        "../out", "a/../../out", "/etc/out", "a/b/../../../out", "..", "a/..", "a\u{0}b",
        "x/" + String(repeating: "n", count: 300),
    ])
    func namesThatLeadOut(_ name: String) {
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack([.init(name, "x")]) }
    }

    @Test(arguments: ["/etc/passwd", "../out", "a/../../out", "..", "", "./../.."])
    func linksThatLeadOut(_ target: String) {
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack([.init("link", target, mode: 0o120777)]) }
    }

    /// A link is there only when all files are: nothing is written through one.
    @Test func filesBelowALink() {
        for order in [0, 1] {
            var entries = [
                ZipFile.Entry("link", "folder", mode: 0o120777), ZipFile.Entry("link/file", "x"),
            ]
            if order == 1 { entries.reverse() }
            #expect(throws: ZipArchive.Failure.unreadable) { try unpack([.init("folder/", "")] + entries) }
        }
    }

    @Test func aNameTwice() {
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack([.init("a", "1"), .init("a", "2")]) }
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack([.init("a", "1"), .init("a/b", "2")]) }
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack([.init("a/b", "1"), .init("./a//b", "2")]) }
    }

    @Test func tooMuch() {
        let small = ZipArchive.Limits(entries: 2, bytes: 10)
        #expect(throws: ZipArchive.Failure.tooLarge) { try unpack([.init("a", "12345678901")], small) }
        #expect(throws: ZipArchive.Failure.tooLarge) {
            try unpack([.init("a", "123456"), .init("b", "123456")], small)
        }
        #expect(throws: ZipArchive.Failure.tooLarge) {
            try unpack([.init("a", ""), .init("b", ""), .init("c", "")], small)
        }
    }

    /// A path of a thousand folders is no more than a name in the archive.
    @Test func foldersWithoutEnd() {
        let deep = String(repeating: "a/", count: 1000)
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack([.init(deep, "")]) }
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack([.init(deep + "file", "")]) }
        let path = String(repeating: "a/", count: 100)
        let few = ZipArchive.Limits(entries: 50, bytes: 1000)
        #expect(throws: ZipArchive.Failure.tooLarge) { try unpack([.init(path, "")], few) }
        #expect(throws: ZipArchive.Failure.tooLarge) { try unpack([.init(path + "file", "")], few) }
        #expect(throws: ZipArchive.Failure.unreadable) {
            try unpack([.init("a", "1"), .init("a/b/c", "2")])
        }
    }

    /// What is too much, or leads out, by an archive's own list costs no folder and no file, whatever comes before it.
    @Test(arguments: [
        [ZipFile.Entry("a/b/c", "x"), .init("d", String(repeating: "0", count: 5000))],
        [.init("a/b/c", "x"), .init("../out", "x")],
        [.init("a/b/c", "x"), .init(String(repeating: "d/", count: 100), "")],
    ])
    func refusedBeforeAnythingIsWritten(_ entries: [ZipFile.Entry]) throws {
        let folder = TemporaryFolder()
        let file = folder.path + "/archive.zip"
        try Data(ZipFile.bytes(entries)).write(to: URL(filePath: file))
        let target = folder.path + "/target"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        #expect(throws: ZipArchive.Failure.self) {
            try ZipArchive.unpack(file, into: target, ZipArchive.Limits(entries: 50, bytes: 1000))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: target) == [])
    }

    /// What an archive says of its sizes is not believed.
    @Test func aBombThatCallsItselfSmall() {
        let small = ZipArchive.Limits(entries: 2, bytes: 1000)
        let archive = ZipFile.bytes([.init("a", String(repeating: "0", count: 5000))], claimedSize: 10)
        #expect(throws: (any Error).self) { try unpack(archive, small) }
    }

    @Test func whatIsDamaged() throws {
        let whole = ZipFile.bytes([.init("a", "some text"), .init("b/c", "more")])
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack([UInt8]()) }
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack(Array("no archive".utf8)) }
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack(Array(whole.dropLast(8))) }
        var changed = whole
        let place = try #require(whole.firstIndex(of: UInt8(ascii: "s")))
        changed[place] = UInt8(ascii: "S")
        #expect(throws: ZipArchive.Failure.unreadable) { try unpack(changed) }
    }

    @Test func mutatedArchivesStayWithin() throws {
        let whole = ZipFile.bytes([
            .init("a", "some text"), .init("b/c", "more"), .init("l", "b/c", mode: 0o120777),
        ])
        let fuzzing = Fuzzing(seed: 0x21F, marks: "/.\u{0}PK")
        for _ in 0..<300 * Fuzzing.times {
            do {
                let (folder, _) = try unpack(fuzzing.changed(whole))
                let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                #expect(Set(names) == ["archive.zip", "target"])
            } catch is ZipArchive.Failure {}
        }
    }
}
