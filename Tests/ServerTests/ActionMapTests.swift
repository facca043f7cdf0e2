import FoundationEssentials
import Testing
import Wire

/// docs/actions.md says which actions, resources and condition keys each operation asks for. It is made by
/// asking the operations themselves: this proves it unchanged, and with HANOK_WRITE_ACTIONS=1 writes it anew.
@Suite("The action map is what the operations ask for")
struct ActionMapTests {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/actions.md")

    @Test func thePageIsUpToDate() async throws {
        let house = try House()
        _ = try await house.signed("PUT", "/walk", service: "s3")
        let page = try await ActionMap(house).page()
        if ProcessInfo.processInfo.environment["HANOK_WRITE_ACTIONS"] == "1" {
            try Data(page.utf8).write(to: Self.path)
        }
        let written = try String(decoding: Data(contentsOf: Self.path), as: UTF8.self)
        #expect(page == written, "run HANOK_WRITE_ACTIONS=1 make unit UNIT_ARGS=--filter=ActionMapTests")
    }
}
