import Vietnam
import WardContract

/// The procedures of a directory as people look for them: by group, in the order of the alphabet.
struct Catalogue: Equatable {
  struct Group: Equatable {
    var name: String
    var procedures: [Directory.Procedure]

    /// Names of the procedures, in their order.
    var names: [String] { procedures.map(\.name) }
  }

  let groups: [Group]
  /// Names of the groups, in their order.
  var names: [String] { groups.map(\.name) }

  init(_ directory: Directory? = nil) {
    var groups: [Group] = []
    let procedures = (directory?.procedures ?? []).sorted { Letters.areInOrder($0.name, $1.name) }
    for procedure in procedures {
      if let index = groups.firstIndex(where: { $0.name == procedure.group }) {
        groups[index].procedures.append(procedure)
      } else {
        groups.append(Group(name: procedure.group, procedures: [procedure]))
      }
    }
    self.groups = groups.sorted { Letters.areInOrder($0.name, $1.name) }
  }

  var count: Int { groups.reduce(0) { $0 + $1.procedures.count } }
}
