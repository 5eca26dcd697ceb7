using System.Text.RegularExpressions;

namespace AiInfra.Packages.Tests.Docs;

/// <summary>A block of C# that a document shows, and the project that its reader was told to make.</summary>
/// <param name="Document">The Markdown file, from the repository's root.</param>
/// <param name="Number">Which of its C# blocks, from 1.</param>
/// <param name="Code">As it stands there.</param>
/// <param name="Kind">What <c>dotnet new</c> makes: web, worker or console; null where the document does not say.</param>
/// <param name="Packages">Packages that the reader adds.</param>
internal sealed partial record DocBlock(string Document, int Number, string Code, string? Kind, IReadOnlyList<string> Packages)
{
    /// <summary>Name of its source file.</summary>
    public string File => $"{Document.Replace('/', '_')}.{Number}.cs";

    /// <summary>Whether it declares types only.</summary>
    public bool IsLibrary => Statement().Replace(Code, "").TrimStart().StartsWith("public ", StringComparison.Ordinal);

    /// <summary>The code; what <c>// Given: TYPE name; …</c> says is there becomes a variable.</summary>
    public string Source()
    {
        string given = Given().Replace(Code, m => string.Concat(m.Groups[1].Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(g => $"{Next().Replace(g, " = default!,")} = default!; ")));
        return given + "\n";
    }

    /// <summary>
    /// Every C# block of a document. Which project it belongs to says the line before it that names <c>dotnet new KIND</c> and packages;
    /// it holds for the blocks that follow.
    /// </summary>
    public static IEnumerable<DocBlock> Of(string root, string document)
    {
        string? kind = null;
        string[] packages = [];
        int number = 0;
        List<string>? code = null;
        bool inside = false;
        foreach (string line in System.IO.File.ReadLines(Path.Combine(root, document)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (code is not null)
                {
                    yield return new DocBlock(document, ++number, string.Join('\n', code), kind, packages);
                }

                code = !inside && line.StartsWith("```csharp", StringComparison.Ordinal) ? [] : null;
                inside = !inside;
            }
            else if (inside)
            {
                code?.Add(line);
            }
            else if (Project().Match(line) is { Success: true } project)
            {
                kind = project.Groups[1].Value;
                packages = [.. Name().Matches(line[project.Index..]).Select(m => m.Groups[1].Value)];
            }
        }
    }

    [GeneratedRegex(@"`dotnet new (web|worker|console)`.*\bpackages?\b")]
    private static partial Regex Project();

    // A package's name, and nothing else that stands in backticks.
    [GeneratedRegex(@"`((?:AiInfra|TorchSharp|Microsoft|OpenTelemetry)[\w.-]*)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^// Given: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Given();

    // A comma between variables, not one between type arguments.
    [GeneratedRegex(@",(?![^<]*>)")]
    private static partial Regex Next();

    [GeneratedRegex(@"^using [^;=(]+;\s*$", RegexOptions.Multiline)]
    private static partial Regex Statement();
}
