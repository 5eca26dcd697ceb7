using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>A type as its source file declares it.</summary>
internal sealed partial record DeclaredType(SourceFile File, string Modifiers, string Name, string Parameters, string? Base, string Summary, string Text)
{
    /// <summary>Classes, records and structs of all packages.</summary>
    public static IReadOnlyList<DeclaredType> All { get; } = [.. House.Built.Packages.Values.SelectMany(p => p.Files).SelectMany(Of)];

    /// <summary>Those that others see.</summary>
    public static IEnumerable<DeclaredType> Public => All.Where(t => t.Modifiers.Contains("public", StringComparison.Ordinal));

    public string Where => $"{File.Package}/{File.Path}: {Name}";

    public bool IsStatic => Modifiers.Contains("static", StringComparison.Ordinal);

    public static IEnumerable<DeclaredType> Of(SourceFile file)
    {
        string text = file.Text;
        foreach (Match found in Declaration().Matches(text))
        {
            yield return new(file, found.Groups["modifiers"].Value, found.Groups["name"].Value, found.Groups["parameters"].Value, found.Groups["base"] is { Success: true } parent ? parent.Value : null,
                string.Concat(SummaryText().Matches(text[..found.Index]).TakeLast(1).Select(m => m.Groups[1].Value)), text);
        }
    }

    [GeneratedRegex(@"^(?<modifiers>(?:(?:public|internal|sealed|static|abstract|readonly|partial|file) +)+)(?:class|record(?: (?:class|struct))?|struct) (?<name>\w+)(?:<[^>\n]*>)?(?:\s*\((?<parameters>(?:[^()]|\([^()]*\))*)\))?(?:\s*:\s*(?<base>\w+))?", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"<summary>([\s\S]*?)</summary>")]
    private static partial Regex SummaryText();
}
