import Boards
import Panel
import TerminalCore

extension Equipment {
  /// What a board file says there is.
  init(_ board: Board) {
    self.init()
    buttons = board.buttons.source == .none ? [] : Button.allCases
    hasDisplay = board.display.kind != .none
    hasLamps = !board.lamps.isEmpty
    measuresPower = board.power != nil
    measuresHeat = board.thermal != nil
    sensors = board.sensors.map { Measurement.Quantity(Sensor($0).quantity) }
  }
}

extension Measurement.Quantity {
  /// A quantity in the core's words.
  init(_ quantity: Panel.Quantity) {
    self =
      switch quantity {
      case .temperature: .temperature
      case .humidity: .humidity
      case .pressure: .pressure
      case .pm25: .pm25
      case .pm10: .pm10
      case .co2: .co2
      case .light: .light
      }
  }
}
