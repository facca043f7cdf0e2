import CognitoUserPoolsModel
import ServiceKit

extension User {
    /// `sub` first, then by name.
    func attributeList(_ isWanted: (String) -> Bool = { _ in true }) -> [AttributeType] {
        var list = isWanted("sub") ? [AttributeType(name: "sub", value: sub)] : []
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) where isWanted(name) {
            list.append(AttributeType(name: name, value: value))
        }
        return list
    }

    func summary(attributesToGet: [String]? = nil) -> UserType {
        let wanted = attributesToGet.map(Set.init)
        return UserType(
            username: username, attributes: attributeList { wanted?.contains($0) ?? true },
            userCreateDate: createdAt, userLastModifiedDate: modifiedAt, enabled: enabled, userStatus: status)
    }
}
