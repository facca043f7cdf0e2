import FoundationEssentials

/// Clients of the Runtime API that are ours, put where sandboxes find them.
enum RuntimeClients {
    static func write(to folder: String) throws {
        let target = folder + "/nodejs"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let file = target + "/runtime.mjs"
        try Data(PackageResources.runtime_mjs).write(to: URL(filePath: file))
    }
}
