using System.Text.RegularExpressions;
using AiInfra.Support;

namespace AiInfra.Tests.Readmes;

/// <summary>The C# in the repository's Markdown, and the marked regions of the tests that run it.</summary>
internal static partial class Repository
{
    private static readonly string[] s_notOurs = ["artifacts", "artifacts-run", "bin", "obj", "shared", "TestResults"];

    /// <summary>Its folder; null where the tests run elsewhere.</summary>
    public static string? Root { get; } = Checkout.Find();

    /// <summary>Every Markdown file, from the root.</summary>
    public static IEnumerable<string> Documents() => Files(".md");

    /// <summary>Every block that a Markdown file shows as C#.</summary>
    public static IEnumerable<CodeBlock> Shown() => Files(".md").SelectMany(BlocksOf);

    /// <summary>
    /// What the tests run: lines between <c>// &lt;readme&gt; FILE NUMBER</c> and <c>// &lt;/readme&gt;</c>. A block may be in parts (its usings, its statements, its types); they follow each other in one file.
    /// </summary>
    public static IEnumerable<CodeBlock> Run() => Files(".cs").Where(f => f.StartsWith("tests/", StringComparison.Ordinal)).SelectMany(RegionsOf);

    private static IEnumerable<CodeBlock> BlocksOf(string file)
    {
        int number = 0;
        List<string>? lines = null;
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(Root!, file)).Select(l => l.Trim()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (lines is not null)
                {
                    yield return new CodeBlock(file, ++number, lines);
                }

                lines = !code && CSharp().IsMatch(line) ? [] : null;
                code = !code;
            }
            else if (line.Length > 0)
            {
                lines?.Add(line);
            }
        }

        if (code)
        {
            throw new InvalidDataException($"{file} ends within a block of code.");
        }
    }

    private static IEnumerable<CodeBlock> RegionsOf(string file)
    {
        var parts = new Dictionary<(string Document, int Number), List<string>>();
        List<string>? lines = null;
        string text = File.ReadAllText(Path.Combine(Root!, file));
        foreach (string line in text.Split('\n').Select(l => l.Trim()))
        {
            if (Begin().Match(line) is { Success: true } begin)
            {
                (string, int) key = (begin.Groups[1].Value, int.Parse(begin.Groups[2].ValueSpan));
                lines = lines is null ? parts.TryGetValue(key, out List<string>? before) ? before : parts[key] = [] : throw new InvalidDataException($"{file}: {line} stands within another region.");
            }
            else if (line == "// </readme>")
            {
                lines = lines is null ? throw new InvalidDataException($"{file}: {line} ends no region.") : null;
            }
            else if (line.Length > 0)
            {
                lines?.Add(line);
            }
        }

        if (lines is not null)
        {
            throw new InvalidDataException($"{file} ends within a region.");
        }

        if (parts.Count > 0 && !text.Contains("[Fact]", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{file} has code of a README, but no test that runs it.");
        }

        return parts.Select(p => new CodeBlock(p.Key.Document, p.Key.Number, p.Value));
    }

    private static IEnumerable<string> Files(string ending)
    {
        var folders = new Stack<string>([Root!]);
        while (folders.TryPop(out string? folder))
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*" + ending))
            {
                yield return Path.GetRelativePath(Root!, file).Replace('\\', '/');
            }

            foreach (string inner in Directory.EnumerateDirectories(folder).Where(d => Path.GetFileName(d) is var name && name[0] != '.' && !s_notOurs.Contains(name)))
            {
                folders.Push(inner);
            }
        }
    }

    [GeneratedRegex(@"^```\s*(csharp|cs|c#)\b", RegexOptions.IgnoreCase)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"^// <readme> (\S+\.md) (\d+)$")]
    private static partial Regex Begin();
}
