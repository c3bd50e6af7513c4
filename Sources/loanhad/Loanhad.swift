@main enum Loanhad {
  static func main() {}
}
