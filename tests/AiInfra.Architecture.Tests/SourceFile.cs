using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>What a source file says of itself: where it lies, what it declares, what it may see and which names it uses.</summary>
internal sealed partial class SourceFile
{
    private SourceFile(string package, string relative, string text)
    {
        Package = package;
        Path = relative;
        Text = text;
        string[] folders = relative.Split('/')[..^1];
        Room = folders.Length == 0 ? House.RootRoom : folders[0];
        Expected = House.OneNamespace.Contains(package) ? package : string.Join('.', [package, .. folders]);
        Namespace = NamespaceLine().Match(text) is { Success: true } found ? found.Groups[1].Value : "";
        Usings = [.. UsingLine().Matches(text).Select(m => m.Groups[1].Value).Distinct()];
        string code = Strip(text);
        Types = [.. Declaration().Matches(code).Select(m => m.Groups[1].Value)];
        Names = [.. Name().Matches(code).Select(m => m.Value)];
        Qualified = [.. QualifiedName().Matches(code).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];
    }

    public string Package { get; }

    /// <summary>Path inside the package, with '/'.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>First folder.</summary>
    public string Room { get; }

    /// <summary>The namespace that its folder asks for.</summary>
    public string Expected { get; }

    public string Namespace { get; }

    public IReadOnlyList<string> Usings { get; }

    public HashSet<string> Types { get; }

    public HashSet<string> Names { get; }

    /// <summary>Names with one qualifier before them, such as "Curves.RocCurve".</summary>
    public HashSet<(string Qualifier, string Type)> Qualified { get; }

    /// <summary>Namespaces whose types it can name without a qualifier.</summary>
    public IEnumerable<string> Visible
    {
        get
        {
            for (string name = Namespace; name.Length > 0; name = name.LastIndexOf('.') is var dot and > 0 ? name[..dot] : "")
            {
                yield return name;
            }

            foreach (string name in Usings)
            {
                yield return name;
            }
        }
    }

    public static SourceFile Read(string package, string folder, string path) =>
        new(package, System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path));

    // Comments and texts name things that the code does not use; a crossed reference in a comment is no dependency.
    private static string Strip(string text) => Texts().Replace(Comments().Replace(text, ""), "\"\"");

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using\s+(?:static\s+)?(AiInfra[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"//.*|/\*[\s\S]*?\*/")]
    private static partial Regex Comments();

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\\\n{])*\"")]
    private static partial Regex Texts();

    [GeneratedRegex(@"^(?:\[[^\]\n]*\]\s*)*(?:(?:public|internal|sealed|static|abstract|readonly|partial|unsafe|ref|file)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[^\s(]+)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\.([A-Z]\w*)")]
    private static partial Regex QualifiedName();
}
