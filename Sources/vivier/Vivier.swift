@main struct Vivier { static func main() {} }
