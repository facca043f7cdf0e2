import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage

/// What UpdateTable asks for its global indexes: one may be made or deleted at a time, others be given other units.
struct IndexChange: Sendable {
    private var creation: CreateGlobalSecondaryIndexAction?
    private var deletion: String?
    private var updates: [UpdateGlobalSecondaryIndexAction] = []
    private let definitions: [AttributeDefinition]?

    init?(_ input: UpdateTableRequest) throws {
        guard let all = input.globalSecondaryIndexUpdates, !all.isEmpty else { return nil }
        definitions = input.attributeDefinitions
        var names: Set<String> = []
        for change in all {
            let name: String
            switch (change.create, change.update, change.delete) {
            case (let create?, nil, nil):
                try Self.requireOnlyOne(creation == nil && deletion == nil)
                creation = create
                name = create.indexName
            case (nil, let update?, nil):
                updates.append(update)
                name = update.indexName
            case (nil, nil, let delete?):
                try Self.requireOnlyOne(creation == nil && deletion == nil)
                deletion = delete.indexName
                name = delete.indexName
            default:
                throw ServiceError.invalidParameters(
                    "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                        + "GlobalSecondaryIndexUpdate.Delete must not be null")
            }
            guard names.insert(name).inserted else {
                throw ServiceError.invalidParameters(
                    "Only one global secondary index update per index is allowed simultaneously. Index: \(name)")
            }
        }
    }

    private static func requireOnlyOne(_ isFirst: Bool) throws {
        guard isFirst else {
            throw ServiceError.limitExceeded(
                "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table")
        }
    }

    func throughput(of index: String) -> Throughput? {
        updates.first { $0.indexName == index }?.provisionedThroughput.map(Throughput.init)
    }

    func apply(to table: inout Table, at now: Date, job: UInt64, _ transaction: any Transaction) throws {
        for update in updates { try apply(update, to: &table, at: now) }
        if let creation { try create(creation, in: &table, job: job, transaction) }
        if let deletion { try delete(deletion, of: &table, transaction) }
    }

    private func apply(_ update: UpdateGlobalSecondaryIndexAction, to table: inout Table, at now: Date) throws {
        let place = try place(of: update.indexName, in: table)
        if let limits = update.onDemandThroughput { table.indexes[place].demandLimits = DemandLimits(limits) }
        if let warm = update.warmThroughput {
            table.indexes[place].warmUnits = WarmUnits(warm, instead: table.indexes[place].warmUnits)
        }
        guard let given = update.provisionedThroughput else { return }
        guard table.billing == .provisioned else {
            throw ServiceError.invalidParameters(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: \(update.indexName) when "
                    + "BillingMode is PAY_PER_REQUEST")
        }
        let new = Throughput(given)
        let old = table.indexes[place].throughput ?? new
        // Where the table comes from on-demand billing, its indexes have got their units by now.
        table.indexes[place].throughput =
            old == new ? new : try old.changed(to: new, at: now, of: "the index \(update.indexName)")
    }

    private func create(
        _ action: CreateGlobalSecondaryIndexAction, in table: inout Table, job: UInt64, _ transaction: any Transaction
    ) throws {
        guard table.index(action.indexName) == nil else {
            throw ServiceError.validation(
                "Attempting to create an index which already exists: \(action.indexName)")
        }
        guard table.indexes.allSatisfy({ $0.state == .active }) else {
            throw ServiceError.limitExceeded(
                "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table")
        }
        let schema = try NewSchema(definitions: try merged(with: table))
        var index = try schema.global(
            GlobalSecondaryIndex(
                indexName: action.indexName, keySchema: action.keySchema, projection: action.projection,
                provisionedThroughput: action.provisionedThroughput, onDemandThroughput: action.onDemandThroughput,
                warmThroughput: action.warmThroughput), table.nextIndexNumber, table.billing)
        try NewSchema.checkCounts(of: table.indexes + [index])
        index.state = .creating
        table.nextIndexNumber += 1
        table.indexes.append(index)
        table.definitions = schema.attributes.filter { definition in
            table.keys.contains(definition.name) || table.indexes.contains { $0.keys.contains(definition.name) }
        }
        try transaction.save(
            TableJob(
                number: job,
                [.fill(table: table.address, incarnation: table.incarnation, index: index.number)]))
    }

    /// The table's attributes and those the request adds: the same name with another type is refused.
    private func merged(with table: Table) throws -> [AttributeDefinition] {
        let given = definitions ?? []
        for known in table.definitions {
            guard let same = given.first(where: { $0.attributeName.isSameText(as: known.name) }) else { continue }
            guard same.attributeType.rawValue == known.kind.rawValue else {
                throw ServiceError.invalidParameters(
                    "Attribute types of existing attributes cannot be changed: \(known.name)")
            }
        }
        let added = given.filter { new in !table.definitions.contains { $0.name.isSameText(as: new.attributeName) } }
        return table.definitions.map {
            AttributeDefinition(attributeName: $0.name, attributeType: ScalarAttributeType(rawValue: $0.kind.rawValue))
        } + added
    }

    private func delete(_ name: String, of table: inout Table, _ transaction: any Transaction) throws {
        let place = try place(of: name, in: table)
        let index = table.indexes.remove(at: place)
        table.definitions = table.definitions.filter { definition in
            table.keys.contains(definition.name) || table.indexes.contains { $0.keys.contains(definition.name) }
        }
        try Discarded.add(table.items(of: index), transaction)
        try transaction.delete(Table.countRow(table.incarnation, index: index.number).bytes)
        try transaction.delete(table.fillRow(index.number).bytes)
    }

    private func place(of name: String, in table: Table) throws -> Int {
        guard let place = table.indexes.firstIndex(where: { $0.name == name && $0.scope == .global }) else {
            throw ServiceError(
                "ResourceNotFoundException", "Requested resource not found: Index: \(name) not found", status: 400)
        }
        return place
    }

    func marking(_ indexes: [GlobalSecondaryIndexDescription]?) -> [GlobalSecondaryIndexDescription]? {
        var marked = (indexes ?? []).map { index in
            var index = index
            if updates.contains(where: { $0.indexName == index.indexName }) { index.indexStatus = .updating }
            return index
        }
        if let deletion { marked.append(GlobalSecondaryIndexDescription(indexName: deletion, indexStatus: .deleting)) }
        return marked.isEmpty ? nil : marked
    }
}
