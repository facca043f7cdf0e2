import ServiceKit
import Storage

/// APIs ready to be called, made once for each revision. One row is read for a call: while it is the same, so is the API.
struct KnownAPIs: Sendable {
    private struct Known: Sendable {
        let row: [UInt8]
        let api: ServedAPI
    }

    private let store: any KeyValueStore
    private let known = BoundedCache<String, Known>(limit: 512)
    private let loader: APILoader

    init(store: any KeyValueStore) {
        self.store = store
        loader = APILoader()
    }

    func api(_ id: String) async throws -> ServedAPI? {
        guard id.utf8.count <= 32 else { return nil }
        let key = APIEntry.key(id)
        guard let row = try await store.read({ try $0.get(key.bytes) }) else { return nil }
        if let known = known[id], known.row == row { return known.api }
        let loader = loader
        let loaded = try await store.read { snapshot -> (row: [UInt8], parts: LoadedAPI)? in
            guard let row = try snapshot.get(key.bytes), let entry = try snapshot.find(APIEntry.self, key) else {
                return nil
            }
            return (row, try loader.load(entry, snapshot))
        }
        guard let loaded else { return nil }
        let api = loader.compile(loaded.parts)
        known[id] = Known(row: loaded.row, api: api)
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
