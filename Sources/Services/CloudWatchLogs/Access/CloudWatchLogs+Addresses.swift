import ServiceKit

extension Call {
    /// Every operation is signed, so there is always one.
    var accountID: String { caller.accountID ?? "" }
}

extension CloudWatchLogs {
    func address(_ name: String, _ call: Call) -> LogGroupAddress {
        LogGroupAddress(accountID: call.accountID, region: call.region, name: name)
    }

    /// What permissions are decided about, before it is looked at whether the request says it well.
    func decided(_ name: String?, _ identifier: String?, _ call: Call) throws -> LogGroupAddress {
        if let name { return address(name, call) }
        guard let identifier else { return try address(name, identifier, call) }
        return LogGroupAddress(arn: identifier) ?? address(identifier, call)
    }

    /// Of an operation that takes a group's name or its ARN.
    func address(_ name: String?, _ identifier: String?, _ call: Call) throws -> LogGroupAddress {
        switch (name, identifier) {
        case (let name?, nil): return address(name, call)
        case (nil, let identifier?): return try address(identifiedBy: identifier, call)
        case (nil, nil), (_?, _?):
            throw ServiceError.invalidParameter("Specify either logGroupName or logGroupIdentifier, but not both.")
        }
    }

    func address(identifiedBy identifier: String, _ call: Call) throws -> LogGroupAddress {
        guard identifier.utf8.starts(with: "arn:".utf8) else { return address(identifier, call) }
        return try address(ofARN: identifier, call)
    }

    /// A group of another region is none of this endpoint's.
    func address(ofARN arn: String, _ call: Call) throws -> LogGroupAddress {
        guard let address = LogGroupAddress(arn: arn), address.arn == arn else {
            throw ServiceError.invalidParameter("The ARN is not one of a log group: \(arn)")
        }
        guard address.region == call.region else { throw ServiceError.groupNotFound }
        return address
    }
}
