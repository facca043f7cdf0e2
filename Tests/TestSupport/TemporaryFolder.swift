import FoundationEssentials
import Glibc
import ServiceKit

/// A folder that goes with the test that made it.
package final class TemporaryFolder: Sendable {
    /// What a store still writes while its folder goes is removed with all others when the tests end.
    private static let all: String = {
        let path = FileManager.default.temporaryDirectory.path + "/hanok-test-" + SystemRandomness().uuid()
        atexit { try? FileManager.default.removeItem(atPath: TemporaryFolder.all) }
        return path
    }()

    package let path: String

    package init() {
        path = Self.all + "/" + SystemRandomness().uuid().suffix(12)
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
