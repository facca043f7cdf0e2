import ServiceKit
import Storage
import StorageSQLite
import TestSupport
import Testing
import Wire

@Suite struct GroupTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private func group(_ pool: String, _ name: String = "editors", _ more: JSONValue = [:]) -> JSONValue {
        (["UserPoolId": .string(pool), "GroupName": .string(name)] as JSONValue).merging(more)
    }

    private func member(_ pool: String, _ name: String = "editors", _ user: String = "ann") -> JSONValue {
        group(pool, name, ["Username": .string(user)])
    }

    private func names(_ operation: String, _ input: JSONValue, _ list: String, _ name: String) async throws -> [String]
    {
        var names: [String] = []
        var token: JSONValue?
        repeat {
            var input = input
            if let token { input = input.merging(["NextToken": token]) }
            let page = try await directory.call(operation, input)
            names += page[list]?.array?.compactMap { $0.text(name) } ?? []
            token = page["NextToken"]
        } while token != nil
        return names
    }

    @Test func groupsAreMadeChangedAndDeleted() async throws {
        let pool = try await directory.makePool()
        let role = "arn:aws:iam::000000000000:role/editors"
        let made = try await directory.call(
            "CreateGroup", group(pool, "editors", ["Description": "They write", "Precedence": 3]))
        #expect(made["Group"]?["Precedence"]?.int == 3)
        #expect(made.text("Group", "UserPoolId") == pool)
        #expect(
            try await directory.refusal("CreateGroup", group(pool))
                == "GroupExistsException: A group with the name already exists.")
        let updated = try await directory.call(
            "UpdateGroup", group(pool, "editors", ["RoleArn": .string(role), "Precedence": 0]))
        #expect(updated.text("Group", "RoleArn") == role)
        #expect(updated["Group"]?["Precedence"]?.int == 0)
        #expect(updated.text("Group", "Description") == "They write")
        #expect(try await directory.call("GetGroup", group(pool))["Group"] == updated["Group"])
        try await directory.call("DeleteGroup", group(pool))
        for operation in ["GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup"] {
            #expect(
                try await directory.refusal(operation, group(pool)) == "ResourceNotFoundException: Group not found.")
        }
    }

    @Test func usersComeAndGo() async throws {
        let pool = try await directory.makePool()
        try await directory.makeUser(pool)
        try await directory.call("CreateGroup", group(pool))
        try await directory.call("AdminAddUserToGroup", member(pool))
        try await directory.call("AdminAddUserToGroup", member(pool))
        let user: JSONValue = ["UserPoolId": .string(pool), "Username": "ann"]
        #expect(try await names("AdminListGroupsForUser", user, "Groups", "GroupName") == ["editors"])
        #expect(try await names("ListUsersInGroup", group(pool), "Users", "Username") == ["ann"])
        try await directory.call("AdminRemoveUserFromGroup", member(pool))
        try await directory.call("AdminRemoveUserFromGroup", member(pool))
        #expect(try await names("AdminListGroupsForUser", user, "Groups", "GroupName").isEmpty)
        #expect(try await names("ListUsersInGroup", group(pool), "Users", "Username").isEmpty)
        for operation in ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"] {
            #expect(
                try await directory.refusal(operation, member(pool, "nobodies"))
                    == "ResourceNotFoundException: Group not found.")
            #expect(
                try await directory.refusal(operation, member(pool, "editors", "nobody"))
                    == "UserNotFoundException: User does not exist.")
        }
    }

    @Test func aGroupOfTheSameNameIsAnother() async throws {
        let pool = try await directory.makePool()
        try await directory.makeUser(pool)
        let user: JSONValue = ["UserPoolId": .string(pool), "Username": "ann"]
        try await directory.call("CreateGroup", group(pool))
        try await directory.call("AdminAddUserToGroup", member(pool))
        try await directory.call("DeleteGroup", group(pool))
        try await directory.call("CreateGroup", group(pool))
        // Before the sweep and after it.
        for _ in 0..<2 {
            #expect(try await names("AdminListGroupsForUser", user, "Groups", "GroupName").isEmpty)
            #expect(try await names("ListUsersInGroup", group(pool), "Users", "Username").isEmpty)
            try await directory.store.write { transaction in
                while try Discarded.sweep(transaction, limit: 100) > 0 {}
            }
        }
        try await directory.call("AdminAddUserToGroup", member(pool))
        #expect(try await names("AdminListGroupsForUser", user, "Groups", "GroupName") == ["editors"])
    }

    @Test func aDeletedUserLeavesTheirGroups() async throws {
        let pool = try await directory.makePool()
        try await directory.makeUser(pool)
        try await directory.call("CreateGroup", group(pool))
        try await directory.call("AdminAddUserToGroup", member(pool))
        try await directory.call("AdminDeleteUser", ["UserPoolId": .string(pool), "Username": "ann"])
        #expect(try await names("ListUsersInGroup", group(pool), "Users", "Username").isEmpty)
        try await directory.makeUser(pool)
        let user: JSONValue = ["UserPoolId": .string(pool), "Username": "ann"]
        #expect(try await names("AdminListGroupsForUser", user, "Groups", "GroupName").isEmpty)
    }

    @Test func listsArePagedAndAUserHasAHundredGroups() async throws {
        let pool = try await directory.makePool()
        try await directory.makeUser(pool)
        for number in 0...100 { try await directory.call("CreateGroup", group(pool, "group\(number)")) }
        let all = try await names("ListGroups", ["UserPoolId": .string(pool), "Limit": 7], "Groups", "GroupName")
        #expect(all.count == 101 && Set(all).count == 101)
        for number in 0..<100 { try await directory.call("AdminAddUserToGroup", member(pool, "group\(number)")) }
        #expect(
            try await directory.refusal("AdminAddUserToGroup", member(pool, "group100"))
                .hasPrefix("LimitExceededException: "))
        try await directory.call("DeleteGroup", group(pool, "group0"))
        try await directory.call("AdminAddUserToGroup", member(pool, "group100"))
        let user: JSONValue = ["UserPoolId": .string(pool), "Username": "ann", "Limit": 9]
        let mine = try await names("AdminListGroupsForUser", user, "Groups", "GroupName")
        #expect(mine.count == 100 && Set(mine).count == 100 && mine.contains("group100"))
    }
}
