import CognitoUserPoolsModel
import ServiceKit
import Storage

extension Snapshot {
    /// The user that a name given by a caller means: username, `sub`, or an alias of the pool.
    func user(_ name: String, in pool: UserPool) throws -> User? {
        let folded = pool.folded(name)
        if let user = try find(User.self, User.key(pool.id, folded)) { return user }
        for attribute in pool.aliasKinds(of: name) {
            let value = pool.folded(name)
            if let user = try find(User.self, index: User.aliasIndex(pool.id, attribute, value)) { return user }
        }
        guard name.utf8.count == 36 else { return nil }
        return try find(User.self, index: User.subIndex(pool.id, name.lowercased()))
    }

    /// The same for administrators, who are told that there is none.
    func requireUser(_ name: String, in pool: UserPool) throws -> User {
        guard let user = try user(name, in: pool) else { throw ServiceError.noUser }
        return user
    }
}

extension UserPool {
    /// The attributes that could hold a name as an alias, by its look.
    fileprivate func aliasKinds(of name: String) -> [String] {
        signInAttributes.filter { attribute in
            switch attribute {
            case "email": name.contains("@")
            case "phone_number": name.hasPrefix("+")
            default: true
            }
        }
    }

    /// The attributes users sign in with beside or instead of the username.
    var signInAttributes: [String] {
        usernameAttributes.map(\.rawValue) + aliasAttributes.map(\.rawValue)
    }
}
