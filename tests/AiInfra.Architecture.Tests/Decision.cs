using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>One file under docs/decisions.</summary>
internal sealed partial record Decision(string Path, string[] Lines)
{
    public const string Folder = "docs/decisions";

    /// <summary>The folders a decision may lie in, as the index lists them.</summary>
    public static readonly string[] Rooms =
        ["house", "core", "onnx", "data", "training", "metrics", "evaluation", "serving", "observability", "web", "learning", "testing"];

    /// <summary>All Markdown files under docs/decisions but the index, by path from there with slashes.</summary>
    public static IReadOnlyList<Decision> All { get; } = Read();

    public string? Room => Path.Split('/') is [var room, _] && Rooms.Contains(room) ? room : null;

    public string Title => Lines.Length > 0 && Lines[0].StartsWith("# ", StringComparison.Ordinal) ? Lines[0][2..].Trim() : "";

    /// <summary>The first sentence, or what stands before its first colon or semicolon.</summary>
    public string Beginning => Sentence().Match(Lines.Skip(1).FirstOrDefault(l => l.Length > 0) ?? "").Groups[1].Value;

    private static Decision[] Read()
    {
        string root = Repository.Path(Folder);
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(f => new Decision(System.IO.Path.GetRelativePath(root, f).Replace('\\', '/'), File.ReadAllLines(f)))
            .Where(d => d.Path != "README.md")
            .OrderBy(d => d.Path, StringComparer.Ordinal)];
    }

    // Forty characters at least, so that a name before a colon is not all.
    [GeneratedRegex(@"^(.{40,}?)[.:;](\s|$)")]
    private static partial Regex Sentence();
}
