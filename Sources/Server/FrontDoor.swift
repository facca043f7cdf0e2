import CognitoUserPools
import Gateway
import ServiceKit
import StorageSQLite
import Synchronization
import Wire

/// Answers with the assembly that stands now, and replaces it at a reset.
package final class FrontDoor: AnswersRequests {
    private let ground: Assembly.Ground
    private let current: Mutex<Assembly?>
    /// One reset at a time.
    private let resetting = Mutex(())

    package init(ground: Assembly.Ground, generation: String) throws {
        self.ground = ground
        current = Mutex(nil)
        let assembly = try make(generation)
        current.withLock { $0 = assembly }
        assembly.begin()
    }

    private func make(_ generation: String) throws -> Assembly {
        try Assembly(on: ground, generation: generation) { [weak self] in try self?.reset() }
    }

    package func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        guard let gateway = current.withLock({ $0?.gateway }) else { return HTTPAnswer(status: 503) }
        return await gateway.answer(request)
    }

    package var services: [any Service] { current.withLock { $0?.services ?? [] } }

    func importSeed(_ document: JSONValue, account: Account) async throws -> SeedReport {
        guard let assembly = current.withLock({ $0 }) else { return SeedReport() }
        return try await assembly.importSeed(document, account: account)
    }

    /// Opens a new store and switches to it; the old one is closed and removed behind.
    private func reset() throws { try resetting.withLock { _ in try replace() } }

    private func replace() throws {
        let generation = ground.folder.newGenerationName()
        let next = try make(generation)
        try ground.folder.use(generation: generation)
        // Before the switch: what is made for the old store must not go on in the new one.
        ground.demonstration.forget()
        let previous = current.withLock { current in
            defer { current = next }
            return current
        }
        next.begin()
        let demonstration = ground.demonstration
        let logger = ground.logger
        Task.detached { await demonstration.make(logger) }
        let folder = ground.folder
        Task.detached {
            previous?.end()
            if let previous { folder.remove(generation: previous.generation) }
        }
    }

    /// Writes what waits to be written behind the answers, before `close()`.
    package func finish() async { await current.withLock({ $0 })?.finish() }

    package func close() {
        let assembly = current.withLock { current in
            defer { current = nil }
            return current
        }
        assembly?.end()
        ground.accessLog?.close()
        ground.auditLog?.close()
    }
}
