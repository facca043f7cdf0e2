import ServiceKit
import Storage

/// APIs ready to be called, made once for each revision. While nothing at all was written an API is as it was; after
/// that one row is read for a call: while it is the same, so is the API.
struct KnownAPIs: Sendable {
    private struct Known: Sendable {
        let row: [UInt8]
        let api: ServedAPI
        /// The store's count of writes before the row was read.
        let writes: Int
    }

    private let store: WriteCountingStore
    private let known = BoundedCache<String, Known>(limit: 512)
    private let loader: APILoader

    init(store: WriteCountingStore) {
        self.store = store
        loader = APILoader()
    }

    func api(_ id: String) async throws -> ServedAPI? {
        guard id.utf8.count <= 32 else { return nil }
        let writes = store.writes
        let found = known[id]
        if let found, found.writes == writes { return found.api }
        let key = APIEntry.key(id)
        guard let row = try await store.read({ try $0.get(key.bytes) }) else { return nil }
        if let found, found.row == row {
            known[id] = Known(row: row, api: found.api, writes: writes)
            return found.api
        }
        let loader = loader
        let loaded = try await store.read { snapshot -> (row: [UInt8], parts: LoadedAPI)? in
            guard let row = try snapshot.get(key.bytes), let entry = try snapshot.find(APIEntry.self, key) else {
                return nil
            }
            return (row, try loader.load(entry, snapshot))
        }
        guard let loaded else { return nil }
        let api = loader.compile(loaded.parts)
        known[id] = Known(row: loaded.row, api: api, writes: writes)
        return api
    }
}

/// An API as calls see it.
struct ServedAPI: Sendable {
    let id: String
    let accountID: String
    let region: String
    let isEndpointDisabled: Bool
    let kind: Kind

    enum Kind: Sendable {
        case http(ServedHTTPAPI)
        case rest(ServedRESTAPI)
    }
}

/// What the store has of an API, read in one view.
enum LoadedAPI: Sendable {
    case http(LoadedHTTPAPI)
    case rest(LoadedRESTAPI)
}

struct APILoader: Sendable {
    let http = HTTPLoader()
    let rest = RESTLoader()

    func load(_ entry: APIEntry, _ snapshot: any Snapshot) throws -> LoadedAPI {
        switch entry.kind {
        case .http: .http(try http.load(entry, snapshot))
        case .rest: .rest(try rest.load(entry, snapshot))
        }
    }

    func compile(_ loaded: LoadedAPI) -> ServedAPI {
        switch loaded {
        case .http(let loaded): http.compile(loaded)
        case .rest(let loaded): rest.compile(loaded)
        }
    }
}
