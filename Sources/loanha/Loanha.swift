@main enum Loanha {
  static func main() {}
}
