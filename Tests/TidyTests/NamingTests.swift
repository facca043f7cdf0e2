import Testing

@Suite("Names and shape of files")
struct NamingTests {
    private let folders = ["Sources", "Tests"]

    @Test func thereAreNoDrawers() {
        let drawers = ["Utils", "Util", "Helpers", "Helper", "Manager", "Common", "Misc"]
        for file in folders.flatMap(Repository.sources) {
            let parts = file.path.split(separator: "/").map { $0.replacing(".swift", with: "") }
            for drawer in drawers {
                #expect(!parts.contains { $0.hasSuffix(drawer) }, "\(file.path)")
            }
        }
    }

    @Test func nothingIsLeftOpen() {
        let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
        for file in folders.flatMap(Repository.sources) {
            #expect(marks.allSatisfy { !file.text.contains($0) }, "\(file.path)")
        }
    }

    /// An aim rather than a gate for most files; nothing may grow past twice the aim.
    @Test func filesStayReadable() {
        for file in Repository.sources("Sources") {
            #expect(file.lines.count <= 600, "\(file.path) has \(file.lines.count) lines")
        }
    }
}
